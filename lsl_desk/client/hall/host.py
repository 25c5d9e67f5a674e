# SPDX-License-Identifier: AGPL-3.0-or-later
"""The post that opened the room: it keeps what each sends, in the order received, and tells it to all (N16)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Condition
from typing import TYPE_CHECKING, Final

from lsl_desk.client.carried import CarriedAct
from lsl_desk.client.hall.ports import HallStore
from lsl_desk.client.hall.tries import Tries
from lsl_desk.client.hall.values import Followed, NotTaken, PageTurn, Seated
from lsl_desk.client.link.ports import LinkStore
from lsl_desk.client.link.pull_feed import proved
from lsl_desk.client.link.values import FeedAct
from lsl_desk.client.ports import Clock
from lsl_desk.domain.acts import Author
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, DeviceId, JuryId

if TYPE_CHECKING:
    from datetime import datetime

LINES: Final = 200
"""Acts told at once."""
SILENT: Final = 20.0
"""Seconds after which a post that was not heard is away; each asks every eight."""


@dataclass(frozen=True, slots=True)
class _Guest:
    author: Author
    heard: float
    here: bool = True


class Host:
    """Implements `ports.Hosting`. From any thread.

    A post is known by the code: it may send its own acts, and those of posts of which there is an act here already. All
    of them bear their post's signature, which the door has verified.
    """

    def __init__(
        self,
        jury: JuryId,
        author: Author,
        store: HallStore,
        link: LinkStore,
        clock: Clock,
        *,
        moved: Callable[[], object],
        acts_came: Callable[[], None],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what was opened; this post's acts that wait have the first places.

        Args:
            jury: whose room.
            author: who opened it.
            store: the sealed store.
            link: what it keeps of the academy.
            clock: the time.
            moved: told that the posts, or what one of them said, changed.
            acts_came: told that acts of other posts are on the disk.
            ticks: a clock that only goes forward, in seconds.
        """
        self._jury = jury
        self._author = author
        self._store = store
        self._link = link
        self._clock = clock
        self._moved = moved
        self._acts_came = acts_came
        self._ticks = ticks
        self._tries = Tries(ticks)
        self._news = Condition()
        self._stamp = 1
        self._closed = False
        self._guests: dict[DeviceId, _Guest] = {}
        self._turn: PageTurn | None = None
        self.last: datetime | None = None
        store.order(jury)

    @property
    def jury(self) -> JuryId:
        """See `Hosting.jury`."""
        return self._jury

    @property
    def academy(self) -> bytes:
        """See `Hosting.academy`."""
        return self._store.signer()

    @property
    def seated(self) -> tuple[Seated, ...]:
        """The posts, this one first; asking also says of those that fell silent that they are away."""
        with self._news:
            silent = {
                device: replace(one, here=False)
                for device, one in self._guests.items()
                if one.here and self._ticks() - one.heard > SILENT
            }
            self._guests |= silent
        if silent:
            self.tell()
        guests = (Seated(one.author.name, one.author.role, one.here) for one in self._guests.values())
        return (Seated(self._author.name, self._author.role, True), *guests)

    def try_code(self) -> None:
        """See `Hosting.try_code`."""
        self._tries.begin()

    def wrong_code(self) -> Refusal:
        """See `Hosting.wrong_code`."""
        return self._tries.wrong()

    def code_drawn(self) -> None:
        """See `Hosting.code_drawn`."""
        self._moved()

    def enter(self, device: DeviceId, author: Author) -> None:
        """See `Hosting.enter`."""
        self._tries.right()
        with self._news:
            self._guests[device] = _Guest(author, self._ticks())
        self.tell()
        self._moved()

    def receive(self, device: DeviceId, acts: Sequence[CarriedAct]) -> tuple[NotTaken, ...]:
        """See `Hosting.receive`."""
        known = frozenset(self._guests)
        if any(one.act.device not in known for one in acts):
            known |= self._store.devices(self._jury)
        why = [(one, self._problem(device, one, known)) for one in acts]
        if self._store.order(self._jury, [one for one, problem in why if problem is None]):
            self.tell()
            self._acts_came()
        self._heard(device)
        return tuple(NotTaken(one.act.act, problem) for one, problem in why if problem is not None)

    def recorded(self) -> None:
        """This post has recorded an act."""
        if self._store.order(self._jury):
            self.tell()

    def turn(self, turn: PageTurn) -> None:
        """The page is turned for all."""
        with self._news:
            self._turn = turn
        self.tell()

    def tell(self) -> None:
        """Wake whoever follows: something is new."""
        with self._news:
            self._stamp += 1
            self._news.notify_all()

    def follow(self, device: DeviceId, after: int, seen: int, seconds: float) -> Followed:
        """See `Hosting.follow`."""
        self._heard(device)
        with self._news:
            self._news.wait_for(lambda: self._closed or self._stamp > seen, seconds)
            stamp, turn = self._stamp, self._turn
        self._heard(device)
        lines = self._store.placed(self._jury, after, LINES)
        return Followed(
            lines=lines,
            seen=stamp,
            more=len(lines) == LINES,
            seated=self.seated,
            turn=turn,
            academy=self.academy.hex(),
            head=self._link.feed_head(self._jury),
        )

    def feed_after(self, after: int) -> tuple[FeedAct, ...]:
        """See `Hosting.feed_after`."""
        return self._link.feed(self._jury)[after : after + LINES]

    def take_feed(self, lines: Sequence[FeedAct]) -> None:
        """See `Hosting.take_feed`."""
        head = self._link.feed_head(self._jury)
        new = [one for one in lines if one.receipt.sequence > head.sequence]
        proved(self._jury, head, new)
        if new:
            self._link.keep_feed(self._jury, new)
            self.tell()
            self._acts_came()

    def close(self) -> None:
        """Let whoever waits go."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def _problem(self, device: DeviceId, one: CarriedAct, known: frozenset[DeviceId]) -> Refusal | None:
        act = one.act
        if act.jury != self._jury:
            return Refusal(Code.HALL_OTHER_JURY, jury=self._jury)
        if act.device not in known:
            return Refusal(Code.HALL_STRANGER)
        if act.device == device and act.author.role is not self._guests[device].author.role:
            return Refusal(Code.ROLE_OTHER)
        there: ActId | None = self._store.act_of(act.device, act.sequence)
        if there is not None and there != act.act:
            return Refusal(Code.CHAIN_FORKED, sequence=act.sequence)
        return None

    def _heard(self, device: DeviceId) -> None:
        with self._news:
            before = self._guests[device]
            self._guests[device] = replace(before, heard=self._ticks(), here=True)
        self.last = self._clock.now()
        if not before.here:
            self.tell()
        self._moved()
