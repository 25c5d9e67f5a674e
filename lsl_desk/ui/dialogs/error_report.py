# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one window shown when we are at fault."""

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout

TITLE = "LSL Desk a rencontré une erreur imprévue"


class ErrorReport(QDialog):
    """Says it plainly, lets the report be copied, and goes. It stands on nothing else of ours."""

    def __init__(self, text: str) -> None:
        super().__init__(None)
        self.setWindowTitle("LSL Desk")
        title = QLabel(TITLE)
        font = QFont(title.font())
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        title.setFont(font)
        said = QLabel(
            "Ce qui était enregistré l’est toujours. LSL Desk va se fermer\u202f; vous pouvez le rouvrir aussitôt.\n"
            "Le rapport ci-dessous ne contient que des versions et des endroits du programme, aucune donnée de jury."
        )
        said.setWordWrap(True)
        self.report = QPlainTextEdit(text)
        self.report.setReadOnly(True)
        self.report.setAccessibleName("Rapport d’erreur")
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(self)
        self.copy_button = buttons.addButton("Copier le rapport", QDialogButtonBox.ButtonRole.ActionRole)
        self.close_button = buttons.addButton("Fermer LSL Desk", QDialogButtonBox.ButtonRole.AcceptRole)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        buttons.accepted.connect(self.accept)
        self.close_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for part in (title, said, self.report, buttons):
            column.addWidget(part)
        self.resize(640, 420)
