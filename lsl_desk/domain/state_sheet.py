# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a jury stands, by number alone, so that pen and paper can take over from any minute (issue of the closing, 6).

The times are on the centre's clock already. No name of anybody is in it.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import DeviceId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.journal import Head
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.period import Period


class How(StrEnum):
    """What a mark is."""

    GIVEN = "given"
    RAISED = "raised"
    PROVISIONAL = "provisional"
    ZERO = "zero"
    """Absent without a reason."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class StateMark:
    """A mark in force.

    Attributes:
        value: None while missing.
        second: of the second group, None without.
        how: what it is.
    """

    value: Decimal | None
    second: Decimal | None
    how: How


@dataclass(frozen=True, slots=True)
class StateRow:
    """A candidate.

    Attributes:
        pv: N° PV.
        number: N° élève.
        examination: of the livret.
        marks: one for each épreuve of the table, None where the candidate has none.
        added: points of the jury.
        total: points, None without marks.
        short: whole points missing to the next threshold, None beyond the last or without marks.
        ruling: decided, None while nothing is.
        mention: code, "" for none.
        stale: the marks changed since it was decided, or two posts decided otherwise: to be decided again.
    """

    pv: PvNumber
    number: StudentNumber
    examination: Examination
    marks: tuple[StateMark | None, ...]
    added: Decimal
    total: Decimal | None
    short: int | None
    ruling: Ruling | None
    mention: str
    stale: bool


@dataclass(frozen=True, slots=True)
class StateExam:
    """An épreuve of a série.

    Attributes:
        exam: code.
        label: in French.
        coefficients: every one that a candidate of the série has, in order.
    """

    exam: ExamCode
    label: str
    coefficients: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class StateTable:
    """The candidates of a série, in the order of the PV."""

    serie: str
    exams: tuple[StateExam, ...]
    rows: tuple[StateRow, ...]


@dataclass(frozen=True, slots=True)
class LastAct:
    """What was done last in the jury.

    Attributes:
        kind: name of the act's body (« MarkRaised »).
        number: N° élève, "" when it is of the whole jury.
        time: when.
    """

    kind: str
    number: StudentNumber
    time: datetime


@dataclass(frozen=True, slots=True)
class StateSheet:
    """A jury at a moment.

    Attributes:
        jury: identifier.
        label: its title.
        session: year, None when no source said.
        group: 1 or 2.
        closed: the sitting is closed.
        made: when.
        last: act, None before the first.
        device: the post that writes.
        head: of its own chain.
        fed: how many acts of the jury the academy had ordered, as this post knows.
        chain: of those.
        tables: one for each série.
        period: of the year.
    """

    jury: JuryId
    label: str
    session: int | None
    group: int
    closed: bool
    made: datetime
    last: LastAct | None
    device: DeviceId
    head: Head
    fed: int
    chain: Digest
    tables: tuple[StateTable, ...]
    period: Period = Period.JUNE

    @property
    def rows(self) -> tuple[StateRow, ...]:
        """Every candidate."""
        return tuple(row for table in self.tables for row in table.rows)
