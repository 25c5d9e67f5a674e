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

from lsl_desk.domain.acts import Author
from lsl_desk.domain.ids import ActId, DeviceId, StudentNumber

ExamCode = NewType("ExamCode", str)
"""An épreuve, by its code (« PHILO », « OPT1 »)."""

TOP = Decimal(20)
"""Highest mark of an épreuve (code de l'éducation D334-8: « notes de 0 à 20 »)."""


@dataclass(frozen=True, slots=True)
class ExamMark:
    """One épreuve of one candidate, as the exam office gave it.

    Attributes:
        exam: code.
        coefficient: weight in the total; 0 for what does not count.
        value: out of 20, None while it is missing.
    """

    exam: ExamCode
    coefficient: Decimal
    value: Decimal | None


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
        value: in force; None while missing.
        last: the change that made it, None at version 0.
    """

    version: int
    value: Decimal | None
    last: MarkChange | None = None


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
