# SPDX-License-Identifier: AGPL-3.0-or-later
"""Like cases that the jury decided differently: each with its reason, asked once (features N09)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.closing.words import case_line
from lsl_desk.ui.dialogs.base import Beside
from lsl_desk.ui.sitting_words import candidate_line
from lsl_desk.ui.widgets.group import Card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lsl_desk.client.close.values import ClosingView, UnequalCase
    from lsl_desk.domain.ids import Digest, PvNumber, StudentNumber
    from lsl_desk.domain.jury import SealedIdentity


class CaseRow(Card):
    """One case: who had what, the reason, and the way to each candidate."""

    explaining = Signal(object, str)
    """Key of the case, reason."""
    candidate_wanted = Signal(object)
    """N° élève."""

    def __init__(
        self, one: UnequalCase, pvs: Mapping[StudentNumber, PvNumber], *, may: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key: Digest = one.key
        said = QLabel(case_line(one, pvs))
        said.setWordWrap(True)
        lines = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        lines.setHeightForWidth(True)  # else it has the height of a narrow column, and the card is full of air
        said.setSizePolicy(lines)
        self.reason = QLineEdit(one.reason)
        self.reason.setAccessibleName("Raison des décisions différentes")
        self.reason.setPlaceholderText("Par exemple\u00a0: le livret de l’un montre des progrès constants")
        self.reason.setReadOnly(not may or bool(one.reason))
        self.explain = QPushButton("Garder cette raison")
        self.explain.setAutoDefault(False)
        self.explain.clicked.connect(self._explain)
        self.reason.returnPressed.connect(self._explain)
        self.beside = Beside()
        self.beside.hide()
        self.which = QComboBox()
        self._pvs = pvs
        for _, _, numbers in one.outcomes:
            for number in numbers:
                self.which.addItem(candidate_line(number, pvs[number]), number)
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.which.setAccessibleName("Candidat à revoir")
        self.which.view().setAccessibleName("Candidats de ce cas")
        self.see = QPushButton("Voir ce candidat")
        self.see.setAutoDefault(False)
        self.see.clicked.connect(lambda: self.candidate_wanted.emit(self.which.currentData()))
        ways = QHBoxLayout()
        ways.addWidget(self.which)
        ways.addWidget(self.see)
        ways.addStretch(1)
        asked = QHBoxLayout()
        asked.addWidget(self.reason, 1)
        asked.addWidget(self.explain)
        column = QVBoxLayout(self)
        column.addWidget(said)
        column.addLayout(ways)
        column.addLayout(asked)
        column.addWidget(self.beside)
        self.explain.setVisible(may and not one.reason)  # once it stands in a window: alone it would be one

    def show_names(self, names: Mapping[StudentNumber, SealedIdentity]) -> None:
        """The jury knows them."""
        for place in range(self.which.count()):
            number = self.which.itemData(place)
            self.which.setItemText(place, candidate_line(number, self._pvs[number], names.get(number)))

    def say(self, refusal: Refusal) -> None:
        """Say beside this case why nothing was recorded."""
        self.beside.show()
        self.beside.refuse(sentence(refusal))

    def _explain(self) -> None:
        if self.reason.isReadOnly():
            return
        if not self.reason.text().strip():
            self.say(Refusal(Code.REASON_MISSING))
            self.reason.setFocus()
            return
        self.explaining.emit(self._key, self.reason.text())


class Cases(QWidget):
    """All of them, or that there is none."""

    explaining = Signal(object, str)
    candidate_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[object, CaseRow] = {}
        self.intro = QLabel()
        self.intro.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.intro)
        self._column.addStretch(1)

    @property
    def to_do(self) -> QWidget | None:
        """Where the next reason is to be given."""
        return next((row.reason for row in self.rows.values() if not row.reason.isReadOnly()), None)

    def show_view(self, view: ClosingView) -> None:
        """Make the rows anew."""
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = {}
        waiting = any(not one.reason for one in view.unequal)
        self.intro.setText(_SOME if waiting else _EXPLAINED if view.unequal else _NONE)
        pvs = {line.number: line.pv for line in view.minutes.lines}
        may = view.refused is None and view.minutes.closing is None
        for rank, one in enumerate(view.unequal):
            row = self.rows[one.key] = CaseRow(one, pvs, may=may, parent=self)
            row.explaining.connect(self.explaining)
            row.candidate_wanted.connect(self.candidate_wanted)
            self._column.insertWidget(1 + rank, row)
            row.show()  # now: a layout would show it one turn of the loop later

    def show_names(self, names: Mapping[StudentNumber, SealedIdentity]) -> None:
        """The jury knows them."""
        for row in self.rows.values():
            row.show_names(names)


_SOME = (
    "Même série, mêmes points manquants avant le jury, décisions différentes\u00a0: la clôture attend une raison pour "
    "chaque cas, ou une correction. Le PV garde la raison."
)
_EXPLAINED = "Chaque cas semblable a sa raison, que le PV garde."
_NONE = "Aucun cas semblable n’a reçu une décision différente."
