# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far a candidate is from a threshold, in exact points of the total."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.marks import ExamCode, ExamMark, distance_to_threshold


def marks(*given_marks: tuple[str, str | None]) -> dict[ExamCode, ExamMark]:
    """Marks by coefficient and value."""
    return {
        ExamCode(f"E{rank}"): ExamMark(ExamCode(f"E{rank}"), Decimal(weight), None if value is None else Decimal(value))
        for rank, (weight, value) in enumerate(given_marks)
    }


@pytest.mark.parametrize(
    ("one", "distance"),
    [
        (marks(("7", "10"), ("3", "10")), "0"),
        (marks(("7", "8"), ("3", "8")), "0"),
        (marks(("7", "9.5"), ("3", "10")), "3.5"),
        (marks(("1", "9")), "1"),
        (marks(("1", "8.9")), "0.9"),
        (marks(("1", "0")), "8"),
        (marks(("1", "20")), "10"),
        (marks(("7", "9.99"), ("3", None)), "0.07"),
        (marks(("0", "3"), ("2", "10")), "0"),
    ],
)
def test_the_distance_is_to_the_nearer_of_ten_and_eight_in_points(one: dict[ExamCode, ExamMark], distance: str) -> None:
    assert distance_to_threshold(one) == Decimal(distance)


@pytest.mark.parametrize("one", [marks(), marks(("7", None)), marks(("0", "12")), marks(("0", "12"), ("7", None))])
def test_without_a_mark_that_counts_there_is_no_distance(one: dict[ExamCode, ExamMark]) -> None:
    assert distance_to_threshold(one) is None


@given(st.lists(st.tuples(st.decimals(0, 20, places=1), st.none() | st.decimals(0, 20, places=2)), max_size=8))
def test_the_distance_is_exact(pairs: list[tuple[Decimal, Decimal | None]]) -> None:
    one = marks(*((str(weight), None if value is None else str(value)) for weight, value in pairs))
    known = [(Fraction(weight), Fraction(value)) for weight, value in pairs if value is not None]
    weight = sum(weight for weight, _ in known)
    total = sum(weight * value for weight, value in known)
    expected = min(abs(total - 10 * weight), abs(total - 8 * weight)) if weight else None
    distance = distance_to_threshold(one)
    assert (None if distance is None else Fraction(distance)) == expected
