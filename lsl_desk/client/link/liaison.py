# SPDX-License-Identifier: AGPL-3.0-or-later
"""The link of an unlocked Desk, ready-wired: what the screens and the commands ask (`for_screens.LinkDesk`)."""

import time
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from random import Random
from threading import Event, Lock

from lsl_desk.client.link.besides import Besides
from lsl_desk.client.link.boards import board_of
from lsl_desk.client.link.check_pages import check_pages
from lsl_desk.client.link.control import Control
from lsl_desk.client.link.erased import erased_juries
from lsl_desk.client.link.for_screens import (
    ActWaits,
    JuryMoved,
    Listener,
    News,
    StatusMoved,
    SyncMoved,
    VersionOffered,
    Withdrawn,
)
from lsl_desk.client.link.meter import Ticks
from lsl_desk.client.link.ports import Academies, Academy, LinkStore, NamesStore
from lsl_desk.client.link.pull_feed import pull_feed
from lsl_desk.client.link.readers import elsewhere_of
from lsl_desk.client.link.send_acts import pause_after, send_acts
from lsl_desk.client.link.sync_all import sync_all
from lsl_desk.client.link.turns import AGAIN, Turns
from lsl_desk.client.link.values import (
    Elsewhere,
    EnrolmentOffer,
    EnrolmentStage,
    JuryProgress,
    LinkStatus,
    Network,
    Phase,
    PinnedAcademy,
    SendReport,
    SyncReport,
)
from lsl_desk.client.link.watch import FAULTS_OF_LINK, Watch
from lsl_desk.client.ports import Clock, DeskStore
from lsl_desk.client.prepare.import_jury import InspectLater
from lsl_desk.client.progress import Report, silent
from lsl_desk.domain.acts import Author
from lsl_desk.domain.board import Board
from lsl_desk.domain.connection import ENOUGH, LinkState
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, Digest, JuryId
from lsl_desk.domain.manifest import Edition
from lsl_desk.domain.marks import MarkConflict
from lsl_desk.sentences import sentence

UNPROVED = frozenset({Code.FEED_BROKEN, Code.RECEIPT_UNSIGNED, Code.ACT_UNSIGNED, Code.ACT_UNREADABLE})
"""What may be wrong with the acts of one jury."""


AFTER_END = 1.0
"""Seconds before the events are asked for again when the academy ended them."""
SHOWN_FIRST = 0.05
"""Seconds that a window has to show what was recorded before it is sent: sending would take the interpreter from it."""


