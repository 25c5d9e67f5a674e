# SPDX-License-Identifier: AGPL-3.0-or-later
"""One line that says a state with its sign, its word and its colour, and never moves what stands around it."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from lsl_desk.ui.messages import announce
from lsl_desk.ui.models.signs import Sign, Tone, colour
from lsl_desk.ui.palettes import tints


class StatusLine(QFrame):
    """A text of any length in a place of fixed height: cut with « … » when it must, whole in the tooltip."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty line.

        Args:
            name: what it tells, for a screen reader (« Lecture du livret »).
            parent: the widget around it.
        """
        super().__init__(parent)
        self._name = name
        self._text = ""
        self._tone: Tone = "plain"
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def say(self, text: str, tone: Tone = "plain", *, aloud: bool = False) -> None:
        """Show a text; ``aloud`` has a screen reader say it at once."""
        self._text, self._tone = text, tone
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self.update()
        if aloud and text:
            announce(self, text)

    def say_sign(self, sign: Sign) -> None:
        """Show a state."""
        self.say(str(sign), sign.tone)

    def clear(self) -> None:
        """Show nothing; the place stays."""
        self.say("")

    def sizeHint(self) -> QSize:
        """As wide as the text, one line high."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """One line high; as narrow as needed."""
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text, cut to the width there is."""
        painter = QPainter(self)
        said = colour(self._tone, tints(self.palette()))
        painter.setPen(self.palette().windowText().color() if said is None else said)
        text = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def changeEvent(self, event: QEvent) -> None:
        """Take the size of a new font."""
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)
