# SPDX-License-Identifier: AGPL-3.0-or-later
"""The signatures of a PV: one row a seat, signed or refused, in its own words (features P25, N12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lsl_desk.client.close.values import Names, SeatWord
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import SEATS, sentence
from lsl_desk.ui.closing.words import seat_line
from lsl_desk.ui.dialogs.base import Beside
from lsl_desk.ui.sitting_words import names_line
from lsl_desk.ui.widgets.group import Card

if TYPE_CHECKING:
    from datetime import tzinfo

    from lsl_desk.client.close.values import ClosingView, SeatState


class SeatRow(Card):
    """One seat. A refusal asks for its reason in place, where the buttons were."""

    signing = Signal(object, str)
    """Seat, name."""
    refusing = Signal(object, str, str)
    """Seat, name, reason."""

    def __init__(self, one: SeatState, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = one.seat
        seat = SEATS[one.seat]
        title = QLabel(seat.capitalize())
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self.state = QLabel(seat_line(one, zone))
        self.state.setWordWrap(True)
        self.name = QComboBox()
        self.name.addItems(list(one.may_sign))
        self.name.setAccessibleName(f"Nom du {seat} qui signe")
        self.name.view().setAccessibleName(f"Noms de {seat} présents")
        self.sign, self.refuse = QPushButton("Signer"), QPushButton("Refuser de signer…")
        self.sign.setAccessibleName(f"Signer en qualité de {seat}")
        self.refuse.setAccessibleName(f"Refuser de signer en qualité de {seat}")
        self.reason = QLineEdit()
        self.reason.setAccessibleName(f"Raison du refus du {seat}")
        self.reason.setPlaceholderText("Raison du refus, gardée au PV et dite à la DEC")
        self.confirm = QPushButton("Enregistrer le refus")
        self.beside = Beside()
        for button in (self.sign, self.refuse, self.confirm):
            button.setAutoDefault(False)
        self.sign.clicked.connect(lambda: self.signing.emit(self._seat, self.name.currentText()))
        self.refuse.clicked.connect(self._ask)
        self.confirm.clicked.connect(self._refuse)
        self.reason.returnPressed.connect(self._refuse)
        first, second = QHBoxLayout(), QHBoxLayout()
        for part in (self.name, self.sign, self.refuse):
            first.addWidget(part, 1 if part is self.name else 0)
        second.addWidget(self.reason, 1)
        second.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.addWidget(title)
        column.addWidget(self.state)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.beside)
        waited = one.word in {SeatWord.WAITED, SeatWord.VOID}
        self.name.setVisible(waited)
        self.sign.setVisible(waited)
        self.refuse.setVisible(one.word is SeatWord.WAITED)
        self.reason.hide()
        self.confirm.hide()
        self.beside.hide()

    def say(self, refusal: Refusal) -> None:
        """Say beside this seat why nothing was recorded."""
        self.beside.show()
        self.beside.refuse(sentence(refusal))

    def _ask(self) -> None:
        for part in (self.reason, self.confirm):
            part.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self) -> None:
        if not self.reason.text().strip():
            self.say(Refusal(Code.REASON_MISSING))
            return
        self.refusing.emit(self._seat, self.name.currentText(), self.reason.text())


class Signatures(QWidget):
    """The rows of a PV; before the closing, why there are none."""

    signing = Signal(object, str)
    refusing = Signal(object, str, str)

    def __init__(self, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.rows: dict[object, SeatRow] = {}
        self.none = QLabel("Les signatures se donnent une fois la séance close.")
        self.none.setWordWrap(True)
        self.names = QLabel()
        self.names.setWordWrap(True)
        self._column = QVBoxLayout(self)
        for part in (self.none, self.names):
            self._column.addWidget(part)
        self._column.addStretch(1)

    @property
    def to_do(self) -> QWidget | None:
        """The name of who is to sign next: beside the button, which a key pressed twice would press."""
        return next((row.name for row in self.rows.values() if row.name.isVisibleTo(self)), None)

    def show_view(self, view: ClosingView) -> None:
        """Make the rows anew."""
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = {}
        self.none.setVisible(not view.seats)
        self.names.setText(names_line(view))
        self.names.setVisible(bool(view.seats) and view.names is Names.SEALED)
        for rank, one in enumerate(view.seats):
            row = self.rows[one.seat] = SeatRow(one, self._zone, self)
            row.signing.connect(self.signing)
            row.refusing.connect(self.refusing)
            self._column.insertWidget(2 + rank, row)
            row.show()  # now: a layout would show it one turn of the loop later