class Liaison:
    """Implements `for_screens.LinkDesk` over the ports."""

    def __init__(
        self,
        *,
        store: DeskStore,
        link: LinkStore,
        academies: Academies,
        inspect_later: InspectLater,
        clock: Clock,
        take_seat: Callable[[Author], None],
        erase: Callable[[], None],
        names: NamesStore | None = None,
        ticks: Ticks = time.monotonic,
        chance: Random | None = None,
    ) -> None:
        """Take what was opened; nothing is asked of the network yet.

        Args:
            store: the sealed store.
            link: its side of the link.
            academies: opens the way to the server.
            inspect_later: the page worker.
            clock: the time.
            take_seat: told in whose name this post acts once enrolled.
            erase: closes and erases the sealed file, when the academy has withdrawn this post.
            names: where names are sealed; None for a post that keeps none.
            ticks: a clock that only goes forward.
            chance: for the pauses.
        """
        self._store = store
        self._link = link
        self._academies = academies
        self._inspect_later = inspect_later
        self._clock = clock
        self._take_seat = take_seat
        self._erase = erase
        self._ticks = ticks
        self._chance = chance or Random()  # noqa: S311 - pauses, not secrets
        self._listeners: list[Listener] = []
        self._guard = Lock()
        self._sending = Lock()
        self._academy: Academy | None = None
        self._enrolling: Academy | None = None
        self._acts_wait, self._follow_again, self._closed = Event(), Event(), Event()
        self._revoked = False
        self._look_back = False  # ask which acts the academy holds, though none waits: it may have been restored
        self._failures = 0
        self._turns = Turns(link, ticks)
        self._isolated = False
        self._broken: dict[JuryId, Refusal] = {}
        self._watch = Watch(clock, enrolled=link.academy() is not None, ticks=ticks)
        self._watch.moved = self._tell_status
        self._besides = Besides(store, link, names, self._watch)

    def listen(self, listener: Listener) -> None:
        """See `LinkDesk.listen`."""
        self._listeners.append(listener)

    def status(self) -> LinkStatus:
        """See `LinkDesk.status`."""
        return LinkStatus(
            link=self._watch.link,
            academy=self._link.academy(),
            outbox=self._link.outbox(),
            refused=self._link.refused(),
            proposals=self._link.proposals(),
            problem=self._watch.problem,
            revoked=self._revoked,
            broken=dict(self._broken),
        )

    def state(self) -> LinkState:
        """See `LinkDesk.state`."""
        return self._watch.link.state

    def isolate(self) -> None:
        """See `LinkDesk.isolate`."""
        with self._guard:
            self._isolated = True
            academy, self._academy = self._academy, None
        if academy is not None:
            academy.close()
        if self._link.academy() is not None:
            for _ in range(ENOUGH):
                self._watch.failed(Refusal(Code.NET_BY_CHOICE))
        self._acts_wait.set()
        self._follow_again.set()

    def rejoin(self) -> None:
        """See `LinkDesk.rejoin`."""
        with self._guard:
            self._isolated = False
        self._failures = 0
        self._acts_wait.set()
        self._follow_again.set()

    def network(self) -> Network:
        """See `LinkDesk.network`."""
        return self._link.network()

    def keep_network(self, network: Network) -> None:
        """See `LinkDesk.keep_network`."""
        pinned = self._link.academy()
        if pinned is None:
            self._academies.open("https://localhost", None, network).close()  # refuses what is no way
            self._link.keep_network(network)
            return
        opened = self._academies.open(pinned.url, pinned.key, network)
        self._link.keep_network(network)
        self._use(opened)

    def move(self, url: str) -> PinnedAcademy:
        """See `LinkDesk.move`."""
        pinned = self._link.academy()
        if pinned is None:
            raise Refusal(Code.NOT_ENROLLED)
        opened = self._academies.open(url, pinned.key, self._link.network())
        try:
            opened.hello()
        except Refusal:
            opened.close()
            raise
        moved = replace(pinned, url=opened.url)
        self._link.pin(moved)
        self._use(opened)
        return moved

    def begin_enrolment(self, url: str, label: str) -> EnrolmentOffer:
        """See `LinkDesk.begin_enrolment`."""
        self._enrolling = self._academies.open(url, None, self._link.network())
        return self._enrolling.begin_enrolment(label)

    def enrolment_done(self, offer: EnrolmentOffer) -> PinnedAcademy | None:
        """See `LinkDesk.enrolment_done`."""
        asked = self._enrolling
        if asked is None:
            raise Refusal(Code.ENROLMENT_EXPIRED)
        answer = asked.enrolment(offer)
        if answer.stage is EnrolmentStage.WAITING:
            return None
        pinned = PinnedAcademy(
            asked.url, offer.academy.name, offer.academy.key, answer.who, answer.role, answer.centre or CentreId("")
        )
        self._link.pin(pinned)
        if answer.role is not None:
            self._take_seat(Author(answer.who, answer.role))
        self._enrolling = None
        asked.close()
        self._use(self._academies.open(pinned.url, pinned.key, self._link.network()))
        self._revoked = False
        self._watch.enrolled()
        self._besides.enrolled()
        self._acts_wait.set()
        self._follow_again.set()
        return pinned

    def sync(self, control: Control | None = None, *, juries: Collection[JuryId] | None = None) -> SyncReport:
        """See `LinkDesk.sync`."""

        def tell(progress: JuryProgress) -> None:
            self._tell(SyncMoved(progress))
            if progress.phase is Phase.DONE:
                self._tell(JuryMoved(progress.jury, version=True))

        academy = self._opened()
        with self._watch.exchange(timed=False):
            report = sync_all(
                academy,
                self._link,
                self._clock,
                juries=juries,
                gone=erased_juries(self._store),
                control=control,
                tell=tell,
                ticks=self._ticks,
            )
        problems = dict(report.failed)
        for problem in problems.values():
            self._watch.failed(problem)
        for one in report.done:
            behind = one.jury in self._broken or one.head != self._link.feed_head(one.jury)
            if behind and (broken := self._pull(academy, one.jury)) is not None:
                problems[one.jury] = broken
        self._besides.synced(academy, report)
        return SyncReport(report.done, problems)

    def check_pages(self, report: Report = silent) -> int:
        """See `LinkDesk.check_pages`."""
        return check_pages(
            self._store,
            self._link,
            self._inspect_later,
            report=report,
            moved=lambda jury: self._tell(JuryMoved(jury, pages=True)),
        )

    def send(self) -> SendReport:
        """See `LinkDesk.send`."""
        turns = Turns(self._link, self._ticks)  # of this thread: `keep_sending` has its own
        before = turns.before()
        report = self._send(before)
        while before is not None and report.left:
            before = None if report.revoked else self._turn(turns)
            if turns.waits(before):
                self._closed.wait(AGAIN)
            else:
                more = self._send(before)
                report = replace(more, sent=report.sent + more.sent, refused=(*report.refused, *more.refused))
        return report

    def _turn(self, turns: Turns) -> int | None:
        """How far acts may go, once what the other posts of the room sent is here."""
        academy = self._opened()
        for offer in academy.juries():
            self._pull(academy, offer.offered.jury)
        return turns.before()

    def _send(self, before: int | None) -> SendReport:
        academy = self._opened()
        with self._sending, self._watch.exchange(timed=False):
            report = send_acts(academy, self._link, told=lambda _: self._tell_status(), before=before)
        if report.revoked != self._revoked:
            self._revoked = report.revoked
            self._tell_status()
        if report.revoked and not report.left:
            self.close()
            self._erase()
            self._tell(Withdrawn(report.reason))
        return report

    def keep_sending(self) -> None:
        """See `LinkDesk.keep_sending`."""
        failures = 0
        while not self._closed.is_set():
            self._acts_wait.clear()
            pause = None
            try:
                pause = self._send_what_may_go(urgent=bool(failures))
                failures = 0
            except Refusal as refusal:
                if refusal.code is Code.STORE_LOCKED:
                    return
                failures += 1
                pause = pause_after(failures, self._chance)
            if not self._closed.is_set() and self._acts_wait.wait(pause):
                self._closed.wait(SHOWN_FIRST)

    def _send_what_may_go(self, *, urgent: bool) -> float | None:
        """Send, and say in how many seconds to look again; None when an act recorded will say it."""
        if self._link.academy() is None:
            return None
        before = None if self._revoked else self._turns.before()
        waits = self._turns.waits(before)
        if urgent or self._revoked or self._look_back or (self._link.outbox() and not waits):
            self._look_back = False
            self._send(before)
        if not self._revoked:
            self._besides.tell(self._opened)
        return None if before is None else AGAIN

    def acts_wait(self) -> None:
        """See `LinkDesk.acts_wait`."""
        self._tell(ActWaits())
        self._acts_wait.set()

    def follow(self) -> None:
        """See `LinkDesk.follow`."""
        while not self._closed.is_set():
            self._follow_again.clear()
            pause = None
            try:
                if self._link.academy() is not None:
                    self._catch_up()
                    self._listen_to_events()
                    pause = AFTER_END
            except Refusal as refusal:
                if refusal.code is Code.STORE_LOCKED:
                    return
                if refusal.code is Code.DEVICE_REVOKED:
                    self._revoked = True
                    self._acts_wait.set()  # they go, then the sealed file
                pause = pause_after(self._failures, self._chance)
                if not self._failures and refusal.code in FAULTS_OF_LINK and self._lives():
                    pause = 0.0
                self._failures += 1
            if not self._closed.is_set():
                self._follow_again.wait(pause)

    def board(self, jury: JuryId) -> Board:
        """See `LinkDesk.board`."""
        return board_of(self._link, jury)

    def conflicts(self, jury: JuryId) -> tuple[MarkConflict, ...]:
        """See `LinkDesk.conflicts`."""
        return self.board(jury).conflicts

    def elsewhere(self, jury: JuryId) -> Elsewhere:
        """See `LinkDesk.elsewhere`."""
        return elsewhere_of(self._link, jury)

    def whose(self, number: str) -> tuple[str, ...]:
        """See `LinkDesk.whose`."""
        if self._watch.link.state in {LinkState.LOCAL, LinkState.CUT}:
            return ()
        try:
            with self._watch.exchange():
                return self._opened().whose(number)
        except Refusal as refusal:
            if refusal.code is Code.STORE_LOCKED:
                raise
            return ()

    def contact(self, jury: JuryId) -> datetime | None:
        """See `LinkDesk.contact`."""
        return self._link.contact(jury)

    def diagnose(self) -> tuple[str, ...]:
        """See `LinkDesk.diagnose`."""
        if self._link.academy() is None:
            return (sentence(Refusal(Code.NOT_ENROLLED)),)
        lines = self._opened().diagnose()
        return (*lines, *(f"{_hour(at)}\u00a0: {sentence(problem)}" for at, problem in self._watch.last_problems))

    def close(self) -> None:
        """See `LinkDesk.close`."""
        self._closed.set()
        self._acts_wait.set()
        self._follow_again.set()
        with self._guard:
            for academy in (self._academy, self._enrolling):
                if academy is not None:
                    academy.close()

    def _opened(self) -> Academy:
        with self._guard:
            if self._closed.is_set():
                raise Refusal(Code.STORE_LOCKED)
            if self._isolated:
                raise Refusal(Code.NET_BY_CHOICE)
            if self._academy is None:
                pinned = self._link.academy()
                if pinned is None:
                    raise Refusal(Code.NOT_ENROLLED)
                self._academy = self._academies.open(pinned.url, pinned.key, self._link.network())
            return self._academy

    def _use(self, academy: Academy) -> None:
        with self._guard:
            before, self._academy = self._academy, academy
        if before is not None:
            before.close()

    def _catch_up(self) -> None:
        """What happened while nobody listened."""
        academy = self._opened()
        with self._watch.exchange():
            offers = academy.juries()
        self._look_back = True
        self._acts_wait.set()  # the link is there: what waits may go, and what a restored academy has lost
        for jury in self._besides.offered(offers):
            self._tell(JuryMoved(jury))
        for offer in offers:
            self._pull(academy, offer.offered.jury)  # as many acts as before may be others, after a restore
            self._heed(
                academy, offer.offered.jury, offer.head.sequence, offer.offered.version, offer.offered.edition.digest
            )

    def _listen_to_events(self) -> None:
        academy = self._opened()
        with self._watch.exchange(timed=False):
            for event in academy.events():
                if self._closed.is_set():
                    return
                self._failures = 0
                self._watch.sign_of_life()
                if event is not None:
                    self._heed(academy, event.jury, event.sequence, event.version)

    def _lives(self) -> bool:
        """Ask again at once after a first failure: two make a cut, and a person is told within seconds."""
        try:
            with self._watch.exchange():
                self._opened().probe()
        except Refusal:
            return False
        return True

    def _heed(self, academy: Academy, jury: JuryId, sequence: int, version: int, digest: Digest | None = None) -> None:
        """Take what happened to a jury; an event tells the version of its list without the digest."""
        if sequence != self._link.feed_head(jury).sequence:
            self._pull(academy, jury)
        taken = self._link.taken(jury)
        # Also an older one, or another of that version: the academy was restored, and fetching makes it go past.
        if taken is None or Edition(version, digest or taken.edition.digest) != taken.edition:
            self._tell(VersionOffered(jury, version))

    def _pull(self, academy: Academy, jury: JuryId) -> Refusal | None:
        """Take the acts of other posts; those that do not prove themselves stop no other jury."""
        try:
            with self._watch.exchange():
                taken = pull_feed(academy, self._link, jury)
        except Refusal as refusal:
            if refusal.code not in UNPROVED:
                raise
            self._broken[jury] = refusal
            self._tell_status()
            return refusal
        self._broken.pop(jury, None)
        if taken:
            self._tell(JuryMoved(jury, acts=True))
        return None

    def _tell_status(self) -> None:
        self._tell(StatusMoved(self.status()))

    def _tell(self, news: News) -> None:
        for listener in self._listeners:
            listener(news)


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M:%S} UTC"
