# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a page counts as read: on screen long enough, without interruption (features P13)."""

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

_SLACK = 0.005
"""Seconds: a timer may ring this much early, which is not worth another round."""


class ReadingClock(QObject):
    """Times the pages on screen. It knows neither whose livret it is nor where the times are kept.

    A page that leaves the screen, or a window that is no longer in front, starts again from nothing. A page that stays
    counts once; when it leaves at last its true time is told, if that is longer by a tenth of a second or more.
    """

    counted = Signal(int, float)
    """Page index, seconds on screen without interruption, at least the time asked."""

    def __init__(
        self, seconds: float, now: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._now = now
        self._running = False
        self._visible: frozenset[int] = frozenset()
        self._barred: frozenset[int] = frozenset()
        self._since: dict[int, float] = {}
        self._told: dict[int, float] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.check)

    @property
    def timed(self) -> frozenset[int]:
        """The pages that are being timed now."""
        return frozenset(self._since)

    def start(self, barred: Iterable[int] = ()) -> None:
        """Begin another livret; nothing of it is on screen yet.

        Args:
            barred: pages that never count: those under the veil of the number lock.
        """
        self.see(())
        self._barred = frozenset(barred)
        self._told.clear()

    def see(self, pages: Iterable[int]) -> None:
        """Say which pages can be read on the screen now."""
        self._visible = frozenset(pages)
        self._follow()

    def run(self, running: bool) -> None:
        """Say whether somebody can be reading: the window is in front, open and not locked."""
        self._running = running
        self._follow()

    def forget(self, page: int) -> None:
        """A page could not be kept on disk: if it still is on screen, its time starts again."""
        self._told.pop(page, None)
        if page in self._since:
            self._since[page] = self._now()
            self._arm()

    def check(self) -> None:
        """Count the pages whose time has come."""
        now = self._now()
        for page, since in tuple(self._since.items()):
            if page not in self._told and now - since >= self._seconds - _SLACK:
                self._tell(page, now - since)
        self._arm()

    def _follow(self) -> None:
        now = self._now()
        wanted = self._visible - self._barred if self._running else frozenset()
        for page in tuple(self._since):
            if page not in wanted:
                spent = now - self._since.pop(page)
                if page in self._told and spent >= self._told[page] + 0.1:
                    self._tell(page, spent)
        for page in wanted:
            self._since.setdefault(page, now)
        self.check()

    def _tell(self, page: int, spent: float) -> None:
        spent = max(spent, self._seconds)
        self._told[page] = spent
        self.counted.emit(page, spent)

    def _arm(self) -> None:
        due = [since for page, since in self._since.items() if page not in self._told]
        if due:
            wait = min(due) + self._seconds - self._now()
            self._timer.start(max(1, round(wait * 1000)))
        else:
            self._timer.stop()
