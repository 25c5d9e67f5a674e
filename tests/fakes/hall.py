# SPDX-License-Identifier: AGPL-3.0-or-later
"""A room without server in memory, for the tests of screens: a test says what happens by `tell` and the attributes."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lsl_desk.client.hall.for_screens import HallListener, HallMoved, HallNews
from lsl_desk.client.hall.values import HallStatus, Part, Seated
from lsl_desk.domain.acts import Role
from lsl_desk.domain.ids import JuryId, StudentNumber

if TYPE_CHECKING:
    from lsl_desk.domain.errors import Refusal

NOW = datetime(2018, 7, 4, 8, 5, tzinfo=UTC)
PRESIDENT = Seated("Camille Exemple", Role.PRESIDENT, True)
VICE = Seated("Sacha Modèle", Role.VICE_PRESIDENT, True)


class FakeHall:
    """Implements `HallDesk`."""

    def __init__(self) -> None:
        self._listeners: list[HallListener] = []
        self.now = HallStatus()
        self.trouble: Refusal | None = None
        self.asked: list[str] = []

    def tell(self, news: HallNews) -> None:
        for listener in self._listeners:
            listener(news)

    def becomes(self, status: HallStatus) -> HallStatus:
        self.now = status
        self.tell(HallMoved(status))
        return status

    def listen(self, listener: HallListener) -> None:
        self._listeners.append(listener)

    def status(self) -> HallStatus:
        return self.now

    def open(self, jury: JuryId) -> HallStatus:
        self._ask(f"open {jury}")
        return self.becomes(HallStatus(Part.HOST, jury, ("192.168.1.12",), "048213", (PRESIDENT,)))

    def renew_code(self) -> HallStatus:
        self._ask("renew")
        return self.becomes(replace(self.now, code="771204"))

    def join(self, jury: JuryId, address: str, code: str) -> HallStatus:
        self._ask(f"join {jury} {address} {code}")
        return self.becomes(HallStatus(Part.GUEST, jury, (address,), "", (PRESIDENT, VICE), NOW))

    def leave(self) -> HallStatus:
        self._ask("leave")
        return self.becomes(HallStatus())

    def acts_wait(self) -> None:
        self.asked.append("acts_wait")

    def feed_moved(self, jury: JuryId) -> None:
        self.asked.append(f"feed_moved {jury}")

    def turn_page(self, jury: JuryId, number: StudentNumber, page: int) -> None:
        self.asked.append(f"turn {jury} {number} {page}")

    def close(self) -> None:
        self.asked.append("close")

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.trouble is not None:
            raise self.trouble
