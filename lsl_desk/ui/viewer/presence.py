# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether the viewer is on the screen: a page that nobody can see must not count as read (code de l'éducation D334-10).

The window must be shown, exposed by the window system and not minimised, and the frame must not have covered it. It
need not have the keyboard: a jury reads a projected livret while somebody types elsewhere.
"""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

_EVENTS = {
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.WindowStateChange,
    QEvent.Type.Expose,
    QEvent.Type.ParentChange,
    QEvent.Type.ShowToParent,
    QEvent.Type.HideToParent,
}


class Presence(QObject):
    """Watches a widget and the window it is in."""

    changed = Signal()
    """`here` may have another value."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._window: QWidget | None = None
        self._handle: QWindow | None = None
        self._suspended = False
        widget.installEventFilter(self)
        self._follow()

    def here(self) -> bool:
        """Tell whether what the widget paints can be seen."""
        window = self._widget.window()
        handle = _handle(window)
        return (
            not self._suspended
            and self._widget.isVisible()
            and not window.isMinimized()
            and handle is not None
            and handle.isExposed()
        )

    def suspend(self, suspended: bool) -> None:
        """Say that something covers the widget, or no longer does."""
        self._suspended = suspended
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look, and let everything pass."""
        if event.type() in _EVENTS:
            self._follow()
            self.changed.emit()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        window = self._widget.window()
        if window is not self._window:
            if self._window is not None and self._window is not self._widget:
                self._window.removeEventFilter(self)
            self._window = window
            if window is not self._widget:
                window.installEventFilter(self)
        handle = _handle(window)
        if handle is not self._handle:
            self._handle = handle
            if handle is not None:
                handle.installEventFilter(self)


def _handle(window: QWidget) -> QWindow | None:
    # None until the window is made, whatever the stubs of PySide6 say.
    return window.windowHandle()
