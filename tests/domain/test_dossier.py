# SPDX-License-Identifier: AGPL-3.0-or-later
"""A candidate before the jury, also before anybody acted: what the office gave, what the livret is."""

from dataclasses import replace
from decimal import Decimal

from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.examination import Examination, Examined, examination_of
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.rules.result import Proposal
from lsl_desk.domain.series import is_technological
from lsl_desk.formats.rule_packs.book import rules_of
from tests.domain.sitting import (
    JURY_OF_THREE,
    MATH,
    ONE,
    PAPER,
    PHILO,
    READ,
    act,
    jury_of_three,
    numeric,
    office,
    raised,
    without,
)


def test_a_dossier_of_which_nobody_said_anything_is_the_exam_office_s() -> None:
    known = Dossier(JURY_OF_THREE[0], 1, (office("9"), office("9", MATH, 3)), rules=rules_of(2018, "ES"))
    assert (known.given(PHILO), known.given(MATH)) == (Decimal(9), Decimal(9))
    assert known.before == known.result
    assert replace(known, office=()).before is None
    assert replace(known, rules=None).before is None


def test_the_better_of_two_marks_counts_at_the_second_group_before_and_after_any_help() -> None:
    better = replace(office("8"), second=Decimal(12), chosen=True)
    worse = replace(office("10", MATH, 3), second=Decimal(4), chosen=True)
    known = Dossier(JURY_OF_THREE[0], 2, (better, worse), rules=rules_of(2018, "ES"))
    for result in (known.before, known.result):
        assert result is not None
        assert (result.points, result.proposal) == (Decimal(12 * 2 + 10 * 3), Proposal.ADMIS)


def test_a_livret_announced_or_spoilt_is_missing_until_somebody_examines_its_paper_twin() -> None:
    spoilt = replace(numeric(ONE), problem=LivretProblem.NUMBER_MISMATCH)
    announced = without(ONE, LivretFormat.NUMERIQUE)
    foreign = LivretRef(READ, 1000, (PageCheck(NumberCheck.MATCH), PageCheck(NumberCheck.OTHER)))
    veiled = replace(numeric(ONE), livret=foreign)
    for one in (spoilt, announced, veiled):
        assert examination_of(one, Examined(read=frozenset({(READ, 2)}))) is Examination.MISSING
        assert examination_of(one, Examined(paper=True)) is Examination.PAPER


def test_none_given_and_another_paper_count_no_more_once_a_livret_came() -> None:
    said = Examined(none_given=True)
    assert examination_of(without(ONE), said) is Examination.NONE_GIVEN
    assert examination_of(numeric(ONE), said) is Examination.UNREAD
    paper = Examined(paper=True)
    assert examination_of(without(ONE), paper) is Examination.PAPER
    assert examination_of(numeric(ONE), paper) is Examination.UNREAD, "it was no twin of one that was announced"
    assert examination_of(replace(without(ONE), problem=LivretProblem.NOT_RECEIVED), said) is Examination.MISSING


def test_the_voie_technologique_is_told_from_the_serie() -> None:
    assert [one for one in ("STMG mercatique", "S2TMD", "ES", "Générale", "") if is_technological(one)] == [
        "STMG mercatique",
        "S2TMD",
    ]


def test_a_change_of_one_mark_leaves_the_conflict_on_another_as_it_is() -> None:
    sitting = jury_of_three()
    for one in (act(1, raised("8", "7")), act(2, raised("9", "7"), device="b")):
        sitting.take(one)
    before = sitting.conflicts
    sitting.take(act(3, raised("10", "9", number=PAPER)))
    assert (sitting.conflicts, len(before)) == (before, 1)
