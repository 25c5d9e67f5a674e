# SPDX-License-Identifier: AGPL-3.0-or-later
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.near import distance, near
from lsl_desk.domain.rules.raises import raises_of
from lsl_desk.domain.rules.result import Entry, Proposal, result_of
from lsl_desk.domain.rules.typed import in_french, typed_mark, typed_points
from tests.domain.rules.cases import FRA_E, HG, MATH, OPT1, PC, PHILO, SPE1, Person, general, scientific, told


def test_394_points_over_40_are_reached_by_physics_exactly_and_by_mathematics_with_one_to_spare() -> None:
    year = {PC: Decimal("13.7"), MATH: Decimal(10), FRA_E: Decimal(12)}
    person = scientific()  # 8*6 + 9*7 + 10*2 + 11*22 + 7*3
    found = {one.exam: one for one in raises_of(person, year)}
    assert (found[PC].before, found[PC].after, found[PC].excess) == (Decimal(8), Decimal(9), Decimal(0))
    assert (found[MATH].after, found[MATH].excess) == (Decimal(10), Decimal(1))
    french = found[FRA_E].forbidden
    assert french is not None
    assert (french.code, found[FRA_E].after, found[FRA_E].excess) == (Code.MARK_ANTICIPATED, Decimal(10), Decimal(0))
    assert [one.exam for one in raises_of(person, year)] == [PC, MATH, PHILO, HG, FRA_E], (
        "what cannot be raised comes last, however large its gap"
    )
    assert [found[exam].gap for exam in (PC, PHILO)] == [Decimal("5.7"), None]


def test_an_exam_that_would_not_be_enough_at_20_says_by_how_much() -> None:
    person = scientific(PC="1", PHILO="10", HG="19")  # 366 of 400: history brings 3 at most
    short = next(one for one in raises_of(person) if one.exam == HG)
    assert short.forbidden is not None
    assert (short.forbidden.code, short.after) == (Code.RAISE_SHORT, Decimal(19))
    assert short.forbidden.facts == {"exam": "Histoire-géographie", "points": "31"}


def test_points_above_ten_count_from_ten() -> None:
    person = scientific(OPT1="8")
    found = next(one for one in raises_of(person) if one.exam == OPT1)
    assert (found.before, found.after, found.excess) == (Decimal(8), Decimal(13), Decimal(0))


def test_controle_continu_is_raised_by_tenths() -> None:
    found = next(one for one in raises_of(general("995")) if one.exam == HG)
    assert (found.before, found.after, found.excess) == (Decimal("18.5"), Decimal(19), Decimal(0))


def test_no_raise_of_2026_is_offered_under_8() -> None:
    assert {one.forbidden and one.forbidden.code for one in raises_of(general("795"))} == {Code.HELP_UNDER}


def test_nothing_is_offered_without_rules_while_a_mark_is_missing_and_beyond_the_last_threshold() -> None:
    assert raises_of(Person(None, {MATH: "9"})) == ()
    waiting = scientific()
    waiting.office[MATH] = None
    assert raises_of(waiting) == ()
    assert raises_of(general("1900")) == ()
    absent = scientific()
    absent.office[OPT1] = None
    absent.coefficients[MATH] = 0
    assert {OPT1, MATH}.isdisjoint(one.exam for one in raises_of(absent))


@given(some.lists(some.integers(0, 20), min_size=5, max_size=5))
def test_a_raise_offered_reaches_the_threshold_and_one_less_does_not(marks: list[int]) -> None:
    codes = (PC, MATH, FRA_E, PHILO, HG)
    person = scientific(**{code: str(mark) for code, mark in zip(codes, marks, strict=True)})
    assert person.rules is not None
    before = result_of(person.rules, person.entries)
    for one in raises_of(person):
        if one.forbidden is not None or before.missing is None:
            continue
        person.raised = {one.exam: str(one.after)}
        after = result_of(person.rules, person.entries)
        assert after.points - before.missing.threshold * after.coefficients == one.excess >= 0
        person.raised = {one.exam: str(one.after - 1)}
        assert result_of(person.rules, person.entries).points < before.missing.threshold * before.coefficients
        person.raised = {}


