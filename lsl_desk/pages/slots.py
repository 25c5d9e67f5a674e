# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where pictures lie in the shared memory: the lowest free place first, so that the same warm memory serves again.

Fresh memory costs 4.8 ms a page, memory already touched 0.5 (``performance.md`` §2). Places within the budget stay warm
when they are given back; what lies beyond it goes back to the system.
"""

import bisect
import mmap
import threading
from collections.abc import Callable
from dataclasses import dataclass

from lsl_desk.domain.pages import RenderKey
from lsl_desk.pages.memory import SharedMemory

_PAGE = mmap.PAGESIZE


@dataclass(frozen=True, slots=True)
class Room:
    """A free place held for the picture being drawn."""

    offset: int
    size: int


class Slots:
    """The places of a shared memory.

    Args:
        memory: the shared memory.
        budget: bytes that stay warm, and the most that pictures rendered ahead may fill.
        freed: called when a place was given back, from whichever thread did it.
    """

    def __init__(self, memory: SharedMemory, budget: int, freed: Callable[[], None]) -> None:
        self._memory = memory
        self._budget = min(budget, memory.size)
        self._freed = freed
        self._guard = threading.Lock()
        self._free = [(0, memory.size)]  # (start, end), in order, never touching each other
        self._highest = 0

    def hold(self, least: int, *, ahead: bool) -> Room | None:
        """Set aside the lowest place of at least this many bytes, or None when there is none.

        All of the free stretch is given, since the picture's true size is not known before it is drawn; `keep` gives
        the rest back. One room is held at a time.
        """
        with self._guard:
            for index, (start, end) in enumerate(self._free):
                end_for_this = min(end, self._budget) if ahead else end
                if end_for_this - start >= least:
                    self._free[index : index + 1] = [(end_for_this, end)] if end_for_this < end else []
                    return Room(start, end_for_this - start)
        return None

    def has_room(self, least: int) -> bool:
        """Tell whether a picture rendered ahead finds a place within the budget."""
        with self._guard:
            return any(min(end, self._budget) - start >= least for start, end in self._free)

    def keep(self, room: Room, used: int) -> Room:
        """Keep the bytes used, whole memory pages, and give the rest of the room back."""
        used = min(room.size, -(-used // _PAGE) * _PAGE)
        with self._guard:
            self._insert(room.offset + used, room.offset + room.size)
            self._highest = max(self._highest, room.offset + used)
        return Room(room.offset, used)

    def give_back(self, room: Room) -> None:
        """Free a place."""
        start, end = room.offset, room.offset + room.size
        cold = max(start, self._budget)
        if cold < end:
            self._memory.give_back(cold, end - cold)
        with self._guard:
            self._insert(start, end)
        self._freed()

    def wipe(self) -> None:
        """Erase all that was ever drawn; frames still held turn black."""
        self._memory.give_back(0, self._highest)

    @property
    def taken(self) -> int:
        """Bytes held by pictures."""
        with self._guard:
            return self._memory.size - sum(end - start for start, end in self._free)

    def _insert(self, start: int, end: int) -> None:
        if start >= end:
            return
        index = bisect.bisect(self._free, (start, end))
        before = index > 0 and self._free[index - 1][1] == start
        after = index < len(self._free) and self._free[index][0] == end
        if before:
            start = self._free[index - 1][0]
        if after:
            end = self._free[index][1]
        self._free[index - before : index + after] = [(start, end)]


class SharedPicture:
    """A picture in a place, shown by one or several frames; the last one to go gives the place back."""

    def __init__(self, slots: Slots, room: Room, pixels: memoryview, holders: int) -> None:
        self.pixels = pixels
        self._slots = slots
        self._room = room
        self._guard = threading.Lock()
        self._holders = holders

    def let_go(self) -> None:
        """One holder less."""
        with self._guard:
            self._holders -= 1
            last = self._holders == 0
        if last:
            self._slots.give_back(self._room)


class SlotFrame:
    """A `client.ports.Frame` over a place of the shared memory."""

    def __init__(self, key: RenderKey, height: int, picture: SharedPicture) -> None:
        self.key = key
        self.width = key.width
        self.height = height
        self.stride = key.width * 4
        self._picture = picture
        self._released = False

    @property
    def pixels(self) -> memoryview:
        """The BGRA bytes, ``stride * height`` of them, read-only."""
        return self._picture.pixels

    def release(self) -> None:
        """Give the slot back; a second call does nothing."""
        if not self._released:
            self._released = True
            self._picture.let_go()
