# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far an import is, in a strip that blocks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

if TYPE_CHECKING:
    from lsl_desk.client.progress import Progress


class ImportStrip(QWidget):
    """« Import de J01 — 34 / 68 livrets, N° 0417 », a bar and « Annuler »."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.said = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(10)
        self.bar.setMaximumWidth(360)
        self.bar.setAccessibleName("Avancement de l’import")
        self.stop_button = QPushButton("Annuler")
        self.stop_button.setAccessibleName("Annuler l’import")
        self.stop_button.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(14)
        row.addWidget(self.said)
        row.addWidget(self.bar, 1)
        row.addStretch(1)
        row.addWidget(self.stop_button)
        self.hide()

    def begin(self, name: str) -> None:
        """Show that a folder or zip is being read."""
        self._name = name
        self.said.setText(f"Import de «\u00a0{name}\u00a0»\u00a0: lecture de l’index…")
        self.bar.setRange(0, 0)
        self.stop_button.setEnabled(True)
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how many livrets are done."""
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        item = f", N° {progress.item}" if progress.item else ""
        self.said.setText(
            f"Import de «\u00a0{self._name}\u00a0»\u00a0: {progress.done} / {progress.total} livrets{item}"
        )

    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.said.setText(f"Import de «\u00a0{self._name}\u00a0»\u00a0: arrêt, rien n’en sera gardé…")
        self.stop_wanted.emit()
