# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was asked of the page lane and not yet answered, the most urgent first.

On screen before words and sizes, these before what is rendered ahead. Of two livrets asked for the screen the latest
comes first: whoever leafs quickly waits for the last one only.
"""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from lsl_desk.domain.pages import RenderKey
from lsl_desk.pages.protocol import Ask


class Rank(IntEnum):
    """How urgent."""

    SCREEN = 0
    KNOW = 1
    AHEAD = 2


@dataclass(eq=False, slots=True)
class Wish:
    """Something asked.

    Attributes:
        ask: what.
        key: the page, and for a picture its size.
        rank: how urgent; a later asker may raise it.
        answers: who is told.
        dpi: of a PNG.
        turn: the order within the rank, smallest first.
    """

    ask: Ask
    key: RenderKey
    rank: Rank
    answers: list[Callable[[Any], None]]
    dpi: int = 0
    turn: tuple[int, int] = field(default=(0, 0))

    def same_as(self, other: "Wish") -> bool:
        """Tell whether one answer serves both."""
        return self.ask is other.ask and self.key == other.key and self.dpi == other.dpi


class Wishes:
    """The queue of the page lane.

    Args:
        may_render_ahead: tells whether a picture has room to be rendered ahead.
        hurry: called when what is being answered keeps something more urgent waiting.
    """

    def __init__(self, may_render_ahead: Callable[[RenderKey], bool], hurry: Callable[[], None]) -> None:
        self._may_render_ahead = may_render_ahead
        self._hurry = hurry
        self._changed = threading.Condition()
        self._queue: list[Wish] = []
        self._current: Wish | None = None
        self._current_wanted = True
        self._count = 0
        self._livret = 0
        self._latest = ""
        self._closed = False

    def add(self, wish: Wish) -> bool:
        """Take a wish; one that is queued or being answered already is joined. False once closed."""
        with self._changed:
            if self._closed:
                return False
            self._count += 1
            if wish.rank is Rank.SCREEN and wish.key.digest != self._latest:
                self._latest = wish.key.digest
                self._livret += 1
            wish.turn = (-self._livret if wish.rank is Rank.SCREEN else 0, self._count)
            if not self._join(wish):
                self._queue.append(wish)
            self._consider_hurry()
            self._changed.notify()
            return True

    def take(self) -> Wish | None:
        """Wait for the most urgent wish; None once closed."""
        with self._changed:
            self._current = None
            while not self._closed:
                best = min(self._queue, key=lambda wish: (wish.rank, wish.turn), default=None)
                if best is not None and self._is_possible(best):
                    self._queue.remove(best)
                    self._current = best
                    self._current_wanted = True
                    return best
                self._changed.wait()
            return None

    def put_back(self, wish: Wish) -> None:
        """Queue a wish again that had to give way, unless nobody wants it any more."""
        with self._changed:
            self._current = None
            if self._current_wanted and not self._closed:
                self._count += 1
                wish.turn = (wish.turn[0], self._count)
                self._queue.append(wish)

    def finish(self, wish: Wish) -> list[Callable[[Any], None]]:
        """End a wish; return who is to be told."""
        with self._changed:
            self._current = None
            return [] if self._closed else list(wish.answers)

    def keep_only(self, wanted: Collection[RenderKey]) -> None:
        """Forget the queued pictures that are not wanted."""
        keys = frozenset(wanted)
        with self._changed:
            self._queue = [wish for wish in self._queue if wish.ask is not Ask.RENDER or wish.key in keys]
            if self._current is not None and self._current.ask is Ask.RENDER:
                self._current_wanted = self._current.key in keys
            self._consider_hurry()

    def look_again(self) -> None:
        """Room was given back: a picture may now be rendered ahead."""
        with self._changed:
            self._changed.notify()

    def close(self) -> list[Wish]:
        """Let `take` return None, and return what was still waiting."""
        with self._changed:
            self._closed = True
            waiting, self._queue = self._queue, []
            self._changed.notify_all()
            return waiting if self._current is None else [*waiting, self._current]

    def _join(self, wish: Wish) -> bool:
        for other in (*self._queue, *((self._current,) if self._current else ())):
            if other.same_as(wish):
                other.answers += wish.answers
                if wish.rank < other.rank:
                    other.rank, other.turn = wish.rank, wish.turn
                if other is self._current:
                    self._current_wanted = True
                return True
        return False

    def _is_possible(self, wish: Wish) -> bool:
        return wish.rank is not Rank.AHEAD or wish.ask is not Ask.RENDER or self._may_render_ahead(wish.key)

    def _consider_hurry(self) -> None:
        current = self._current
        if current is None or current.ask is not Ask.RENDER:
            return
        if (current.rank is Rank.AHEAD or not self._current_wanted) and any(
            wish.rank is not Rank.AHEAD for wish in self._queue
        ):
            self._hurry()
