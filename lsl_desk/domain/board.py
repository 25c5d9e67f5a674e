# SPDX-License-Identifier: AGPL-3.0-or-later
"""The board of a jury: what its acts do to marks, conflicts and closing, one act at a time, in the order received.

The academy server decides an act by it in the transaction that stores the act. A Desk follows those acts with their
receipts and comes to the same board, whatever decided them (a role, a revoked post, a mark that the exam office has
corrected since: reasons its own board does not know); its own acts, not yet received, it decides by itself meanwhile.

It is not part of `journal.replay`: what a mark is at depends on the exam office's marks and on the academy's order, and
a post's own journal has neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

from lsl_desk.domain.acts import Act, ConflictSettled, HeadNamed, MarkRaised, Role, SittingClosed, SittingOpened
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import ActId, StudentNumber
from lsl_desk.domain.marks import TOP, ExamCode, MarkCell, MarkChange, MarkConflict
from lsl_desk.domain.receipts import Receipt, Verdict
from lsl_desk.domain.rules.typed import in_french

Facts = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The act has its effect."""


@dataclass(frozen=True, slots=True)
class Conflicted:
    """The act is kept as a proposal beside the change that came first; the president settles it."""

    conflict: MarkConflict


@dataclass(frozen=True, slots=True)
class Refused:
    """The act is kept without effect."""

    code: Code
    facts: Facts = field(default_factory=dict)


Outcome = Accepted | Conflicted | Refused


class BoardView(Protocol):
    """What must be known of a jury to decide an act."""

    def mark(self, number: StudentNumber, exam: ExamCode) -> MarkCell | None:
        """A mark as it stands, None for an épreuve the candidate has not."""

    def conflict(self, act: ActId) -> MarkConflict | None:
        """An open conflict by its name, None when there is none or it was settled."""

    def disputed(self, number: StudentNumber, exam: ExamCode) -> bool:
        """Whether a conflict is open on this mark."""

    def open_conflicts(self) -> int:
        """How many wait for the president."""

    def opened(self) -> bool:
        """Whether the sitting was opened."""

    def closed(self) -> bool:
        """Whether the sitting was closed."""


def decide(view: BoardView, act: Act) -> Outcome:
    """Say what an act does, without doing it.

    Reading records, incidents and what the centre counts commute: they are always accepted, even late, even after the
    closing. The heads of a jury are named until the sitting opens (features H02).

    A mark is changed only from what is in force: the version seen, and the value seen with it (a post's own change that
    was not received may have counted one version too many; the exam office may have corrected a mark). While a conflict
    is open on a mark every other change of it is one more proposal, so that the president's choice covers none unseen.
    """
    match act.body:
        case MarkRaised():
            return _raise(view, act, act.body)
        case ConflictSettled():
            return _settle(view, act, act.body)
        case SittingOpened():
            return _open(view, act)
        case SittingClosed():
            return _close(view, act)
        case HeadNamed() if view.opened() or view.closed():
            return Refused(Code.SITTING_OPENED, {"jury": act.jury})
        case _:
            return Accepted()


def _raise(view: BoardView, act: Act, body: MarkRaised) -> Outcome:
    if view.closed():
        return Refused(Code.SITTING_CLOSED, {"jury": act.jury})
    number, exam = body.number, ExamCode(body.exam)
    cell = view.mark(number, exam)
    if cell is None:
        return Refused(Code.MARK_UNKNOWN, {"number": number, "exam": exam})
    if not _possible(body.after):
        return Refused(Code.MARK_OUT_OF_RANGE, {"value": in_french(body.after), "number": number, "exam": exam})
    if (cell.version, cell.value) == (body.seen, body.before) and not view.disputed(number, exam):
        return Accepted()
    if cell.last is None or body.seen > cell.version:
        return Refused(Code.MARK_STALE, {"number": number, "exam": exam})
    return Conflicted(MarkConflict(act.act, number, exam, cell.last, _change(act, body.after)))


def _settle(view: BoardView, act: Act, body: ConflictSettled) -> Outcome:
    if act.author.role is not Role.PRESIDENT:
        return Refused(Code.PRESIDENT_ONLY, {"jury": act.jury})
    conflict = view.conflict(body.conflict)
    if conflict is None:
        return Refused(Code.CONFLICT_UNKNOWN, {"jury": act.jury})
    if not _possible(body.chosen):
        return Refused(
            Code.MARK_OUT_OF_RANGE, {"value": in_french(body.chosen), "number": conflict.number, "exam": conflict.exam}
        )
    return Accepted()


def _open(view: BoardView, act: Act) -> Outcome:
    if act.author.role is not Role.PRESIDENT:
        return Refused(Code.PRESIDENT_ONLY, {"jury": act.jury})
    if view.closed():
        return Refused(Code.SITTING_CLOSED, {"jury": act.jury})
    if view.opened():
        return Refused(Code.SITTING_OPENED, {"jury": act.jury})
    return Accepted()


