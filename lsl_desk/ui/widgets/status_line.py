# SPDX-License-Identifier: AGPL-3.0-or-later
"""A line that says a state with its sign, its word and its colour, and never moves what stands around it."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from lsl_desk.ui.messages import announce
from lsl_desk.ui.models.signs import Sign, Tone, colour
from lsl_desk.ui.palettes import tints

_SCALES = (1.0, 0.92, 0.84)
"""Of the font of a text that wraps, the largest that fits."""


class StatusLine(QFrame):
    """A text of any length in a place of fixed height; whole in the tooltip when it had to be cut."""

    def __init__(self, name: str, parent: QWidget | None = None, *, lines: int = 1) -> None:
        """Make an empty line.

        Args:
            name: what it tells, for a screen reader (« Lecture du livret »).
            lines: how many lines of text its place holds.
            parent: the widget around it.
        """
        super().__init__(parent)
        self._lines = lines
        self._text = ""
        self._shorter: tuple[str, ...] = ()
        self._tone: Tone = "plain"
        self._indent = 0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def setIndent(self, indent: int) -> None:
        """Leave this many logical pixels before the text."""
        self._indent = indent

    def text(self) -> str:
        """The whole text."""
        return self._text

    def say(self, text: str, tone: Tone = "plain", *, aloud: bool = False, shorter: tuple[str, ...] = ()) -> None:
        """Show a text; ``aloud`` has a screen reader say it at once, the first of ``shorter`` that fits replaces it."""
        if (text, tone, shorter) != (self._text, self._tone, self._shorter):
            self._text, self._tone, self._shorter = text, tone, shorter
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
        """As wide as the text on its lines."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._text) // self._lines + 2, metrics.height() * self._lines + 2)

    def minimumSizeHint(self) -> QSize:
        """As high as its lines; as narrow as needed."""
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text, cut to the width there is."""
        painter = QPainter(self)
        said = colour(self._tone, tints(self.palette()))
        painter.setPen(self.palette().windowText().color() if said is None else said)
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if self._lines > 1:
            self._draw_wrapped(painter)
        else:
            room = self.rect().adjusted(self._indent, 0, 0, 0)
            painter.drawText(room, place, self.fitting(room.width()))

    def fitting(self, width: int) -> str:
        """What one line of so many logical pixels shows: the text, a shorter form, or what fits of the shortest."""
        metrics = QFontMetrics(self.font())
        forms = (self._text, *self._shorter)
        whole = next((one for one in forms if metrics.horizontalAdvance(one) <= width), None)
        return whole or metrics.elidedText(forms[-1], Qt.TextElideMode.ElideRight, width)

    def _draw_wrapped(self, painter: QPainter) -> None:
        """On as many lines as fit: smaller when it needs more, from the first word on when even that is not enough."""
        how = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        for scale in _SCALES:
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * scale)
            painter.setFont(font)
            if painter.boundingRect(self.rect(), how, self._text).height() <= self.height():
                how |= Qt.AlignmentFlag.AlignVCenter
                break
        painter.drawText(self.rect(), how, self._text)

    def changeEvent(self, event: QEvent) -> None:
        """Take the size of a new font."""
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)
