# SPDX-License-Identifier: AGPL-3.0-or-later
"""A morning that a test hurries, and who watches that nobody takes the mouse."""

import time
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

_MOUSE = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
}


class Clock:
    """A morning of July 2018 that goes by with the seconds of the test, and leaps when the test says so."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self.leapt = timedelta()

    def now(self) -> datetime:
        return datetime(2018, 7, 3, 7, 0, tzinfo=UTC) + timedelta(seconds=time.monotonic() - self._began) + self.leapt


class NoMouse(QObject):
    """Counts what a mouse would do."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.events = 0
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOUSE and event.spontaneous():
            self.events += 1
        return False
