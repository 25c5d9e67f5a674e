# SPDX-License-Identifier: AGPL-3.0-or-later
"""Brings in, piece by piece and behind what is asked, what the next questions need.

All that is heavy is imported on the store lane, and what only screens need on the GUI thread: no two threads import the
same circle of modules.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lsl_desk.ui.tasks import Tasks


class Warming(QObject):
    """Each piece for the lane is followed by one for the GUI thread, as long as there are any."""

    def __init__(
        self,
        tasks: Tasks,
        heavy: Iterable[Callable[[], None]],
        screens: Iterable[Callable[[], None]],
        parent: QObject | None = None,
    ) -> None:
        """Take the pieces.

        Args:
            tasks: the store lane.
            heavy: imported there, in order; each is asked for once the one before is there, so that what the home asks
                of `at_rest` meanwhile, the counts of its tiles, waits for one piece at most.
            screens: imported on the GUI thread, where each is felt as a stop: some ten milliseconds each.
            parent: as Qt means it.
        """
        super().__init__(parent)
        self._tasks, self._heavy, self._screens = tasks, deque(heavy), deque(screens)

    def begin(self) -> None:
        """Ask for it, piece by piece."""
        if self._heavy:
            self._tasks.at_rest(self._heavy.popleft(), self._next, owner=self)

    def _next(self, _none: None) -> None:
        if self._screens:
            self._screens.popleft()()
        self.begin()
