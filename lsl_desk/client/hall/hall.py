# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room without server of an unlocked Desk, ready-wired: implements `for_screens.HallDesk`."""

from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from typing import Final

from lsl_desk.client.hall.for_screens import ActsCame, HallListener, HallMoved, HallNews
from lsl_desk.client.hall.guest import PAUSE, Guest
from lsl_desk.client.hall.host import Host
from lsl_desk.client.hall.ports import Door, Halls, HallStore, Way
from lsl_desk.client.hall.values import HallStatus, PageTurn, Part
from lsl_desk.client.link.ports import LinkStore
from lsl_desk.client.ports import Clock
from lsl_desk.domain.acts import Author
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.heads import SEATS
from lsl_desk.domain.ids import JuryId, StudentNumber

_LETTING_GO: Final = 5.0
"""Seconds that a thread that was cut has to return."""


class Hall:
    """One room at a time. From any thread."""

    def __init__(
        self,
        store: HallStore,
        link: LinkStore,
        halls: Halls,
        clock: Clock,
        author: Callable[[], Author],
        *,
        pause: float = PAUSE,
    ) -> None:
        """Take what was opened; no port is open and nothing is asked of anybody.

        Args:
            store: what the sealed store keeps of a room.
            link: what it keeps of the academy.
            halls: opens doors and ways.
            clock: the time.
            author: who acts now.
            pause: seconds before a room that does not answer is asked again.
        """
        self._store = store
        self._link = link
        self._halls = halls
        self._clock = clock
        self._author = author
        self._pause = pause
        self._listeners: list[HallListener] = []
        self._changing = Lock()
        self._host: tuple[Host, Door] | None = None
        self._guest: tuple[JuryId, Guest, Way] | None = None
        self._threads: list[Thread] = []

    def listen(self, listener: HallListener) -> None:
        """See `HallDesk.listen`."""
        self._listeners.append(listener)

    def status(self) -> HallStatus:
        """See `HallDesk.status`."""
        hosting, visiting = self._host, self._guest
        if hosting is not None:
            host, door = hosting
            return HallStatus(Part.HOST, host.jury, door.addresses, door.code, host.seated, host.last)
        if visiting is not None:
            jury, guest, way = visiting
            return HallStatus(
                part=Part.GUEST,
                jury=jury,
                addresses=(way.address,),
                seated=guest.seated,
                last=guest.last,
                problem=guest.problem,
                over=guest.over,
                not_taken=guest.not_taken,
            )
        return HallStatus()

    def open(self, jury: JuryId) -> HallStatus:
        """See `HallDesk.open`."""
        author = self._author()
        if author.role not in SEATS:
            raise Refusal(Code.HALL_HEAD_ONLY)
        with self._changing:
            self._stop()
            host = Host(
                jury,
                author,
                self._store,
                self._link,
                self._clock,
                moved=self._moved,
                acts_came=lambda: self._tell(ActsCame(jury)),
            )
            self._host = (host, self._halls.open(host))
        return self._moved()

    def renew_code(self) -> HallStatus:
        """See `HallDesk.renew_code`."""
        hosting = self._host
        if hosting is not None:
            hosting[1].renew()
        return self._moved()

    def join(self, jury: JuryId, address: str, code: str) -> HallStatus:
        """See `HallDesk.join`."""
        way = self._halls.enter(jury, address, code, self._author())
        with self._changing:
            self._stop()
            guest = Guest(
                jury,
                way,
                self._store,
                self._link,
                self._clock,
                moved=self._moved,
                acts_came=lambda: self._tell(ActsCame(jury)),
                turned=self._tell,
                pause=self._pause,
            )
            self._guest = (jury, guest, way)
            self._threads = [
                Thread(target=work, name=name, daemon=True)
                for name, work in (("hall-following", guest.follow), ("hall-sending", guest.keep_sending))
            ]
            for thread in self._threads:
                thread.start()
        return self._moved()

    def leave(self) -> HallStatus:
        """See `HallDesk.leave`."""
        with self._changing:
            self._stop()
        return self._moved()

    def acts_wait(self) -> None:
        """See `HallDesk.acts_wait`."""
        hosting, visiting = self._host, self._guest
        if hosting is not None:
            with suppress(Refusal):  # it is on the disk, and gets its place with the next one
                hosting[0].recorded()
        if visiting is not None:
            visiting[1].acts_wait()

    def feed_moved(self, jury: JuryId) -> None:
        """See `HallDesk.feed_moved`."""
        hosting = self._host
        if hosting is not None and hosting[0].jury == jury:
            hosting[0].tell()

    def turn_page(self, jury: JuryId, number: StudentNumber, page: int) -> None:
        """See `HallDesk.turn_page`."""
        hosting = self._host
        if hosting is not None and hosting[0].jury == jury:
            hosting[0].turn(PageTurn(jury, number, page))

    def close(self) -> None:
        """See `HallDesk.close`."""
        self._listeners.clear()
        with self._changing:
            self._stop()

    def _stop(self) -> None:
        if self._host is not None:
            host, door = self._host
            self._host = None
            host.close()
            door.close()
        if self._guest is not None:
            self._guest[1].close()
            self._guest = None
        for thread in self._threads:
            thread.join(_LETTING_GO)
        self._threads = []

    def _moved(self) -> HallStatus:
        status = self.status()
        self._tell(HallMoved(status))
        return status

    def _tell(self, news: HallNews) -> None:
        for listener in self._listeners:
            listener(news)
