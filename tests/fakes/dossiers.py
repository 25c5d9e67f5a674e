# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the law says of an invented candidate, for `fakes.deliberation`: checks, lines, least raises, obstacles."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from lsl_desk.client.ports import OfferedCandidate, OfferedJury
from lsl_desk.client.sit.values import (
    CandidateState,
    ChangeLine,
    Handover,
    MarkLine,
    MarkState,
    Obstacle,
    Stage,
    YearLine,
)
from lsl_desk.domain.acts import Member, MissingRule, Quality, Ruling
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.examination import Examination, held
from lsl_desk.domain.ids import Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.marks import ExamCode, ExamMark, MarkCell, MarkConflict
from lsl_desk.domain.roles import Role
from lsl_desk.domain.rules.lawful import (
    Forbidden,
    decision_forbidden,
    not_raisable,
    points_forbidden,
    raise_forbidden,
)
from lsl_desk.domain.rules.pack import Counting, SerieRules
from lsl_desk.domain.rules.result import Proposal
from tests.fakes.desk import FakeSource, livret_text

ZERO = Decimal(0)
_BASE = {"FRA_E": 10, "FRA_O": 11, "TPE": 10, "HG": 8, "MATH": 9, "PC": 8, "SVT": 11, "LV1": 12, "LV2": 11, "PHILO": 9,
         "EPS": 14, "EPS_C": 8, "SES": 9, "LITT": 10, "GO": 9, "SPE1": 8, "SPE2": 9, "CC": 10}  # fmt: skip
"""With the coefficients of `laws`, 394 / 400 in série S: 6 points short of admission."""
_SHIFTS = (0, 1, -3, 0, 4, -2)
"""Of every mark, by place in the jury; the fourth candidate lacks philosophy."""
_YEARS = {"HG": (14, 13, 15), "MATH": (10, 9, 11), "PC": (9, 10, 8), "SVT": (12, None, 12), "PHILO": (10, 11, 12),
          "LV1": (12, 13, 12), "SES": (11, 12, 13), "SPE1": (11, 12, 12)}  # fmt: skip


@dataclass
class JuryInMemory:
    """One sitting."""

    jury: JuryId
    session: int | None
    dossiers: dict[StudentNumber, Dossier]
    stage: Stage = Stage.OPENED
    presiding: Role = Role.PRESIDENT
    president: str = ""
    members: tuple[Member, ...] = ()
    handovers: tuple[Handover, ...] = ()
    changes: dict[StudentNumber, list[ChangeLine]] = field(default_factory=lambda: defaultdict(list))
    conflicts: dict[StudentNumber, list[MarkConflict]] = field(default_factory=lambda: defaultdict(list))
    decided: list[StudentNumber] = field(default_factory=list)


def small_jury() -> FakeSource:
    """J01 of 2018: six candidates, 0417 (6 points short, unread) first; 0418 on paper, 0455 announced and not here."""
    forms = {"0418": LivretFormat.PAPIER, "0455": LivretFormat.INCONNU}
    return _jury("J01", 2018, ("0417", "0432", "0418", "0433", "0440", "0455"), ("S", "S", "S", "S", "ES", "S"), forms)


def second_group_jury() -> FakeSource:
    """J01 of 2018 at the second group: the two candidates of `small_jury` who were sent to it."""
    return _jury("J01", 2018, ("0417", "0433"), ("S", "S"), {})


def jury_2026() -> FakeSource:
    """J26 of 2026: four general candidates, points of the jury allowed up to 50, no help under 8."""
    return _jury("J26", 2026, ("2601", "2602", "2603", "2604"), ("GENERALE",) * 4, {})


