# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the rules say of a set of marks: total, average, missing points, proposal, mention."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from enum import StrEnum

from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.pack import Counting, Mention, SerieRules

TEN = Decimal(10)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark as it counts.

    Attributes:
        exam: code.
        coefficient: of this candidate, as the exam office gave it (a speciality may have raised it).
        mark: out of 20, None while it is missing.
        second: mark of the second group, None when the candidate did not take it there; the best of both counts.
        chosen: the candidate takes it at the second group.
    """

    exam: ExamCode
    coefficient: Decimal
    mark: Decimal | None
    second: Decimal | None = None
    chosen: bool = False

    @property
    def best(self) -> Decimal | None:
        """The mark that counts (code de l'éducation D334-8: « la meilleure des deux notes »)."""
        given = [one for one in (self.mark, self.second) if one is not None]
        return max(given, default=None)

    @property
    def oral_awaited(self) -> bool:
        """The candidate chose the oral, and its mark did not come: it may be the better one."""
        return self.chosen and self.second is None


class Proposal(StrEnum):
    """What the rules propose; the words a command prints. Never applied alone (features P18)."""

    ADMIS = "admis"
    SECOND_GROUPE = "second_groupe"
    AJOURNE = "ajourne"
    INCOMPLET = "incomplet"
    """A mark is missing: there is no final decision."""


@dataclass(frozen=True, slots=True)
class Missing:
    """How far the next threshold is.

    Attributes:
        threshold: average out of 20.
        points: whole points missing, 1 or more.
    """

    threshold: Decimal
    points: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a set of marks comes to.

    Attributes:
        points: the total: marks times coefficients, points above 10 and points of the jury among them.
        coefficients: their sum.
        bonus: of which points above 10.
        added: of which points of the jury.
        unknown: épreuves that count and are without a mark, or whose oral is, in the order given: what counts above 10
            only may change the result too.
        missing: to the next threshold, None beyond the last and while no mark counts.
        proposal: see `Proposal`.
        mention: what the total earns at the first group, None for none. A mention left to the jury is offered.
    """

    points: Decimal
    coefficients: Decimal
    bonus: Decimal
    added: Decimal
    unknown: tuple[ExamCode, ...]
    missing: Missing | None
    proposal: Proposal
    mention: Mention | None

    @property
    def average(self) -> Decimal | None:
        """Out of 20, cut to the hundredth (9.996 is 9.99: it is not 10); None while nothing counts.

        For showing only: no rule is ever tested on it.
        """
        if not self.coefficients:
            return None
        return (self.points / self.coefficients).quantize(_CENT, rounding=ROUND_DOWN)


def result_of(rules: SerieRules, entries: Sequence[Entry], added: Decimal = Decimal(0), *, group: int = 1) -> Result:
    """Apply the rules.

    Args:
        rules: of the session and série.
        entries: every épreuve of the candidate, once each; only the orals that `counted` leaves count.
        added: points of the jury.
        group: 1, or 2 after the oral épreuves.
    """
    bonus = total = weight = Decimal(0)
    unknown = []
    for one in counted(rules, entries, group):
        mark = one.best
        above = _counting(rules, one.exam) is Counting.ABOVE_TEN
        if one.coefficient and (one.mark is None or one.oral_awaited):
            unknown.append(one.exam)
        if mark is None:
            continue
        if above:
            bonus += max(mark - TEN, Decimal(0)) * one.coefficient
        else:
            total += mark * one.coefficient
        weight += 0 if above else one.coefficient
    points = total + bonus + added
    proposal, mention = Proposal.INCOMPLET, None
    if not unknown and weight:
        proposal = _proposal(rules, points, weight, group)
        mention = _mention(rules, points, weight) if proposal is Proposal.ADMIS and group == 1 else None
    missing = _missing(rules, points, weight, group) if weight else None
    return Result(points, weight, bonus, added, tuple(unknown), missing, proposal, mention)


def counted(rules: SerieRules | None, entries: Iterable[Entry], group: int) -> tuple[Entry, ...]:
    """The marks with the orals that count, and no other; done twice it changes nothing more.

    There is no oral at the first group. At the second one an oral also counts for what is studied further in the same
    language, and one of an épreuve that nobody may choose counts for nothing (code de l'éducation D334-8, D336-8;
    arrêtés of 15 September 1993). Where no text read says for how much an oral counts it is awaited: nothing final is
    then said.

    Args:
        rules: of the session and série, None when no pack knows them: an oral is then of its own épreuve.
        entries: every épreuve of the candidate, once each.
        group: of épreuves, 1 or 2.
    """
    given = tuple(entries)
    if not any(one.second is not None or one.chosen for one in given):
        return given
    if group == 1:
        return tuple(replace(one, second=None, chosen=False) for one in given)
    if rules is None:
        return given
    told = {one.exam: one for one in given}
    return tuple(_counted(rules, one, told) for one in given)


def _counted(rules: SerieRules, one: Entry, told: Mapping[ExamCode, Entry]) -> Entry:
    rule = rules.exams.get(one.exam)
    if rule is None or rule.oral_untold:
        return replace(one, second=None, chosen=one.chosen or one.second is not None)
    if rule.oral_of is not None:
        oral = told.get(rule.oral_of)
        return replace(one, second=None if oral is None else oral.second, chosen=oral is not None and oral.chosen)
    return one if rule.second_group else replace(one, second=None, chosen=False)


def _counting(rules: SerieRules, exam: ExamCode) -> Counting:
    rule = rules.exams.get(exam)
    return Counting.WEIGHTED if rule is None else rule.counting


def _proposal(rules: SerieRules, points: Decimal, weight: Decimal, group: int) -> Proposal:
    if points >= rules.admission * weight:
        return Proposal.ADMIS
    if group == 1 and points >= rules.second_group * weight:
        return Proposal.SECOND_GROUPE
    return Proposal.AJOURNE


def _mention(rules: SerieRules, points: Decimal, weight: Decimal) -> Mention | None:
    earned = [one.mention for one in rules.mentions if points >= one.least * weight]
    return earned[-1] if earned else None


def _missing(rules: SerieRules, points: Decimal, weight: Decimal, group: int) -> Missing | None:
    first = [rules.second_group, rules.admission, *(one.least for one in rules.mentions)]
    for threshold in first if group == 1 else [rules.admission]:
        short = threshold * weight - points
        if short > 0:
            return Missing(threshold, int(short.to_integral_value(ROUND_CEILING)))
    return None
