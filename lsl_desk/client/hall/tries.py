# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wrong codes at the door of a room: five, then a wait (J3 step 7)."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from lsl_desk.domain.errors import Code, Refusal

TRIES: Final = 5
WAIT: Final = 300.0
"""Seconds."""


class Tries:
    """Counts them, whoever tried: six digits hold some two hundred tries of a whole afternoon in a million.

    In memory: the room and its code do not outlive the program. From any thread.
    """

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        """Begin at none.

        Args:
            ticks: a clock that only goes forward, in seconds.
        """
        self._ticks = ticks
        self._guard = Lock()
        self._count = 0
        self._last = 0.0

    def begin(self) -> None:
        """Count a try as wrong before it is made: who leaves in the middle has tried.

        Raises:
            Refusal: HALL_CODE_WAIT.
        """
        with self._guard:
            now = self._ticks()
            left = self._last + WAIT - now
            if self._count >= TRIES and left > 0:
                raise _wait(left)
            self._count = 1 if self._count >= TRIES else self._count + 1
            self._last = now

    def wrong(self) -> Refusal:
        """What to tell whoever tried."""
        with self._guard:
            left = TRIES - self._count
        return Refusal(Code.HALL_CODE_WRONG, left=left) if left else _wait(WAIT)

    def right(self) -> None:
        """The code was right."""
        with self._guard:
            self._count = 0


def _wait(seconds: float) -> Refusal:
    return Refusal(Code.HALL_CODE_WAIT, minutes=int(-(-seconds // 60)))
