# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far the fetching from the academy is, under the juries; it is paused, gone on with and stopped here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget


class SyncStrip(QWidget):
    """« J01 — 34 / 80 livrets · 2,1 Mo/s · encore 9 s », a bar, « Suspendre » and « Arrêter »."""

    pause_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setFixedWidth(220)
        self.bar.setAccessibleName("Avancement de la synchronisation")
        self.pause_button, self.stop_button = QPushButton("Suspendre"), QPushButton("Arrêter")
        self.stop_button.setAccessibleName("Arrêter la synchronisation")
        self.pause_button.clicked.connect(self.pause_wanted)
        self.stop_button.clicked.connect(self.stop_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(14)
        for part in (self.said, self.bar, self.pause_button, self.stop_button):
            row.addWidget(part)
        self.show_paused(paused=False)
        self.hide()

    def show_progress(self, label: str, words: str, done: int, total: int) -> None:
        """Show the jury being fetched."""
        self.said.setText(f"{label} — {words}")
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def show_busy(self, *, busy: bool) -> None:
        """A sync began, or ended."""
        if busy:
            self.said.setText("Synchronisation avec l’académie…")
            self.bar.setRange(0, 0)
            self.show_paused(paused=False)
        for part in (self.bar, self.pause_button, self.stop_button):
            part.setVisible(busy)
        self.setVisible(busy)

    def show_paused(self, *, paused: bool) -> None:
        """Say what the button does now."""
        self.pause_button.setText("Reprendre" if paused else "Suspendre")
        self.pause_button.setAccessibleName(f"{self.pause_button.text()} la synchronisation")

    def say(self, text: str) -> None:
        """Say how the last sync ended, when there is something to say; it stays until the next one."""
        self.said.setText(text)
        self.setVisible(bool(text))
