# SPDX-License-Identifier: AGPL-3.0-or-later
"""A liaison over an academy in memory, and what it tells."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, Queue
from random import Random
from threading import Thread
from typing import TYPE_CHECKING

from lsl_desk.client.link.for_screens import News
from lsl_desk.client.link.liaison import Liaison
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.jury import SealedIdentity
from tests.academy.fake import FakeAcademies
from tests.client.link.posts import Post, Ticking
from tests.fakes.desk import FixedClock
from tests.fakes.source import inspect_text

if TYPE_CHECKING:
    from lsl_desk.domain.acts import Author


PATIENCE = 20
"""Seconds."""


class Names:
    """Names sealed, by jury and version; the current version is what a test says."""

    def __init__(self) -> None:
        self.kept: dict[tuple[JuryId, int], tuple[SealedIdentity, ...]] = {}
        self.version = 1

    def sealed(self, jury: JuryId) -> int:
        return len(self.kept.get((jury, self.version), ()))

    def seal(self, jury: JuryId, version: int, names: Sequence[SealedIdentity]) -> None:
        self.kept[jury, version] = tuple(names)


class Room:
    """A liaison, and what it told."""

    def __init__(self, one: Post, *, enrolled: bool = True, names: Names | None = None) -> None:
        self.post = one
        if not enrolled:
            one.link.pinned = None
        self.academies = FakeAcademies(one.academy)
        self.seats: list[Author] = []
        self.erased = 0
        self.news: Queue[News] = Queue()
        self.names = names or Names()
        self.liaison = self._liaison(self.names)

    def without_names(self) -> Liaison:
        """The liaison of a post that keeps no names."""
        return self._liaison(None)

    def _liaison(self, names: Names | None) -> Liaison:
        one = self.post
        made = Liaison(
            store=one.store,
            names=names,
            link=one.link,
            academies=self.academies,
            inspect_later=lambda data: lambda: inspect_text(data),
            clock=FixedClock(),
            take_seat=self.seats.append,
            erase=self._erase,
            ticks=Ticking(0.01),
            chance=Still(),
        )
        made.listen(self.news.put)
        return made

    def told(self) -> list[News]:
        return [self.news.get_nowait() for _ in range(self.news.qsize())]

    def until(self, wanted: Callable[[News], bool]) -> News:
        """Wait for some news."""
        return until(self.news, wanted)

    def _erase(self) -> None:
        self.erased += 1


@contextmanager
def running(room: Room, work: Callable[[], None]) -> Iterator[None]:
    """A lane of the liaison runs meanwhile."""
    lane = Thread(target=work)
    lane.start()
    try:
        yield
    finally:
        room.liaison.close()
        lane.join(10)
        assert not lane.is_alive()


def until(news: "Queue[News]", wanted: Callable[[News], bool]) -> News:
    """Wait for some news, so long in all: a lane that goes round and round tells something all the time."""
    told: list[News] = []
    end = time.monotonic() + PATIENCE
    while (left := end - time.monotonic()) > 0:
        with suppress(Empty):
            told.append(news.get(timeout=left))
            if wanted(told[-1]):
                return told[-1]
    raise AssertionError(f"not told within {PATIENCE} s, but {len(told)} other news, the last {told[-3:]}")


class Still(Random):
    """No pause lasts."""

    def uniform(self, a: float, b: float) -> float:
        del b
        return a
