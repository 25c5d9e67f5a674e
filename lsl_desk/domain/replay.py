# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case of one candidate, played again act by act for an appeal (features N10, N24). Nothing is decided anew.

All acts of the jury are followed in order, with the academy's receipts; those of the candidate are steps. A replay that
does not end on what the board holds is no proof: the step where they part is named instead. Nor is one whose marks are
no longer those that the decision carries: it can be looked at, and is decided again before a file is made of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lsl_desk.domain.acts import (
    Act,
    AttendanceTaken,
    ConflictSettled,
    HeadNamed,
    PresidencyHanded,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Outcome
from lsl_desk.domain.closing_acts import AnonymityLifted, PvSigned, SignatureRefused
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, next_chain

Played = tuple[Act, Receipt | None]
"""An act of the jury, with the academy's receipt; None while it waits."""

SITTING = (
    SittingOpened,
    SittingClosed,
    AttendanceTaken,
    PresidencyHanded,
    HeadNamed,
    AnonymityLifted,
    PvSigned,
    SignatureRefused,
)
"""The acts of the whole sitting, which say nothing of any candidate."""


@dataclass(slots=True)
class Case:
    """Tells which acts of a jury are of one candidate; it is shown all of them, in order.

    A choice between two marks names the act that it settles, and nobody.
    """

    number: StudentNumber
    _own: set[ActId] = field(default_factory=set)

    def concerns(self, act: Act) -> bool:
        """Whether an act is of this candidate."""
        body = act.body
        if isinstance(body, ConflictSettled):
            return body.conflict in self._own
        mine = getattr(body, "number", None) == self.number
        if mine:
            self._own.add(act.act)
        return mine


@dataclass(frozen=True, slots=True)
class Step:
    """An act of the candidate, and where it left the case.

    Attributes:
        rank: of the step, from 1; 0 for an act of the whole sitting.
        act: what was done.
        sequence: rank of the act in the jury at the academy, 0 while it waits there.
        outcome: what became of it.
        before: the case as it was.
        after: the case after it.
    """

    rank: int
    act: Act
    sequence: int
    outcome: Outcome
    before: Dossier
    after: Dossier


def replay(board: Board, acts: Iterable[Played], number: StudentNumber, *, sitting: bool = False) -> tuple[Step, ...]:
    """Play the acts of a jury again, and keep those of a candidate.

    Args:
        board: of the jury before its first act; it is moved to the end.
        acts: of the jury, in its order.
        number: N° élève.
        sitting: keep the acts of the whole sitting too, under rank 0.

    Raises:
        Refusal: NUMBER_UNKNOWN.
    """
    case, steps, rank = Case(number), list[Step](), 0
    for act, receipt in acts:
        mine = case.concerns(act)
        kept = mine or (sitting and isinstance(act.body, SITTING))
        before = _dossier(board, number, act) if kept else None
        outcome = board.take(act) if receipt is None else board.follow(act, receipt)
        rank += mine
        if before is not None:
            sequence = 0 if receipt is None else receipt.sequence
            after = _dossier(board, number, act)
            steps.append(Step(rank if mine else 0, act, sequence, outcome, before, after))
    return tuple(steps)


def whole(acts: Iterable[Played], number: StudentNumber) -> None:
    """Hold that no line of a jury's journal is missing, and none is another than the academy received.

    Args:
        acts: of the jury, in its order: those received from the first one, then those that wait.
        number: N° élève of the case.

    Raises:
        Refusal: REPLAY_GAP, with the line of the journal and the step of the case that stands there.
    """
    case, chain, line, step = Case(number), NO_CHAIN, 0, 1
    for act, receipt in acts:
        if receipt is not None:
            line += 1
            chain = next_chain(chain, receipt.digest, receipt.verdict, receipt.code)
            if (receipt.sequence, receipt.chain) != (line, chain):
                raise Refusal(Code.REPLAY_GAP, number=number, line=line, step=step)
        step += case.concerns(act)


def _dossier(board: Board, number: StudentNumber, act: Act) -> Dossier:
    found = board.dossier(number)
    if found is None:
        raise Refusal(Code.NUMBER_UNKNOWN, number=number, jury=act.jury)
    return found


def ends_on(steps: tuple[Step, ...], stored: Dossier) -> None:
    """Hold the end of a replay against the board.

    Args:
        steps: of a candidate; those of the sitting say nothing.
        stored: the case as the board holds it.

    Raises:
        Refusal: REPLAY_BROKEN, with the rank of the step where they part.
    """
    steps = tuple(one for one in steps if one.rank)
    if steps and _state(steps[-1].after) != _state(stored):
        raise _broken(stored, _departure(steps, stored))


def stale_since(steps: tuple[Step, ...], stored: Dossier) -> int:
    """Rank of the step that changed the marks after the decision in force; 0 while it stands, or before any.

    Args:
        steps: of a candidate; those of the sitting say nothing.
        stored: the case as the board holds it, which the steps end on.

    Raises:
        Refusal: REPLAY_BROKEN when the marks changed and no act accounts for it.
    """
    decision = stored.decision.decision
    if decision is None or not stored.stale:
        return 0
    step = _after_the_decision(tuple(one for one in steps if one.rank), decision.act)
    if not step:
        raise _broken(stored, 0)
    return step


def _state(dossier: Dossier) -> tuple[object, ...]:
    """What the acts of a case come to: each mark with its version, the points, the decision with its own."""
    return dict(dossier.cells), dossier.added, dossier.decision


def _departure(steps: tuple[Step, ...], stored: Dossier) -> int:
    """The first step after the last one at which the case was as it is stored: there it was led elsewhere."""
    same = [one.rank for one in steps if _state(one.after) == _state(stored)]
    return same[-1] + 1 if same else steps[-1].rank


def _after_the_decision(steps: tuple[Step, ...], decision: ActId) -> int:
    """The first step since the decision that changed the marks; 0 when only the exam office did."""
    taken = next((one.rank for one in steps if one.act.act == decision), 0)
    return next((one.rank for one in steps[taken:] if one.before.digest != one.after.digest), 0)


def _broken(stored: Dossier, step: int) -> Refusal:
    return Refusal(Code.REPLAY_BROKEN, number=stored.number, step=step)
