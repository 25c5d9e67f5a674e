# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deciding an act that changes a mark or the points of the jury, or chooses between two changes (P19 to P21, P31).

A mark is changed only from what is in force: the version seen, and the value seen with it (a post's own change that
was not received may have counted one version too many; the exam office may have corrected a mark). While a conflict
is open on a mark every other change of it is one more proposal, so that the choice covers none unseen.
"""

from dataclasses import dataclass
from decimal import Decimal

from lsl_desk.domain.acts import NO_ACT, Act, ConflictSettled, MarkRaised, MissingMarkRuled, MissingRule, PointsAdded
from lsl_desk.domain.board_view import Accepted, BoardView, Conflicted, Outcome, Refused, frozen, refused_by
from lsl_desk.domain.errors import Code
from lsl_desk.domain.heads import SEATS
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.marks import POINTS, Changing, ExamCode, MarkCell, MarkConflict, cell_of, change_of
from lsl_desk.domain.rules.lawful import Case, Forbidden, missing_forbidden, points_forbidden, raise_forbidden
from lsl_desk.domain.rules.pack import SerieRules
from lsl_desk.domain.rules.result import Entry
from lsl_desk.domain.rules.typed import in_french


def change(view: BoardView, act: Act, body: Changing) -> Outcome:
    """Decide a change: by a head of the jury, in an open sitting, lawful, and from what is in force."""
    number, exam = cell_of(body)
    cell = view.mark(number, exam)
    may_not = _may_not(view, act, body)
    if may_not is not None or cell is None:
        return may_not or _unknown(act, number, exam)
    case = _case(view, number, exam, cell)
    wrong = _overtaken(case, exam, cell, body) or _unlawful(case, exam, body)
    if wrong is not None:
        return wrong
    if _saw(cell, body) and not view.disputed(number, exam):
        return Accepted()
    if cell.last is None or body.seen > cell.version:
        return Refused(Code.MARK_STALE, {"number": number, "exam": _name(case, exam)})
    return Conflicted(MarkConflict(act.act, number, exam, cell.last, change_of(act, body)))


def settle(view: BoardView, act: Act, body: ConflictSettled) -> Outcome:
    """Decide a choice between two changes: the one in force, or another that would be lawful by itself."""
    if act.author.role is not view.presiding():
        return Refused(Code.PRESIDENT_ONLY, {"jury": act.jury})
    conflict = view.conflict(body.conflict)
    if conflict is None:
        return Refused(Code.CONFLICT_UNKNOWN, {"jury": act.jury})
    if frozen(view, conflict.number):
        return Refused(Code.CASE_FROZEN, {"number": conflict.number})
    exam, proposed = conflict.exam, conflict.proposed
    cell = view.mark(conflict.number, exam)
    if cell is None or body.chosen == conflict.kept.value:
        return Accepted()
    case = _case(view, conflict.number, exam, cell)
    if body.chosen is None or (body.chosen == proposed.value and proposed.missing is not None):
        forbidden = missing_forbidden(case, exam, proposed.missing or MissingRule.WAIT, body.chosen)
    else:
        forbidden = _mark_forbidden(case, exam, body.chosen)
    return refused_by(forbidden) or Accepted()


def _may_not(view: BoardView, act: Act, body: Changing) -> Refused | None:
    """Who may change a mark, and when (features P23: at « clos », nobody); a reason is asked but to take back (P20)."""
    if view.closed():
        return Refused(Code.SITTING_CLOSED, {"jury": act.jury})
    if act.author.role not in SEATS:
        return Refused(Code.FORBIDDEN)
    if not view.opened():
        return Refused(Code.SITTING_NOT_OPEN, {"jury": act.jury})
    if frozen(view, body.number):
        return Refused(Code.CASE_FROZEN, {"number": body.number})
    undoes = NO_ACT if isinstance(body, MissingMarkRuled) else body.undoes
    return None if undoes or body.reason.strip() else Refused(Code.REASON_MISSING)


def _unknown(act: Act, number: StudentNumber, exam: ExamCode) -> Refused:
    if exam == POINTS:
        return Refused(Code.CANDIDATE_UNKNOWN, {"jury": act.jury, "number": number})
    return Refused(Code.MARK_UNKNOWN, {"number": number, "exam": exam})


def _unlawful(case: Case, exam: ExamCode, body: Changing) -> Refused | None:
    if isinstance(body, MissingMarkRuled):
        return refused_by(missing_forbidden(case, exam, body.rule, body.value))
    if exam == POINTS and not isinstance(body, PointsAdded):
        return Refused(Code.MARK_UNKNOWN, {"number": body.number, "exam": exam})
    if body.after == body.before:
        return Refused(Code.MARK_SAME, {"exam": _name(case, exam)})
    return refused_by(_mark_forbidden(case, exam, body.after))


def _mark_forbidden(case: Case, exam: ExamCode, value: Decimal) -> Forbidden | None:
    return points_forbidden(case, value) if exam == POINTS else raise_forbidden(case, exam, value)


def _saw(cell: MarkCell, body: Changing) -> bool:
    """Whether the person had before them what is in force."""
    return body.seen == cell.version and (isinstance(body, MissingMarkRuled) or body.before == cell.value)


def _overtaken(case: Case, exam: ExamCode, cell: MarkCell, body: Changing) -> Refused | None:
    """The exam office corrected the mark since it was seen: no member disagrees, the person must look again.

    It is told before what the law says of the value, which was chosen over another mark: both marks are in the facts.
    """
    if not isinstance(body, MarkRaised) or body.seen != cell.version or cell.office is None:
        return None
    seen = body.before if cell.last is None else cell.last.value
    if seen is None or cell.value is None or not seen == body.before != cell.value:
        return None
    told = {"office": in_french(cell.value), "before": in_french(seen), "typed": in_french(body.after)}
    return Refused(Code.MARK_OVERTAKEN, {"number": body.number, "exam": _name(case, exam), **told})


def _name(case: Case, exam: ExamCode) -> str:
    if exam == POINTS:
        return "points de jury"
    return exam if case.rules is None else case.rules.name_of(exam)


@dataclass(frozen=True, slots=True)
class _Alone:
    """A mark of somebody of whom this board knows nothing else."""

    number: StudentNumber
    exam: ExamCode
    cell: MarkCell
    group: int = 1
    rules: SerieRules | None = None
    points: Decimal = Decimal(0)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """That mark."""
        return (Entry(self.exam, Decimal(0), self.cell.value),)

    def given(self, _exam: ExamCode) -> Decimal | None:
        """What the exam office gives."""
        return self.cell.office

    def floor(self, _exam: ExamCode) -> Decimal | None:
        """What it would be without any raise."""
        return self.cell.floor


def _case(view: BoardView, number: StudentNumber, exam: ExamCode, cell: MarkCell) -> Case:
    return view.dossier(number) or _Alone(number, exam, cell)
