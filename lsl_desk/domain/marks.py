# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks of a jury's candidates, and what happens when two posts change the same one (features P31).

A mark is changed by compare-and-set: an act names the version it saw. If another act came first, neither is lost: the
first stays in force, the second is a proposal beside it, and the president settles it. Never last-write-wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NewType

from lsl_desk.domain.acts import Author, MissingRule
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
        act: the act that did it; "" for the value the exam office gave.
        value: out of 20.
        author: who.
        time: UTC, as that post's clock showed it.
        device: the post.
    """

    act: ActId
    value: Decimal
    author: Author
    time: datetime
    device: DeviceId


@dataclass(frozen=True, slots=True)
class MarkCell:
    """A mark as it stands in the journal.

    Attributes:
        version: 0 for the exam office's value, then one more at each change.
        value: in force; None while missing. Of a provisional mark whose real one came, the better of the two.
        last: the change that made it, None at version 0.
        office: what the exam office gives now, None while it gives none; a raise never goes under it.
        missing: what the jury chose while the mark was missing, None when it chose nothing.
        origin: where a provisional mark comes from, in French, else "".
    """

    version: int
    value: Decimal | None
    last: MarkChange | None = None
    office: Decimal | None = None
    missing: MissingRule | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class MarkConflict:
    """Two changes of one mark, the second made without seeing the first, or while another conflict was open on it.

    Attributes:
        act: the act that came second; it names the conflict.
        number: N° élève.
        exam: the épreuve.
        kept: the change in force: the one that came first, or the president's choice in another conflict since.
        proposed: the change that came second.
    """

    act: ActId
    number: StudentNumber
    exam: ExamCode
    kept: MarkChange
    proposed: MarkChange


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
