# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page before everything: makes the store on the first start, opens it later, covers the locked screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.ui.dialogs.base import Beside, secret
from lsl_desk.ui.icons import pixmap
from lsl_desk.ui.palettes import current_tints

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.gate import Gate
    from lsl_desk.domain.acts import Author
    from lsl_desk.ui.home.create_form import CreateForm
    from lsl_desk.ui.tasks import Tasks


class UnlockForm(QWidget):
    """One field and Enter; a wrong phrase is said beside the field, which keeps the keyboard."""

    wanted = Signal(object)
    """The passphrase, None for the keyring of the account."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phrase = secret("Phrase de passe")
        self.beside = Beside()
        self.button = QPushButton("Déverrouiller")
        self.button.setDefault(True)
        self.keyring = QPushButton("Par le trousseau de ce compte")
        label = QLabel("&Phrase de passe")
        label.setBuddy(self.phrase)
        buttons = QHBoxLayout()
        buttons.addWidget(self.button, 1)
        buttons.addWidget(self.keyring, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (label, self.phrase, self.beside):
            column.addWidget(part)
        column.addLayout(buttons)
        self.phrase.returnPressed.connect(self._send)
        self.button.clicked.connect(self._send)
        self.keyring.clicked.connect(lambda: self.wanted.emit(None))

    def hold(self, *, working: bool) -> None:
        """Let nothing be changed while the key is worked out; the field keeps the keyboard."""
        self.phrase.setReadOnly(working)
        self.button.setEnabled(not working)
        self.keyring.setEnabled(not working)
        if working:
            self.beside.clear()

    def refuse(self, text: str) -> None:
        """Say why it stays shut."""
        self.beside.refuse(text)
        self.phrase.setFocus()
        self.phrase.selectAll()

    def _send(self) -> None:
        if not self.phrase.isReadOnly():
            self.wanted.emit(self.phrase.text())


class UnlockPage(QWidget):
    """Shows the right form for the Gate, works off the GUI thread, and gives the open `Desk`."""

    opened = Signal(object)
    refused = Signal(object)
    """A `Refusal` of what was asked beside the opening, which went well: the keyring would not keep the key."""

    def __init__(self, gate: Gate, tasks: Tasks, *, demo: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gate = gate
        self._tasks = tasks
        self._made_form: CreateForm | None = None
        self.unlock_form = UnlockForm()
        if demo:
            self.unlock_form.keyring.setText("Ouvrir la démonstration")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Ouverture du coffre en cours")
        self._working = QLabel("Ouverture du coffre…")
        self._sign, self._title, self._why = QLabel(), QLabel("LSL Desk"), QLabel()
        self._lay_out()
        self.unlock_form.wanted.connect(self._unlock)
        self._rest()
        self.ask()

    @property
    def create_form(self) -> CreateForm:
        """The form of a first start; made when it is first wanted, since every other start has no use for it."""
        if self._made_form is None:
            from lsl_desk.ui.home.create_form import CreateForm  # noqa: PLC0415 - it costs a tenth of a start

            self._made_form = CreateForm()
            self._made_form.hide()
            self._made_form.wanted.connect(self._create)
            self._inside.insertWidget(self._inside.indexOf(self.unlock_form), self._made_form)
        return self._made_form

    def ask(self, why: str = "") -> None:
        """Ask anew, from empty fields; ``why`` says why the screen is covered."""
        exists = self._gate.exists()
        if not exists or self._made_form is not None:
            self.create_form.setVisible(not exists)
        self.unlock_form.setVisible(exists)
        self.unlock_form.phrase.clear()
        self.unlock_form.beside.clear()
        self.unlock_form.keyring.hide()
        self._why.setText(why or ("Coffre de ce poste" if exists else "Premier démarrage sur ce poste"))
        self._focus()

    def look_for_keyring(self) -> None:
        """Offer the keyring if it may open the store; looking may load heavy parts, so it is done in the store lane."""
        if not self.unlock_form.isHidden():
            self._tasks.run(self._gate.has_keyring_slot, self.unlock_form.keyring.setVisible, owner=self)
        else:
            self._tasks.run(self._gate.keyring, self.create_form.show_keyring, owner=self)

    def open_by_itself(self) -> None:
        """Open a store that asks for no passphrase: the demonstration."""
        if not self.unlock_form.isHidden():
            self._unlock(None)

    def _focus(self) -> None:
        (self.create_form if self.unlock_form.isHidden() else self.unlock_form).phrase.setFocus()

    def _create(self, phrase: str, author: Author, keyring: bool) -> None:
        self._work(lambda: self._gate.create(phrase, author, keyring=keyring), self.create_form.refuse)
        if keyring:
            self._tasks.run(self._gate.has_keyring_slot, self._keyring_kept, owner=self)

    def _keyring_kept(self, kept: bool) -> None:
        if not kept and self._gate.exists():
            self.refused.emit(Refusal(Code.KEYRING_REFUSED))

    def _unlock(self, phrase: str | None) -> None:
        self._work(lambda: self._gate.unlock(phrase), self.unlock_form.refuse)

    def _work(self, work: Callable[[], Desk], refuse: Callable[[str], None]) -> None:
        self._hold(working=True)
        self._working.show()
        self.progress.show()

        def refused(refusal: Refusal) -> None:
            from lsl_desk.sentences import sentence  # noqa: PLC0415 - a start refuses nothing

            self._rest()
            refuse(sentence(refusal))

        self._tasks.run(work, self._done, refused, owner=self)

    def _done(self, desk: Desk) -> None:
        self._rest()
        self.unlock_form.phrase.clear()
        if self._made_form is not None:
            self._made_form.phrase.clear()
            self._made_form.again.clear()
        self.opened.emit(desk)

    def _rest(self) -> None:
        self.progress.hide()
        self._working.hide()
        self._hold(working=False)

    def _hold(self, *, working: bool) -> None:
        for form in (self._made_form, self.unlock_form):
            if form is not None:
                form.hold(working=working)

    def _lay_out(self) -> None:
        font = QFont(self._title.font())
        font.setPointSizeF(font.pointSizeF() * 1.9)
        font.setBold(True)
        self._title.setFont(font)
        self._why.setWordWrap(True)
        card = self._card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(620)
        inside = self._inside = QVBoxLayout(card)
        inside.setContentsMargins(36, 30, 36, 30)
        inside.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        inside.addLayout(head)
        inside.addWidget(self._why)
        inside.addSpacing(8)
        inside.addWidget(self.unlock_form)
        inside.addWidget(self._working)
        inside.addWidget(self.progress)
        place = QWidget()
        row = QHBoxLayout(place)
        row.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        area = QScrollArea()
        area.setWidget(place)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self._dress()

    def _dress(self) -> None:
        shown = current_tints()
        self._sign.setPixmap(pixmap("lock", shown.accent, 34, 2.0))
        # On the card alone: a page with a style sheet of its own is not told of another palette.
        self._card.setStyleSheet(
            f"#card {{ background: {shown.soft.name()}; border: 1px solid {shown.line.name()}; border-radius: 8px }}"
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the field."""
        super().showEvent(event)
        self._focus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._dress()
