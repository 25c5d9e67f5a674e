# SPDX-License-Identifier: AGPL-3.0-or-later
"""How fast livrets come, and how long it will last."""

from collections import deque
from collections.abc import Callable
from typing import Final

Ticks = Callable[[], float]
"""A clock that only goes forward, in seconds."""

WINDOW: Final = 5.0
"""Seconds over which the rate is taken."""
TELL_EVERY: Final = 0.1
"""Seconds between two movements of a progress bar, at least."""


class Meter:
    """Bytes as they come.

    Attributes:
        done: bytes so far.
        total: bytes in all.
    """

    def __init__(self, total: int, ticks: Ticks) -> None:
        self.done = 0
        self.total = total
        self._ticks = ticks
        self._seen: deque[tuple[float, int]] = deque([(ticks(), 0)])
        self._told = self._seen[0][0]

    def add(self, count: int) -> bool:
        """Take bytes that came.

        Returns:
            It is time to tell.
        """
        self.done += count
        now = self._ticks()
        self._seen.append((now, self.done))
        while len(self._seen) > 2 and now - self._seen[0][0] > WINDOW:
            self._seen.popleft()
        if now - self._told < TELL_EVERY:
            return False
        self._told = now
        return True

    def restart(self) -> None:
        """Forget the rate: there was a pause."""
        self._seen = deque([(self._ticks(), self.done)])

    @property
    def rate(self) -> float | None:
        """Bytes a second, None while unknown."""
        (start, first), (now, last) = self._seen[0], self._seen[-1]
        return (last - first) / (now - start) if now > start else None

    @property
    def remaining(self) -> float | None:
        """Seconds left at this rate, None while unknown."""
        rate = self.rate
        return max(0, self.total - self.done) / rate if rate else None
