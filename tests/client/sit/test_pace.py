# SPDX-License-Identifier: AGPL-3.0-or-later
"""How fast a sitting goes, said once enough was decided to say anything."""

from datetime import UTC, datetime, timedelta

import pytest

from lsl_desk.client.sit.pace import pace_of

OPENED = datetime(2026, 7, 4, 9, 0, tzinfo=UTC)


def minutes(*after: int) -> list[datetime]:
    return [OPENED + timedelta(minutes=one) for one in after]


@pytest.mark.parametrize("decided", [0, 1, 2])
def test_nothing_is_expected_before_the_third_decision(decided: int) -> None:
    known = pace_of(OPENED, minutes(*range(1, decided + 1)), 80, OPENED + timedelta(minutes=3), over=False)
    assert (known.decided, known.total, known.opened) == (decided, 80, OPENED)
    assert (known.seconds, known.end, known.late, known.first_third, known.hurried) == (None, None, None, None, False)


def test_the_third_decision_tells_an_average_and_an_end() -> None:
    known = pace_of(OPENED, minutes(1, 2, 3), 80, OPENED + timedelta(minutes=3), over=False)
    assert (known.seconds, known.end, known.late) == (60.0, OPENED + timedelta(minutes=80), -40)


def test_nothing_is_told_of_a_sitting_that_is_not_open() -> None:
    known = pace_of(None, minutes(1, 2, 3), 3, OPENED, over=False)
    assert (known.decided, known.seconds, known.end) == (3, None, None)


def test_the_last_third_hurried_is_unfair_and_a_closed_sitting_expects_no_end() -> None:
    known = pace_of(OPENED, minutes(4, 8, 12, 13, 14, 15), 6, OPENED + timedelta(hours=1), over=True)
    assert (known.first_third, known.last_third, known.hurried) == (240.0, 60.0, True)
    assert (known.seconds, known.end, known.late) == (150.0, None, None)


@pytest.mark.parametrize(("last", "hurried"), [((14, 16, 18), True), ((15, 18, 21), False)])
def test_half_the_time_of_the_first_third_is_hurried_and_more_is_not(last: tuple[int, ...], hurried: bool) -> None:
    known = pace_of(OPENED, minutes(4, 8, 12, *last), 6, OPENED + timedelta(hours=1), over=True)
    assert (known.first_third, known.hurried) == (240.0, hurried)
