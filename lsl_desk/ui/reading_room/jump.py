# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two-key jump: a digit typed anywhere in the room starts a N° PV or a N° élève (features N15)."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lsl_desk.client.sit.locate import Elsewhere, Found, Location, NotFound
from lsl_desk.client.sit.rows import CandidateRow
from lsl_desk.domain.ids import JuryId, StudentNumber, same_number
from lsl_desk.ui.models.signs import Tone
from lsl_desk.ui.palettes import current_tints
from lsl_desk.ui.widgets.status_line import StatusLine


class JumpField(QFrame):
    """A small field over the room. Enter goes, Escape leaves; the keyboard goes back where it was."""

    asked = Signal(str)
    """The number typed."""

    jury_wanted = Signal(object, str)
    """Another jury and the number typed: the person took the offer to go there."""

    left = Signal()
    """The field was left without going anywhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("jump")
        self._room = parent
        self._offers: tuple[JuryId, ...] = ()
        self.field = QLineEdit()
        self.field.setMaxLength(24)
        large = self.field.font()
        large.setPointSizeF(large.pointSizeF() * 1.6)
        self.field.setFont(large)
        self.field.setAccessibleName("N° PV ou N° élève")
        self.field.setPlaceholderText("N° PV ou N° élève")
        self.field.returnPressed.connect(self._enter)
        self.field.textEdited.connect(lambda _text: self.answer("", "plain"))
        self.field.installEventFilter(self)
        self.said = StatusLine("Réponse")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(6)
        self._label = QLabel("Aller au N°")
        self._label.setBuddy(self.field)
        line = QHBoxLayout()
        line.addWidget(self._label)
        line.addWidget(self.field, 1)
        column = self._whole = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.said)
        column.addLayout(self._buttons)
        self.setFixedWidth(360)
        self.hide()

    def start(self, text: str = "") -> None:
        """Open the field with what was typed so far."""
        self.dress()
        self.answer("", "plain")
        self.field.setText(text)
        self.place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.end(False)

    @property
    def text(self) -> str:
        """What is being typed, "" when the field is not open."""
        return self.field.text() if self.isVisibleTo(self._room) else ""

    def close_field(self) -> None:
        """Close it; who opened it says where the keyboard goes."""
        self.hide()
        self.field.clear()
        self._offer(())

    def answer(self, text: str, tone: Tone, offers: Sequence[JuryId] = ()) -> None:
        """Say what came of the number, and offer the juries where it stands."""
        self.said.say(text, tone, aloud=bool(text))
        self._offer(tuple(offers))
        self._fit()

    def located(self, location: Location) -> None:
        """Answer a number that is not in the jury shown."""
        if isinstance(location, Elsewhere):
            names = ", ".join(location.juries)
            self.answer(f"jury {names}", "accent", location.juries)
        elif isinstance(location, NotFound):
            self.answer(f"« {location.text} » : aucun candidat de ce poste", "warning")

    def dress(self) -> None:
        """Take the colours of the palette."""
        # The application's: a widget with a style sheet keeps the palette it had.
        ground = QGuiApplication.palette().window().color().name()
        self.setStyleSheet(
            f"#jump {{ background: {ground}; border: 2px solid {current_tints().accent.name()}; border-radius: 6px }}"
        )

    def place(self) -> None:
        """Stand in the upper third of the room."""
        self._fit()
        room = self._room.rect()
        self.move((room.width() - self.width()) // 2, max(70, room.height() // 6))

    def _fit(self) -> None:
        self._whole.invalidate()  # a button that just came is not counted yet
        self._whole.activate()
        self.setFixedHeight(self._whole.sizeHint().height())

    def _offer(self, juries: tuple[JuryId, ...]) -> None:
        self._offers = juries
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for jury in juries[:3]:
            button = QPushButton(f"Aller au jury {jury}")
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, wanted=jury: self._take(wanted))
            self._buttons.addWidget(button)
            button.show()

    def _take(self, jury: JuryId) -> None:
        self.jury_wanted.emit(jury, self.field.text().strip())

    def _enter(self) -> None:
        typed = self.field.text().strip()
        if not typed:
            self.left.emit()
        elif len(self._offers) == 1:
            self._take(self._offers[0])
        else:
            self.asked.emit(typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves the field."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and watched is self.field
        ):
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves from a button too."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def which_number(rows: Sequence[CandidateRow], typed: str, found: Found) -> str:
    """Say which number was meant when what was typed is the N° élève of one candidate and the N° PV of another."""
    of_pv = [row.number for row in rows if row.pv and same_number(row.pv, typed)]
    of_number = [row.number for row in rows if same_number(row.number, typed)]
    others: list[StudentNumber] = [number for number in dict.fromkeys(of_pv + of_number) if number != found.number]
    if not others:
        return ""
    meant = "N° élève" if found.number in of_number and found.number not in of_pv else "N° PV"
    other = "N° PV" if meant == "N° élève" else "N° élève"
    return f"{meant} {typed} ; le {other} {typed} est le candidat {', '.join(others)}"
