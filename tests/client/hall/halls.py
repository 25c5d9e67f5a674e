# SPDX-License-Identifier: AGPL-3.0-or-later
"""A room without server in memory: two stores, and a way between them without a network."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lsl_desk.client.carried import CarriedAct
from lsl_desk.client.hall.ports import Hosting
from lsl_desk.client.hall.values import Followed, NotTaken, Placed
from lsl_desk.client.link.values import FeedAct
from lsl_desk.domain.acts import Author
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, DeviceId, JuryId
from tests.academy.memory_link import MemoryLink


@dataclass
class MemoryHall:
    """`HallStore` over a link in memory."""

    link: MemoryLink
    rows: list[Placed] = field(default_factory=list)
    next: int = 1

    def device(self) -> DeviceId:
        return self.link.store.key.public.id

    def signer(self) -> bytes:
        return self.link.pinned.key if self.link.pinned else b""

    def own(self, jury: JuryId) -> list[CarriedAct]:
        key = self.link.store.key.public.raw
        return [CarriedAct(one.act, one.digest, one.envelope, key) for one in self.link.ahead(jury)]

    def order(self, jury: JuryId, acts: Sequence[CarriedAct] = ()) -> int:
        known = {one.carried.act.act for one in self.rows}
        new = [one for one in (*self.own(jury), *acts) if one.act.act not in known]
        for one in new:
            self.rows.append(Placed(self.next, one))
            self.next += 1
        self.link.neighbours[jury] = [one.carried for one in self.rows]
        return len(new)

    def follow(self, jury: JuryId, acts: Sequence[CarriedAct]) -> None:
        moved = {one.act.act for one in acts}
        self.rows = [one for one in self.rows if one.carried.act.act not in moved]
        for one in acts:
            self.rows.append(Placed(self.next, one))
            self.next += 1
        self.link.neighbours[jury] = [one.carried for one in self.rows]

    def placed(self, jury: JuryId, after: int, limit: int) -> tuple[Placed, ...]:
        del jury
        return tuple(one for one in self.rows if one.place > after)[:limit]

    def waiting(self, jury: JuryId, but: Collection[ActId] = ()) -> tuple[CarriedAct, ...]:
        wanted = [act for act in self.link.waiting(jury) if act.act not in but]
        known = {one.act.act: one for one in (*self.own(jury), *(one.carried for one in self.rows))}
        return tuple(known[act.act] for act in wanted)

    def devices(self, jury: JuryId) -> frozenset[DeviceId]:
        fed = {one.act.device for one in self.link.feed(jury)}
        return frozenset({self.device(), *fed, *(one.carried.act.device for one in self.rows)})

    def act_of(self, device: DeviceId, sequence: int) -> ActId | None:
        mine = [one.act for one in self.link.store.signed]
        for act in (*mine, *(one.carried.act for one in self.rows)):
            if (act.device, act.sequence) == (device, sequence):
                return act.act
        return None


@dataclass
class FakeDoor:
    """Open, with a code that counts up."""

    addresses: tuple[str, ...] = ("192.168.1.12",)
    drawn: int = 1
    closed: bool = False

    @property
    def code(self) -> str:
        return f"{self.drawn:06d}"

    def renew(self) -> None:
        self.drawn += 1

    def close(self) -> None:
        self.closed = True


class DirectWay:
    """`Way` to a host in the same process; what a test puts in ``trouble`` is raised instead, once each."""

    address = "192.168.1.12:47018"

    def __init__(self, host: Hosting, device: DeviceId) -> None:
        self._host = host
        self._device = device
        self.trouble: list[Refusal] = []
        self.asked: list[str] = []
        self.closed = False

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.closed:
            raise Refusal(Code.HALL_UNREACHABLE, address=self.address)
        if self.trouble:
            raise self.trouble.pop(0)

    def send(self, acts: Sequence[CarriedAct]) -> tuple[NotTaken, ...]:
        self._ask(f"send {len(acts)}")
        return self._host.receive(self._device, acts)

    def follow(self, after: int, seen: int) -> Followed:
        self._ask("follow")
        return self._host.follow(self._device, after, seen, 0.05)

    def feed(self, after: int, academy: bytes) -> tuple[FeedAct, ...]:
        del academy
        self._ask("feed")
        return self._host.feed_after(after)

    def send_feed(self, lines: Sequence[FeedAct]) -> None:
        self._ask("send_feed")
        self._host.take_feed(lines)

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeHalls:
    """Opens doors; ways lead to the host that another one opened."""

    device: DeviceId
    others: "FakeHalls | None" = None
    host: Hosting | None = None
    door: FakeDoor = field(default_factory=FakeDoor)
    ways: list[DirectWay] = field(default_factory=list)
    blocked: bool = False

    def open(self, host: Hosting) -> FakeDoor:
        if self.blocked:
            raise Refusal(Code.HALL_BLOCKED)
        self.host, self.door = host, FakeDoor()
        return self.door

    def enter(self, jury: JuryId, address: str, code: str, author: Author) -> DirectWay:
        del jury
        there = self.others
        if there is None or there.host is None or there.door.closed:
            raise Refusal(Code.HALL_UNREACHABLE, address=address)
        there.host.try_code()
        if code != there.door.code:
            raise there.host.wrong_code()
        there.host.enter(self.device, author)
        self.ways.append(DirectWay(there.host, self.device))
        return self.ways[-1]
