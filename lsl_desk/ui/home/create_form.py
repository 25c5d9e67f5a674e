# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first start: a passphrase, a quality, a name for this seat."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lsl_desk.client.gate import KeyringUse
from lsl_desk.domain.acts import Author
from lsl_desk.domain.errors import Code
from lsl_desk.sentences import REFUSALS
from lsl_desk.ui.dialogs.base import Beside, secret
from lsl_desk.ui.dialogs.strength import DIFFERENT, judge, obstacle
from lsl_desk.ui.french import ROLE_WORDS


class CreateForm(QWidget):
    """Asks what a new store needs; `wanted` carries the passphrase, the `Author` and whether the keyring opens it."""

    wanted = Signal(str, object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phrase = secret("Phrase de passe")
        self.again = secret("Phrase de passe, encore une fois")
        self.role = QComboBox()
        self.role.setAccessibleName("Votre fonction")
        self.role.view().setAccessibleName("Fonctions")
        for role, words in ROLE_WORDS.items():
            self.role.addItem(words, role)
        self.seat = QLineEdit("Poste 1")
        self.seat.setMaxLength(60)
        self.seat.setAccessibleName("Nom de ce poste")
        self.keyring = QCheckBox("Déverrouiller aussi par le &trousseau de ce compte")
        self.button = QPushButton("Créer le coffre")
        self.button.setDefault(True)
        self.beside_phrase, self.beside_again, self.beside_seat, self.beside = Beside(), Beside(), Beside(), Beside()
        self.beside_keyring = Beside()
        self.beside_keyring.hide()
        self._without_keyring = False
        self.beside_seat.inform("Il accompagne chaque acte, par exemple « Poste 3 ».")
        self.beside.hide()
        self._lay_out()
        self.phrase.textChanged.connect(lambda text: judge(text, self.beside_phrase))
        judge("", self.beside_phrase)
        for field in (self.phrase, self.again, self.seat):
            field.returnPressed.connect(self._send)
        self.button.clicked.connect(self._send)

    def hold(self, *, working: bool) -> None:
        """Let nothing be changed while the store is being made; what was typed stays."""
        for field in (self.phrase, self.again, self.seat):
            field.setReadOnly(working)
        for part in (self.role, self.button):
            part.setEnabled(not working)
        self.keyring.setEnabled(not working and not self._without_keyring)

    def show_keyring(self, use: KeyringUse) -> None:
        """Say beside the box when no keyring can be used, instead of taking a choice that would have no effect."""
        self._without_keyring = use is KeyringUse.ABSENT
        self.keyring.setEnabled(not self._without_keyring)
        self.beside_keyring.setVisible(self._without_keyring)
        if self._without_keyring:
            self.keyring.setChecked(False)
            self.beside_keyring.inform(REFUSALS[Code.KEYRING_ABSENT])

    def refuse(self, text: str) -> None:
        """Say why no store was made."""
        self.beside.refuse(text)
        self.beside.show()
        self.phrase.setFocus()

    def _lay_out(self) -> None:
        said = QLabel(
            "Les livrets sont gardés sur cet ordinateur dans un coffre scellé. Choisissez la phrase de passe "
            "qui l’ouvre\u00a0: perdue, elle ne se retrouve pas, et les jurys sont à importer de nouveau."
        )
        said.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(5)
        form.setHorizontalSpacing(14)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field, beside in (
            ("&Phrase de passe", self.phrase, self.beside_phrase),
            ("&Encore une fois", self.again, self.beside_again),
            ("Votre &fonction", self.role, None),
            ("&Nom de ce poste", self.seat, self.beside_seat),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            form.addRow(label, field)
            if beside is not None:
                form.addRow("", beside)
        form.addRow("", self.keyring)
        form.addRow("", self.beside_keyring)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(said)
        column.addLayout(form)
        column.addWidget(self.button)
        column.addWidget(self.beside)

    def _send(self) -> None:
        self.beside_again.clear()
        self.beside.hide()
        refused = obstacle(self.phrase.text(), self.again.text())
        if refused:
            at_again = refused == DIFFERENT
            (self.beside_again if at_again else self.beside_phrase).refuse(refused)
            (self.again if at_again else self.phrase).setFocus()
        elif not self.seat.text().strip():
            self.beside_seat.refuse("Donnez un nom à ce poste.")
            self.seat.setFocus()
        else:
            role = list(ROLE_WORDS)[self.role.currentIndex()]
            self.wanted.emit(self.phrase.text(), Author(self.seat.text().strip(), role), self.keyring.isChecked())
