# SPDX-License-Identifier: AGPL-3.0-or-later
"""The replay of a candidate's case for the screens: read only, over what the store holds (features N24)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from lsl_desk.client.sit.ports import SatAct
from lsl_desk.domain.acts import Body, ConflictSettled, MarkRaised, MissingMarkRuled, PointsAdded, Ruling
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Conflicted, Outcome
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import Digest, PvNumber, StudentNumber
from lsl_desk.domain.marks import POINTS, ExamCode, cell_of
from lsl_desk.domain.replay import Step, ends_on, replay
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
    """One step, and the state after it.

    Attributes:
        rank: from 1.
        sequence: rank at the academy, 0 while it waits.
        time: UTC, as the post's clock showed it.
        author: who.
        body: what was done.
        word: what became of it.
        refused: why, None when it was not.
        mark: that it changed, or meant to; None for another kind.
        points: total after it; None without rules or marks.
        average: out of 20, after it.
        ruling: in force after it.
        mention: code, "" for none.
        examination: of the livret, after it.
        digest: of the marks, after it.
    """

    rank: int
    sequence: int
    time: datetime
    author: Author
    body: Body
    word: StepWord
    refused: Code | None
    mark: ReplayedMark | None
    points: Decimal | None
    average: Decimal | None
    ruling: Ruling | None
    mention: str
    examination: Examination
    digest: Digest


@dataclass(frozen=True, slots=True)
class CaseReplay:
    """A case played again; it ends on the state that is stored.

    Attributes:
        pv: N° PV.
        number: N° élève.
        steps: in order.
        digest: of the marks, at the end: the decision's, when there is one.
    """

    pv: PvNumber
    number: StudentNumber
    steps: tuple[ReplayedStep, ...]
    digest: Digest


def replay_case(stored: Dossier, fresh: Board, acts: Iterable[SatAct]) -> CaseReplay:
    """Play the case of a candidate again.

    Args:
        stored: the candidate, as this post holds them.
        fresh: the board of the jury before its first act; it is moved to the end.
        acts: every act of the jury in its order, openings of livrets too.

    Raises:
        Refusal: REPLAY_BROKEN, naming the step, when it does not end on what is stored.
    """
    steps = replay(fresh, ((one.act, one.receipt) for one in acts), stored.number)
    ends_on(steps, stored)
    return CaseReplay(stored.candidate.pv, stored.number, tuple(map(_shown, steps)), stored.digest)


def _shown(step: Step) -> ReplayedStep:
    result, taken = step.after.result, step.after.decision.decision
    word, refused = _became(step.outcome)
    return ReplayedStep(
        rank=step.rank,
        sequence=step.sequence,
        time=step.act.time,
        author=step.act.author,
        body=step.act.body,
        word=word,
        refused=refused,
        mark=_mark(step),
        points=None if result is None else result.points,
        average=None if result is None else result.average,
        ruling=None if taken is None else taken.ruling,
        mention="" if taken is None else taken.mention,
        examination=step.after.examination,
        digest=step.after.digest,
    )


def _became(outcome: Outcome) -> tuple[StepWord, Code | None]:
    match outcome:
        case Accepted():
            return StepWord.DONE, None
        case Conflicted():
            return StepWord.PROPOSED, None
        case refused:
            return StepWord.REFUSED, refused.code


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
