# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two readings of one livret: the graver verdict stands (features N02)."""

from dataclasses import replace

import pytest

from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretProblem, NumberCheck, PageCheck
from lsl_desk.domain.own_check import OwnCheck, differences, graver, not_received, settled
from tests.academy.model import candidate, livret_data

MATCH, NO_TEXT, ABSENT = (PageCheck(check) for check in (NumberCheck.MATCH, NumberCheck.NO_TEXT, NumberCheck.ABSENT))
OTHER = PageCheck(NumberCheck.OTHER, StudentNumber("0471"))
ONE = candidate("0417", livret_data("0417"))
PAPER = candidate("0900", None)


@pytest.mark.parametrize("grave", [NO_TEXT, ABSENT, OTHER])
def test_the_graver_verdict_stands_whoever_gave_it(grave: PageCheck) -> None:
    assert graver((MATCH, grave), (grave, MATCH)) == (grave, grave)


def test_of_two_numbers_read_this_posts_own_is_shown() -> None:
    theirs = PageCheck(NumberCheck.OTHER, StudentNumber("0999"))
    assert graver((theirs,), (OTHER,)) == (OTHER,)


def test_the_pages_are_those_that_this_post_can_show() -> None:
    assert graver((ABSENT,), (MATCH, NO_TEXT)) == (ABSENT, NO_TEXT)
    assert graver((MATCH, MATCH, ABSENT), (MATCH,)) == (MATCH,)


def test_without_an_own_reading_the_academys_stands() -> None:
    assert settled(ONE, None) is ONE
    assert settled(PAPER, OwnCheck(None, ())) is PAPER


def test_a_page_veiled_makes_a_problem_and_a_livret_that_cannot_be_shown_is_none() -> None:
    veiled = settled(ONE, OwnCheck(None, (MATCH, OTHER)))
    assert veiled.problem is LivretProblem.NUMBER_MISMATCH
    assert settled(ONE, OwnCheck(None, (MATCH, MATCH))) == ONE
    broken = settled(ONE, OwnCheck(LivretProblem.TRUNCATED, ()))
    assert (broken.livret, broken.problem) == (None, LivretProblem.TRUNCATED)
    assert not_received(ONE) == replace(ONE, livret=None, problem=LivretProblem.NOT_RECEIVED)


def test_every_difference_is_listed_at_its_page() -> None:
    assert list(differences(ONE, OwnCheck(None, (MATCH, MATCH)))) == []
    assert list(differences(PAPER, OwnCheck(None, (MATCH,)))) == []
    (odd,) = differences(ONE, OwnCheck(None, (MATCH, OTHER)))
    assert (odd.code, odd.where) == (AnomalyCode.OTHER_VERDICT, "livret 0417, page 2")
    more = list(differences(ONE, OwnCheck(None, (MATCH, MATCH, MATCH))))
    assert [(odd.code, odd.value, odd.expected) for odd in more] == [(AnomalyCode.PAGES_ANNOUNCED, "3", "2")]
    (refused,) = differences(ONE, OwnCheck(LivretProblem.TRUNCATED, ()))
    assert (refused.code, refused.value) == (AnomalyCode.LIVRET_REFUSED, "truncated")
