# SPDX-License-Identifier: AGPL-3.0-or-later
"""The filters of one click: « à lire », « papier », « manquants », and the série (features P03)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from lsl_desk.client.sit.query import Test, missing, of_serie, on_paper, to_read

FILTERS: dict[str, tuple[str, str, Test]] = {
    "to_read": ("○ à lire", "Livrets à lire, commencés ou à relire", to_read),
    "paper": ("▤ papier", "Livrets papier, à examiner en main", on_paper),
    "missing": ("✗ manquants", "Livrets attendus qui manquent ou ne s’ouvrent pas", missing),
}
"""Identifier: label, tooltip, and the test of a line. One at a time; pressing it again takes it away."""

ALL_SERIES = "toutes séries"


class QuickFilters(QWidget):
    """Three buttons and a list of séries."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.buttons: dict[str, QToolButton] = {}
        for name, (label, tip, _test) in FILTERS.items():
            button = QToolButton()
            button.setText(label)
            button.setToolTip(tip)
            button.setAccessibleName(f"Filtre {label[2:]}")
            button.setAccessibleDescription(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked, pressed=name: self._press(pressed))
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
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
        found = [FILTERS[self.quick][2]] if self.quick else []
        return (*found, of_serie(self.chosen_serie)) if self.chosen_serie else tuple(found)

    def offer(self, series: Sequence[str]) -> None:
        """Offer the séries of a jury; the one chosen stays if it still is one of them."""
        before = self.chosen_serie
        self.serie.blockSignals(True)
        self.serie.clear()
        self.serie.addItems([ALL_SERIES, *series])
        self.serie.setCurrentIndex(max(0, self.serie.findText(before)) if before else 0)
        self.serie.setEnabled(len(series) > 1)
        self.serie.blockSignals(False)

    def set_state(self, quick: str, serie: str) -> None:
        """Press a button and choose a série, without a word."""
        for name, button in self.buttons.items():
            button.setChecked(name == quick)
        self.serie.blockSignals(True)
        self.serie.setCurrentIndex(max(0, self.serie.findText(serie)) if serie else 0)
        self.serie.blockSignals(False)

    def _press(self, pressed: str) -> None:
        for name, button in self.buttons.items():
            if name != pressed:
                button.setChecked(False)
        self.changed.emit()
