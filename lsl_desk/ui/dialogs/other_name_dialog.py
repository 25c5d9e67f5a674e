# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury of another session is kept beside the one held, under a name a person gives, as ``import --jury`` does."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from lsl_desk.domain.errors import Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog

_LONGEST = 40


class OtherNameDialog(Dialog):
    """Says what clashes and asks for a name; `chosen` carries it."""

    chosen = Signal(str)

    def __init__(self, refusal: Refusal, parent: QWidget | None = None) -> None:
        """Propose a name made of the jury and its session: « J01-2019 »."""
        super().__init__("Garder le jury sous un autre nom", parent)
        self._held = str(refusal.facts.get("jury", ""))
        said = QLabel(f"{sentence(refusal)} Les deux seront gardés, chacun avec ses lectures.")
        said.setWordWrap(True)
        self.name = QLineEdit(f"{self._held}-{refusal.facts.get('offered', '')}")
        self.name.setMaxLength(_LONGEST)
        self.name.setAccessibleName("Nom du jury sur ce poste")
        self.name.selectAll()
        self.beside = Beside()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.button = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.button.setText("Importer")
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("&Nom du jury", self.name)
        form.addRow("", self.beside)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(said)
        column.addLayout(form)
        column.addWidget(buttons)
        self.setMinimumWidth(520)

    def _choose(self) -> None:
        name = self.name.text().strip()
        if not name or name == self._held:
            self.beside.refuse(f"Donnez un autre nom que «\u00a0{self._held}\u00a0».")
            self.name.setFocus()
            return
        self.chosen.emit(name)
        self.accept()
