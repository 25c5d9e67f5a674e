# SPDX-License-Identifier: AGPL-3.0-or-later
"""The marks of the invented centre: they give what the plan says by the session's rules; planted cases."""

import csv
import io
from collections import Counter
from decimal import Decimal

import pytest

from lsl_desk.demo import registers
from lsl_desk.demo.centre import JURIES, SEED
from lsl_desk.demo.marks import LENS
from lsl_desk.demo.plan import Outcome, PlannedCandidate, plan_centre
from lsl_desk.domain.acts import Quality
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.marks import ExamMark
from lsl_desk.domain.rules.near import near
from lsl_desk.domain.rules.result import Entry, Proposal, Result, result_of
from lsl_desk.formats.registers.marks import read_marks
from lsl_desk.formats.registers.members import read_members
from lsl_desk.formats.rule_packs.book import rules_of

Marks = dict[StudentNumber, list[ExamMark]]
PLAN = plan_centre(SEED, JURIES)
EVERYBODY = {one.pupil.number: one for jury in PLAN.juries for one in jury.candidates}


@pytest.fixture(scope="module")
def marks() -> Marks:
    """N° élève → marks, as an academy reads them."""
    rows, odd = read_marks(registers.marks(PLAN, SEED))
    assert odd == ()
    found: Marks = {}
    for row in rows:
        found.setdefault(row.number, []).append(row.mark)
    return found


def _result(one: PlannedCandidate, marks: Marks) -> Result:
    rules = rules_of(PLAN.session, one.pupil.room.serie)
    assert rules is not None
    given = marks[one.pupil.number]
    assert {mark.exam for mark in given} <= rules.exams.keys()
    return result_of(rules, [Entry(mark.exam, mark.coefficient, mark.value) for mark in given])


def test_the_rules_say_of_everybody_what_the_plan_does(marks: Marks) -> None:
    said = Counter((one.outcome.value, _result(one, marks).proposal.value) for one in EVERYBODY.values())
    assert said.keys() == {(one.value, one.value) for one in Outcome} | {("admis", Proposal.INCOMPLET.value)}
    assert said["admis", "incomplet"] == 1


def test_in_the_jury_of_the_lens_nine_are_just_under_a_threshold(marks: Marks) -> None:
    results = {str(one.pv): _result(one, marks) for one in PLAN.juries[1].candidates}
    found = Counter(near(one, LENS) for one in results.values())
    assert sum(count for threshold, count in found.items() if threshold is not None) == 9
    assert {int(threshold) for threshold in found if threshold is not None} == {8, 10, 12, 14, 16}
    star = results["16"]
    assert [star.points, star.coefficients] == [394, 40]
    assert star.missing is not None
    assert star.missing.points == 6


def test_the_star_of_the_lens_takes_physics_at_six_and_maths_at_seven(marks: Marks) -> None:
    (star,) = (one for one in PLAN.juries[1].candidates if one.pv == "16")
    weights = {str(mark.exam): mark.coefficient for mark in marks[star.pupil.number]}
    assert {"PC": 6, "MATH": 7, "SPE": 2, "EPS_C": 2}.items() <= weights.items()


def test_a_mark_is_missing_somebody_was_absent_and_specialities_raise_coefficients(
    marks: Marks,
) -> None:
    missing = [(number, mark.exam) for number, given in marks.items() for mark in given if mark.value is None]
    assert [exam for _, exam in missing] == ["PHILO"]
    zero = [mark.exam for given in marks.values() for mark in given if mark.value == 0]
    assert "EPS" in zero
    by_speciality = {
        EVERYBODY[number].pupil.speciality: {str(mark.exam): mark.coefficient for mark in given}
        for number, given in marks.items()
        if EVERYBODY[number].pupil.room.serie in {"ES", "S"}
    }
    assert [by_speciality["spe_ssp"]["SES"], by_speciality["spe_svt"]["SVT"]] == [9, 8]
    bonus = [_result(one, marks).bonus for one in EVERYBODY.values()]
    assert sum(one > 0 for one in bonus) > 100
    assert Decimal(0) in bonus


def test_of_those_under_eight_some_have_a_livret_on_paper_and_some_one_to_read() -> None:
    weak = [one for one in EVERYBODY.values() if one.outcome is Outcome.AJOURNE]
    assert {one.format for one in weak} == {LivretFormat.NUMERIQUE, LivretFormat.PAPIER}


def test_a_jury_has_twelve_members_but_for_the_seat_that_is_empty() -> None:
    rows, odd = read_members(registers.members(PLAN))
    assert odd == ()
    assert Counter(row.jury for row in rows) == {"J01": 12, "J02": 12, "J03": 11, "J04": 12, "J05": 12}
    assert {row.quality for row in rows if row.jury == "J01"} == set(Quality) - {Quality.PROFESSIONAL}
    assert sum(row.quality is Quality.PROFESSIONAL for row in rows if row.jury == "J04") == 4


def test_the_lists_are_the_same_at_each_run() -> None:
    assert registers.marks(PLAN, SEED) == registers.marks(plan_centre(SEED, JURIES), SEED)
    lines = list(csv.reader(io.StringIO(registers.marks(PLAN, SEED).decode("utf-8-sig")), delimiter=";"))
    assert [line[4] for line in lines if line[4] == "ABS"] == ["ABS"]
