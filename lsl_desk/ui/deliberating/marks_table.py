# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of marks: arrows go through the lines, a digit or « + » changes one, under its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from lsl_desk.ui.deliberating.marks_model import COUNTED, LEFT, Column, Line, MarksModel, shade_of
from lsl_desk.ui.exam_names import cut_at_word
from lsl_desk.ui.palettes import current_tints
from lsl_desk.ui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from lsl_desk.domain.marks import ExamCode

WIDEST: dict[Column, str] = {
    Column.COEFFICIENT: "16",
    Column.MARK: "12 → 13",
    Column.POINTS: "340",
    Column.YEAR: "14 13 15",
    Column.GAP: "−6,5",
}
"""A text as wide as a column usually needs; the épreuve takes what is left."""
_EXAM, _MARK = Column.EXAM.value, Column.MARK.value
_CHOSEN = QStyle.StateFlag.State_Selected.value
_ENABLED = QStyle.StateFlag.State_Enabled.value
_MOST_CUT = 1000
"""Texts kept as cut to their cells."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Cells(QStyledItemDelegate):
    """Draws a cell from its line; asked of model and style role by role, cells cost the most of what a change paints.

    The grounds, of every other line and of the one chosen, are drawn by the table. An épreuve is cut between its words,
    and what is only tried is hatched.
    """

    def __init__(self, table: MarksTable) -> None:
        super().__init__(table)
        self._table = table
        self.dress()

    def dress(self) -> None:
        """Take the colours and the font of the table; forget what was cut to fit with those before."""
        table = self._table
        self._tints, self._hatching = current_tints(), hatching()
        self._colours = table.palette()
        bold = QFont(table.font())
        bold.setBold(True)
        self._fonts = tuple((font, QFontMetrics(font)) for font in (table.font(), bold))
        self._cut: dict[tuple[str, int, int, bool], str] = {}
        self._margin = table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, table) + 1

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the text, and the hatching over it, on the line chosen too."""
        line, column = self._table.marks.line(index.row()), index.column()
        if line is None:
            return
        place, state = option.rect, option.state.value  # flags combine in Python, five times slower than whole numbers
        chosen = bool(state & _CHOSEN)
        ink = self._ink(line, column, chosen=chosen, enabled=bool(state & _ENABLED))
        text = line.cells[column]
        if text:
            self._write(painter, place, text, column, ink, strong=line.strong and column == _MARK)
        if line.tried and column in COUNTED:
            lines = QColor(ink if chosen else self._hatching)
            lines.setAlpha(self._hatching.alpha())
            painter.fillRect(place, QBrush(lines, Qt.BrushStyle.BDiagPattern))

    def _ink(self, line: Line, column: int, *, chosen: bool, enabled: bool) -> QColor:
        group = QPalette.ColorGroup.Normal if enabled else QPalette.ColorGroup.Disabled
        if chosen:
            return self._colours.color(group, QPalette.ColorRole.HighlightedText)
        return shade_of(line, column, self._tints) or self._colours.color(group, QPalette.ColorRole.Text)

    def _write(self, painter: QPainter, place: QRect, text: str, column: int, ink: QColor, *, strong: bool) -> None:
        room = place.adjusted(self._margin, 0, -self._margin, 0)
        key = (text, column, room.width(), strong)
        cut = self._cut.get(key)
        if cut is None:  # the same few texts come again at each paint
            if len(self._cut) == _MOST_CUT:
                self._cut.clear()
            cut = self._cut[key] = self._fitting(*key)
        painter.setFont(self._fonts[strong][0])
        painter.setPen(ink)
        painter.drawText(room, _LEFT if column in LEFT else _RIGHT, cut)

    def _fitting(self, text: str, column: int, width: int, strong: bool) -> str:
        metrics = self._fonts[strong][1]
        if column == _EXAM:
            return cut_at_word(text, metrics, width)
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def hatching() -> QColor:
    """The colour of the lines over what is only tried."""
    shade = QColor(current_tints().accent)
    shade.setAlpha(95)
    return shade


