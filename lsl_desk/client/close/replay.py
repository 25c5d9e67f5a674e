# SPDX-License-Identifier: AGPL-3.0-or-later
"""The replay of a candidate's case for the screens: read only, over what the store holds (features N24)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from lsl_desk.client.close.case_state import CaseState, state_of
from lsl_desk.client.sit.history import made_offline
from lsl_desk.client.sit.ports import SatAct
from lsl_desk.domain.acts import (
    Body,
    ConflictSettled,
    LivretOpened,
    LivretRead,
    MarkRaised,
    MissingMarkRuled,
    PointsAdded,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Conflicted, Outcome, Refused
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.fallback import COPY
from lsl_desk.domain.ids import Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.marks import POINTS, ExamCode, cell_of
from lsl_desk.domain.replay import Step, ends_on, replay, stale_since, whole
from lsl_desk.domain.roles import Author


class StepWord(StrEnum):
    """What became of a step, in one word; the screen says it."""

    DONE = "done"
    PROPOSED = "proposed"
    """Kept beside what came first."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ReplayedMark:
    """A mark, or the points of the jury, around a step that changed it or meant to.

    Attributes:
        exam: code; `marks.POINTS` for the points.
        name: in French.
        before: None while missing.
        after: as it counts.
    """

    exam: ExamCode
    name: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class ReplayedStep:
    """One step, and the state around it.

    Attributes:
        rank: from 1; 0 for an act of the whole sitting, which changes nothing of the case.
        sequence: rank at the academy, 0 while it waits.
        time: UTC, as the post's clock showed it.
        author: who.
        body: what was done.
        word: what became of it.
        refused: why it had no effect, None when it had one.
        offline: made while the academy was cut, or read on the copy kept here.
        mark: that it changed, or meant to; None for another kind.
        before: the case as it was.
        after: the case after it.
    """

    rank: int
    sequence: int
    time: datetime
    author: Author
    body: Body
    word: StepWord
    refused: Refused | None
    offline: bool
    mark: ReplayedMark | None
    before: CaseState
    after: CaseState


@dataclass(frozen=True, slots=True)
class CaseReplay:
    """A case played again; it ends on the state that is stored.

    Attributes:
        jury: which.
        pv: N° PV.
        number: N° élève.
        steps: in order, those of the sitting among them.
        digest: of the marks, at the end: the decision's, when there is one and it is not stale.
        stale: rank of the step that changed the marks since the decision, 0 while it stands.
    """

    jury: JuryId
    pv: PvNumber
    number: StudentNumber
    steps: tuple[ReplayedStep, ...]
    digest: Digest
    stale: int


def replay_case(
    jury: JuryId, stored: Dossier, fresh: Board, acts: Iterable[SatAct], *, cut: bool = False
) -> CaseReplay:
    """Play the case of a candidate again.

    Args:
        jury: of the candidate.
        stored: the candidate, as this post holds them.
        fresh: the board of the jury before its first act; it is moved to the end.
        acts: every act of the jury in its order, openings of livrets too.
        cut: whether the academy is cut now, which says it of an act that waits.

    Raises:
        Refusal: REPLAY_GAP, a line is missing; REPLAY_BROKEN, it does not end on what is stored, or the marks
            changed since the decision by no act. Both name the step.
    """
    played = [(one.act, one.receipt) for one in acts]
    whole(played, stored.number)
    steps = replay(fresh, played, stored.number, sitting=True)
    ends_on(steps, stored)
    late = {act.act for act, receipt in played if made_offline(act, receipt, cut=cut)}
    shown = tuple(_shown(one, offline=one.act.act in late or _on_the_copy(one.act.body)) for one in steps)
    return CaseReplay(jury, stored.candidate.pv, stored.number, shown, stored.digest, stale_since(steps, stored))


def _shown(step: Step, *, offline: bool) -> ReplayedStep:
    return ReplayedStep(
        rank=step.rank,
        sequence=step.sequence,
        time=step.act.time,
        author=step.act.author,
        body=step.act.body,
        word=_word(step.outcome),
        refused=step.outcome if isinstance(step.outcome, Refused) else None,
        offline=offline,
        mark=_mark(step),
        before=state_of(step.before),
        after=state_of(step.after),
    )


def _on_the_copy(body: Body) -> bool:
    return isinstance(body, LivretOpened | LivretRead) and body.source == COPY


def _word(outcome: Outcome) -> StepWord:
    match outcome:
        case Accepted():
            return StepWord.DONE
        case Conflicted():
            return StepWord.PROPOSED
        case _:
            return StepWord.REFUSED


def _mark(step: Step) -> ReplayedMark | None:
    exam = _exam(step)
    if exam is None:
        return None
    rules = step.after.rules
    name = "points de jury" if exam == POINTS else exam if rules is None else rules.name_of(exam)
    return ReplayedMark(exam, name, _value(step.before, exam), _value(step.after, exam))


def _exam(step: Step) -> ExamCode | None:
    match step.act.body:
        case MarkRaised() | PointsAdded() | MissingMarkRuled() as body:
            return cell_of(body)[1]
        case ConflictSettled():
            return next((exam for exam, cell in step.after.cells.items() if cell != step.before.cells.get(exam)), None)
        case _:
            return None


def _value(dossier: Dossier, exam: ExamCode) -> Decimal | None:
    if exam == POINTS:
        return dossier.points
    cell = dossier.cells.get(exam)
    return None if cell is None else cell.value
