# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling those who listen that a jury moved: from any thread, and from other processes by looking at the heads.

A follower keeps the last word on each jury only, so that a slow one costs nothing.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Iterable, Iterator
from typing import Final

from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.server.db import heads
from lsl_desk.server.db.engine import Busy, Database, DatabaseFault

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 0.4
"""Between two looks at the heads, while somebody follows: what another process did is told within this."""


class Follower:
    """One who listens, on one event loop."""

    def __init__(self, juries: Iterable[JuryId]) -> None:
        self.juries = frozenset(juries)
        self._loop = asyncio.get_running_loop()
        self._moved: dict[JuryId, heads.Head] = {}
        self._awake = asyncio.Event()

    def tell(self, head: heads.Head) -> None:
        """Note a jury that moved; from any thread. One who left is no longer told."""
        with contextlib.suppress(RuntimeError):  # its loop is closed
            self._loop.call_soon_threadsafe(self._note, head)

    async def moved(self, seconds: float) -> list[heads.Head]:
        """Wait for juries to move, this long at most; nothing then."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), seconds)
        self._awake.clear()
        told, self._moved = list(self._moved.values()), {}
        return told

    def _note(self, head: heads.Head) -> None:
        self._moved[head.jury] = head
        self._awake.set()


class Notices:
    """Who follows what, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._followers: dict[JuryId, set[Follower]] = {}
        self._told: dict[JuryId, heads.Head] = {}

    @contextlib.contextmanager
    def following(self, juries: Iterable[JuryId]) -> Iterator[Follower]:
        """Follow some juries, on the running event loop."""
        follower = Follower(juries)
        with self._lock:
            for jury in follower.juries:
                self._followers.setdefault(jury, set()).add(follower)
        try:
            yield follower
        finally:
            with self._lock:
                for jury in follower.juries:
                    self._followers[jury].discard(follower)
                    if not self._followers[jury]:
                        del self._followers[jury]

    def tell(self, moved: Iterable[heads.Head]) -> None:
        """Say that juries moved, from any thread; what was told already, or is older, is not told again."""
        with self._lock:
            for head in moved:
                before = self._told.get(head.jury)
                if before is not None and (head.sequence, head.version) <= (before.sequence, before.version):
                    continue
                self._told[head.jury] = head
                for follower in self._followers.get(head.jury, ()):
                    follower.tell(head)

    @property
    def listened(self) -> bool:
        """Whether anybody follows anything."""
        with self._lock:
            return bool(self._followers)

    async def watch(self, database: Database) -> None:
        """Tell what other processes did, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self.listened:
                try:
                    self.tell(await asyncio.to_thread(_look, database))
                except (Busy, Refusal):
                    continue  # the next look tells it
                except DatabaseFault:
                    log.exception("a look at the heads failed")


def _look(database: Database) -> list[heads.Head]:
    with database.reading() as connection:
        return heads.every(connection)
