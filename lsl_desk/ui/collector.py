# SPDX-License-Identifier: AGPL-3.0-or-later
"""Python's cyclic collector, on the GUI thread alone.

By itself the collector runs in whichever thread makes one object too many: often the store lane. Freeing there what a
signal was connected to, PySide disconnects it: Qt holds the lock of that object's signals and asks for the interpreter,
which the GUI thread holds while it waits for that same lock to connect another. The window then stands still for ever
(PySide 6.11; two stacks told it).
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EVERY_MS: Final = 1000
"""Between two looks: what they collect is young, a few milliseconds at most."""
_STILL: Final = 3.0
"""Seconds without a key or a click after which a whole collection, a tenth of a second, is felt by nobody."""
_FORCED: Final = 5
"""Times the count at which a whole collection is due, when nobody rests."""


class Collector(QObject):
    """Collects in its own thread from now until `end`; nothing is collected anywhere else."""

    def __init__(self, untouched: Callable[[], float], parent: QObject | None = None) -> None:
        """Take the collector over.

        Args:
            untouched: seconds since somebody last touched the Desk.
            parent: as Qt means it.
        """
        super().__init__(parent)
        self._untouched = untouched
        self._was = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what is due."""
        generation = due(gc.get_count(), gc.get_threshold(), still=self._untouched() >= _STILL)
        if generation is not None:
            gc.collect(generation)

    def end(self) -> None:
        """Give the collector back as it was."""
        self._timer.stop()
        if self._was:
            gc.enable()


def due(counts: Sequence[int], thresholds: Sequence[int], *, still: bool) -> int | None:
    """Which generation to collect, with those younger than it.

    Args:
        counts: `gc.get_count`: objects made since the last collection of the youngest, then collections of each
            generation since the last one of the next.
        thresholds: `gc.get_threshold`: counts above which a generation is due.
        still: nobody touches the Desk.

    Returns:
        None when nothing is due.
    """
    _, middle, old = thresholds
    if counts[2] > old * (1 if still else _FORCED):
        return 2
    if counts[1] > middle:
        return 1
    return 0 if counts[0] > thresholds[0] else None
