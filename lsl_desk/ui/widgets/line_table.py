# SPDX-License-Identifier: AGPL-3.0-or-later
"""A table of lines that are chosen as a whole, with plain keys left to the actions."""

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

_OF_THE_LIVRET = {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_End}


class LineTable(QTableView):
    """One line at a time; letters and digits belong to the actions, Tab leaves the table."""

    entered_line = Signal()
    """Enter was pressed: the keyboard wants to go on to what the line is about."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make a table.

        Args:
            name: what it lists, for a screen reader.
            parent: the widget around it.
        """
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(16)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsMovable(True)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._dress()

    def setSelectionModel(self, selectionModel: QItemSelectionModel) -> None:  # noqa: N803 - Qt's name
        """Keep the headings out of the selection: they show nothing of it, and would be repainted at every line."""
        super().setSelectionModel(selectionModel)
        columns = self.horizontalHeader()
        columns.setSelectionModel(QItemSelectionModel(self.model(), columns))

    def keyboardSearch(self, search: str) -> None:
        """Letters and digits are actions of the room, not a search in the first column."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter; Home and End are the first and last line, as in any list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered_line.emit()
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and not event.modifiers() and self.model().rowCount():
            row = 0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1
            self.setCurrentIndex(self.model().index(row, max(0, self.currentIndex().column())))
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _OF_THE_LIVRET:
            event.ignore()  # also when the action is off: the line must not change under who turns pages
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard without choosing a line: nobody's livret opens because a key went by."""
        if self.currentIndex().isValid():
            super().focusInEvent(event)
            return
        lines = self.selectionModel()
        lines.blockSignals(True)  # Qt makes the first line the current one
        super().focusInEvent(event)
        lines.clearCurrentIndex()
        lines.blockSignals(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen line in sight where it was: a message over the room takes its place from the table."""
        chosen = self.visualRect(self.currentIndex())
        seen = self.currentIndex().isValid() and 0 <= chosen.top() < event.oldSize().height()
        super().resizeEvent(event)
        if seen:
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    def changeEvent(self, event: QEvent) -> None:
        """Take a new font or palette."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange}:
            self._dress()

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        # The chosen line keeps its accent when the keyboard is elsewhere: it says which livret is open.
        shown = self.palette()
        active = shown.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight)
        if shown.color(QPalette.ColorGroup.Inactive, QPalette.ColorRole.Highlight) != active:
            for role in (QPalette.ColorRole.Highlight, QPalette.ColorRole.HighlightedText):
                shown.setColor(QPalette.ColorGroup.Inactive, role, shown.color(QPalette.ColorGroup.Active, role))
            self.setPalette(shown)
