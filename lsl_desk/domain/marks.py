# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks of a jury's candidates, and what happens when two posts change the same one (features P31).

A mark is changed by compare-and-set: an act names the version it saw. If another act came first, neither is lost: the
first stays in force, the second is a proposal beside it, and the president settles it. Never last-write-wins.

What the exam office gives is the floor: a mark that came, or was corrected, after the jury's change counts when it is
the better one. So it does not matter which of the two is known first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NewType

from lsl_desk.domain.acts import Act, Author, ConflictSettled, MarkRaised, MissingMarkRuled, MissingRule, PointsAdded
from lsl_desk.domain.ids import ActId, DeviceId, StudentNumber

ExamCode = NewType("ExamCode", str)
"""An épreuve, by its code (« PHILO », « OPT1 »)."""

POINTS = ExamCode("POINTS_JURY")
"""Not an épreuve: the points of the jury stand in a cell under this name, changed and disputed as a mark is."""

TOP = Decimal(20)
"""Highest mark of an épreuve (code de l'éducation D334-8: « notes de 0 à 20 »)."""


@dataclass(frozen=True, slots=True)
class ExamMark:
    """One épreuve of one candidate, as the exam office gave it.

    Attributes:
        exam: code.
        coefficient: weight in the total; 0 for what does not count.
        value: out of 20, None while it is missing. At the second group, the mark that the first one left.
        second: mark of the second group, None when the candidate did not choose this épreuve, or it is missing.
        chosen: the candidate takes it at the second group.
    """

    exam: ExamCode
    coefficient: Decimal
    value: Decimal | None
    second: Decimal | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class MarkChange:
    """Who put a mark at a value, and when: one side of a conflict.

    Attributes:
        act: the act that did it.
        value: out of 20, or points of the jury; None to wait for a missing mark.
        author: who.
        time: UTC, as that post's clock showed it.
        device: the post.
        missing: what it says of a missing mark, None for a raise.
        origin: where a provisional mark comes from, in French, else "".
    """

    act: ActId
    value: Decimal | None
    author: Author
    time: datetime
    device: DeviceId
    missing: MissingRule | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class MarkCell:
    """A mark as it stands in the journal.

    Attributes:
        version: 0 for the exam office's value, then one more at each change.
        value: in force; None while missing. The better of the jury's and of the exam office's, which may come after it.
        last: the change that made it, None at version 0.
        office: what the exam office gives now, None while it gives none; a raise never goes under it.
        missing: what the jury chose while the mark was missing, None when it chose nothing; kept when the mark comes.
        origin: where a provisional mark comes from, in French, else "".
        ruled: what the jury put in place of the missing mark, before any raise; None when it put nothing.
    """

    version: int
    value: Decimal | None
    last: MarkChange | None = None
    office: Decimal | None = None
    missing: MissingRule | None = None
    origin: str = ""
    ruled: Decimal | None = None

    @property
    def floor(self) -> Decimal | None:
        """The mark as it would count without any raise, which is what no raise goes under; None while missing."""
        return standing(self.ruled, self.office)


@dataclass(frozen=True, slots=True)
class MarkConflict:
    """Two values of one mark, the second given without seeing the first, or while another conflict was open on it.

    The first is another change, or what the exam office made the mark meanwhile (J3, step 11).

    Attributes:
        act: the act that came second; it names the conflict.
        number: N° élève.
        exam: the épreuve.
        kept: the last change: the one that came first, or the president's choice in another conflict since; None before
            any.
        proposed: the change that came second.
        upon: the mark that who proposed it had seen; None when it was missing.
        office: the exam office's mark where that one is in force and not what ``kept`` made it, else None.
    """

    act: ActId
    number: StudentNumber
    exam: ExamCode
    kept: MarkChange | None
    proposed: MarkChange
    upon: Decimal | None
    office: Decimal | None = None

    @property
    def stands(self) -> Decimal | None:
        """The mark in force while this is open."""
        return self.office if self.office is not None or self.kept is None else self.kept.value

    @property
    def choices(self) -> tuple[Decimal | None, Decimal | None]:
        """What `ConflictSettled` names for what stands (None: left to the exam office), then for what is proposed."""
        return None if self.office is not None else self.stands, self.proposed.value


