# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Diagnostic réseau »: what passes and what does not, in lines to copy to whoever runs the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog

if TYPE_CHECKING:
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.ui.dialogs.asking import Ask


class DiagnosisDialog(Dialog):
    """Asks as soon as it is opened; nothing personal is in the report."""

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__("Diagnostic réseau", parent)
        self._ask = ask
        said = QLabel(
            "Ce rapport ne contient ni nom, ni numéro, ni livret\u00a0: il peut être envoyé à l’informatique."
        )
        said.setWordWrap(True)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setAccessibleName("Rapport du diagnostic")
        self.report.setTabChangesFocus(True)
        self.beside = Beside()
        self.again, self.copy = QPushButton("Recommencer"), QPushButton("Copier le rapport")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button, act in ((self.copy, self._copy), (self.again, self._look)):
            button.clicked.connect(act)
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        for part in (said, self.report, self.beside, self.buttons):
            column.addWidget(part)
        self.resize(720, 440)
        self._look()

    def _look(self) -> None:
        self._working(True)
        self.beside.inform("Examen du réseau en cours… il peut durer une minute.")
        self._ask(lambda link: link.diagnose(), self._shown, self._refused, owner=self)

    def _shown(self, lines: tuple[str, ...]) -> None:
        self.report.setPlainText("\n".join(lines))
        self._working(False)
        self.beside.clear()

    def _refused(self, refusal: Refusal) -> None:
        self._working(False)
        self.beside.refuse(sentence(refusal))

    def _working(self, busy: bool) -> None:
        self.again.setEnabled(not busy)
        self.copy.setEnabled(not busy and bool(self.report.toPlainText()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.beside.approve("Rapport copié")
