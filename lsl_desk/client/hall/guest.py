# SPDX-License-Identifier: AGPL-3.0-or-later
"""A post that entered a room: it sends what it does, takes what the others did, and catches up after a drop (N16)."""

from collections.abc import Callable
from threading import Event, Lock
from typing import TYPE_CHECKING, Final

from lsl_desk.client.hall.host import LINES
from lsl_desk.client.hall.ports import HallStore, Way
from lsl_desk.client.hall.values import Followed, NotTaken, PageTurn, Seated
from lsl_desk.client.link.ports import LinkStore
from lsl_desk.client.link.pull_feed import proved
from lsl_desk.client.ports import Clock
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, JuryId

if TYPE_CHECKING:
    from datetime import datetime

BATCH: Final = 50
"""Acts sent at once (`wire.routes.MAX_BATCH`)."""
PAUSE: Final = 1.0
"""Seconds before a room that does not answer is asked again."""
_ENDS: Final = frozenset({Code.HALL_OVER, Code.STORE_LOCKED})


class Guest:
    """`follow` and `keep_sending` are for a thread each; the rest is from any thread, and does not block."""

    def __init__(
        self,
        jury: JuryId,
        way: Way,
        store: HallStore,
        link: LinkStore,
        clock: Clock,
        *,
        moved: Callable[[], object],
        acts_came: Callable[[], None],
        turned: Callable[[PageTurn], None],
        pause: float = PAUSE,
    ) -> None:
        """Take what was opened; nothing is asked yet.

        Args:
            jury: whose room.
            way: to it.
            store: the sealed store.
            link: what it keeps of the academy.
            clock: the time.
            moved: told that the posts, or the way, changed.
            acts_came: told that acts of other posts are on the disk.
            turned: told the page that whoever presides looks at.
            pause: seconds before a room that does not answer is asked again.
        """
        self._jury = jury
        self._way = way
        self._store = store
        self._link = link
        self._clock = clock
        self._moved = moved
        self._acts_came = acts_came
        self._turned = turned
        self._pause = pause
        self._device = store.device()
        self._guard = Lock()
        self._closed, self._acts_wait = Event(), Event()
        self._after = self._seen = 0
        self._known: set[ActId] = set()
        self._turn: PageTurn | None = None
        self._level = True
        self.seated: tuple[Seated, ...] = ()
        self.not_taken: tuple[NotTaken, ...] = ()
        self.last: datetime | None = None
        self.problem: Refusal | None = None
        self.over = False

    def follow(self) -> None:
        """Take what is new until `close`, or until the room is over."""
        while not self._closed.is_set():
            self._try(self._take)

    def keep_sending(self) -> None:
        """Send what waits, and each act as it is recorded, until `close`, or until the room is over."""
        while not self._closed.is_set():
            self._acts_wait.clear()
            if self._try(self._send) and not self._closed.is_set():
                self._acts_wait.wait()

    def acts_wait(self) -> None:
        """Say that an act was recorded."""
        self._acts_wait.set()

    def close(self) -> None:
        """Cut what waits; both threads return."""
        self._closed.set()
        self._acts_wait.set()
        self._way.close()

    def _try(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except Refusal as refusal:
            if self._closed.is_set():
                return False
            self.problem = refusal
            if refusal.code in _ENDS:
                self.over = True
                self._closed.set()
                self._acts_wait.set()
            self._moved()
            self._closed.wait(self._pause)
            return False
        return True

    def _take(self) -> None:
        news = self._way.follow(self._after, self._seen)
        others = any(one.carried.act.device != self._device for one in news.lines)
        if news.lines:
            self._store.follow(self._jury, [one.carried for one in news.lines])
            self._after = news.lines[-1].place
            with self._guard:
                self._known |= {one.carried.act.act for one in news.lines}
        if not news.more:
            self._seen = news.seen
        if self._levelled(news) or others:
            self._acts_came()
        self.seated, self.last, self.problem = news.seated, self._clock.now(), None
        self._moved()
        if news.turn is not None and news.turn != self._turn:
            self._turn = news.turn
            self._turned(news.turn)

    def _levelled(self, news: Followed) -> bool:
        """Give and take what the academy ordered, so that both boards begin alike; whether some of it came."""
        academy = self._store.signer()
        if not self._level or not academy or academy.hex() != news.academy:
            return False
        here = self._link.feed_head(self._jury)
        try:
            if news.head.sequence > here.sequence:
                lines = self._way.feed(here.sequence, academy)
                proved(self._jury, here, lines)
                self._link.keep_feed(self._jury, lines)
                return bool(lines)
            if here.sequence > news.head.sequence:
                after = news.head.sequence
                self._way.send_feed(self._link.feed(self._jury)[after : after + LINES])
        except Refusal as refusal:
            if refusal.code is not Code.FEED_BROKEN:
                raise
            self._level = False  # an academy that was restored since: each keeps what it has until it answers
        return False

    def _send(self) -> None:
        with self._guard:
            known = set(self._known)
        wait = self._store.waiting(self._jury, known)
        for at in range(0, len(wait), BATCH):
            some = wait[at : at + BATCH]
            refused = self._way.send(some)
            with self._guard:
                self._known |= {one.act.act for one in some}
            mine = {one.act.act for one in some if one.act.device == self._device}
            self.not_taken += tuple(one for one in refused if one.act in mine)
            self.last, self.problem = self._clock.now(), None
        if wait:
            self._moved()
