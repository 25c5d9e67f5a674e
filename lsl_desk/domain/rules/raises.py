# SPDX-License-Identifier: AGPL-3.0-or-later
"""The least lawful raise of each épreuve that reaches the next threshold (features N05, P20).

A deliberation gives no more than the threshold needs, choosing the épreuves whose gap with the year is greatest (note
de service 98-075).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from lsl_desk.domain.errors import Code
from lsl_desk.domain.marks import TOP, ExamCode
from lsl_desk.domain.rules.lawful import Case, Forbidden, not_raisable, raise_forbidden
from lsl_desk.domain.rules.pack import Counting, RuleId, SerieRules
from lsl_desk.domain.rules.result import TEN, Entry, result_of
from lsl_desk.domain.rules.typed import in_french

NO_YEAR: Mapping[ExamCode, Decimal] = {}


@dataclass(frozen=True, slots=True)
class Raise:
    """The least raise of one épreuve that reaches the next threshold (features N05).

    Attributes:
        exam: code.
        label: in French.
        coefficient: of this candidate.
        before: the mark.
        after: the mark that reaches it.
        excess: points beyond the threshold.
        gap: average of the year minus the mark, None when unknown.
        forbidden: why it cannot be; ``after`` is then ``before``.
    """

    exam: ExamCode
    label: str
    coefficient: Decimal
    before: Decimal
    after: Decimal
    excess: Decimal
    gap: Decimal | None
    forbidden: Forbidden | None = None


def raises_of(case: Case, year: Mapping[ExamCode, Decimal] = NO_YEAR) -> tuple[Raise, ...]:
    """The least raise of each épreuve that has a mark: what can be raised, then what cannot, each with its reason.

    Within both the largest gap with the year comes first, an unknown one last.

    Args:
        case: the candidate, a `dossier.Dossier`.
        year: average of the year beside each épreuve, where the livret gives one.

    Returns:
        Nothing without rules, while a mark is missing, and beyond the last threshold.
    """
    rules = case.rules
    if rules is None:
        return ()
    result = result_of(rules, case.entries, case.points, group=case.group)
    if result.missing is None or result.unknown:
        return ()
    short = result.missing.threshold * result.coefficients - result.points
    found = [
        _raise(case, rules, one, one.best, short, year.get(one.exam))
        for one in case.entries
        if one.best is not None and one.coefficient
    ]
    return tuple(sorted(found, key=_largest_gap))


def _largest_gap(one: Raise) -> tuple[bool, bool, Decimal]:
    return one.forbidden is not None, one.gap is None, -(one.gap or Decimal(0))


def _raise(case: Case, rules: SerieRules, entry: Entry, before: Decimal, short: Decimal, year: Decimal | None) -> Raise:
    rule = rules.exams.get(entry.exam)
    above = rule is not None and rule.counting is Counting.ABOVE_TEN
    counted = max(before, TEN) if above else before
    step = rules.step_of(entry.exam)
    after = ((counted + short / entry.coefficient) / step).to_integral_value(ROUND_CEILING) * step
    label = rules.name_of(entry.exam)
    gap = None if year is None else year - before
    forbidden = not_raisable(rules, entry.exam)
    if forbidden is None and after > TOP:
        lacking = short - (TOP - counted) * entry.coefficient
        forbidden = Forbidden(Code.RAISE_SHORT, {"exam": label, "points": in_french(lacking)}, RuleId.MARK)
    forbidden = forbidden or raise_forbidden(case, entry.exam, after)
    if forbidden is not None:
        return Raise(entry.exam, label, entry.coefficient, before, before, Decimal(0), gap, forbidden)
    excess = (after - counted) * entry.coefficient - short
    return Raise(entry.exam, label, entry.coefficient, before, after, excess, gap)