def _jury(
    jury: str, session: int, numbers: Sequence[str], series: Sequence[str], forms: Mapping[str, LivretFormat]
) -> FakeSource:
    offered, livrets = [], {}
    for index, (number, serie) in enumerate(zip(numbers, series, strict=True)):
        form = forms.get(number, LivretFormat.NUMERIQUE)
        file = f"livrets/{number}.pdf" if form is LivretFormat.NUMERIQUE else None
        if file:
            livrets[file] = livret_text(number, 2 + index % 3)
        pv, student = PvNumber(str(index + 12)), StudentNumber(number)
        offered.append(OfferedCandidate(pv, student, serie, form, "", file, f"ligne {index}"))
    return FakeSource(OfferedJury(JuryId(jury), f"Jury {jury}", session, tuple(offered), (), (), ()), livrets)


HEADS = {Quality.PRESIDENT, Quality.VICE_PRESIDENT}
WITH_REASON = {Ruling.SANS_DECISION, Ruling.SUSPENDU}
_BY_RULE = {Ruling.ADMIS, Ruling.SECOND_GROUPE, Ruling.AJOURNE}
_SAID = {"admis": "admis", "second_groupe": "second groupe", "ajourne": "ajourné", "incomplet": "incomplet"}


def decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def office_marks(rules: SerieRules | None, place: int) -> tuple[ExamMark, ...]:
    shift = _SHIFTS[place % len(_SHIFTS)]
    found = [] if rules is None else list(rules.exams.values())
    return tuple(
        ExamMark(
            one.code,
            one.coefficient,
            None if one.code == "PHILO" and place % len(_SHIFTS) == 3 else Decimal(_BASE[one.code] + shift),
        )
        for one in found
    )


def cell_of(dossier: Dossier, exam: ExamCode) -> MarkCell:
    office = next((one for one in dossier.office if one.exam == exam), None)
    if office is None:
        raise Refusal(Code.MARK_UNKNOWN, exam=exam, number=dossier.candidate.number)
    return dossier.cells.get(exam, MarkCell(0, office.value, None, office.value))


def mark_state(cell: MarkCell) -> MarkState:
    if cell.office is None:
        return _MISSING[cell.missing] if cell.missing is not None else MarkState.MISSING
    if cell.missing is MissingRule.PROVISIONAL:
        return MarkState.REPLACED
    return MarkState.RAISED if cell.value != cell.office else MarkState.GIVEN


_MISSING = {
    MissingRule.WAIT: MarkState.WAITING,
    MissingRule.ABSENT: MarkState.ZERO,
    MissingRule.PROVISIONAL: MarkState.PROVISIONAL,
}


def number_of(typed: str, code: Code) -> Decimal:
    try:
        return Decimal(typed.strip().replace(",", "."))
    except InvalidOperation as error:
        raise Refusal(code, value=typed) from error


def ask_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(Code.REASON_MISSING)


def obstacles_of(states: Mapping[StudentNumber, CandidateState]) -> tuple[Obstacle, ...]:
    found = {Code.CLOSING_UNREAD: [], Code.CLOSING_UNDECIDED: [], Code.CLOSING_STALE: []}  # type: dict[Code, list[StudentNumber]]
    for number, state in states.items():
        taken = state.decision.decision
        if taken is None or taken.ruling is Ruling.SUSPENDU:
            found[Code.CLOSING_UNDECIDED].append(number)
        elif taken.ruling is Ruling.AJOURNE and not state.examination.done:
            found[Code.CLOSING_UNREAD].append(number)
        elif state.stale:
            found[Code.CLOSING_STALE].append(number)
    return tuple(Obstacle(code, tuple(numbers)) for code, numbers in found.items() if numbers)


def raised(dossier: Dossier, exam: ExamCode, value: Decimal) -> Dossier:
    cell = cell_of(dossier, exam)
    refuse(raise_forbidden(dossier, exam, value))
    if value == cell.value:
        raise Refusal(Code.MARK_SAME, exam=exam)
    put = replace(cell, version=cell.version + 1, value=value)
    return replace(dossier, cells={**dossier.cells, exam: put})


def heard(dossier: Dossier, marks: Mapping[str, int]) -> Dossier:
    """With the marks of the second group at the épreuves chosen, beside those of the first."""
    return replace(dossier, office=tuple(replace(one, second=decimal(marks.get(one.exam))) for one in dossier.office))


