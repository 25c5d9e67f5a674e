# SPDX-License-Identifier: AGPL-3.0-or-later
"""The button of the status bar that offers a newer version: it stands there, and interrupts nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from lsl_desk.ui.icons import icon
from lsl_desk.ui.palettes import current_tints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lsl_desk.domain.ids import JuryId


class OfferButton(QToolButton):
    """« J01 : version 4 à recevoir », or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)  # the bar keeps its height
        self.setIconSize(QSize(16, 16))
        self.setAccessibleName("Recevoir de l’académie")
        self.hide()

    def show_offers(self, offers: Mapping[JuryId, int]) -> None:
        """Show what the academy offers, by jury its version."""
        if len(offers) == 1:
            ((jury, version),) = offers.items()
            said = f"{jury}\u00a0: version {version} à recevoir"
        else:
            said = f"{len(offers)} jurys à recevoir"
        if offers:
            self._dress()
            self.setText(f" {said}")
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self.setAccessibleName(f"Recevoir de l’académie\u00a0: {said}")
            self.setToolTip("La recevoir maintenant\u202f; la page lue ne bouge pas.")
        self.setVisible(bool(offers))

    def _dress(self) -> None:
        self.setIcon(icon("receive", current_tints().accent))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.isVisible():
            self._dress()
