# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two readings of an index are possible: both are shown side by side, a person says which is right (issue 2 §2)."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.client.ports import ColumnChoice
from lsl_desk.domain.errors import Refusal
from lsl_desk.ui.dialogs.base import Dialog
from lsl_desk.ui.widgets.group import Group

_HEADINGS = ("N° PV", "N° élève")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that may be the N° élève: its words, what `ColumnChoice` takes, its first values."""

    words: str
    choice: str
    values: list[str]


class AmbiguousDialog(Dialog):
    """Both readings of the first rows; `chosen` carries a `ColumnChoice`."""

    chosen = Signal(object)

    def __init__(self, source: str, refusal: Refusal, parent: QWidget | None = None) -> None:
        """Say both readings of the folder or zip named ``source``."""
        super().__init__("Quelle colonne est le N° élève\u202f?", parent)
        facts = {name: str(value) for name, value in refusal.facts.items()}
        first, second = facts.get("first", "1"), facts.get("second", "2")
        one = _Column(first, facts.get("first_column", first), facts.get("first_rows", "").splitlines())
        other = _Column(second, facts.get("second_column", second), facts.get("second_rows", "").splitlines())
        said = QLabel(
            f"L’index de «\u00a0{source}\u00a0» a deux colonnes de numéros et ne dit pas laquelle est le N° élève. "
            "Comparez avec un livret\u00a0: le N° élève est imprimé sur chaque page."
        )
        said.setWordWrap(True)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        self.buttons: list[QPushButton] = []
        for number, pv in ((one, other), (other, one)):
            sides.addWidget(self._reading(number, pv))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(said)
        column.addLayout(sides)
        column.addWidget(buttons)
        # Enter in a table must not settle it: a reading is chosen on its own button.
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setDefault(True)
        self.resize(720, 420)

    def _reading(self, number: _Column, pv: _Column) -> Group:
        box = Group(f"N° élève\u00a0: «\u00a0{number.words}\u00a0»")
        table = QTableWidget(max(len(number.values), len(pv.values)), len(_HEADINGS))
        table.setAccessibleName(f"Premières lignes si le N° élève est «\u00a0{number.words}\u00a0»")
        table.setHorizontalHeaderLabels(_HEADINGS)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, shown in enumerate((pv, number)):
            for row, value in enumerate(shown.values):
                cell = QTableWidgetItem(value)
                cell.setFlags(cell.flags() & ~Qt.ItemFlag.ItemIsEditable)
                table.setItem(row, column, cell)
        button = QPushButton("C’est cette lecture")
        button.setAccessibleName(f"Le N° élève est «\u00a0{number.words}\u00a0»")
        button.clicked.connect(lambda: self._choose(ColumnChoice(pv=pv.choice, number=number.choice)))
        self.buttons.append(button)
        inside = QVBoxLayout(box)
        inside.addWidget(table)
        inside.addWidget(button)
        return box

    def _choose(self, choice: ColumnChoice) -> None:
        self.chosen.emit(choice)
        self.accept()
