# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Salle sans serveur »: open a room on this post or join one, who is in, leave (features N16, J3 step 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.client.hall.values import HallStatus, Part
from lsl_desk.sentences import sentence
from lsl_desk.ui import hall_words
from lsl_desk.ui.dialogs.base import Beside, Dialog, stacked
from lsl_desk.ui.messages import announce

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from PySide6.QtCore import QObject, SignalInstance

    from lsl_desk.client.hall.for_screens import HallDesk
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId

_WIDTH = 620


class Hosted(Protocol):
    """What the dialog needs: `ui.link.halling.Halling`."""

    status: HallStatus
    status_moved: SignalInstance

    def ask(
        self, work: Callable[[HallDesk], HallStatus], refused: Callable[[Refusal], None], *, owner: QObject
    ) -> None:
        """Ask, off the GUI thread."""


class HallDialog(Dialog):
    """Two pages: outside of a room, and in one. It may be closed at any moment: the room goes on."""

    def __init__(self, hall: Hosted, jury: JuryId, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        """Show how it stands.

        Args:
            hall: the room without server.
            jury: on the screen: whose room is opened or joined.
            zone: the centre's.
            parent: the window.
        """
        super().__init__(f"Salle sans serveur\u00a0: {jury}", parent)
        self._hall, self._jury, self._zone = hall, jury, zone
        self.beside = Beside()
        self.open_button = QPushButton("Ouvrir la salle sur ce poste")
        self.address, self.code = QLineEdit(), QLineEdit()
        self.join_button = QPushButton("Rejoindre")
        self.headline, self.digits, self.where, self.posts, self.last, self.told = (QLabel() for _ in range(6))
        self.renew_button, self.leave_button = QPushButton("Nouveau code"), QPushButton("Quitter la salle")
        self.pages = QStackedWidget()
        for page in (self._outside(), self._inside()):
            self.pages.addWidget(page)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)  # Enter goes on, in a field
        for button in (self.renew_button, self.leave_button):
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        for part in (self.pages, self.beside, self.buttons):
            column.addWidget(part)
        self.setMinimumWidth(_WIDTH)
        for button, act in (
            (self.open_button, self._open),
            (self.join_button, self._join),
            (self.renew_button, self._renew),
            (self.leave_button, self._leave),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self.address.returnPressed.connect(self.code.setFocus)
        self.code.returnPressed.connect(self._join)
        hall.status_moved.connect(self._show)
        self._show(hall.status)

    def _outside(self) -> QWidget:
        self.address.setPlaceholderText("192.168.1.12")
        self.code.setPlaceholderText("six chiffres")
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for words, field in (("&Adresse", self.address), ("&Code", self.code)):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(f"{words.replace('&', '')} de la salle")
            form.addRow(label, field)
        form.addRow("", self.join_button)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        return stacked(_wrapped(hall_words.WHAT), _wrapped(hall_words.OPENING), self.open_button, line,
                     _wrapped(hall_words.JOINING), form)  # fmt: skip

    def _inside(self) -> QWidget:
        font = QFont(self.digits.font())
        font.setPointSizeF(font.pointSizeF() * 5)
        font.setBold(True)
        self.digits.setFont(font)
        self.digits.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bold = QFont(self.headline.font())
        bold.setBold(True)
        self.headline.setFont(bold)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for words, label in (("Adresse", self.where), ("Postes", self.posts), ("Dernier échange", self.last)):
            head = QLabel(words)
            head.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setAccessibleName(words)
            form.addRow(head, label)
        self.headline.setAccessibleName("État de la salle")
        self.told.setAccessibleName("À savoir")
        for label in (self.headline, self.where, self.posts, self.told):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return stacked(self.headline, self.digits, form, self.told)

    # ------------------------------------------------------------------------------------------- buttons

    def _open(self) -> None:
        self._wait("La salle s’ouvre…")
        self._hall.ask(lambda hall: hall.open(self._jury), self._refused, owner=self)

    def _join(self) -> None:
        address, code = self.address.text().strip(), self.code.text().strip()
        if not address or not code:
            missing = self.code if address else self.address
            self.beside.refuse(f"{missing.accessibleName()}\u00a0: à remplir.")
            missing.setFocus()
            return
        self._wait("Ce poste se présente à la salle…")
        self._hall.ask(lambda hall: hall.join(self._jury, address, code), self._refused, owner=self)

    def _renew(self) -> None:
        self._hall.ask(lambda hall: hall.renew_code(), self._refused, owner=self)

    def _leave(self) -> None:
        self._wait("La salle se ferme…")
        self._hall.ask(lambda hall: hall.leave(), self._refused, owner=self)

    def _wait(self, words: str) -> None:
        self.beside.inform(words)
        self._hold(working=True)

    def _refused(self, refusal: Refusal) -> None:
        self._hold(working=False)
        self.beside.refuse(sentence(refusal))
        if self.pages.currentIndex() == 0:
            self.code.selectAll()
            self.code.setFocus()

    def _hold(self, *, working: bool) -> None:
        for button in (self.open_button, self.join_button, self.renew_button, self.leave_button):
            button.setEnabled(not working)

    # ------------------------------------------------------------------------------------------- what is shown

    def _show(self, status: HallStatus) -> None:
        hosting = status.part is Part.HOST
        inside = status.part is not Part.NONE and not status.over
        moved = self.pages.currentIndex() != int(inside)
        self._hold(working=False)
        self.pages.setCurrentIndex(int(inside))
        self.renew_button.setVisible(hosting)
        self.leave_button.setVisible(inside)
        self.leave_button.setText("Mettre fin à la salle" if hosting else "Quitter la salle")
        self.headline.setText(hall_words.headline(status))
        self._say_code(status.code)
        self.where.setText(" ou ".join(status.addresses))
        self.posts.setText(hall_words.posts(status))
        self.last.setText(hall_words.last_words(status, self._zone))
        alone = hosting and hall_words.present(status) == 1
        told = hall_words.not_taken_words(status) or (hall_words.ALONE if alone else "")
        self.told.setText(told)
        self.told.setVisible(bool(told))
        if status.over:
            self.beside.refuse(hall_words.headline(status))
        elif moved:
            self.beside.setText("")
            announce(self, hall_words.headline(status) if inside else self.windowTitle())
            (self.buttons.button(QDialogButtonBox.StandardButton.Close) if inside else self.open_button).setFocus()

    def _say_code(self, code: str) -> None:
        self.digits.setVisible(bool(code))
        self.digits.setText(f"{code[:3]}\u2009{code[3:]}")
        self.digits.setAccessibleName(f"Code de la salle\u00a0: {' '.join(code)}")


def _wrapped(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return label
