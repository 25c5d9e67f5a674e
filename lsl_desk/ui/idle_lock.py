# SPDX-License-Identifier: AGPL-3.0-or-later
"""Locks the Desk when nobody touched it for a while (10 minutes by default)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

if TYPE_CHECKING:
    from collections.abc import Callable

_TOUCHED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)
_TICK = 15_000
"""Milliseconds between two looks at the clock: short, so that a laptop that slept locks soon after it wakes."""


def seconds_awake_or_asleep() -> float:
    """Seconds of a clock that nobody sets and that goes on while the machine sleeps, where there is one."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


class IdleLock(QObject):
    """Emits `due` once after ``minutes`` without a key, a click or a move in any window of ours.

    Only windows that had the keyboard are watched, so that paint and layout events never pass through Python.
    """

    due = Signal()

    def __init__(
        self, minutes: int, parent: QObject | None = None, clock: Callable[[], float] = seconds_awake_or_asleep
    ) -> None:
        super().__init__(parent)
        self._seconds = minutes * 60
        self._clock = clock
        self._last = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
            self._watch(application.focusWindow())

    def start(self, minutes: int) -> None:
        """Begin to watch, from now, for this many minutes."""
        self._seconds = minutes * 60
        self.touched()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def touched(self) -> None:
        """Someone is there: count from now."""
        self._last = self._clock()

    def untouched(self) -> float:
        """Seconds since somebody was last there."""
        return self._clock() - self._last

    def look(self) -> None:
        """Look at the clock, and lock when it is time."""
        if self._timer.isActive() and self.untouched() >= self._seconds:
            self._timer.stop()
            self.due.emit()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note that someone is there; the event goes on its way."""
        if event.type() in _TOUCHED:
            self.touched()
        return False
