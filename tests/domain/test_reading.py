# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.ids import Digest, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.reading import Reading, ReadState, complete, reading_of

OLD, NEW = Digest("0" * 64), Digest("1" * 64)


def candidate(pages: int = 3) -> Candidate:
    livret = LivretRef(NEW, 1000, (PageCheck(NumberCheck.MATCH),) * pages) if pages else None
    return Candidate(PvNumber("12"), StudentNumber("0417"), "ES", LivretFormat.NUMERIQUE, livret=livret)


def test_two_pages_of_three_are_two_of_three_and_not_read() -> None:
    assert reading_of(candidate(), [], {NEW: frozenset({0, 2})}) == Reading(ReadState.PARTIAL, 2, 3)


def test_nothing_seen_is_unread() -> None:
    assert reading_of(candidate(), [], {}) == Reading(ReadState.UNREAD, 0, 3)


def test_the_act_makes_it_read() -> None:
    assert reading_of(candidate(), [NEW], {}) == Reading(ReadState.READ, 3, 3)


def test_a_changed_livret_is_to_be_read_again_and_its_new_pages_are_counted() -> None:
    assert reading_of(candidate(), [OLD], {OLD: frozenset({0, 1, 2}), NEW: frozenset({1})}) == Reading(
        ReadState.STALE, 1, 3
    )


def test_the_reading_of_the_new_version_replaces_the_old_one() -> None:
    assert reading_of(candidate(), [OLD, NEW], {}).state is ReadState.READ


def test_no_livret_is_no_reading_and_a_withdrawn_one_says_so() -> None:
    assert reading_of(candidate(0), [], {}) == Reading(ReadState.NO_LIVRET)
    assert reading_of(candidate(0), [OLD], {}) == Reading(ReadState.STALE)


def test_a_page_the_livret_has_not_never_counts() -> None:
    assert reading_of(candidate(), [], {NEW: frozenset({7})}).state is ReadState.UNREAD


@pytest.mark.parametrize(
    ("pages", "seen", "whole"),
    [(3, {0, 1, 2}, True), (3, {0, 1}, False), (1, {0}, True), (0, set(), False), (2, {0, 1, 5}, True)],
)
def test_a_livret_is_complete_when_each_page_counted(pages: int, seen: set[int], whole: bool) -> None:
    assert complete(pages, frozenset(seen)) is whole
