# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates of the law, and what a dispute holds back (domain.md §1.4, feature N23)."""

from datetime import UTC, datetime, timedelta

import pytest

from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.retention import RULES, Hold, Kept, due, falls

J01, N0417 = JuryId("J01"), StudentNumber("0417")
PUBLISHED = datetime(2018, 7, 6, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "kept", "date"),
    [
        (PUBLISHED, Kept.ACTIVE, datetime(2018, 9, 6, 8, tzinfo=UTC)),
        (PUBLISHED, Kept.ARCHIVE, datetime(2019, 3, 6, 8, tzinfo=UTC)),
        (PUBLISHED, Kept.LOG, datetime(2019, 3, 6, 8, tzinfo=UTC)),
        (datetime(2018, 12, 31, tzinfo=UTC), Kept.ACTIVE, datetime(2019, 2, 28, tzinfo=UTC)),
        (datetime(2018, 10, 15, tzinfo=UTC), Kept.ACTIVE, datetime(2018, 12, 15, tzinfo=UTC)),
    ],
)
def test_a_date_is_counted_in_months_from_the_proclamation(published: datetime, kept: Kept, date: datetime) -> None:
    assert falls(published, kept) == date
    assert "Arrêté" in RULES[kept].source


def test_the_time_of_a_jury_comes_at_its_date_and_never_before_results_are_public() -> None:
    date = falls(PUBLISHED, Kept.ACTIVE)
    assert not due(None, date, (), J01).come
    assert not due(PUBLISHED, date - timedelta(seconds=1), (), J01).erases
    assert due(PUBLISHED, date, (), J01).erases


def test_a_dispute_holds_a_candidate_or_the_whole_jury_and_no_other_jury() -> None:
    date = falls(PUBLISHED, Kept.ACTIVE)
    one, whole, other = (
        Hold(J01, N0417, "recours", PUBLISHED),
        Hold(J01, None, "recours", PUBLISHED),
        Hold(JuryId("J02"), None, "recours", PUBLISHED),
    )
    assert due(PUBLISHED, date, (one, other), J01).held == {N0417}
    assert due(PUBLISHED, date, (one, other), J01).erases
    held = due(PUBLISHED, date, (one, whole), J01)
    assert (held.come, held.whole, held.erases) == (True, True, False)
