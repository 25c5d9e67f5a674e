# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names made known to the jury, and cases taken up again after it (features N18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lsl_desk.client.close.values import Names
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside
from lsl_desk.ui.sitting_words import names_line
from lsl_desk.ui.widgets.group import Group

if TYPE_CHECKING:
    from lsl_desk.client.close.values import ClosingView


class Naming(QWidget):
    """Two acts of who presides, each said whole before it is done."""

    lifting = Signal()
    reopening = Signal(str, str)
    """N° élève as typed, reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.sure = QCheckBox("Toutes les décisions sont prises\u202f; les notes seront figées")
        self.lift = QPushButton("Lever l’&anonymat")
        self.lift.setAutoDefault(False)
        self.lift.setEnabled(False)
        self.sure.toggled.connect(self.lift.setEnabled)
        self.lift.clicked.connect(self.lifting)
        self.lift_beside, self.reopen_beside = Beside(), Beside()
        names = Group("Noms des candidats")
        column = QVBoxLayout(names)
        for part in (self.said, self.sure):
            column.addWidget(part)
        column.addWidget(self.lift, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.lift_beside)
        self.again = Group("Reprendre un dossier")
        self.number, self.reason = QLineEdit(), QLineEdit()
        self.number.setAccessibleName("N° élève du dossier à reprendre")
        self.reason.setAccessibleName("Raison de la reprise")
        self.reason.setPlaceholderText("Par exemple\u00a0: note inversée sur la copie")
        self.reopen = QPushButton("&Reprendre ce dossier")
        self.reopen.setAutoDefault(False)
        self.reopen.clicked.connect(self._reopen)
        self.reason.returnPressed.connect(self._reopen)
        told = QLabel(
            "Après la levée de l’anonymat ou la clôture, un dossier se reprend avec une raison que le PV garde\u202f; "
            "la séance se clôt et se signe alors de nouveau."
        )
        told.setWordWrap(True)
        form = QFormLayout()
        form.addRow("N° élè&ve", self.number)
        form.addRow("Ra&ison", self.reason)
        column = QVBoxLayout(self.again)
        column.addWidget(told)
        column.addLayout(form)
        column.addWidget(self.reopen, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.reopen_beside)
        column = QVBoxLayout(self)
        column.addWidget(names)
        column.addWidget(self.again)
        column.addStretch(1)

    def show_view(self, view: ClosingView) -> None:
        """Say how the names stand, and allow what may be done."""
        self.said.setText(names_line(view))
        may = view.refused is None
        for part in (self.sure, self.lift):
            part.setVisible(view.names is Names.SEALED and may)
        self.sure.setChecked(False)
        self.again.setVisible(may and (view.names is Names.KNOWN or view.minutes.closing is not None))
        for field in (self.number, self.reason):
            field.clear()
        for beside in (self.lift_beside, self.reopen_beside):
            beside.clear()

    def _reopen(self) -> None:
        if not self.number.text().strip():
            self.reopen_beside.refuse("Donnez le N° élève du dossier à reprendre.")
            self.number.setFocus()
        elif not self.reason.text().strip():
            self.reopen_beside.refuse(sentence(Refusal(Code.REASON_MISSING)))
            self.reason.setFocus()
        else:
            self.reopening.emit(self.number.text().strip(), self.reason.text())
