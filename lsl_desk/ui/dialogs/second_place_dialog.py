# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Feuille d’état… »: what it is, what it holds, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from lsl_desk.ui.dialogs.base import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable

WHAT = (
    "Pendant la séance, chaque minute où quelque chose a changé, le poste écrit l’état du jury dans un second endroit"
    "\u00a0: les notes, les lectures, les décisions et le dernier acte. C’est un PDF, que tout ordinateur ouvre et"
    " imprime\u00a0: si plus rien ne marche, on continue au stylo."
)
WARNING = (
    "⚠\u00a0Cette feuille porte les notes et les décisions, par N° élève, sans aucun nom. Elle n’est pas protégée par"
    " un code\u00a0: qui prend la clé peut la lire. Gardez la clé dans la salle, et effacez la feuille après la"
    " délibération."
)
NOWHERE = "Aucun endroit choisi\u00a0: rien n’est écrit."
TITLE = "Où écrire la feuille d’état"


class SecondPlaceDialog(Dialog):
    """Says what is written where; a folder is asked for by the window that opens it."""

    chosen = Signal(str)
    """A folder; "" to write no more."""

    def __init__(
        self, place: str, said: str, choose: Callable[[Callable[[str], None]], None], parent: QWidget | None = None
    ) -> None:
        """Make it.

        Args:
            place: where sheets go now, "" for nowhere.
            said: what became of the last one, or "".
            choose: asks for a folder.
            parent: the window.
        """
        super().__init__("Feuille d’état de la séance", parent)
        what, warning = QLabel(WHAT), QLabel(WARNING)
        self.place = QLabel()
        self.place.setAccessibleName("Endroit choisi")
        self.said = QLabel(said)
        for label in (what, warning, self.place, self.said):
            label.setWordWrap(True)
        self.said.setVisible(bool(said))
        self.choose, self.stop = QPushButton("&Choisir une clé ou un dossier…"), QPushButton("&Ne plus écrire")
        self.choose.clicked.connect(lambda: choose(self._take))
        self.stop.clicked.connect(lambda: self._take(""))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.choose, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.stop, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        for part in (what, warning, self.place, self.said):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(600)
        self._show(place)
        self.choose.setDefault(True)
        self.choose.setFocus()

    def _take(self, place: str) -> None:
        self.said.hide()
        self._show(place)
        self.chosen.emit(place)

    def _show(self, place: str) -> None:
        self.place.setText(f"✓\u00a0Écrite dans «\u00a0{place}\u00a0»." if place else NOWHERE)
        self.stop.setEnabled(bool(place))
