# SPDX-License-Identifier: AGPL-3.0-or-later
"""Change the passphrase of this seat."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from lsl_desk.client.gate import Gate
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog, secret
from lsl_desk.ui.dialogs.strength import DIFFERENT, judge, obstacle
from lsl_desk.ui.tasks import Tasks


class PassphraseDialog(Dialog):
    """The old phrase, the new one twice. It closes when the Gate has wrapped the key anew."""

    changed = Signal()

    def __init__(self, gate: Gate, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Changer la phrase de passe", parent)
        self._gate = gate
        self._tasks = tasks
        self.old, self.new, self.again = (
            secret(name) for name in ("Phrase de passe actuelle", "Nouvelle phrase de passe", "La nouvelle, encore")
        )
        self.beside_old, self.beside_new, self.beside_again = Beside(), Beside(), Beside()
        # Without a parent: Tab goes through what a dialog was given in the order it was given.
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText("Changer")
        self.buttons.accepted.connect(self._send)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setVerticalSpacing(4)
        for words, field, beside in (
            ("&Actuelle", self.old, self.beside_old),
            ("&Nouvelle", self.new, self.beside_new),
            ("&Encore une fois", self.again, self.beside_again),
        ):
            form.addRow(words, field)
            form.addRow("", beside)
        self.new.textChanged.connect(lambda text: judge(text, self.beside_new))
        judge("", self.beside_new)
        said = QLabel(
            "Le coffre reste le même, la nouvelle phrase l’ouvre. Une phrase de passe perdue ne se retrouve pas."
        )
        said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(said)
        column.addLayout(form)
        column.addWidget(self.buttons)
        self.setMinimumWidth(560)

    def _send(self) -> None:
        for beside in (self.beside_old, self.beside_again):
            beside.clear()
        refused = obstacle(self.new.text(), self.again.text())
        if refused:
            at_new = refused != DIFFERENT
            (self.beside_new if at_new else self.beside_again).refuse(refused)
            (self.new if at_new else self.again).setFocus()
            return
        old, new = self.old.text(), self.new.text()
        self.buttons.setEnabled(False)
        self._tasks.run(
            lambda: self._gate.change_passphrase(old, new), lambda _none: self._done(), self._refused, owner=self
        )

    def _done(self) -> None:
        self.changed.emit()
        self.accept()

    def _refused(self, refusal: Refusal) -> None:
        self.buttons.setEnabled(True)
        weak = refusal.code is Code.PASSPHRASE_WEAK
        (self.beside_new if weak else self.beside_old).refuse(sentence(refusal))
        field = self.new if weak else self.old
        field.setFocus()
        field.selectAll()
