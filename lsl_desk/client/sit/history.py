# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the acts of a sitting tell its screens beside the annals of its PV: each change of a mark, who presided when."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from lsl_desk.client.sit.values import ChangeLine, Handover
from lsl_desk.domain.acts import (
    NO_ACT,
    Act,
    ConflictSettled,
    HeadNamed,
    MarkRaised,
    MissingMarkRuled,
    PointsAdded,
    PresidencyHanded,
    Role,
)
from lsl_desk.domain.annals import Annals
from lsl_desk.domain.heads import in_force, last_named
from lsl_desk.domain.ids import ActId, DeviceId, PvNumber, StudentNumber
from lsl_desk.domain.marks import ExamCode, MarkConflict, cell_of, change_of
from lsl_desk.domain.receipts import Receipt

LATE: Final = timedelta(minutes=2)
"""An act that the academy received so long after it was made was made « hors ligne »."""


def made_offline(act: Act, receipt: Receipt | None, *, cut: bool) -> bool:
    """Whether an act was made while the academy could not be told.

    Args:
        act: the act.
        receipt: the academy's, None while there is none.
        cut: whether the academy is cut now, which says it of an act that waits.
    """
    return cut if receipt is None else receipt.received - act.time > LATE


@dataclass(slots=True)
class History:
    """The acts that had their effect, one at a time, in the order of the board.

    Attributes:
        office: the exam office's name for each seat.
        pvs: N° PV of each candidate.
        annals: of the same acts, which take each one first.
        handovers: in order.
        changes: of each candidate, newest last.
    """

    office: Mapping[Role, str]
    pvs: Mapping[StudentNumber, PvNumber]
    annals: Annals
    handovers: tuple[Handover, ...] = ()
    changes: dict[StudentNumber, list[ChangeLine]] = field(default_factory=dict)
    _named: list[Act] = field(default_factory=list)
    _drifts: dict[DeviceId, timedelta] = field(default_factory=dict)
    _presiding: Role = Role.PRESIDENT

    def name_of(self, role: Role) -> str:
        """Who holds a seat, "" when nobody named them."""
        handed = [one.name for one in self.handovers if one.to is role and one.name]
        named = in_force(self.office.get(role, ""), last_named(self._named).get(role)).name
        return handed[-1] if handed else named

    def met(self, act: Act, received: datetime) -> None:
        """An act that the academy received as it was made: how far its clock is from that post's (J3 step 9)."""
        self._drifts[act.device] = received - act.time

    def take(self, act: Act, before: Decimal | None, conflict: MarkConflict | None, *, offline: bool) -> None:
        """Add an act that had its effect.

        Args:
            act: the act.
            before: the mark or points that it changed, as they stood.
            conflict: that it settled.
            offline: made while the academy could not be told.
        """
        match act.body:
            case MarkRaised() | PointsAdded() | MissingMarkRuled() as body:
                number, exam = cell_of(body)
                undoes = NO_ACT if isinstance(body, MissingMarkRuled) else body.undoes
                line = _line(act, exam, before, change_of(act, body).value, body.reason, undoes=undoes, offline=offline)
                self._change(number, line, act.device)
            case ConflictSettled(_, chosen, reason) if conflict is not None:
                after = conflict.office if chosen is None else chosen
                line = _line(act, conflict.exam, before, after, reason, offline=offline)
                self._change(conflict.number, line, act.device)
            case PresidencyHanded() as body:
                self._hand(act, body)
            case HeadNamed():
                self._named.append(act)
            case _:
                pass

    def _change(self, number: StudentNumber, line: ChangeLine, device: DeviceId) -> None:
        if line.offline:
            line = replace(line, drift=self._drifts.get(device))
        lines = [replace(one, undone=True) if one.act == line.undoes else one for one in self.changes.get(number, ())]
        self.changes[number] = [*lines, line]

    def _hand(self, act: Act, body: PresidencyHanded) -> None:
        decided, last = self.annals.decided, list(self.annals.decided)[-1:]
        pv = self.pvs.get(last[0], PvNumber("")) if last else PvNumber("")
        before = self._presiding
        name = self.name_of(before)
        handed = Handover(body.to, body.name, before, name, body.reason, act.time, len(decided), pv)
        self.handovers = (*self.handovers, handed)
        self._presiding = body.to


def _line(
    act: Act,
    exam: str,
    before: Decimal | None,
    after: Decimal | None,
    reason: str,
    *,
    offline: bool,
    undoes: ActId = NO_ACT,
) -> ChangeLine:
    who = act.author
    return ChangeLine(
        act.act,
        ExamCode(exam),
        before,
        after,
        reason,
        who.name,
        who.role,
        act.time,
        offline,
        undone=False,
        undoes=undoes,
    )
