# SPDX-License-Identifier: AGPL-3.0-or-later
"""A plain table of the eve: lines of texts and signs, each with the thing it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView

from lsl_desk.ui.models.signs import Sign, colour
from lsl_desk.ui.palettes import current_tints
from lsl_desk.ui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
Cell = str | Sign

_NOWHERE = QModelIndex()


class Lines(QAbstractTableModel, Generic[T]):
    """What a table shows: headings, and lines of (thing, cells)."""

    def __init__(self, headings: Sequence[str]) -> None:
        super().__init__()
        self._headings = tuple(headings)
        self._lines: tuple[tuple[T, tuple[Cell, ...]], ...] = ()

    def fill(self, lines: Sequence[tuple[T, tuple[Cell, ...]]]) -> None:
        """Show these lines; the same ones change nothing, so that no selection is lost."""
        new = tuple(lines)
        if [thing for thing, _ in new] == [thing for thing, _ in self._lines]:
            changed = [row for row, line in enumerate(new) if line != self._lines[row]]
            self._lines = new
            for row in changed:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._headings) - 1))
            return
        self.beginResetModel()
        self._lines = new
        self.endResetModel()

    def thing(self, row: int) -> T | None:
        """What a line is about."""
        return self._lines[row][0] if 0 <= row < len(self._lines) else None

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """All the cells, as they read."""
        return tuple(tuple(map(str, cells)) for _, cells in self._lines)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Headings."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, its colour, and what a screen reader says."""
        if not index.isValid():
            return None
        cell = self._lines[index.row()][1][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}\u00a0: {cell.word if isinstance(cell, Sign) else cell or 'rien'}"
        if role == Qt.ItemDataRole.ForegroundRole and isinstance(cell, Sign):
            return colour(cell.tone, current_tints())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class LinesTable(LineTable, Generic[T]):
    """A table over `Lines`, whose last column takes what is left."""

    def __init__(self, name: str, headings: Sequence[str], widths: Sequence[int]) -> None:
        """Make it.

        Args:
            name: what it lists, for a screen reader.
            headings: one a column.
            widths: of every column but the last, in characters.
        """
        super().__init__(name)
        self.lines: Lines[T] = Lines(headings)
        self.setModel(self.lines)
        self.setSortingEnabled(False)
        columns = self.horizontalHeader()
        columns.setSortIndicatorShown(False)
        columns.setStretchLastSection(True)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        digit = self.fontMetrics().averageCharWidth()
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width * digit + 14)

    def hide_jury(self, hidden: bool) -> None:
        """Hide the first column, which tells the jury, when there is only one."""
        self.setColumnHidden(0, hidden)

    @property
    def current(self) -> T | None:
        """What the chosen line is about."""
        return self.lines.thing(self.currentIndex().row())
