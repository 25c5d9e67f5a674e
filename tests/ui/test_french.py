# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lsl_desk.ui.french import counted, moment, number


def test_plurals_begin_at_two() -> None:
    assert [counted(value, "candidat") for value in (0, 1, 2)] == ["0 candidat", "1 candidat", "2 candidats"]
    assert counted(3, "livret lu", "livrets lus") == "3 livrets lus"


def test_thousands_are_parted_by_a_narrow_space() -> None:
    assert number(30_000) == "30\u202f000"


def test_moments_are_shown_in_the_zone_of_the_centre() -> None:
    when = datetime(2018, 7, 2, 15, 42, tzinfo=UTC)
    assert moment(when, ZoneInfo("Europe/Paris")) == "2 juillet 17:42"
    assert moment(when, ZoneInfo("Indian/Reunion")) == "2 juillet 19:42"
    assert moment(when, ZoneInfo("America/Martinique")) == "2 juillet 11:42"
