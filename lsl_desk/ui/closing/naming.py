# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names made known to the jury, and cases taken up again after it (features N18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lsl_desk.client.close.values import Names
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.pv_words import decision
from lsl_desk.sentences import sentence
from lsl_desk.ui.closing.words import line_meant
from lsl_desk.ui.dialogs.base import Beside
from lsl_desk.ui.sitting_words import candidate_line, names_line
from lsl_desk.ui.widgets.group import Group

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from lsl_desk.client.close.values import ClosingView
    from lsl_desk.domain.ids import StudentNumber
    from lsl_desk.domain.jury import SealedIdentity
    from lsl_desk.domain.minutes import Line


class Sure(QCheckBox):
    """Ticked, Enter goes on: Space, then Enter."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter says nothing while it is not ticked."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.isChecked():
            self.entered.emit()
            return
        super().keyPressEvent(event)


class Naming(QWidget):
    """Two acts of who presides, each said whole before it is done."""

    lifting = Signal()
    reopening = Signal(str, str)
    """N° élève, as typed when nobody has it; reason."""

    def __init__(self, candidate: StudentNumber | None = None, parent: QWidget | None = None) -> None:
        """Begin by the candidate on the screen, None for nobody."""
        super().__init__(parent)
        self._candidate = candidate
        self._lines: tuple[Line, ...] = ()
        self._names: Mapping[StudentNumber, SealedIdentity] = {}
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.sure = Sure("Toutes les décisions sont prises\u202f; les notes seront figées")
        self.lift = QPushButton("Lever l’&anonymat")
        self.lift.setAutoDefault(False)
        self.lift.setEnabled(False)
        self.sure.toggled.connect(self.lift.setEnabled)
        self.sure.entered.connect(self.lift.click)
        self.lift.clicked.connect(self.lifting)
        self.lift_beside, self.reopen_beside = Beside(), Beside()
        names = Group("Noms des candidats")
        column = QVBoxLayout(names)
        for part in (self.said, self.sure):
            column.addWidget(part)
        column.addWidget(self.lift, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.lift_beside)
        self._make_again()
        column = QVBoxLayout(self)
        column.addWidget(names)
        column.addWidget(self.again)
        column.addStretch(1)

    def _make_again(self) -> None:
        self.again = Group("Reprendre un dossier")
        self.number, self.reason, self.who = QLineEdit(), QLineEdit(), QLabel()
        self.number.setAccessibleName("N° élève ou N° PV du dossier à reprendre")
        self.number.textChanged.connect(self._say_who)
        self.who.setWordWrap(True)
        self.who.setAccessibleName("Dossier à reprendre")
        self.reason.setAccessibleName("Raison de la reprise")
        self.reason.setPlaceholderText("Par exemple\u00a0: note inversée sur la copie")
        self.reopen = QPushButton("&Reprendre ce dossier")
        self.reopen.setAutoDefault(False)
        self.reopen.clicked.connect(self._reopen)
        self.reason.returnPressed.connect(self._reopen)
        self.number.returnPressed.connect(self._reopen)
        told = QLabel(
            "Après la levée de l’anonymat ou la clôture, un dossier se reprend avec une raison que le PV garde\u202f; "
            "la séance se clôt et se signe alors de nouveau."
        )
        told.setWordWrap(True)
        form = QFormLayout()
        form.addRow("N° élè&ve ou PV", self.number)
        form.addRow("", self.who)
        form.addRow("Ra&ison", self.reason)
        column = QVBoxLayout(self.again)
        column.addWidget(told)
        column.addLayout(form)
        column.addWidget(self.reopen, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.reopen_beside)

    @property
    def to_do(self) -> QWidget | None:
        """Where the keyboard is of use, None when nothing can be done here."""
        if self.sure.isVisibleTo(self):
            return self.sure
        if not self.again.isVisibleTo(self):
            return None
        return self.reason if self._meant() is not None else self.number

    def show_view(self, view: ClosingView) -> None:
        """Say how the names stand, and allow what may be done."""
        self._lines = view.minutes.lines
        self.said.setText(names_line(view))
        may = view.refused is None
        for part in (self.sure, self.lift, self.lift_beside):
            part.setVisible(view.names is Names.SEALED and may)
        self.sure.setChecked(False)
        self.again.setVisible(may and (view.names is Names.KNOWN or view.minutes.closing is not None))
        self.number.setText(self._candidate or "")
        self.reason.clear()
        self._say_who()
        for beside in (self.lift_beside, self.reopen_beside):
            beside.clear()

    def show_names(self, names: Mapping[StudentNumber, SealedIdentity]) -> None:
        """The jury knows them: who is meant is said by name too."""
        self._names = names
        self._say_who()

    def _meant(self) -> Line | None:
        return line_meant(self._lines, self.number.text())

    def _say_who(self) -> None:
        """Before a case is taken up again one reads whose it is, and what was decided."""
        line = self._meant()
        said = "" if line is None else candidate_line(line.number, line.pv, self._names.get(line.number))
        self.who.setText("" if line is None else f"{said}\u00a0: {decision(line)}")

    def _reopen(self) -> None:
        typed, line = self.number.text().strip(), self._meant()
        if not typed:
            self.reopen_beside.refuse("Donnez le N° élève ou le N° PV du dossier à reprendre.")
            self.number.setFocus()
        elif not self.reason.text().strip():
            self.reopen_beside.refuse(sentence(Refusal(Code.REASON_MISSING)))
            self.reason.setFocus()
        else:
            self.reopening.emit(typed if line is None else line.number, self.reason.text())