class MarksTable(LineTable):
    """One line an épreuve; the points of the jury last."""

    typed = Signal(str)
    """A digit was typed on the line chosen: the mark begins so. « + » gives ""."""

    escaped = Signal()
    """Escape was pressed."""

    line_changed = Signal(object)
    """Another `Line` is chosen, or None."""

    _cells: _Cells | None = None  # Qt tells of a palette before there are any

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Notes", parent)
        self.marks = MarksModel()
        self._cells = _Cells(self)
        self.setModel(self.marks)
        self.setSortingEnabled(False)
        self.setItemDelegate(self._cells)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(LineTable.ScrollMode.ScrollPerPixel)
        columns = self.horizontalHeader()
        columns.setSortIndicatorShown(False)
        columns.setSectionsMovable(False)
        columns.setMinimumSectionSize(20)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setSectionResizeMode(Column.EXAM, QHeaderView.ResizeMode.Stretch)
        self._under: QWidget | None = None
        self._give_widths()
        self.selectionModel().currentRowChanged.connect(lambda *_two: self.line_changed.emit(self.current))
        self.verticalScrollBar().valueChanged.connect(self._place)
        self.marks.modelReset.connect(self.close_under)

    @property
    def current(self) -> Line | None:
        """The line chosen."""
        return self.marks.line(self.currentIndex().row())

    def choose(self, exam: ExamCode) -> None:
        """Put the keyboard's line on an épreuve."""
        row = self.marks.row_of(exam)
        if row >= 0:
            self.setCurrentIndex(self.marks.index(row, 0))

    def open_under(self, exam: ExamCode, widget: QWidget) -> None:
        """Show a widget under the line of an épreuve; the lines after it make room."""
        self.close_under()
        row = self.marks.row_of(exam)
        if row < 0:
            return
        self.setCurrentIndex(self.marks.index(row, 0))
        self.marks.open_gap(row + 1)
        self._under = widget
        widget.setParent(self.viewport())
        widget.show()
        self.fit_under()

    def close_under(self) -> None:
        """Hide it; the line stays chosen."""
        widget, self._under = self._under, None
        if widget is not None:
            widget.hide()
        if self.marks.gap is not None:
            self._give_height(self.marks.gap, self.verticalHeader().defaultSectionSize())
            self.marks.close_gap()
            self.executeDelayedItemsLayout()  # with this picture, and not again after it

    def fit_under(self) -> None:
        """Give the widget the height it needs now."""
        widget, gap = self._under, self.marks.gap
        if widget is None or gap is None:
            return
        width = self.viewport().width()
        layout = widget.layout()
        if layout is not None:
            layout.activate()  # a line inside another keeps the height it had, until then
        high = layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else -1
        self._give_height(gap, max(high, widget.sizeHint().height() if high < 0 else high))
        self.updateGeometries()  # before the bar knows the new height, it would stop short of it
        self.scrollTo(self.marks.index(gap, 0))
        self.scrollTo(self.marks.index(gap - 1, 0))  # the line it is about stays over it
        self._place()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        rows = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 4
        return QSize(300, rows)

    def event(self, event: QEvent) -> bool:
        """Digits and « + » are this table's, before they begin a jump."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _begins_a_mark(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin a mark with its first digit, or with « + »."""
        if _begins_a_mark(event):
            self.typed.emit(event.text() if event.text().isdigit() else "")
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands under a line follows the width."""
        super().resizeEvent(event)
        self.fit_under()

    def changeEvent(self, event: QEvent) -> None:
        """Take a new font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._give_widths()
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange} and self._cells is not None:
            self._cells.dress()

    def _give_widths(self) -> None:
        for column, text in WIDEST.items():
            self.setColumnWidth(column, self.fontMetrics().horizontalAdvance(text) + 11)

    def _give_height(self, row: int, height: int) -> None:
        """Qt would paint the lines under it in the next picture only, by a timer."""
        lines = self.verticalHeader()
        if lines.sectionSize(row) == height:
            return
        lines.blockSignals(True)
        lines.resizeSection(row, height)
        lines.blockSignals(False)
        self.viewport().update()

    def _place(self) -> None:
        widget, gap = self._under, self.marks.gap
        if widget is not None and gap is not None:
            widget.setGeometry(0, self.rowViewportPosition(gap), self.viewport().width(), self.rowHeight(gap))


def _begins_a_mark(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    return not plain and (event.text().isdigit() or event.text() == "+") and bool(event.text())
