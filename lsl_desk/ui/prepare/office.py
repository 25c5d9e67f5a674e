# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Signaler à la DEC »: one line to write, and how far each message went (features G04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from lsl_desk.client.prepare.values import Message, Sent
from lsl_desk.sentences import sentence
from lsl_desk.ui.french import moment, number
from lsl_desk.ui.home.jury_tile import paint_text
from lsl_desk.ui.palettes import current_tints
from lsl_desk.ui.prepare.seat import beside_line, row_of

if TYPE_CHECKING:
    from datetime import tzinfo

    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.prepare.seat import Seat


def sent_words(message: Message) -> str:
    """« enregistré ici », « reçu par l’académie (n° 8412) », « refusé par l’académie »."""
    if message.sent is Sent.RECEIVED:
        return f"reçu par l’académie (n°\u00a0{number(message.rank)})"
    return "refusé par l’académie\u00a0: appelez la DEC" if message.sent is Sent.REFUSED else "enregistré ici"


def message_words(jury: JuryId, message: Message, zone: tzinfo | None = None) -> str:
    """« 2 juillet 17:42 · J01, N° 0418 · livret attendu — enregistré ici »."""
    whom = f"{jury}, N°\u00a0{message.number}" if message.number else jury
    return f"{moment(message.written, zone)} · {whom} · {message.text} — {sent_words(message)}"


class OfficeBox(QFrame):
    """About a candidate or a whole jury; what was written stays until it is recorded."""

    told = Signal()
    """A message was recorded."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._juries: tuple[JuryId, ...] = ()
        self._about: tuple[JuryId, StudentNumber | None] | None = None
        self._title = QLabel("Signaler à la DEC")
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self.whom = QLabel()
        self.text = QLineEdit()
        self.text.setPlaceholderText("Par exemple\u00a0: livret papier attendu, pas encore arrivé")
        self.text.setAccessibleName("Message à la DEC")
        self.send = QPushButton("Signaler à la DEC")
        self.beside = beside_line()
        self.messages = QListWidget()
        self.messages.setAccessibleName("Messages à la DEC")
        self.messages.setFixedHeight(3 * self.fontMetrics().height() + 14)
        self.messages.setAlternatingRowColors(True)
        self.text.returnPressed.connect(self._send)
        self.send.clicked.connect(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row_of(self._title, self.whom))
        field = row_of(self.send, self.text)
        field.setDirection(field.Direction.RightToLeft)
        column.addLayout(field)
        column.addWidget(self.beside)
        column.addWidget(self.messages)
        self._dress()

    def show_juries(self, juries: tuple[JuryId, ...]) -> None:
        """Show what was told about these juries."""
        self._juries = juries
        if self._about is None or self._about[0] not in juries:
            self.about(juries[0] if len(juries) == 1 else None, None)
        self.load()

    def about(self, jury: JuryId | None, candidate: StudentNumber | None) -> None:
        """Say whom the next message is about; None for both when a line has to be chosen first."""
        self._about = None if jury is None else (jury, candidate)
        if jury is None:
            self.whom.setText("choisissez d’abord une ligne")
        else:
            self.whom.setText(f"candidat N°\u00a0{candidate}, jury {jury}" if candidate else f"jury {jury}")
        self.send.setEnabled(jury is not None)
        self.text.setReadOnly(jury is None)

    def load(self) -> None:
        """Ask for the messages again."""
        juries, eve = self._juries, self._seat.eve

        def work() -> list[tuple[JuryId, Message]]:
            found = [(jury, one) for jury in juries for one in eve().messages(jury)]
            return sorted(found, key=lambda pair: pair[1].written, reverse=True)

        self._seat.tasks.run(work, self._show, self._refused, owner=self)

    def _show(self, found: list[tuple[JuryId, Message]]) -> None:
        lines = [message_words(jury, one, self._seat.zone) for jury, one in found]
        shown = [self.messages.item(row).text() for row in range(self.messages.count())]
        if lines != shown:
            self.messages.clear()
            self.messages.addItems(lines)

    def _send(self) -> None:
        if self._about is None:
            return
        (jury, candidate), text, eve = self._about, self.text.text(), self._seat.eve

        def done(_none: None) -> None:
            self.text.clear()
            self.beside.approve("Enregistré ici\u202f; le message part de lui-même dès que l’académie répond.")
            self.load()
            self.told.emit()

        self._seat.tasks.run(lambda: eve().tell_office(jury, candidate, text), done, self._refused, owner=self)

    def _refused(self, refusal: Refusal) -> None:
        self.beside.refuse(sentence(refusal))

    def _dress(self) -> None:
        paint_text(self.whom, current_tints().muted)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._dress()
