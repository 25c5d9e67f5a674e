# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ends what takes too long: a thread that kills the worker when its time is up, so that reading its answer ends too."""

import threading
import time
from collections.abc import Callable


class Watchdog:
    """One deadline at a time. Setting one costs nothing while the thread already sleeps towards an earlier moment."""

    def __init__(self, name: str) -> None:
        self._changed = threading.Condition()
        self._end: Callable[[], None] | None = None
        self._deadline = 0.0
        self._wakes = float("inf")
        self._barked = False
        self._closed = False
        self._thread = threading.Thread(target=self._watch, name=name, daemon=True)
        self._thread.start()

    def watch(self, seconds: float, end: Callable[[], None]) -> None:
        """Call `end` in this many seconds, unless `rest` comes first."""
        with self._changed:
            self._end = end
            self._barked = False
            self._set(time.monotonic() + seconds)

    def hurry(self, seconds: float) -> None:
        """Bring the deadline forward, if one is set."""
        with self._changed:
            deadline = time.monotonic() + seconds
            if self._end is not None and deadline < self._deadline:
                self._set(deadline)

    def rest(self) -> bool:
        """Forget the deadline; tell whether it had come, so that what was watched was ended."""
        with self._changed:
            self._end = None
            return self._barked

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._end = None
            self._changed.notify()
        self._thread.join()

    def _set(self, deadline: float) -> None:
        self._deadline = deadline
        if deadline < self._wakes:
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                if self._end is not None and now >= self._deadline:
                    self._barked = True
                    self._end()
                    self._end = None
                self._wakes = self._deadline if self._end is not None else float("inf")
                self._changed.wait(None if self._end is None else max(0.0, self._deadline - now))
