# SPDX-License-Identifier: AGPL-3.0-or-later
"""What our dialogs share: they never block the event loop, and a refusal is a sentence beside what refused."""

from collections.abc import Callable
from itertools import pairwise
from operator import attrgetter

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QIcon, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.ui.messages import announce
from lsl_desk.ui.palettes import Tints, current_tints

Tint = Callable[[Tints], QColor]
_DANGER: Tint = attrgetter("danger")
_MUTED: Tint = attrgetter("muted")
_OK: Tint = attrgetter("ok")


class Dialog(QDialog):
    """A dialog that is opened, never executed: it can be hidden while the Desk is locked and shown again after."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the buttons by their words: the pictures Qt gives some of them are of another set than ours.

        Tab goes through them as they stand: Qt's own order is that of their making, which put « Annuler » first.
        """
        for box in self.findChildren(QDialogButtonBox):
            for button in box.buttons():
                button.setIcon(QIcon())
        super().showEvent(event)
        for box in self.findChildren(QDialogButtonBox):
            for before, after in pairwise(sorted(box.buttons(), key=lambda button: button.x())):
                self.setTabOrder(before, after)


class Beside(QLabel):
    """The sentence beside a field: why it was refused; it keeps its place when there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setObjectName("beside")
        # A wrapped label asks for several lines before it knows its width; one line is what it needs most of the time.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self._tint: Tint | None = None

    def refuse(self, text: str) -> None:
        """Show a refusal, in the colour of one and after its sign."""
        self._say(_DANGER, f"✗ {text}")
        announce(self, text)

    def inform(self, text: str) -> None:
        """Show a quiet sentence."""
        self._say(_MUTED, text)

    def approve(self, text: str) -> None:
        """Show that all is well."""
        self._say(_OK, f"✓ {text}")

    def changeEvent(self, event: QEvent) -> None:
        """Take the colour of a new theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._dress()

    def _say(self, tint: Tint, text: str) -> None:
        self._tint = tint
        self._dress()
        self.setText(text)

    def _dress(self) -> None:
        if self._tint is None:
            return
        role, colour = QPalette.ColorRole.WindowText, self._tint(current_tints())
        if self.palette().color(role) != colour:
            alone = QPalette()  # not this widget's: that one holds every colour of the theme, and would keep them
            alone.setColor(role, colour)
            self.setPalette(alone)


def secret(name: str) -> QLineEdit:
    """A field for a passphrase: hidden, without history or suggestions, with a name for screen readers."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
    field.setAccessibleName(name)
    return field


def stacked(*parts: QWidget | QFormLayout) -> QWidget:
    """A page of a dialog: its parts one under the other, at the top."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for part in parts:
        if isinstance(part, QFormLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    column.addStretch(1)
    return page
