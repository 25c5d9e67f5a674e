# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the third column says of a gap and of a change, in words alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from lsl_desk.client.sit.values import ChangeLine, YearLine
from lsl_desk.domain.acts import NO_ACT, Role
from lsl_desk.domain.ids import ActId
from lsl_desk.domain.marks import ExamCode
from lsl_desk.ui.deliberating.words import became, offline_words, tenth_text, year_short, year_told
from lsl_desk.ui.models.decisions import points_text


def test_a_gap_has_a_true_minus_and_the_year_stands_to_the_unit_for_want_of_room() -> None:
    assert points_text(Decimal("-1.50")) == "−1,5"
    assert [tenth_text(Decimal(one)) for one in ("-0.04", "-0.06", "0.04")] == ["0", "−0,1", "0"]
    year = YearLine(ExamCode("HG"), (Decimal("11.5"), None, Decimal("9.4")), 0)
    assert (year_told(year), year_short(year)) == ("année 11,5\u202f; –\u202f; 9,4 (moyenne\u00a010,4)", "12 – 9")


@pytest.mark.parametrize(
    ("drift", "words"),
    [
        (None, "hors ligne"),
        (timedelta(seconds=3.2), "hors ligne, écart +3\u00a0s"),
        (timedelta(seconds=-41), "hors ligne, écart −41\u00a0s"),
    ],
)
def test_a_change_made_off_line_says_how_far_the_clock_was(drift: timedelta | None, words: str) -> None:
    who = (ActId("a"), ExamCode("PC"), Decimal(8), Decimal(9), "relu", "Présidente inventée", Role.PRESIDENT)
    line = ChangeLine(
        *who, datetime(2018, 7, 5, 7, 41, tzinfo=UTC), offline=True, undone=False, undoes=NO_ACT, drift=drift
    )
    assert offline_words(line) == words


def test_the_exam_office_s_mark_chosen_over_a_raise_is_no_change_of_the_mark() -> None:
    who = (ActId("a"), ExamCode("PC"), Decimal(9), Decimal(9), "relu", "Présidente inventée", Role.PRESIDENT)
    line = ChangeLine(*who, datetime(2018, 7, 5, 7, 41, tzinfo=UTC), offline=False, undone=False, undoes=NO_ACT)
    assert became(line) == "9, note de la DEC retenue"
    assert became(replace(line, before=Decimal(8))) == "8\u00a0→\u00a09"
