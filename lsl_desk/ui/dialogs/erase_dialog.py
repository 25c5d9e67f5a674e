# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an erasure loses and keeps, before it is done; « Annuler » has the keyboard."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from lsl_desk.ui.dialogs.base import Dialog


class EraseDialog(Dialog):
    """Sentences and two buttons; `confirmed` is the go-ahead."""

    confirmed = Signal()

    def __init__(self, title: str, sentences: tuple[str, ...], button: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for sentence in (*sentences, "L’effacement ne se défait pas."):
            said = QLabel(sentence)
            said.setWordWrap(True)
            column.addWidget(said)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self.button = buttons.addButton(button, QDialogButtonBox.ButtonRole.DestructiveRole)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._confirm)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(560)
        self.cancel.setDefault(True)
        self.cancel.setFocus()

    def _confirm(self) -> None:
        self.confirmed.emit()
        self.accept()