def _close(view: BoardView, act: Act) -> Outcome:
    if act.author.role is not Role.PRESIDENT:
        return Refused(Code.PRESIDENT_ONLY, {"jury": act.jury})
    if view.closed():
        return Refused(Code.SITTING_CLOSED, {"jury": act.jury})
    waiting = view.open_conflicts()
    if waiting:
        return Refused(Code.CONFLICT_OPEN, {"jury": act.jury, "count": waiting})
    return Accepted()


def _possible(mark: Decimal) -> bool:
    return 0 <= mark <= TOP


def _change(act: Act, value: Decimal) -> MarkChange:
    return MarkChange(act.act, value, act.author, act.time, act.device)


class Board:
    """A board in memory: implements `BoardView`, and takes acts.

    Args:
        marks: the exam office's marks, N° élève → épreuve → value, as version 0.
    """

    def __init__(self, marks: Mapping[StudentNumber, Mapping[ExamCode, MarkCell]]) -> None:
        self._marks = {number: dict(cells) for number, cells in marks.items()}
        self._conflicts: dict[ActId, MarkConflict] = {}
        self._outcomes: dict[ActId, Outcome] = {}
        self._opened = False
        self._closed = False

    def mark(self, number: StudentNumber, exam: ExamCode) -> MarkCell | None:
        """See `BoardView.mark`."""
        return self._marks.get(number, {}).get(exam)

    def conflict(self, act: ActId) -> MarkConflict | None:
        """See `BoardView.conflict`."""
        return self._conflicts.get(act)

    def disputed(self, number: StudentNumber, exam: ExamCode) -> bool:
        """See `BoardView.disputed`."""
        return any((one.number, one.exam) == (number, exam) for one in self._conflicts.values())

    def open_conflicts(self) -> int:
        """See `BoardView.open_conflicts`."""
        return len(self._conflicts)

    def opened(self) -> bool:
        """See `BoardView.opened`."""
        return self._opened

    def closed(self) -> bool:
        """See `BoardView.closed`."""
        return self._closed

    @property
    def conflicts(self) -> tuple[MarkConflict, ...]:
        """The open conflicts, in the order they came."""
        return tuple(self._conflicts.values())

    def take(self, act: Act) -> Outcome:
        """Decide an act and do what it does. An act met again does nothing more and has the same outcome."""
        return self._outcomes.get(act.act) or self._have(act, decide(self, act))

    def follow(self, act: Act, receipt: Receipt) -> Outcome:
        """Do what the academy's receipt says of an act, whatever this board would decide.

        The acts of a jury are followed from the first, in the academy's order. A refusal whose code this version does
        not know is SERVER_NEWER.
        """
        return self._outcomes.get(act.act) or self._have(act, self._said(act, receipt))

    def _said(self, act: Act, receipt: Receipt) -> Outcome:
        if receipt.verdict is Verdict.REFUSED:
            known = receipt.code in {code.value for code in Code}
            code, facts = (receipt.code, receipt.facts) if known else (Code.SERVER_NEWER, {"protocol": receipt.code})
            return Refused(Code(code), facts)
        if receipt.verdict is Verdict.CONFLICT and isinstance(act.body, MarkRaised):
            number, exam = act.body.number, ExamCode(act.body.exam)
            cell = self.mark(number, exam)
            if cell is not None and cell.last is not None:
                return Conflicted(MarkConflict(act.act, number, exam, cell.last, _change(act, act.body.after)))
        return Accepted()

    def _have(self, act: Act, outcome: Outcome) -> Outcome:
        self._outcomes[act.act] = outcome
        if isinstance(outcome, Conflicted):
            self._conflicts[act.act] = outcome.conflict
        elif isinstance(outcome, Accepted):
            self._do(act)
        return outcome

    def _do(self, act: Act) -> None:
        if isinstance(act.body, MarkRaised):
            self._put(act.body.number, ExamCode(act.body.exam), _change(act, act.body.after))
        elif isinstance(act.body, ConflictSettled):
            conflict = self._conflicts.pop(act.body.conflict, None)
            if conflict is not None:
                self._put(conflict.number, conflict.exam, _change(act, act.body.chosen))
        elif isinstance(act.body, SittingOpened):
            self._opened = True
        elif isinstance(act.body, SittingClosed):
            self._closed = True

    def _put(self, number: StudentNumber, exam: ExamCode, change: MarkChange) -> None:
        cells = self._marks.setdefault(number, {})
        cell = cells.get(exam, MarkCell(0, None))
        cells[exam] = MarkCell(cell.version + 1, change.value, change)
        for name, one in self._conflicts.items():
            if (one.number, one.exam) == (number, exam):
                self._conflicts[name] = replace(one, kept=change)
