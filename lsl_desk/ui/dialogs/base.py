# SPDX-License-Identifier: AGPL-3.0-or-later
"""What our dialogs share: they never block the event loop, and a refusal is a sentence beside what refused."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPalette, QShowEvent
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
from lsl_desk.ui.palettes import tints


class Dialog(QDialog):
    """A dialog that is opened, never executed: it can be hidden while the Desk is locked and shown again after."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the buttons by their words: the pictures Qt gives some of them are of another set than ours."""
        for box in self.findChildren(QDialogButtonBox):
            for button in box.buttons():
                button.setIcon(QIcon())
        super().showEvent(event)


class Beside(QLabel):
    """The sentence beside a field: why it was refused; it keeps its place when there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setObjectName("beside")
        # A wrapped label asks for several lines before it knows its width; one line is what it needs most of the time.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def refuse(self, text: str) -> None:
        """Show a refusal, in the colour of one and after its sign."""
        self._colour(tints(self.palette()).danger.name(), f"✗ {text}")
        announce(self, text)

    def inform(self, text: str) -> None:
        """Show a quiet sentence."""
        self._colour(tints(self.palette()).muted.name(), text)

    def approve(self, text: str) -> None:
        """Show that all is well."""
        self._colour(tints(self.palette()).ok.name(), f"✓ {text}")

    def _colour(self, colour: str, text: str) -> None:
        shown = self.palette()
        shown.setColor(QPalette.ColorRole.WindowText, colour)
        self.setPalette(shown)
        self.setText(text)


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
