# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury as a tile: what is held, what is missing, how far it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.ui.french import counted, moment
from lsl_desk.ui.home.tile_lines import SIGNS, Line, State, tile_lines, waiting_lines
from lsl_desk.ui.icons import pixmap
from lsl_desk.ui.palettes import Tints, current_tints, mixed, tints

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from lsl_desk.client.summary import JurySummary


OPENING = "Ouverture…"


@dataclass(frozen=True, slots=True)
class TileSync:
    """What the fetching from the academy says of a jury.

    Attributes:
        words: how far it is, or how it ended.
        share: of its livrets, from 0 to 1; None once nothing is fetched any more.
        bad: something is missing.
    """

    words: str
    share: float | None
    bad: bool = False


class JuryTile(QAbstractButton):
    """A tile that is a button: Enter or a click opens the jury. That of the centre's head prepares it too."""

    prepare_wanted = Signal()

    LEAST_WIDTH, MOST_WIDTH = 300, 420
    """Logical pixels."""

    def __init__(
        self, summary: JurySummary, zone: tzinfo | None = None, parent: QWidget | None = None, *, head: bool = False
    ) -> None:
        """Make a tile.

        Args:
            summary: the jury.
            zone: the centre's.
            parent: the widget around it.
            head: it is the centre's head who looks: the lines are those of the eve, filled by `show_lines`.
        """
        super().__init__(parent)
        self.summary = summary
        self._zone = zone
        self._head = head
        self._sync: TileSync | None = None
        self._lines = waiting_lines() if head else tile_lines(summary)
        self._stated: list[tuple[QLabel, QLabel, QLabel]] = []
        self._stands: tuple[State, str] = ("none", "")
        self.open_button, self.prepare_button = QPushButton("Ouvrir"), QPushButton("Préparer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMinimumWidth(self.LEAST_WIDTH)
        self.setMaximumWidth(self.MOST_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._id, self._label = QLabel(summary.jury), QLabel(self._subtitle())
        self._stand_sign, self._stand_word, self._stage = QLabel(), QLabel(), QLabel()
        self._lock = QLabel()
        self._lock.hide()
        self._label.setWordWrap(True)
        held = f"version {summary.version}, importée le {moment(summary.imported, zone)}"
        self._held = QLabel(held)
        self.setAccessibleName(self._spoken(held))
        self._lay_out()
        self._dress()

    def show_lines(self, lines: tuple[Line, ...], stands: tuple[State, str]) -> None:
        """Say how the jury stands for the morning: the same lines, filled in their places.

        Args:
            lines: one for each of `tile_lines.EVE_LINES`.
            stands: the whole of it, as a state and a word.
        """
        self._lines, self._stands = lines, stands
        for (_, value, word), line in zip(self._stated, lines, strict=True):
            value.setText(line.value)
            word.setText(line.word)
        self._stand_word.setText(stands[1])
        self.setAccessibleName(self._spoken(self._held.text()))
        self._dress()
        self.update()

    def show_stage(self, stage: str, *, read_only: bool = False) -> None:
        """Say where its sitting stands (« ouvert »), beside how it stands for the morning.

        Args:
            stage: in a word.
            read_only: a session that is over: a padlock and « lecture seule » say that it is there to be read.
        """
        self._stage.setText(f"{stage} · lecture seule" if read_only else stage)
        self._lock.setVisible(read_only)
        self.setAccessibleName(self._spoken(self._held.text()))

    def say_opening(self) -> None:
        """Say that it is being opened, on the screen when this returns: the thread that paints is busy from then on."""
        self.show_stage(OPENING)
        self._column.activate()
        self.repaint()

    def show_sync(self, sync: TileSync) -> None:
        """Say how far the fetching of this jury is, in the place of its version: nothing moves."""
        self._sync = sync
        self._say_held(sync.words)

    def show_contact(self, at: datetime) -> None:
        """Say when the academy last confirmed the version held."""
        self._say_held(f"version {self.summary.version}, à jour le {moment(at, self._zone)}")

    def _say_held(self, words: str) -> None:
        self._held.setText(self._held.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self._room()))
        self.setToolTip(words)
        self.setAccessibleName(self._spoken(words))
        self._dress()
        self.update()

    def _room(self) -> int:
        return max(self.width(), self.LEAST_WIDTH) - 36

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(self.LEAST_WIDTH, self._column.sizeHint().height())

    def _subtitle(self) -> str:
        count = counted(self.summary.candidates, "candidat")
        return count if self.summary.label == self.summary.jury else f"{self.summary.label}\n{count}"

    def _spoken(self, held: str) -> str:
        said = "; ".join(" ".join(part for part in (line.what, line.value, line.word) if part) for line in self._lines)
        said_first = [part for part in (self._stage.text(), self._stands[1]) if part]
        stands = "".join(f"{part}. " for part in said_first)
        return f"Jury {self.summary.jury}, {self._subtitle().replace(chr(10), ', ')}. {stands}{said}. {held}"

    def _lay_out(self) -> None:
        font = QFont(self._id.font())
        font.setPointSizeF(font.pointSizeF() * 1.9)
        font.setBold(True)
        self._id.setFont(font)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(3, 1)
        for row, line in enumerate(self._lines):
            sign, word = QLabel(), QLabel(line.word)
            sign.setFixedSize(16, 16)  # an empty one keeps its place
            word.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # no word widens a tile
            value = QLabel(line.value)
            strong = QFont(value.font())
            strong.setWeight(QFont.Weight.DemiBold)
            value.setFont(strong)
            for column, part in enumerate((QLabel(line.what), value, sign, word)):
                grid.addWidget(part, row, column)
            self._stated.append((sign, value, word))
        if self._head:
            # As wide as « 68 / 68 » from the start: nothing moves when the store has answered.
            grid.setColumnMinimumWidth(1, self.fontMetrics().horizontalAdvance("68 / 68") + 8)
        self._column = column_box = QVBoxLayout(self)
        column_box.setContentsMargins(18, 14, 18, 14)
        column_box.setSpacing(6)
        column_box.addLayout(self._heading())
        column_box.addWidget(self._label)
        column_box.addSpacing(4)
        column_box.addLayout(grid)
        column_box.addStretch(1)
        column_box.addSpacing(4)
        column_box.addWidget(self._held)
        if self._head:
            column_box.addSpacing(4)
            column_box.addLayout(self._buttons())
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._id, 1)
        row.addWidget(self._lock)
        row.addWidget(self._stage)
        for part in (self._stand_sign, self._stand_word) if self._head else ():
            row.addWidget(part)
        strong = QFont(self._stand_word.font())
        strong.setWeight(QFont.Weight.DemiBold)
        self._stand_word.setFont(strong)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for button, wanted in ((self.open_button, self.clicked), (self.prepare_button, self.prepare_wanted)):
            button.setAccessibleName(f"{button.text()} le jury {self.summary.jury}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCursor(Qt.CursorShape.ArrowCursor)
            row.addWidget(button, 1)
            button.clicked.connect(wanted)
        return row

    def _dress(self) -> None:
        shown = current_tints()
        for label in (self._label, self._held, self._stage):
            paint_text(label, shown.muted)
        self._lock.setPixmap(pixmap("lock", shown.muted, 16, 2.0))
        if self._sync is not None and self._sync.bad:
            paint_text(self._held, shown.warning)
        stated = [(sign, word, line.state) for (sign, _, word), line in zip(self._stated, self._lines, strict=True)]
        for sign, word, state in [*stated, (self._stand_sign, self._stand_word, self._stands[0])]:
            colour = state_colour(state, shown)
            paint_text(word, colour)
            if state in SIGNS:
                sign.setPixmap(pixmap(SIGNS[state], colour, 16, 2.0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card; the one that has the keyboard or the mouse is outlined with the accent."""
        shown = tints(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused, hovered = self.hasFocus(), self.underMouse()
        thickness = 2.5 if focused else 1.0
        painter.setPen(QPen(shown.accent if focused or hovered else shown.line, thickness))
        painter.setBrush(mixed(shown.soft, shown.accent, 0.12 if self.isDown() else 0.04 if hovered else 0.0))
        inset = thickness / 2
        card = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(card, 8, 8)
        if self._stands[1]:
            self._paint_edge(painter, shown, card)
        if self._sync is not None and self._sync.share is not None:
            self._paint_bar(painter, shown, self._sync.share)

    def _paint_edge(self, painter: QPainter, shown: Tints, card: QRectF) -> None:
        """The left edge in the colour of how the jury stands, which a sign and a word say too."""
        whole, edge = QPainterPath(), QPainterPath()
        whole.addRoundedRect(card, 8, 8)
        edge.addRect(QRectF(card.x(), card.y(), 5, card.height()))
        painter.fillPath(whole.intersected(edge), state_colour(self._stands[0], shown))

    def _paint_bar(self, painter: QPainter, shown: Tints, share: float) -> None:
        """A slim bar on the lower edge: the tile keeps its size."""
        whole = QRectF(18, self.height() - 9, self.width() - 36, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shown.line)
        painter.drawRoundedRect(whole, 2, 2)
        painter.setBrush(shown.accent)
        painter.drawRoundedRect(QRectF(whole.x(), whole.y(), whole.width() * min(1.0, share), 4), 2, 2)

    def dress(self) -> None:
        """Follow the theme."""
        self._dress()
        self.update()


def state_colour(state: State, shown: Tints) -> QColor:
    """The colour of a state."""
    colours = {"ok": shown.ok, "warning": shown.warning, "danger": shown.danger}
    return colours.get(state, shown.muted)


def paint_text(label: QLabel, colour: QColor) -> None:
    """Write a label in a colour."""
    dressed = label.palette()
    # Inside a button a label is written in the button's role, whatever its own WindowText.
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        dressed.setColor(role, colour)
    label.setPalette(dressed)
