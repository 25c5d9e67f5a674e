# SPDX-License-Identifier: AGPL-3.0-or-later
"""The marks of a candidate as lines of the third column, the year of the livret beside them (features N19, N11)."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from lsl_desk.client.sit.values import MarkLine, MarkState, YearLine
from lsl_desk.domain.acts import MissingRule
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.folding import folded
from lsl_desk.domain.marks import ExamCode, ExamMark, MarkCell, given
from lsl_desk.domain.rules.lawful import not_raisable
from lsl_desk.domain.rules.pack import Counting
from lsl_desk.domain.rules.result import TEN, Entry

_UNKNOWN_RANK = 1000
"""An épreuve no pack knows stands after those of the text."""


def lines_of(
    dossier: Dossier,
    year: Mapping[ExamCode, YearLine],
    disputed: Collection[ExamCode] = (),
    tried: Collection[ExamCode] = (),
) -> tuple[MarkLine, ...]:
    """The lines, in the order of the text.

    Args:
        dossier: the candidate.
        year: what the livret says, by épreuve.
        disputed: épreuves that two posts changed.
        tried: épreuves whose mark is only tried.
    """
    lines = [
        _line(dossier, one, oral, year.get(one.exam), disputed=one.exam in disputed, tried=one.exam in tried)
        for one, oral in zip(dossier.office, dossier.entries, strict=True)
    ]
    exams = dossier.rules.exams if dossier.rules else {}
    return tuple(sorted(lines, key=lambda line: exams[line.exam].rank if line.exam in exams else _UNKNOWN_RANK))


def beside(dossier: Dossier, years: Sequence[YearLine]) -> dict[ExamCode, YearLine]:
    """The subject of the livret that stands beside each épreuve; terminale's come first in ``years``."""
    by_title: dict[str, YearLine] = {}
    for line in years:
        by_title.setdefault(folded(line.title), line)
    found = {}
    for exam in (one.exam for one in dossier.office):
        rule = dossier.rules.exams.get(exam) if dossier.rules else None
        title = None if rule is None else rule.beside(by_title)
        if title is not None:
            found[exam] = by_title[title]
    return found


def averages(year: Mapping[ExamCode, YearLine]) -> dict[ExamCode, Decimal]:
    """The average of the year beside each épreuve that has one."""
    return {exam: line.average for exam, line in year.items() if line.average is not None}


def _line(
    dossier: Dossier, one: ExamMark, entry: Entry, year: YearLine | None, *, disputed: bool, tried: bool
) -> MarkLine:
    cell = dossier.cells.get(one.exam, given(one.value))
    rules = dossier.rules
    rule = rules.exams.get(one.exam) if rules else None
    above = rule is not None and rule.counting is Counting.ABOVE_TEN
    counted = entry.best
    points = None if counted is None else one.coefficient * (max(counted - TEN, Decimal(0)) if above else counted)
    average = None if year is None else year.average
    return MarkLine(
        exam=one.exam,
        label=one.exam if rule is None else rule.label,
        coefficient=one.coefficient,
        value=cell.value,
        office=cell.office,
        second=entry.second,
        awaited=entry.oral_awaited,
        state=MarkState.TRIED if tried else _state(cell),
        above_ten=above,
        points=points,
        version=cell.version,
        not_raisable=None if rules is None else not_raisable(rules, one.exam),
        disputed=disputed,
        origin=cell.origin,
        year=year,
        gap=None if average is None or counted is None else average - counted,
    )


def _state(cell: MarkCell) -> MarkState:
    came = cell.office is not None
    if cell.missing is MissingRule.PROVISIONAL:
        return MarkState.REPLACED if came else MarkState.PROVISIONAL
    if cell.value is None:
        return MarkState.WAITING if cell.missing is MissingRule.WAIT else MarkState.MISSING
    if not came:
        return MarkState.ZERO if cell.missing is MissingRule.ABSENT else MarkState.RAISED
    return MarkState.RAISED if cell.value != cell.office else MarkState.GIVEN