def helped(dossier: Dossier, value: Decimal) -> Dossier:
    refuse(points_forbidden(dossier, value))
    return replace(dossier, added=MarkCell(dossier.added.version + 1, value))


def refuse(forbidden: Forbidden | None) -> None:
    if forbidden is not None:
        raise Refusal(forbidden.code, **forbidden.facts)


def may_decide(dossier: Dossier, ruling: Ruling, mention: str, reason: str, first_unread: int | None) -> None:
    number = dossier.candidate.number
    if ruling is Ruling.AJOURNE and not dossier.examination.done:
        if held(dossier.candidate):
            raise Refusal(Code.LIVRET_UNREAD, number=number, page=(first_unread or 0) + 1)
        raise Refusal(Code.LIVRET_NOT_EXAMINED, number=number)
    refuse(decision_forbidden(dossier, ruling, mention, reason))


def year_of(dossier: Dossier, exam: ExamCode) -> YearLine | None:
    if exam not in _YEARS or dossier.candidate.livret is None:
        return None
    return YearLine(exam, tuple(decimal(one) for one in _YEARS[exam]), 0)


def unread(dossier: Dossier, seen: Mapping[StudentNumber, Mapping[Digest, Mapping[int, float]]]) -> int | None:
    livret = dossier.candidate.livret
    if livret is None or dossier.examination is not Examination.UNREAD:
        return None
    pages = seen.get(dossier.candidate.number, {}).get(livret.digest, {})
    return next((page for page in range(livret.page_count) if page not in pages), 0)


def line_of(dossier: Dossier, mark: ExamMark, disputed: bool, *, years: bool) -> MarkLine:
    rules, cell = dossier.rules, cell_of(dossier, mark.exam)
    year = year_of(dossier, mark.exam) if years else None
    rule = rules.exams.get(mark.exam) if rules is not None else None
    above = rule is not None and rule.counting is Counting.ABOVE_TEN
    best = max((one for one in (cell.value, mark.second) if one is not None), default=None)
    points = None if best is None else (max(best - 10, ZERO) if above else best) * mark.coefficient
    average = None if year is None else year.average
    gap = None if average is None or best is None else average - best
    forbidden = None if rules is None else not_raisable(rules, mark.exam)
    return MarkLine(
        mark.exam, mark.exam if rule is None else rule.label, mark.coefficient, best, cell.office, mark.second,
        mark_state(cell), above, points, cell.version, forbidden, disputed, cell.origin,
        year, gap,
    )  # fmt: skip


def state_of(dossier: Dossier, lens: Decimal, disputed: int) -> CandidateState:
    result = dossier.result
    points, weight, missing = None, ZERO, None
    if result is not None:
        points, weight, missing = result.points, result.coefficients, result.missing
    borders = [abs(points - least * weight) for least in (Decimal(8), Decimal(10))] if points is not None else []
    ajourne = result is not None and result.proposal is Proposal.AJOURNE
    return CandidateState(
        number=dossier.candidate.number,
        pv=dossier.candidate.pv,
        points=points,
        average=None if result is None else result.average,
        short=None if missing is None else missing.points,
        threshold=None if missing is None else missing.threshold,
        near=missing is not None and missing.points <= lens * weight,
        distance=min(borders, default=None),
        proposal="" if result is None else result.proposal.value,
        decision=dossier.decision,
        stale=dossier.stale,
        contested=False,
        compulsory=ajourne and not dossier.examination.done,
        examination=dossier.examination,
        provisional=any(cell.missing is MissingRule.PROVISIONAL for cell in dossier.cells.values()),
        unknown=0 if result is None else len(result.unknown),
        disputed=disputed,
    )


def averages(lines: Sequence[MarkLine]) -> dict[ExamCode, Decimal]:
    known = {line.exam: line.year.average for line in lines if line.year is not None}
    return {exam: average for exam, average in known.items() if average is not None}
