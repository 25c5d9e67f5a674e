# SPDX-License-Identifier: AGPL-3.0-or-later
"""The link lane: threads of its own for asking, fetching, sending and following; news come back on the GUI thread."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from lsl_desk.client.link.control import Control
from lsl_desk.client.progress import Cancelled
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.link.for_screens import LinkDesk, News
    from lsl_desk.client.link.values import SyncReport
    from lsl_desk.domain.ids import JuryId

T = TypeVar("T")

_LETTING_GO = 3.0
"""Seconds that a lock gives to what is cut to let go of the store."""


class LinkLanes(QObject):
    """Holds the link of the open Desk. Nothing of the network runs on the GUI thread nor on the store lane."""

    news = Signal(object)
    """A `News`, on the GUI thread; never one of a Desk that was locked since."""
    opened = Signal()
    """The link is there: it may be asked."""
    fetching = Signal(bool)
    """A sync began, or ended."""
    refused = Signal(object)
    """A `Refusal`: the sync could fetch nothing."""
    synced = Signal(object)
    """The `SyncReport` of a sync that went to its end."""

    _heard = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asking = Tasks(self, "link-asking")
        """For questions: enrolment, diagnosis, network."""
        self._fetching, self._sending, self._following = (
            Tasks(self, name) for name in ("link-fetching", "link-sending", "link-following")
        )
        self.link: LinkDesk | None = None
        self.control: Control | None = None
        self._turn = 0
        self._running = False
        self._busy: list[Event] = []
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def open(self, desk: Desk, store: Tasks) -> None:
        """Make the link of a Desk that was opened; `opened` tells when it may be asked.

        Args:
            desk: the Desk.
            store: the store lane, where it is made: what it brings in is brought in there, as everything heavy is, and
                no other thread begins before. Two threads that import the same circle of modules for the first time may
                each see the other's half made: Python then breaks the deadlock with an ImportError.
        """
        self._turn += 1
        turn = self._turn

        def make() -> LinkDesk:
            link = desk.link
            link.listen(lambda news: self._heard.emit(turn, news))
            return link

        store.run(make, lambda link: self._made(turn, link), lambda _refusal: None, owner=self)

    def run(self) -> None:
        """Follow and send, from now until `stop`: the post is enrolled. Asked twice, it does nothing more."""
        link = self.link
        if link is None or self._running:
            return
        self._running = True
        for lane, work in ((self._following, link.follow), (self._sending, link.keep_sending)):
            lane.run(self._noted(work), _nothing, _nothing, owner=self)

    def sync(self, juries: Collection[JuryId] | None = None) -> None:
        """Fetch what is new, then read its pages; when a sync is under way, it is only resumed."""
        link = self.link
        if link is None:
            return
        if self.control is not None:
            self.control.resume()
            return
        control = self.control = Control()

        def work() -> SyncReport | None:
            try:
                report = link.sync(control, juries=juries)
                link.check_pages(lambda _progress: control.going)
            except Cancelled:
                return None
            return report

        def fetched(report: SyncReport | None) -> None:
            self._end_fetching(control)
            if report is not None:
                self.synced.emit(report)

        def not_fetched(refusal: Refusal) -> None:
            self._end_fetching(control)
            if refusal.code is not Code.STORE_LOCKED:
                self.refused.emit(refusal)

        self._fetching.run(self._noted(work), fetched, not_fetched, owner=self)
        self.fetching.emit(True)

    def stop(self) -> Callable[[], None]:
        """Cut everything that waits for the network; what is returned waits, off the GUI thread, until it let go."""
        self._turn += 1
        link, self.link = self.link, None
        self._running = False
        if self.control is not None:
            self.control.cancel()
            self._end_fetching(self.control)
        if link is not None:
            link.close()
        busy, self._busy = self._busy, []

        def wait() -> None:
            for ended in busy:
                ended.wait(_LETTING_GO)

        return wait

    def close(self) -> None:
        """End the threads, once stopped."""
        for lane in (self._fetching, self._sending, self._following, self.asking):
            lane.close()

    def _made(self, turn: int, link: LinkDesk) -> None:
        if turn != self._turn:
            link.close()
            return
        self.link = link
        self.opened.emit()

    def _noted(self, work: Callable[[], T]) -> Callable[[], T]:
        ended = Event()
        self._busy.append(ended)

        def noted() -> T:
            try:
                return work()
            finally:
                ended.set()

        return noted

    def _end_fetching(self, control: Control) -> None:
        if self.control is control:
            self.control = None
            self.fetching.emit(False)

    def _hear(self, turn: int, news: News) -> None:
        if turn == self._turn:
            self.news.emit(news)


def _nothing(_answer: object) -> None:
    """The link says all there is to say as news."""
