# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages that stay until dismissed, « fait » until work goes on: a bar over the screen, which is read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.ui.icons import icon, pixmap
from lsl_desk.ui.palettes import Tints, current_tints

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QColor

    from lsl_desk.domain.errors import Refusal

Kind = Literal["done", "info", "warning", "refused"]

_SIGNS: dict[Kind, tuple[str, str]] = {
    "done": ("check", "Fait"),
    "info": ("info", "À savoir"),
    "warning": ("warning", "À vérifier"),
    "refused": ("danger", "Refusé"),
}
_MOST = 4


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say a sentence, without moving the keyboard."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - a start announces nothing

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def _colour(kind: Kind, shown: Tints) -> QColor:
    return {"done": shown.ok, "info": shown.accent, "warning": shown.warning, "refused": shown.danger}[kind]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of a message: its words and what it does; the message goes when it is pressed."""

    label: str
    chosen: Callable[[], None]


class Message(QFrame):
    """One sentence with its sign, its word and perhaps a button."""

    def __init__(self, kind: Kind, text: str, choices: tuple[Choice, ...], parent: MessageBar) -> None:
        super().__init__(parent)
        self.kind: Kind = kind
        self.text = text
        self.setObjectName("message")
        self._sign = QLabel()
        self._word = QLabel(_SIGNS[kind][1])
        self._said = QLabel(text)
        self._said.setWordWrap(True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.setAccessibleName("Fermer ce message")
        self.close_button.setToolTip("Fermer ce message")
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.clicked.connect(lambda: parent.dismiss(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 8, 7)
        row.setSpacing(10)
        for part in (self._sign, self._word):
            row.addWidget(part, 0)
        row.addWidget(self._said, 1)
        self.buttons = tuple(self._button(choice, parent) for choice in choices)
        for button in self.buttons:
            row.addWidget(button, 0)
        row.addWidget(self.close_button, 0)
        self.dress()

    def _button(self, choice: Choice, bar: MessageBar) -> QPushButton:
        button = QPushButton(choice.label)
        button.setAccessibleName(f"{choice.label}\u00a0: {self.text}")

        def pressed() -> None:
            bar.dismiss(self)
            choice.chosen()

        button.clicked.connect(pressed)
        return button

    def dress(self) -> None:
        """Take the colours of the palette."""
        shown = current_tints()
        colour = _colour(self.kind, shown)
        self._sign.setPixmap(pixmap(_SIGNS[self.kind][0], colour, 18, 2.0))
        self._word.setStyleSheet(f"color: {colour.name()}; font-weight: 600")
        self.close_button.setIcon(icon("close", shown.muted))
        self.setStyleSheet(
            f"#message {{ background: {shown.soft.name()}; border: 0; border-left: 4px solid {colour.name()};"
            f" border-bottom: 1px solid {shown.line.name()} }}"
        )


class MessageBar(QWidget):
    """The messages not yet dismissed, the newest at the bottom; it takes no place when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._messages: list[Message] = []
        self._came_from: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keyboard_moved)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """The sentences shown."""
        return tuple(message.text for message in self._messages)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages shown."""
        return tuple(self._messages)

    def say(self, text: str, kind: Kind = "info", *choices: Choice) -> None:
        """Show a sentence until it is dismissed; the same sentence twice shows once."""
        for same in [message for message in self._messages if message.text == text]:
            self.dismiss(same)
        while len(self._messages) >= _MOST:
            self.dismiss(self._messages[0])
        message = Message(kind, text, choices, self)
        self._messages.append(message)
        self._rows.addWidget(message)
        self.show()
        announce(self, f"{_SIGNS[kind][1]}\u00a0: {text}")

    def refuse(self, refusal: Refusal, kind: Kind = "refused", *choices: Choice) -> None:
        """Show a refusal in its sentence."""
        from lsl_desk.sentences import sentence  # noqa: PLC0415 - a start refuses nothing

        self.say(sentence(refusal), kind, *choices)

    def retract(self, refusal: Refusal) -> None:
        """Take away the sentence of a refusal that was answered since."""
        from lsl_desk.sentences import sentence  # noqa: PLC0415 - a start refuses nothing

        self.withdraw(sentence(refusal))

    def withdraw(self, said: str) -> None:
        """Take away a sentence that is no longer so."""
        for message in [one for one in self._messages if one.text == said]:
            self.dismiss(message)

    def dismiss(self, message: Message) -> None:
        """Take a message away."""
        held = QApplication.focusWidget()
        within = held is not None and message.isAncestorOf(held)
        if message in self._messages:
            self._messages.remove(message)
            self._rows.removeWidget(message)
            message.hide()
            message.deleteLater()
        self.setVisible(bool(self._messages))
        back = self._came_from
        if within and back is not None and shiboken6.isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Work goes on: what said that something was done has been read."""
        for message in [one for one in self._messages if one.kind == "done"]:
            self.dismiss(message)

    def _keyboard_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """Remember where the keyboard came into the bar from."""
        if new is not None and old is not None and self.isAncestorOf(new) and not self.isAncestorOf(old):
            self._came_from = old

    def clear(self) -> None:
        """Take all messages away."""
        for message in tuple(self._messages):
            self.dismiss(message)

    def dress(self) -> None:
        """Take the colours of a new palette."""
        for message in self._messages:
            message.dress()
