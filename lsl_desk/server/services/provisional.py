# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks « P » of the academy: those waited for, those that came, decisions that they would change (J4 step 5)."""

from dataclasses import dataclass

from lsl_desk.domain.ids import CentreId, JuryId
from lsl_desk.domain.rights import Action, Actor, Resource, allow
from lsl_desk.server.db import boards, registers
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.drawn import ProvisionalMark, drawn


@dataclass(frozen=True, slots=True)
class JuryMarks:
    """The marks « P » of a jury.

    Attributes:
        jury: its line of the board.
        phone: of its centre, "" when the list of schools does not give it.
        marks: decisions to review first, then those that came, then those waited for.
    """

    jury: boards.JuryRow
    phone: str
    marks: tuple[ProvisionalMark, ...]

    @property
    def left(self) -> int:
        """Marks that are provisional still."""
        return sum(one.real is None for one in self.marks)

    @property
    def review(self) -> int:
        """Candidates whose decision the marks come since would change."""
        return len({one.number for one in self.marks if one.review is not None})


def provisional_marks(academy: Academy, connection: Connection, actor: Actor) -> list[JuryMarks]:
    """The juries that an actor may see with marks « P », those with a decision to review first."""
    having = boards.provisional(connection)
    seen = [
        one
        for one in boards.juries(connection)
        if one.id in having and allow(actor, Action.READ_JURY, Resource(JuryId(one.id), CentreId(one.centre)))
    ]
    phones = registers.phones(connection, {one.centre for one in seen})
    found = []
    for one in seen:
        marks = sorted(drawn(academy, connection, JuryId(one.id)).marks, key=_rank)
        found.append(JuryMarks(one, phones.get(one.centre, ""), tuple(marks)))
    return sorted((one for one in found if one.marks), key=lambda one: not one.review)


def _rank(one: ProvisionalMark) -> tuple[bool, bool]:
    return one.review is None, one.real is None
