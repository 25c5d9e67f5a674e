# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether somebody can be reading: a page behind another window, or in a minimised one, is not being read (P13)."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

# Qt hands the activation of a window down to its visible widgets; a minimised window is not active.
_EVENTS = frozenset({QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate, QEvent.Type.Show, QEvent.Type.Hide})


class Attendance(QObject):
    """Watches a widget: shown, in the active window, which is not minimised."""

    changed = Signal(bool)
    """Somebody may be reading, or nobody can."""

    def __init__(self, room: QWidget) -> None:
        super().__init__(room)
        self._room = room
        room.installEventFilter(self)

    def here(self) -> bool:
        """Tell whether somebody may be reading."""
        window = self._room.window()
        return self._room.isVisible() and window.isActiveWindow() and not window.isMinimized()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look, and let everything pass."""
        if event.type() in _EVENTS:
            self.changed.emit(event.type() != QEvent.Type.Hide and self.here())
        return super().eventFilter(watched, event)