Changing = MarkRaised | PointsAdded | MissingMarkRuled
"""The acts that change a mark, or the points of the jury."""


def given(value: Decimal | None) -> MarkCell:
    """A mark as the exam office gives it, before any act."""
    return MarkCell(0, value, office=value)


def standing(value: Decimal | None, office: Decimal | None) -> Decimal | None:
    """The mark that counts, of what the jury made it and what the exam office gives now: the better of the two."""
    return max((one for one in (value, office) if one is not None), default=None)


def changed(cell: MarkCell, change: MarkChange) -> MarkCell:
    """The cell once a change is made. A mark raised while it is provisional stays « P »; one that waited does not."""
    missing, origin, ruled = change.missing, change.origin, None if change.missing is None else change.value
    if missing is None and cell.missing is not MissingRule.WAIT:
        missing, origin, ruled = cell.missing, cell.origin, cell.ruled
    value = standing(change.value, cell.office)
    return MarkCell(cell.version + 1, value, change, cell.office, missing, origin, ruled)


def cell_of(body: Changing) -> tuple[StudentNumber, ExamCode]:
    """Which cell an act changes."""
    return body.number, POINTS if isinstance(body, PointsAdded) else ExamCode(body.exam)


def change_of(act: Act, body: Changing) -> MarkChange:
    """The change that an act makes, or proposes."""
    if isinstance(body, MissingMarkRuled):
        return MarkChange(act.act, body.value, act.author, act.time, act.device, body.rule, body.origin)
    return MarkChange(act.act, body.after, act.author, act.time, act.device)


def conflict_of(act: Act, body: Changing, cell: MarkCell) -> MarkConflict:
    """The conflict that a change makes with the mark as it stands."""
    number, exam = cell_of(body)
    upon = None if isinstance(body, MissingMarkRuled) else body.before
    return MarkConflict(act.act, number, exam, cell.last, change_of(act, body), upon, office_in_force(cell))


def office_in_force(cell: MarkCell) -> Decimal | None:
    """The exam office's mark where that one counts, and not what the last change made it; else None."""
    theirs = cell.value == cell.office and (cell.last is None or cell.last.value != cell.value)
    return cell.office if theirs else None


def choice_of(act: Act, body: ConflictSettled, conflict: MarkConflict) -> MarkChange:
    """The change that settling a conflict makes: a provisional mark that was chosen stays one.

    One without a value that says nothing of a missing mark leaves the exam office's, also when it is corrected again.
    """
    sides = [one for one in (conflict.proposed, conflict.kept) if one is not None]
    side = next((one for one in sides if one.value == body.chosen), None)
    missing, origin = (None, "") if side is None else (side.missing, side.origin)
    return MarkChange(act.act, body.chosen, act.author, act.time, act.device, missing, origin)


def distance_to_threshold(marks: Mapping[ExamCode, ExamMark]) -> Decimal | None:
    """How far a candidate is from the nearer threshold, 10 or 8 out of 20, in points of the total.

    In points, so that no division rounds anything: ``|total - threshold * sum of coefficients|``
    (code de l'éducation D334-8 and D336-8: admis at 10, second groupe from 8).

    Returns:
        None when no mark that counts is known.
    """
    known = [mark for mark in marks.values() if mark.value is not None]
    weight = sum((mark.coefficient for mark in known), Decimal(0))
    if not weight:
        return None
    total = sum((mark.coefficient * mark.value for mark in known if mark.value is not None), Decimal(0))
    return min(abs(total - threshold * weight) for threshold in (Decimal(10), Decimal(8)))
