# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether the viewer is on the screen: a page that nobody can see must not count as read (code de l'éducation D334-10).

The window must be shown, exposed by the window system and not minimised, and the frame must not have covered it. It
need not have the keyboard: a jury reads a projected livret while somebody types elsewhere.
"""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

_MOVES = {QEvent.Type.Show, QEvent.Type.ShowToParent, QEvent.Type.ParentChange, QEvent.Type.WinIdChange}
_EVENTS = _MOVES | {QEvent.Type.Hide, QEvent.Type.HideToParent, QEvent.Type.WindowStateChange, QEvent.Type.Expose}


class Presence(QObject):
    """Watches a widget and the window it is in."""

    changed = Signal()
    """`here` may have another value."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._suspended = False
        self._exposed = False
        widget.installEventFilter(self)

    def here(self) -> bool:
        """Tell whether what the widget paints can be seen."""
        return (
            self._exposed
            and not self._suspended
            and self._widget.isVisible()
            and not self._widget.window().isMinimized()
        )

    def suspend(self, suspended: bool) -> None:
        """Say that something covers the widget, or no longer does."""
        self._suspended = suspended
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look, and let everything pass."""
        kind = event.type()
        if kind in _EVENTS:
            if isinstance(watched, QWindow):
                self._exposed = watched.isExposed()
            elif kind in _MOVES:
                # Not on hiding: a window that is being destroyed hides too, and its parts are no longer to be touched.
                self._follow()
            self.changed.emit()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        # A filter installed again only moves to the front.
        window = self._widget.window()
        window.installEventFilter(self)
        handle = _handle(window)
        self._exposed = handle is not None and handle.isExposed()
        if handle is not None:
            handle.installEventFilter(self)


def _handle(window: QWidget) -> QWindow | None:
    # None until the window is made, whatever the stubs of PySide6 say.
    return window.windowHandle()
