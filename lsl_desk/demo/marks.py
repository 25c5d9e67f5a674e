# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks of the invented candidates: whole numbers whose total gives the result that the plan says."""

import tomllib
from decimal import Decimal
from functools import cache

from lsl_desk.bundled import bundled
from lsl_desk.demo.chance import chance
from lsl_desk.demo.plan import Outcome, PlannedCandidate
from lsl_desk.domain.marks import ExamCode, ExamMark

NEAR = 6
"""Points that the candidate everybody looks at first lacks to be admitted."""


def marks_of(candidate: PlannedCandidate, seed: int, *, near: bool) -> tuple[ExamMark, ...]:
    """Return the marks of a candidate; the same at each call.

    Args:
        candidate: from the plan.
        seed: of the centre.
        near: the total is `NEAR` points under the threshold of 10.
    """
    weights = _exams()[candidate.pupil.room.serie]
    draw = chance(seed, "marks", candidate.pupil.number)
    marks = {code: min(max(round(draw.gauss(candidate.pupil.level, 2.4)), 1), 20) for code in weights}
    low, high = _band(candidate.outcome, sum(weights.values()), near=near)
    codes = list(weights)
    while not low <= (total := sum(weights[code] * marks[code] for code in codes)) <= high:
        code = draw.choice([one for one in codes if (marks[one] < 20 if total < low else marks[one] > 0)])
        marks[code] += 1 if total < low else -1
    return tuple(ExamMark(ExamCode(code), Decimal(weights[code]), Decimal(marks[code])) for code in codes)


def _band(outcome: Outcome, weight: int, *, near: bool) -> tuple[int, int]:
    """Lowest and highest total, in points, of a result (code de l'éducation D334-8: 10 and 8 out of 20)."""
    if near:
        return 10 * weight - NEAR, 10 * weight - NEAR
    if outcome is Outcome.ADMIS:
        return 10 * weight, 20 * weight
    if outcome is Outcome.SECOND_GROUPE:
        return 8 * weight, 10 * weight - 1
    return 0, 8 * weight - 1


@cache
def _exams() -> dict[str, dict[str, int]]:
    """Série → épreuve → coefficient."""
    data: dict[str, dict[str, int]] = tomllib.loads(bundled("demo", "exams.toml").read_text("utf-8"))
    return data