@pytest.mark.parametrize(
    ("total", "width", "seen"),
    [("985", "0.2", 10), ("980", "0.2", 10), ("979", "0.2", None), ("1240", "0.2", None), ("795", "0.05", 8),
     ("794", "0.05", None), ("1350", "0.5", 14), ("1000", "0.5", None), ("1900", "0.5", None)],
)  # fmt: skip
def test_the_lens_sees_what_stands_just_under_a_threshold(total: str, width: str, seen: int | None) -> None:
    person = general(total)
    assert person.rules is not None
    assert near(result_of(person.rules, person.entries), Decimal(width)) == seen


def test_nobody_whose_mark_is_missing_is_near() -> None:
    person = general("999")
    person.office[HG] = None
    assert person.rules is not None
    result = result_of(person.rules, person.entries)
    assert result.proposal is Proposal.INCOMPLET
    assert near(result, Decimal("0.5")) is None


def test_the_distance_is_to_the_nearer_threshold_of_a_decision_in_points() -> None:
    rules = told(2026, "G")
    for total, group, far in (("985", 1, 15), ("820", 1, 20), ("1240", 1, 240), ("820", 2, 180)):
        result = result_of(rules, general(total).entries, group=group)
        assert distance(rules, result, group=group) == far
    assert distance(rules, result_of(rules, [])) is None


def test_the_best_of_both_groups_counts_and_the_last_threshold_is_admission() -> None:
    rules = told(2018, "S")
    result = result_of(rules, [Entry(MATH, Decimal(7), Decimal(9), Decimal(12))], group=2)
    assert (result.points, result.proposal, result.mention, result.missing) == (Decimal(84), Proposal.ADMIS, None, None)
    low = result_of(rules, [Entry(MATH, Decimal(7), Decimal(9), Decimal(4)), Entry(OPT1, Decimal(0), None)], group=2)
    assert low.missing is not None
    assert (low.proposal, low.missing.threshold, low.missing.points) == (Proposal.AJOURNE, Decimal(10), 7)
    assert low.average == 9
    assert result_of(rules, []).average is None
    assert result_of(rules, []).proposal is Proposal.INCOMPLET


@pytest.mark.parametrize(
    ("text", "value"),
    [("14", "14"), (" 3,5 ", "3.5"), ("3.5", "3.5"), ("32", "32"), ("-1", "-1"), ("\u22121", "-1"), ("0012", "12")],
)
def test_a_number_is_read_as_it_is_typed(text: str, value: str) -> None:
    assert typed_mark(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1e3", "NaN", "3,5,1", "١٤", "14/20", "9" * 5, "3,"])
def test_what_is_not_a_number_is_said_as_it_was_typed(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed_mark(text)
    assert (refused.value.code, refused.value.facts) == (Code.MARK_NOT_A_NUMBER, {"value": text})
    with pytest.raises(Refusal, match=Code.POINTS_WHOLE):
        typed_points(text)


def test_points_are_whole_and_not_negative() -> None:
    assert typed_points(" 12 ") == 12
    for text in ("-1", "2,5"):
        with pytest.raises(Refusal, match=Code.POINTS_WHOLE):
            typed_points(text)
    assert [in_french(Decimal(one)) for one in ("9.50", "400", "-0.5")] == ["9,5", "400", "-0,5"]


def test_a_title_of_the_livret_stands_beside_its_exam_the_best_first() -> None:
    rules = told(2018, "S")
    titles = ["Anglais, langue vivante 1", "Mathématiques, spécialité", "Mathématiques", "Espagnol, langue vivante 2"]
    assert rules.exams[MATH].beside(titles) == "Mathématiques"
    assert rules.exams[ExamCode("LV1")].beside(titles) == "Anglais, langue vivante 1"
    assert rules.exams[PHILO].beside(titles) is None
    assert told(2026, "G").exams[SPE1].beside(titles) is None
