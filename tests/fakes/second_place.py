# SPDX-License-Identifier: AGPL-3.0-or-later
"""State sheets of a sitting in memory: what `fakes.deliberation` says of its second place."""

from datetime import UTC, datetime

from lsl_desk.client.sit.values import SittingState, Stage
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import DeviceId, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.domain.state_sheet import StateSheet

MADE = datetime(2018, 7, 3, 7, 41, tzinfo=UTC)


class SheetsInMemory:
    """Part of a `DeliberationDesk`.

    Attributes:
        place: the folder chosen.
        sheets: written, and where.
    """

    refusals: dict[str, Refusal]
    acts: int
    place = ""

    def __init__(self) -> None:
        self.sheets: list[tuple[StateSheet, str]] = []
        self._sheeted: tuple[int, bool] | None = None

    def sitting(self, jury: JuryId) -> SittingState:
        raise NotImplementedError(jury)

    def state_place(self) -> str:
        return self.place

    def choose_state_place(self, place: str) -> None:
        self.place, self._sheeted = place, None

    def state_sheet(self, jury: JuryId) -> StateSheet | None:
        now = self.sitting(jury)
        closed = now.stage is Stage.CLOSED
        if not self.place or now.stage is Stage.PREPARED or self._sheeted == (self.acts, closed):
            return None
        head = Head(self.acts, NO_CHAIN)
        device = DeviceId("device")
        return StateSheet(jury, "Jury", now.session, now.group, closed, MADE, None, device, head, 0, NO_CHAIN, ())

    def write_state_sheet(self, sheet: StateSheet, place: str) -> None:
        if "write_state_sheet" in self.refusals:
            raise self.refusals["write_state_sheet"]
        self.sheets.append((sheet, place))
        self._sheeted = (sheet.head.sequence, sheet.closed)
