# SPDX-License-Identifier: AGPL-3.0-or-later
"""The import doctor's list: every anomaly of a jury, where it is, what was read, what was expected (features P45)."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCollator, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QDialogButtonBox, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.ids import JuryId
from lsl_desk.sentences import anomaly_expected, anomaly_sentence, anomaly_value
from lsl_desk.ui.dialogs.base import Dialog
from lsl_desk.ui.french import FRENCH, counted

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
COLUMNS = ("Où", "Lu", "Attendu", "Ce qui est à vérifier")


class AnomalyModel(QAbstractTableModel):
    """The anomalies as rows of text, sorted as a French reader expects."""

    def __init__(self, anomalies: Sequence[Anomaly], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collator = QCollator(FRENCH)
        self._collator.setNumericMode(True)
        self._found = [
            (one.where, anomaly_value(one), anomaly_expected(one), anomaly_sentence(one)) for one in anomalies
        ]
        self._rows = list(self._found)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """One row an anomaly."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """See `COLUMNS`."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell, for the eye and for a screen reader."""
        if not index.isValid():
            return None
        text = self._rows[index.row()][index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()]}\u00a0: {text or 'rien'}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heading of a column; rows have none."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, rows of equal text keeping the order of the import; column -1 is that order."""
        self.layoutAboutToBeChanged.emit()
        self._rows = list(self._found)
        if column >= 0:
            down = order == Qt.SortOrder.DescendingOrder
            self._rows.sort(key=lambda row: self._collator.sortKey(row[column]), reverse=down)
        self.layoutChanged.emit()

    def tsv(self, rows: Sequence[int]) -> str:
        """These rows as a spreadsheet takes them: a line each, tabs between, headings first."""
        lines = (COLUMNS, *(self._rows[row] for row in rows))
        return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)


class DoctorDialog(Dialog):
    """A window beside the main one, so that the list can be followed while the jury is looked at."""

    def __init__(self, jury: JuryId, anomalies: Sequence[Anomaly], parent: QWidget | None = None) -> None:
        super().__init__(f"Anomalies de l’import — jury {jury}", parent)
        self.model = AnomalyModel(anomalies, self)
        self.table = QTableView()
        self.table.setObjectName("doctor")
        self.table.setAccessibleName(f"Anomalies du jury {jury}")
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.resizeColumnsToContents()
        for column, most in enumerate((300, 160, 190)):
            self.table.setColumnWidth(column, min(max(self.table.columnWidth(column) + 16, 90), most))
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton("Copier la liste", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setToolTip("Copier toutes les lignes pour un tableur")
        self.copy_button.clicked.connect(self.copy_all)
        buttons.rejected.connect(self.reject)
        QShortcut(QKeySequence.StandardKey.Copy, self.table, self.copy_selection)
        column_box = QVBoxLayout(self)
        column_box.addWidget(QLabel(_summary(len(anomalies))))
        column_box.addWidget(self.table, 1)
        column_box.addWidget(buttons)
        self.resize(980, 520)

    def copy_all(self) -> None:
        """Put the whole list on the clipboard."""
        QGuiApplication.clipboard().setText(self.model.tsv(range(self.model.rowCount())))

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard, all of them when none is selected."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        QGuiApplication.clipboard().setText(self.model.tsv(rows or range(self.model.rowCount())))


def _summary(count: int) -> str:
    if not count:
        return "Rien à signaler dans ce jury."
    return f"{counted(count, 'point')} à vérifier. Un clic sur un titre trie, Ctrl+C copie les lignes choisies."
