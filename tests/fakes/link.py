# SPDX-License-Identifier: AGPL-3.0-or-later
"""A link in memory for the tests of screens: it passes the suite of `tests/contracts/test_link_desk.py`."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

from lsl_desk.client.link.control import Control
from lsl_desk.client.link.for_screens import ActWaits, JuryMoved, Listener, News, StatusMoved, SyncMoved
from lsl_desk.client.link.values import (
    AcademyCard,
    Elsewhere,
    EnrolmentOffer,
    JuryProgress,
    JurySynced,
    LinkStatus,
    Network,
    Phase,
    PinnedAcademy,
    ReadBy,
    SendReport,
    SyncReport,
)
from lsl_desk.client.progress import Report
from lsl_desk.domain.acts import Role
from lsl_desk.domain.board import Board
from lsl_desk.domain.connection import Contact, Link, LinkState, after
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, JuryId, StudentNumber
from lsl_desk.domain.marks import MarkConflict

NOW = datetime(2018, 7, 4, 7, 30, tzinfo=UTC)
ACADEMY = PinnedAcademy(
    "https://academie.example", "Académie d’essai", bytes(32), "Poste 3", Role.PRESIDENT, CentreId("0750001Z")
)


class FakeLink:
    """Implements `LinkDesk`; a test says what happens by `tell`, `contact_came` and the attributes."""

    def __init__(self, *, enrolled: bool = True) -> None:
        self._listeners: list[Listener] = []
        self.academy = ACADEMY if enrolled else None
        self.light = Link(LinkState.DEGRADED if enrolled else LinkState.LOCAL, NOW)
        self.outbox = 0
        self.problem: Refusal | None = None
        self.yes: bool | None = None
        self.offered: Refusal | None = None
        self.kept = Network()
        self.asked: list[str] = []
        self.readings: dict[JuryId, dict[StudentNumber, tuple[ReadBy, ...]]] = {}
        self.before_others: frozenset[StudentNumber] = frozenset()
        self.open: dict[JuryId, tuple[MarkConflict, ...]] = {}
        self.boards: dict[JuryId, Board] = {}
        self.centres: dict[str, tuple[str, ...]] = {}
        self.contacts: dict[JuryId, datetime] = {}
        self.bars: list[JuryProgress] = []
        self.go_on = Event()
        self.go_on.set()
        self.fetched = Event()
        self._closed, self._wait = Event(), Event()

    # what a test does

    def tell(self, news: News) -> None:
        for listener in self._listeners:
            listener(news)

    def contact_came(self, contact: Contact, at: datetime = NOW) -> None:
        """An exchange ended, at this time."""
        failed = contact is Contact.FAILED
        self.problem = Refusal(Code.NET_REFUSED, host="academie.example") if failed else None
        self.light = after(self.light, contact, at)
        self.tell(StatusMoved(self.status()))

    # what the screens ask

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def status(self) -> LinkStatus:
        return LinkStatus(self.light, self.academy, self.outbox, problem=self.problem)

    def state(self) -> LinkState:
        return self.light.state

    def isolate(self) -> None:
        self.asked.append("isolate")
        self.problem = Refusal(Code.NET_BY_CHOICE) if self.academy is not None else None
        for _ in range(2):
            self.light = after(self.light, Contact.FAILED, NOW)
        self.tell(StatusMoved(self.status()))

    def rejoin(self) -> None:
        self.asked.append("rejoin")
        self.problem = None
        for _ in range(2):
            self.light = after(self.light, Contact.ANSWERED, NOW)
        self.tell(StatusMoved(self.status()))

    def network(self) -> Network:
        return self.kept

    def keep_network(self, network: Network) -> None:
        if network.proxy.startswith("ftp:"):
            raise Refusal(Code.VALUE_OUT_OF_RANGE, name="proxy", value=network.proxy, allowed="http://…")
        self.kept = network

    def move(self, url: str) -> PinnedAcademy:
        if self.academy is None:
            raise Refusal(Code.NOT_ENROLLED)
        self.academy = replace(self.academy, url=url)
        return self.academy

    def begin_enrolment(self, url: str, label: str) -> EnrolmentOffer:
        self.asked.append(f"{url} {label}")
        if self.offered is not None:
            raise self.offered
        card = AcademyCard(ACADEMY.name, 2018, ACADEMY.key, "2026-11-01", NOW, 0.0)
        return EnrolmentOffer("0" * 32, card, "123456")

    def enrolment_done(self, offer: EnrolmentOffer) -> PinnedAcademy | None:
        if offer.enrolment != "0" * 32:
            raise Refusal(Code.ENROLMENT_EXPIRED)
        if self.yes is None:
            return None
        if not self.yes:
            raise Refusal(Code.ENROLMENT_REFUSED)
        self.academy = ACADEMY
        self.light = Link(LinkState.DEGRADED, NOW)
        self.tell(StatusMoved(self.status()))
        return ACADEMY

    def sync(self, control: Control | None = None, *, juries: Collection[JuryId] | None = None) -> SyncReport:
        if self.academy is None:
            raise Refusal(Code.NOT_ENROLLED)
        control = control or Control()
        self.asked.append("sync" if juries is None else f"sync {' '.join(juries)}")
        if self.problem is not None:
            raise self.problem
        done = []
        for bar in self.bars:
            control.wait()
            self.tell(SyncMoved(bar))
            self.fetched.set()
            assert self.go_on.wait(10)
            control.wait()
            whole = replace(bar, phase=Phase.DONE, done=bar.total - len(bar.missing), bytes_done=bar.bytes_total)
            self.tell(SyncMoved(whole))
            self.tell(JuryMoved(bar.jury, version=True))
            done.append(JurySynced(bar.jury, bar.label, bar.version, bar.total, 0, 0, bar.missing))
        return SyncReport(tuple(done), {})

    def check_pages(self, report: Report) -> int:
        del report
        return 0

    def send(self) -> SendReport:
        if self.academy is None:
            raise Refusal(Code.NOT_ENROLLED)
        sent, self.outbox = self.outbox, 0
        return SendReport(sent, 0)

    def keep_sending(self) -> None:
        while not self._closed.is_set():
            self._wait.wait()

    def acts_wait(self) -> None:
        self.outbox += 1
        self.tell(ActWaits())

    def follow(self) -> None:
        self._closed.wait()

    def board(self, jury: JuryId) -> Board:
        return self.boards.get(jury, Board({}))

    def conflicts(self, jury: JuryId) -> tuple[MarkConflict, ...]:
        return self.open.get(jury, ())

    def elsewhere(self, jury: JuryId) -> Elsewhere:
        return Elsewhere(self.readings.get(jury, {}), self.before_others)

    def whose(self, number: str) -> tuple[str, ...]:
        return self.centres.get(number, ())

    def contact(self, jury: JuryId) -> datetime | None:
        return self.contacts.get(jury)

    def diagnose(self) -> tuple[str, ...]:
        return ("LSL Desk, diagnostic réseau", "Nom academie.example\u00a0: trouvé")

    def close(self) -> None:
        self._closed.set()
        self._wait.set()
        self.go_on.set()
