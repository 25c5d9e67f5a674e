# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings' file: read, written, and left alone when it is broken."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lsl_desk.adapters.settings_file import read_settings, write_settings
from lsl_desk.client.settings import RANGES, SESSIONS, THEMES, Settings
from lsl_desk.domain.errors import Code, Refusal


def _number(name: str) -> st.SearchStrategy[int]:
    return st.integers(int(RANGES[name][0]), int(RANGES[name][1]))


ANY = st.builds(
    Settings,
    page_seconds=st.floats(*RANGES["page_seconds"]),
    lock_minutes=_number("lock_minutes"),
    theme=st.sampled_from(THEMES),
    shown_session=st.sampled_from(SESSIONS),
    ahead=_number("ahead"),
    behind=_number("behind"),
)


@given(ANY)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_settings_come_back_as_they_were_kept(tmp_path: Path, wanted: Settings) -> None:
    write_settings(tmp_path / "settings.toml", wanted)
    assert read_settings(tmp_path / "settings.toml") == wanted


def test_without_a_file_the_defaults_serve(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.toml") == Settings()
    assert list(tmp_path.iterdir()) == []


def test_what_the_file_does_not_name_is_the_default(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("# à la main\npage_seconds = 2\n", "utf-8")
    assert read_settings(tmp_path / "settings.toml") == Settings(page_seconds=2)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (b"page_seconds = 1.0\nlock_minutes = \n", "ligne 2"),
        (b'theme = "dark', "ligne"),
        (b"page_seconds = 1.0\nlock_minutes = 0\n", "ligne 2, «\u00a0lock_minutes\u00a0»"),
        (b'\nahead = "3"\n', "ligne 2"),
        (b"ahead = true\n", "ligne 1"),
        (b"novelty = 1\n", "novelty"),
        (b'"behind" = 1.5\n', "ligne 1"),
        (b"[theme]\nname = 1\n", "ligne 1"),
        (b'theme = "blue"\n', "ligne 1"),
        (b"theme = '\xe9'\n", "UTF-8"),
    ],
)
def test_a_broken_file_is_refused_at_its_line_and_left_alone(tmp_path: Path, text: bytes, where: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(text)
    with pytest.raises(Refusal) as refused:
        read_settings(path)
    assert refused.value.code is Code.SETTINGS_UNREADABLE
    assert where in str(refused.value.facts["where"])
    assert path.read_bytes() == text


def test_a_name_that_stands_on_no_line_of_its_own_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('"nov\\u0065lty" = 1\n')
    with pytest.raises(Refusal) as refused:
        read_settings(tmp_path / "settings.toml")
    assert "novelty" in str(refused.value.facts["where"])


def test_a_folder_in_place_of_the_file_is_refused_both_ways(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    (tmp_path / "settings.toml" / "inside").touch()
    with pytest.raises(Refusal, match=Code.SETTINGS_UNREADABLE.value):
        read_settings(tmp_path / "settings.toml")
    with pytest.raises(Refusal, match=Code.OUTPUT_UNWRITABLE.value):
        write_settings(tmp_path / "settings.toml", Settings())
