# SPDX-License-Identifier: AGPL-3.0-or-later
"""The board of a jury: what its acts do to marks, conflicts and closing, one act at a time, in the order received.

The academy server decides an act by it in the transaction that stores the act; a Desk replays the same acts through it
and comes to the same board.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lsl_desk.domain.acts import Act, ConflictSettled, MarkRaised, Role, SittingClosed
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import ActId, StudentNumber
from lsl_desk.domain.marks import ExamCode, MarkCell, MarkChange, MarkConflict

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

    def open_conflicts(self) -> int:
        """How many wait for the president."""

    def closed(self) -> bool:
        """Whether the sitting was closed."""


def decide(view: BoardView, act: Act) -> Outcome:
    """Say what an act does, without doing it.

    Reading records and incidents commute: they are always accepted, even late, even after the closing.
    """
    match act.body:
        case MarkRaised(number, exam, _, after, seen, _):
            change = MarkChange(act.act, after, act.author, act.time, act.device)
            return _raise(view, act, number, ExamCode(exam), seen, change)
        case ConflictSettled(conflict):
            return _settle(view, act, conflict)
        case SittingClosed():
            return _close(view, act)
        case _:
            return Accepted()


def _raise(view: BoardView, act: Act, number: StudentNumber, exam: ExamCode, seen: int, change: MarkChange) -> Outcome:
    if view.closed():
        return Refused(Code.SITTING_CLOSED, {"jury": act.jury})
    cell = view.mark(number, exam)
    if cell is None:
        return Refused(Code.MARK_UNKNOWN, {"number": number, "exam": exam})
    if cell.version == seen:
        return Accepted()
    if cell.last is None or seen > cell.version:
        return Refused(Code.MARK_STALE, {"number": number, "exam": exam})
    return Conflicted(MarkConflict(act.act, number, exam, cell.last, change))


def _settle(view: BoardView, act: Act, conflict: ActId) -> Outcome:
    if act.author.role is not Role.PRESIDENT:
        return Refused(Code.PRESIDENT_ONLY, {"jury": act.jury})
    if view.conflict(conflict) is None:
        return Refused(Code.CONFLICT_UNKNOWN, {"jury": act.jury})
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


class Board:
    """A board in memory: implements `BoardView`, and takes acts.

    Args:
        marks: the exam office's marks, N° élève → épreuve → value, as version 0.
    """

    def __init__(self, marks: Mapping[StudentNumber, Mapping[ExamCode, MarkCell]]) -> None:
        self._marks = {number: dict(cells) for number, cells in marks.items()}
        self._conflicts: dict[ActId, MarkConflict] = {}
        self._closed = False

    def mark(self, number: StudentNumber, exam: ExamCode) -> MarkCell | None:
        """See `BoardView.mark`."""
        return self._marks.get(number, {}).get(exam)

    def conflict(self, act: ActId) -> MarkConflict | None:
        """See `BoardView.conflict`."""
        return self._conflicts.get(act)

    def open_conflicts(self) -> int:
        """See `BoardView.open_conflicts`."""
        return len(self._conflicts)

    def closed(self) -> bool:
        """See `BoardView.closed`."""
        return self._closed

    @property
    def conflicts(self) -> tuple[MarkConflict, ...]:
        """The open conflicts, in the order they came."""
        return tuple(self._conflicts.values())

    def take(self, act: Act) -> Outcome:
        """Decide an act and do what it does."""
        outcome = decide(self, act)
        if isinstance(outcome, Conflicted):
            self._conflicts[act.act] = outcome.conflict
        elif isinstance(outcome, Accepted):
            self._do(act)
        return outcome

    def _do(self, act: Act) -> None:
        if isinstance(act.body, MarkRaised):
            change = MarkChange(act.act, act.body.after, act.author, act.time, act.device)
            self._put(act.body.number, ExamCode(act.body.exam), change)
        elif isinstance(act.body, ConflictSettled):
            conflict = self._conflicts.pop(act.body.conflict)
            chosen = MarkChange(act.act, act.body.chosen, act.author, act.time, act.device)
            self._put(conflict.number, conflict.exam, chosen)
        elif isinstance(act.body, SittingClosed):
            self._closed = True

    def _put(self, number: StudentNumber, exam: ExamCode, change: MarkChange) -> None:
        cell = self._marks[number][exam]
        self._marks[number][exam] = MarkCell(cell.version + 1, change.value, change)
