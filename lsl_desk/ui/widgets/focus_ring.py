# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the keyboard is, seen from a chair: a ring around it; Fusion's own is lost on its ground (WCAG 1.4.11)."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from lsl_desk.ui.palettes import current_tints

WIDTH = 2
"""Of the ring, in logical pixels: outside what it is around where there is room, else over its edge."""
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ZOrderChange}


class Ring(QWidget):
    """Nothing but its edge, which no mouse meets."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_NoChildEventsForParent)  # a splitter would make a pane of it
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setParent(parent)

    def put(self, around: QWidget) -> None:
        """Stand around a widget beside which this one stands."""
        beside = around.parentWidget()
        if beside is None or beside is not self.parentWidget():
            return
        wanted = around.geometry().adjusted(-WIDTH, -WIDTH, WIDTH, WIDTH)
        place = wanted.intersected(beside.rect())
        if place != self.geometry() or self.mask().isEmpty():
            self.setGeometry(place)
            whole = self.rect()
            self.setMask(QRegion(whole) - QRegion(whole.adjusted(WIDTH, WIDTH, -WIDTH, -WIDTH)))
        self.setVisible(around.isVisibleTo(beside))
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill what the mask leaves."""
        QPainter(self).fillRect(event.rect(), current_tints().accent)


class FocusRing(QObject):
    """Follows the keyboard through the whole application, while its parent lives."""

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self.ring: Ring | None = None
        self._around: QWidget | None = None
        application.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        before, self._around = self._around, None
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        ring = self.ring if self.ring is not None and shiboken6.isValid(self.ring) else None
        parent = None if new is None or new.isWindow() else new.parentWidget()
        if new is None or parent is None:
            if ring is not None:
                ring.hide()
            return
        if ring is None:
            ring = Ring(parent)
        elif ring.parentWidget() is not parent:
            ring.setParent(parent)
        self.ring, self._around = ring, new
        new.installEventFilter(self)
        ring.put(new)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go where what it is around goes."""
        if watched is self._around and event.type() in _MOVES:
            ring = self.ring
            if ring is not None and shiboken6.isValid(ring):
                ring.put(self._around)
        return False
