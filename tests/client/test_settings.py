# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.client.settings import NAMES, RANGES, SESSIONS, Settings
from lsl_desk.domain.errors import Code, Refusal


def test_the_settings_a_person_finds_first() -> None:
    assert Settings() == Settings(page_seconds=1.0, lock_minutes=10, theme="system", ahead=3, behind=2)
    assert set(RANGES) < set(NAMES)


@pytest.mark.parametrize(
    ("name", "value"), [("page_seconds", 0.1), ("lock_minutes", 241), ("ahead", -1), ("behind", 9)]
)
def test_a_number_out_of_its_range_is_refused_with_the_range(name: str, value: float) -> None:
    with pytest.raises(Refusal) as refused:
        Settings(**{name: value})  # type: ignore[arg-type]  # the point of the test is a bad value
    assert refused.value.code is Code.VALUE_OUT_OF_RANGE
    assert refused.value.facts["name"] == name


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        Settings(theme="rose")  # type: ignore[arg-type]  # the point of the test is a bad value
    assert refused.value.facts["allowed"] == "system, light, dark"


def test_only_a_session_of_the_year_is_shown() -> None:
    assert [Settings(shown_session=one).shown_session for one in SESSIONS] == ["", "juin", "septembre"]
    with pytest.raises(Refusal) as caught:
        Settings(shown_session="octobre")
    assert caught.value.facts == {"name": "shown_session", "value": "octobre", "allowed": "juin, septembre"}
