# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws a list's line on two lines of text: what it is in bold, what it says under it, each cut to the width."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lsl_desk.ui.models.hits import WORDS_ROLE
from lsl_desk.ui.palettes import tints
from lsl_desk.ui.viewer.find import spans

_PAD = 6


class TwoLines(QStyledItemDelegate):
    """The display text is cut at its line break: a title, then the rest."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines high, whatever the text."""
        return QSize(80, 2 * QFontMetrics(option.font).height() + 2 * _PAD)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the background as the style does, then both lines."""
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        title, _, rest = whole.text.partition("\u2028")  # what Qt makes of a line break
        whole.text = ""
        widget = whole.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, widget)
        palette = whole.palette
        chosen = bool(whole.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.save()
        plain = QFont(whole.font)
        bold = QFont(plain)
        bold.setBold(True)
        area = whole.rect.adjusted(_PAD + 2, _PAD, -_PAD, -_PAD)
        painter.setPen(palette.color(role))
        self._line(painter, bold, area, title)
        painter.setPen(palette.color(role) if chosen else tints(palette).muted)
        self._marked(painter, plain, area.adjusted(0, QFontMetrics(bold).height(), 0, 0), rest, index.data(WORDS_ROLE))
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, font: QFont, area: QRect, text: str) -> None:
        painter.setFont(font)
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, cut)

    @staticmethod
    def _marked(painter: QPainter, font: QFont, area: QRect, text: str, words: str | None) -> None:
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.Bold)
        bold = QFont(font)
        bold.setBold(True)
        plainly, boldly = QFontMetrics(font).horizontalAdvance, QFontMetrics(bold).horizontalAdvance
        found = [text[start:end] for start, end in spans(text, words or "")]
        wider = sum(boldly(word) - plainly(word) for word in found)
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width() - wider)
        line = QTextLayout(cut, font)
        ranges = []
        for start, end in spans(cut, words or ""):
            marked = QTextLayout.FormatRange()
            marked.start, marked.length, marked.format = start, end - start, strong
            ranges.append(marked)
        line.setFormats(ranges)
        line.beginLayout()
        line.createLine().setLineWidth(2 * area.width())  # one line, whatever the rounding
        line.endLayout()
        line.draw(painter, QPointF(area.topLeft()))
