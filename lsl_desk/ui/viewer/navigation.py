# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moving in the livret with the keys and the wheel, when the view has the keyboard or the pointer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent

from lsl_desk.ui.viewer.layout import stepped
from lsl_desk.ui.viewer.page_view import PageView

if TYPE_CHECKING:
    from collections.abc import Callable

NOTCH = 120
"""Eighths of a degree that one notch of a wheel turns."""

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Navigation(QObject):
    """Turns keys and wheel into the movements of a view."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._rest = 0.0
        self._beyond = 0
        self._zoom_rest = 0
        key = Qt.Key
        self._keys: dict[int, Callable[[], object]] = {
            key.Key_PageDown: lambda: self.screen(1),
            key.Key_Space: lambda: self.screen(1),
            key.Key_PageUp: lambda: self.screen(-1),
            key.Key_Down: lambda: self.line(1),
            key.Key_Up: lambda: self.line(-1),
            key.Key_Right: lambda: self.sideways(1),
            key.Key_Left: lambda: self.sideways(-1),
            key.Key_Home: self.first,
            key.Key_End: self.last,
        }
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def page(self, step: int) -> None:
        """Turn a page, to its top."""
        self._view.go_to(self._view.sheet.current + step)

    def first(self) -> None:
        """Go to the top of the livret."""
        self._view.go_to(0)

    def last(self) -> None:
        """Go to the top of the last page."""
        self._view.go_to(len(self._view.sheet.sizes) - 1)

    def screen(self, step: int) -> None:
        """Scroll by a screen, two lines of it kept in sight; one page at a time, go on to the page beside."""
        view = self._view.sheet.layout.view
        self._scroll_or_turn(step * max(1, view.height - round(48 * view.ratio)), step)

    def line(self, step: int) -> None:
        """Scroll by some lines."""
        self._scroll_or_turn(step * self._view.verticalScrollBar().singleStep(), step)

    def sideways(self, step: int) -> None:
        """Scroll to a side; turn the page when all of its width is in sight."""
        if self._view.horizontalScrollBar().maximum():
            self._view.scroll_by(step * self._view.horizontalScrollBar().singleStep(), 0)
        else:
            self.page(step)

    def zoom(self, direction: int, at: QPoint | None = None) -> None:
        """Zoom by a step, around a point of the view (logical pixels), by default its middle."""
        layout = self._view.sheet.layout
        ratio = layout.view.ratio
        x, y = (layout.view.width // 2, layout.view.height // 2)
        if at is not None:
            x, y = round(at.x() * ratio), round(at.y() * ratio)
        self._view.zoom_at(f"{stepped(self._view.sheet.factor(), direction):g}", x, y)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys and the wheel, let the rest pass."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._view:
            return self._key(event)
        if isinstance(event, QWheelEvent) and watched is self._view.viewport():
            self._wheel(event)
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() == Qt.KeyboardModifier.ShiftModifier and event.key() == Qt.Key.Key_Space:
            self.screen(-1)
            return True
        move = self._keys.get(event.key())
        if move is None or event.modifiers() not in _PLAIN:
            return False
        move()
        return True

    def _wheel(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_rest += turned.y()
            while abs(self._zoom_rest) >= NOTCH:
                direction = 1 if self._zoom_rest > 0 else -1
                self._zoom_rest -= direction * NOTCH
                self.zoom(direction, event.position().toPoint())
            return
        ratio = self._view.sheet.layout.view.ratio
        exact = event.pixelDelta()
        if not exact.isNull():
            # A touchpad says pixels: they are followed one by one.
            across, down = exact.x() * ratio, exact.y() * ratio
        else:
            notch = self._view.verticalScrollBar().singleStep() * 2 / NOTCH
            across, down = turned.x() * notch, turned.y() * notch
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not across:
            across, down = down, 0.0
        down += self._rest
        self._rest = down - int(down)
        moved = self._view.scroll_by(-int(across), -int(down))
        self._beyond = 0 if moved or not turned.y() else self._beyond + turned.y()
        if abs(self._beyond) >= 2 * NOTCH and not self._view.sheet.mode.continuous:
            self._turn(-1 if self._beyond > 0 else 1)
            self._beyond = 0

    def _scroll_or_turn(self, pixels: int, step: int) -> None:
        if not self._view.scroll_by(0, pixels) and not self._view.sheet.mode.continuous:
            self._turn(step)

    def _turn(self, step: int) -> None:
        page = self._view.sheet.current + step
        if 0 <= page < len(self._view.sheet.sizes):
            self._view.go_to(page, 1.0 if step < 0 else 0.0)
