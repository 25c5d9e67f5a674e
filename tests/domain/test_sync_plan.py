# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is fetched first: the sitting under way, and there the candidates whose livret may decide."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.ids import CentreId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.manifest import Edition, JuryManifest
from lsl_desk.domain.marks import ExamCode, ExamMark, distance_to_threshold
from lsl_desk.domain.sync_plan import SITTING, OfferedVersion, Wanted, jury_order, plan

NOW = datetime(2018, 7, 4, 9, 30, tzinfo=UTC)
PAGE = (PageCheck(NumberCheck.MATCH),)


def offered(jury: str, hours: float | None) -> OfferedVersion:
    """A jury that sits so many hours from now."""
    return OfferedVersion(
        JuryId(jury), "", Edition(1, Digest("a" * 64)), None if hours is None else NOW + timedelta(hours=hours)
    )


OFFERED = st.lists(
    st.builds(offered, st.text("ABC", min_size=1, max_size=3), st.none() | st.integers(-40, 40)),
    max_size=8,
    unique_by=lambda one: one.jury,
)


def test_the_sitting_under_way_or_next_comes_first_then_those_without_a_date_then_those_that_are_over() -> None:
    listed = [
        *(offered("J07", -30), offered("J06", -20), offered("J01", -2), offered("J09", None), offered("J02", 1)),
        *(offered("J04", None), offered("J03", 24), offered("J05", 1)),
    ]
    order = [one.jury for one in jury_order(listed, NOW)]
    assert order == ["J01", "J02", "J05", "J03", "J04", "J09", "J06", "J07"]


@given(OFFERED, st.randoms(use_true_random=False))
def test_every_jury_is_there_once_whatever_order_they_were_offered_in(
    listed: list[OfferedVersion], chance: random.Random
) -> None:
    mixed = list(listed)
    chance.shuffle(mixed)
    order = jury_order(mixed, NOW)
    assert order == jury_order(listed, NOW)
    assert sorted(order, key=lambda one: one.jury) == sorted(listed, key=lambda one: one.jury)


def earlier(one: OfferedVersion, other: OfferedVersion) -> bool:
    """Whether one is fetched before the other, said again in other words."""

    def kind(offer: OfferedVersion) -> int:
        if offer.sitting is None:
            return 1
        return 0 if NOW - offer.sitting <= SITTING else 2

    if kind(one) != kind(other):
        return kind(one) < kind(other)
    if one.sitting == other.sitting or one.sitting is None or other.sitting is None:
        return one.jury < other.jury
    return one.sitting > other.sitting if kind(one) == 2 else one.sitting < other.sitting


@given(OFFERED)
def test_any_two_juries_are_in_their_order(listed: list[OfferedVersion]) -> None:
    order = jury_order(listed, NOW)
    for place, one in enumerate(order):
        assert all(earlier(one, other) for other in order[place + 1 :])


def manifest(candidates: list[tuple[str, str | None, str | None]]) -> JuryManifest:
    """A jury of candidates: number, letter of the livret's digest, mark of the one épreuve."""
    return JuryManifest(
        JuryId("J01"),
        CentreId("c"),
        "l",
        2018,
        1,
        NOW,
        None,
        tuple(
            Candidate(
                PvNumber(""),
                StudentNumber(number),
                "ES",
                LivretFormat.NUMERIQUE,
                "",
                None if letter is None else LivretRef(Digest(letter * 64), 10 + ord(letter), PAGE),
            )
            for number, letter, _ in candidates
        ),
        {
            StudentNumber(number): (ExamMark(ExamCode("PHILO"), Decimal(7), Decimal(mark)),)
            for number, _, mark in candidates
            if mark is not None
        },
    )


def letters(wanted: tuple[Wanted, ...]) -> str:
    return "".join(one.digest[0] for one in wanted)


def test_the_nearest_to_a_threshold_comes_first_and_one_without_a_mark_last() -> None:
    jury = manifest(
        [
            *(("1", "a", None), ("2", "b", "15"), ("3", "c", "9.9"), ("4", None, "10"), ("5", "d", "8")),
            *(("6", "e", "5"), ("7", "f", "15"), ("8", "0", None)),
        ]
    )
    assert letters(plan(jury, ())) == "dcebfa0"


def test_what_is_held_already_is_not_fetched_whatever_it_came_with() -> None:
    jury = manifest([("1", "a", "10"), ("2", "b", "10"), ("3", "c", "10")])
    assert letters(plan(jury, {Digest("b" * 64), Digest("f" * 64)})) == "ac"
    assert plan(jury, set(jury.livrets)) == ()


@pytest.mark.parametrize("size", [107, 999])
def test_a_livret_of_two_candidates_is_fetched_once_where_it_is_most_urgent(size: int) -> None:
    jury = manifest([("1", "a", "15"), ("2", "b", "12"), ("3", "a", "10")])
    first = jury.candidates[0]
    other = Candidate(first.pv, first.number, first.serie, first.format, "", LivretRef(Digest("a" * 64), size, PAGE))
    altered = JuryManifest(
        *(jury.jury, jury.centre, jury.label, jury.session, jury.version, jury.made, jury.sitting),
        (other, *jury.candidates[1:]),
        jury.marks,
    )
    assert plan(altered, ()) == (Wanted(Digest("a" * 64), 107), Wanted(Digest("b" * 64), 108))


CANDIDATES = st.lists(
    st.tuples(
        st.integers(0, 99).map(str),
        st.none() | st.sampled_from("abcdef"),
        st.none() | st.decimals(0, 20, places=1).map(str),
    ),
    max_size=12,
    unique_by=lambda one: one[0],
)


@given(CANDIDATES, st.sets(st.sampled_from("abcdef")))
def test_what_is_missing_is_fetched_once_each_nearest_first(
    candidates: list[tuple[str, str | None, str | None]], held: set[str]
) -> None:
    jury = manifest(candidates)
    have = {Digest(letter * 64) for letter in held}
    wanted = plan(jury, have)
    assert {one.digest: one.size for one in wanted} == {
        digest: size for digest, size in jury.livrets.items() if digest not in have
    }
    assert len({one.digest for one in wanted}) == len(wanted)
    urgency: dict[Digest, tuple[Decimal, int]] = {}
    for place, one in enumerate(jury.candidates):
        if one.livret is not None:
            distance = distance_to_threshold({mark.exam: mark for mark in jury.marks.get(one.number, ())})
            mine = (Decimal("Infinity") if distance is None else distance, place)
            urgency[one.livret.digest] = min(mine, urgency.get(one.livret.digest, mine))
    assert [urgency[one.digest] for one in wanted] == sorted(urgency[one.digest] for one in wanted)
