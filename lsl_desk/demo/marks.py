# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks of the invented candidates: whole numbers whose total gives the result that the plan says, and planted cases.

The épreuves and coefficients are those of the session's rule pack, with the candidate's speciality and option.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lsl_desk.demo.chance import chance
from lsl_desk.demo.plan import CentrePlan, Outcome, PlannedCandidate, PlannedJury, centre_data
from lsl_desk.demo.pupil import Pupil
from lsl_desk.demo.syllabus import syllabus
from lsl_desk.domain.folding import folded
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.pack import Counting, SerieRules
from lsl_desk.formats.rule_packs.book import rules_of

LENS: Final = Decimal("0.2")
"""Width under a threshold in which the jury of the lens has its planted cases and no other (features N04)."""
ABSENT: Final = "ABS"
"""What the exam office writes of who was absent without a reason: zero."""
_SCIENCES: Final = "SVT"
"""Of the épreuves of science that a candidate of the série S takes one of."""
_COMPLEMENT: Final = ExamCode("EPS_C")
"""Taken by those whose case says so."""


@dataclass(frozen=True, slots=True)
class ListedMark:
    """A mark as the exam office lists it.

    Attributes:
        exam: code.
        coefficient: of this candidate.
        text: a whole number, « ABS », or "" while it is missing.
    """

    exam: ExamCode
    coefficient: Decimal
    text: str


def marks_of(plan: CentrePlan, jury: PlannedJury, seed: int) -> Mapping[StudentNumber, tuple[ListedMark, ...]]:
    """The marks of a jury's candidates, each in the order of the text; the same at each call.

    Args:
        plan: of the centre.
        jury: one of its.
        seed: of the centre.
    """
    cases = centre_data()["cases"].get(jury.jury, {})
    return {one.pupil.number: _listed(one, plan.session, seed, cases) for one in jury.candidates}


def _listed(one: PlannedCandidate, session: int, seed: int, cases: Mapping[str, Any]) -> tuple[ListedMark, ...]:
    rules = rules_of(session, one.pupil.room.serie)
    assert rules is not None, "the demonstration is of a session that a pack tells"  # noqa: S101 - ours, and bundled
    weights = _weights(rules, one.pupil, complement=one.pv == cases.get("complement"))
    fixed = {ExamCode("EPS"): 0} if one.pv == cases.get("absent") else {}
    near = cases.get("near", {}).get(one.pv)
    marks = _drawn(one, rules, weights, fixed, seed, near=near, clear=bool(cases.get("lens")))
    text = {code: str(mark) for code, mark in marks.items()} | dict.fromkeys(fixed, ABSENT)
    if one.pv == cases.get("missing"):
        text[ExamCode("PHILO")] = ""
    return tuple(ListedMark(code, weights[code], text[code]) for code in rules.exams if code in weights)


def _weights(rules: SerieRules, pupil: Pupil, *, complement: bool) -> dict[ExamCode, Decimal]:
    """Épreuve → coefficient of what a pupil takes."""
    options = rules.options
    taken = {
        code: rule.coefficient
        for code, rule in rules.exams.items()
        if code not in options.codes
        and (code == _SCIENCES or not (rule.one_of or rule.with_exam))
        and (not rule.optional or rule.counting is Counting.ABOVE_TEN)
    }
    if complement:
        taken[_COMPLEMENT] = rules.exams[_COMPLEMENT].coefficient
    if pupil.option:
        words = set(_words(syllabus().subjects[pupil.option].title).split())
        best = options.better is not None and not words.isdisjoint(options.better_words)
        first = options.codes[0]
        taken[first] = options.better_coefficient if best else rules.exams[first].coefficient
    chosen = _words(syllabus().subjects[pupil.speciality].title.split(",")[0]) if pupil.speciality else ""
    for one in rules.speciality.choices if rules.speciality is not None else ():
        if chosen in one.names and one.raises is not None:
            taken[one.raises] += one.by
        elif chosen in one.names and one.exam is not None:
            taken[one.exam] = rules.exams[one.exam].coefficient
    parts = {code: rule.coefficient for code, rule in rules.exams.items() if rule.with_exam in taken}
    return taken | parts


def _words(title: str) -> str:
    """A title as the packs name it: « Physique-chimie » is « physique chimie »."""
    return " ".join(re.findall(r"\w+", folded(title)))


def _drawn(
    one: PlannedCandidate,
    rules: SerieRules,
    weights: Mapping[ExamCode, Decimal],
    fixed: Mapping[ExamCode, int],
    seed: int,
    *,
    near: tuple[int, int] | None,
    clear: bool,
) -> dict[ExamCode, int]:
    """Marks around the pupil's level, moved one by one until their total is as it must be."""
    draw = chance(seed, "marks", one.pupil.number)
    marks = {code: min(max(round(draw.gauss(one.pupil.level, 2.4)), 1), 20) for code in weights} | dict(fixed)
    above = {code for code in weights if rules.exams[code].counting is Counting.ABOVE_TEN}
    bonus = sum((max(marks[code] - 10, 0) * weights[code] for code in above), Decimal(0))
    moved = [code for code in weights if code not in above and code not in fixed]
    weight = sum((value for code, value in weights.items() if code not in above), Decimal(0))
    low, high = _band(rules, one.outcome, weight, near)
    while True:
        total = bonus + sum(weights[code] * marks[code] for code in weights if code not in above)
        if low <= total <= high and (near is not None or not clear or not _under(rules, total, weight)):
            return marks
        up = total < low or (total <= high and draw.random() < 0.5)
        code = draw.choice([one for one in moved if (marks[one] < 20 if up else marks[one] > 0)])
        marks[code] += 1 if up else -1


def _band(
    rules: SerieRules, outcome: Outcome, weight: Decimal, near: tuple[int, int] | None
) -> tuple[Decimal, Decimal]:
    """Lowest and highest total, in points, of a result (code de l'éducation D334-8), or of a case near a threshold."""
    if near is not None:
        threshold, points = near
        return threshold * weight - points, threshold * weight - points
    if outcome is Outcome.ADMIS:
        return rules.admission * weight, 20 * weight
    if outcome is Outcome.SECOND_GROUPE:
        return rules.second_group * weight, rules.admission * weight - 1
    return Decimal(0), rules.second_group * weight - 1


def _under(rules: SerieRules, total: Decimal, weight: Decimal) -> bool:
    """Just under a threshold."""
    thresholds = (rules.second_group, rules.admission, *(one.least for one in rules.mentions))
    return any(0 < one * weight - total <= LENS * weight for one in thresholds)
