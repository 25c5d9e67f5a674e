# SPDX-License-Identifier: AGPL-3.0-or-later
"""What belongs together stands in a frame that can be seen: Fusion's own is a shadow, lost on a dark ground."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGroupBox,
    QStyle,
    QStyleOptionGroupBox,
    QStyleOptionTabWidgetFrame,
    QStylePainter,
    QTabWidget,
    QWidget,
)

from lsl_desk.ui.palettes import current_tints


class Group(QGroupBox):
    """A titled frame."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the title as the style does, and our frame."""
        painter = QStylePainter(self)
        option = QStyleOptionGroupBox()
        self.initStyleOption(option)
        kind = QStyle.ComplexControl.CC_GroupBox
        place = self.style().subControlRect(kind, option, QStyle.SubControl.SC_GroupBoxFrame, self)
        option.subControls &= ~QStyle.SubControl.SC_GroupBoxFrame
        painter.drawComplexControl(kind, option)
        _frame(painter, place)


class Card(QFrame):
    """A frame without a title, of one among several like things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)  # which leaves its margins

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw our frame."""
        _frame(QPainter(self), self.rect())


class Tabs(QTabWidget):
    """Pages under tabs."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sides and the bottom of the frame over the style's, whose bottom is a shadow."""
        super().paintEvent(event)
        option = QStyleOptionTabWidgetFrame()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_TabWidgetTabPane, option, self)
        painter = QPainter(self)
        painter.setPen(QPen(current_tints().border, 1))
        corners = (place.topLeft(), place.bottomLeft(), place.bottomRight(), place.topRight())
        painter.drawPolyline(corners)


class Ground(QFrame):
    """What is filled in where it stands: a quiet ground, and the accent along the side it belongs to.

    It is painted and has no style sheet, under which the widgets inside would keep the colours of a theme that went.
    """

    def __init__(self, side: Qt.Edge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, and its sides."""
        painter, room, tint = QPainter(self), self.rect(), current_tints()
        painter.fillRect(room, tint.soft)
        if self._side is Qt.Edge.TopEdge:
            painter.fillRect(0, 0, room.width(), 2, tint.accent)
        else:
            painter.fillRect(0, 0, 3, room.height(), tint.accent)
            painter.fillRect(3, room.height() - 1, room.width() - 3, 1, tint.line)


def _frame(painter: QPainter, place: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current_tints().border, 1))
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
