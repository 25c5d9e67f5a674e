# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deciding an act that changes a mark or the points of the jury, or chooses between two changes (P19 to P21, P31).

A mark is changed only from what is in force: the version seen, and the value seen with it (a post's own change that
was not received may have counted one version too many; the exam office may have corrected a mark). A raise of a mark
that the exam office corrected meanwhile is a proposal beside its mark (J3, step 11). While a conflict is open on a mark
every other change of it is one more proposal, so that the choice covers none unseen.
"""

from dataclasses import dataclass
from decimal import Decimal

from lsl_desk.domain.acts import NO_ACT, Act, ConflictSettled, MarkRaised, MissingMarkRuled, MissingRule, PointsAdded
from lsl_desk.domain.board_view import Accepted, BoardView, Conflicted, Outcome, Refused, frozen, refused_by
from lsl_desk.domain.errors import Code
from lsl_desk.domain.heads import SEATS
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.marks import POINTS, Changing, ExamCode, MarkCell, cell_of, conflict_of
from lsl_desk.domain.rules.lawful import (
    Case,
    Forbidden,
    missing_forbidden,
    never_raised,
    points_forbidden,
    raise_forbidden,
)
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
    case, overtaken = _case(view, number, exam, cell), _overtaken(cell, body)
    wrong = _unlawful(case, exam, body, overtaken=overtaken)
    if wrong is not None:
        return wrong
    disputed = view.disputed(number, exam)
    if _saw(cell, body) and not disputed:
        return Accepted()
    if not (overtaken or disputed) and (cell.last is None or body.seen > cell.version):
        return Refused(Code.MARK_STALE, {"number": number, "exam": _name(case, exam)})
    return Conflicted(conflict_of(act, body, cell))


def settle(view: BoardView, act: Act, body: ConflictSettled) -> Outcome:  # noqa: PLR0911 - one a reason
    """Decide a choice between two values, with its reason: the one in force, or one that would be lawful by itself."""
    if act.author.role is not view.presiding():
        return Refused(Code.PRESIDENT_ONLY, {"jury": act.jury})
    conflict = view.conflict(body.conflict)
    if conflict is None:
        return Refused(Code.CONFLICT_UNKNOWN, {"jury": act.jury})
    if frozen(view, conflict.number):
        return Refused(Code.CASE_FROZEN, {"number": conflict.number})
    if not body.reason.strip():
        return Refused(Code.REASON_MISSING)
    exam, proposed = conflict.exam, conflict.proposed
    cell = view.mark(conflict.number, exam)
    if cell is None or (conflict.kept is not None and body.chosen == conflict.kept.value):
        return Accepted()
    if body.chosen is None and conflict.office is not None:
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


def _unlawful(case: Case, exam: ExamCode, body: Changing, *, overtaken: bool) -> Refused | None:
    """What the law says of a change. Of one that the exam office overtook, what it says whatever the mark is now."""
    if isinstance(body, MissingMarkRuled):
        return refused_by(missing_forbidden(case, exam, body.rule, body.value))
    if exam == POINTS and not isinstance(body, PointsAdded):
        return Refused(Code.MARK_UNKNOWN, {"number": body.number, "exam": exam})
    if body.after == body.before:
        return Refused(Code.MARK_SAME, {"exam": _name(case, exam)})
    if not overtaken:
        return refused_by(_mark_forbidden(case, exam, body.after))
    return refused_by(never_raised(case, exam, body.after)) or _undone_by_itself(case, exam, body)


def _mark_forbidden(case: Case, exam: ExamCode, value: Decimal) -> Forbidden | None:
    return points_forbidden(case, value) if exam == POINTS else raise_forbidden(case, exam, value)


def _saw(cell: MarkCell, body: Changing) -> bool:
    """Whether the person had before them what is in force."""
    return body.seen == cell.version and (isinstance(body, MissingMarkRuled) or body.before == cell.value)


def _overtaken(cell: MarkCell, body: Changing) -> bool:
    """Whether the exam office corrected the mark since it was seen, and nobody else changed it."""
    if not isinstance(body, MarkRaised) or body.seen != cell.version or cell.office is None:
        return False
    seen = body.before if cell.last is None or cell.last.value is None else cell.last.value
    return seen is not None and seen == body.before != cell.value


def _undone_by_itself(case: Case, exam: ExamCode, body: MarkRaised | PointsAdded) -> Refused | None:
    """To take back a raise that the exam office's mark outdid asks for no choice: nothing is left to take back."""
    if not body.undoes:
        return None
    marks = {"office": case.given(exam), "before": body.before, "typed": body.after}
    told = {name: in_french(value) for name, value in marks.items() if value is not None}
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
    forgotten: bool = False

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
