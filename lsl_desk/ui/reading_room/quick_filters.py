# SPDX-License-Identifier: AGPL-3.0-or-later
"""The filters of one click, the série, and how near under a threshold one looks (features P03, N04)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from lsl_desk.client.sit.query import (
    Test,
    compulsory,
    missing,
    of_serie,
    on_paper,
    provisional,
    suspended,
    to_read,
    undecided,
)

FILTERS: dict[str, tuple[str, str, Test]] = {
    "to_read": ("○ à lire", "Livrets à lire, commencés ou à relire", to_read),
    "paper": ("▤ papier", "Livrets papier, à examiner en main", on_paper),
    "missing": ("✗ manquants", "Livrets attendus qui manquent ou ne s’ouvrent pas", missing),
}
"""Identifier: label, tooltip, and the test of a line. One at a time; pressing it again takes it away."""

OF_A_SITTING: dict[str, tuple[str, str, Test]] = {
    "compulsory": ("⚠ obligatoires", "Livrets à examiner avant «\u00a0ajourné\u00a0» (D334-10)", compulsory),
    "undecided": ("— sans décision", "Sans décision définitive, à reprendre ou à redécider", undecided),
    "provisional": ("P", "Une note «\u00a0P\u00a0», moyenne du livret, attend la vraie", provisional),
    "suspended": ("◷ à reprendre", "Décision suspendue", suspended),
}
"""The same, once there are marks to decide on."""

_ALL = FILTERS | OF_A_SITTING

ALL_SERIES = "toutes séries"
LENSES = tuple(Decimal(step) / 100 for step in range(5, 55, 5))
"""How near under a threshold one may look, in points of average: 0,05 to 0,5."""


class QuickFilters(QWidget):
    """Buttons, a list of séries; with marks, more buttons and the lens."""

    changed = Signal()

    lens_wanted = Signal(object)
    """Another width of the lens was chosen, a `Decimal`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deciding = False
        self.buttons: dict[str, QToolButton] = {}
        row, more = self._row_of(FILTERS), self._row_of(OF_A_SITTING)
        self.sitting = QWidget()
        self.sitting.setLayout(more)
        self.sitting.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.sitting)
        self.lens = QComboBox()
        self.lens.setAccessibleName("Loupe sous les seuils")
        self.lens.view().setAccessibleName("Largeurs de la loupe")
        self.lens.setToolTip("Loupe\u00a0: les cas à moins de tant sous un seuil sont marqués ▲")
        self.lens.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lens.addItems([f"▲\u00a0{width:.2f}".replace(".", ",") for width in LENSES])
        self.lens.activated.connect(lambda place: self.lens_wanted.emit(LENSES[place]))
        self.lens.hide()
        row.addWidget(self.lens)
        self.serie = QComboBox()
        self.serie.setAccessibleName("Série")
        self.serie.view().setAccessibleName("Séries du jury")
        self.serie.setToolTip("Ne montrer qu’une série")
        self.serie.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.serie.addItem(ALL_SERIES)
        self.serie.currentIndexChanged.connect(lambda _index: self.changed.emit())
        row.addWidget(self.serie)

    @property
    def quick(self) -> str:
        """The button pressed, or ""."""
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    @property
    def chosen_serie(self) -> str:
        """The série chosen, or ""."""
        return self.serie.currentText() if self.serie.currentIndex() > 0 else ""

    def tests(self) -> tuple[Test, ...]:
        """What a line must satisfy."""
        found = [_ALL[self.quick][2]] if self.quick else []
        return (*found, of_serie(self.chosen_serie)) if self.chosen_serie else tuple(found)

    def offer(self, series: Sequence[str]) -> None:
        """Offer the séries of a jury; the one chosen stays if it still is one of them."""
        before = self.chosen_serie
        self.serie.blockSignals(True)
        self.serie.clear()
        self.serie.addItems([ALL_SERIES, *series])
        self.serie.setCurrentIndex(max(0, self.serie.findText(before)) if before else 0)
        self.serie.setEnabled(len(series) > 1)
        self.serie.setVisible(not self._deciding or len(series) > 1)
        self.serie.blockSignals(False)

    def show_sitting(self, *, deciding: bool) -> None:
        """Offer the filters of a sitting, or take them away."""
        self._deciding = deciding
        self.sitting.setVisible(deciding)
        self.lens.setVisible(deciding)
        self.serie.setVisible(not deciding or self.serie.count() > 2)
        if not deciding and self.quick in OF_A_SITTING:
            self._press("")

    def show_lens(self, width: Decimal) -> None:
        """Say the width in force."""
        if width in LENSES:
            self.lens.setCurrentIndex(LENSES.index(width))

    def set_state(self, quick: str, serie: str) -> None:
        """Press a button and choose a série, without a word."""
        for name, button in self.buttons.items():
            button.setChecked(name == quick)
        self.serie.blockSignals(True)
        self.serie.setCurrentIndex(max(0, self.serie.findText(serie)) if serie else 0)
        self.serie.blockSignals(False)

    def _row_of(self, filters: Mapping[str, tuple[str, str, Test]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for name, (label, tip, _test) in filters.items():
            button = QToolButton()
            button.setText(label)
            button.setToolTip(tip)
            button.setAccessibleName(f"Filtre {label[2:] or tip}")
            button.setAccessibleDescription(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked, pressed=name: self._press(pressed))
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _press(self, pressed: str) -> None:
        for name, button in self.buttons.items():
            if name != pressed:
                button.setChecked(False)
        self.changed.emit()
