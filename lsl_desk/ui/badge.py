# SPDX-License-Identifier: AGPL-3.0-or-later
"""The badge that says where the data come from: always at the same place, it never moves anything."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from lsl_desk.ui.icons import pixmap
from lsl_desk.ui.palettes import current_tints

LOCAL = "hors ligne — copie locale"


class Badge(QWidget):
    """A sign and words, at the right of the status bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self.words = QLabel(), QLabel(LOCAL)
        self.setAccessibleName(f"Source des données\u00a0: {LOCAL}")
        self.setToolTip("Tout ce qui est montré est gardé sur cet ordinateur\u202f; rien ne passe par le réseau.")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(6)
        row.addWidget(self._sign)
        row.addWidget(self.words)
        self._dress()

    def _dress(self) -> None:
        self._sign.setPixmap(pixmap("offline", current_tints().muted, 16, 2.0))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._dress()
