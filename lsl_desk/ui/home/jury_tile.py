# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury as a tile: what is held, what is missing, how far it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from lsl_desk.domain.livret import LivretFormat
from lsl_desk.ui.french import counted, moment
from lsl_desk.ui.icons import pixmap
from lsl_desk.ui.palettes import Tints, current_tints, mixed, tints

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from lsl_desk.client.summary import JurySummary

State = Literal["ok", "warning", "danger", "none"]
_ICONS: dict[State, str] = {"ok": "check", "warning": "warning", "danger": "danger"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a tile: « Numériques  67 / 68  1 à réclamer », its state as a sign, a word and a colour."""

    what: str
    value: str
    word: str = ""
    state: State = "none"


def tile_lines(summary: JurySummary) -> tuple[Line, ...]:
    """What a tile says of a jury; what is nil and normal is not said."""
    formats = summary.formats
    numeric = formats.get(LivretFormat.NUMERIQUE, 0)
    missing = max(0, numeric - summary.livrets)
    unread = max(0, summary.livrets - summary.read)
    lines = [
        Line("Numériques", f"{summary.livrets} / {numeric}", *_judged(missing, "complets", f"{missing} à réclamer")),
        Line("Lus", f"{summary.read} / {summary.livrets}", *_judged(unread, "tous lus", f"{unread} à lire", "none")),
    ]
    if summary.problems > missing:
        told = summary.problems - missing
        lines.insert(
            1, Line("À contrôler", str(told), "voilés ou refusés" if told > 1 else "voilé ou refusé", "danger")
        )
    paper, absent, unknown = (
        formats.get(form, 0) for form in (LivretFormat.PAPIER, LivretFormat.ABSENT, LivretFormat.INCONNU)
    )
    if paper:
        lines.append(Line("Papier", str(paper)))
    if absent:
        lines.append(Line("Sans livret", str(absent), "motif connu"))
    if unknown:
        lines.append(Line("Inconnus", str(unknown), "à demander", "warning"))
    return tuple(lines)


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


def _judged(left: int, done: str, rest: str, state: State = "warning") -> tuple[str, State]:
    return (rest, state) if left else (done, "ok")


class JuryTile(QAbstractButton):
    """A tile that is a button: Enter or a click opens the jury."""

    LEAST_WIDTH, MOST_WIDTH = 300, 420
    """Logical pixels."""

    def __init__(self, summary: JurySummary, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = summary
        self._zone = zone
        self._sync: TileSync | None = None
        self._lines = tile_lines(summary)
        self._stated: list[tuple[QLabel, QLabel, Line]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMinimumWidth(self.LEAST_WIDTH)
        self.setMaximumWidth(self.MOST_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._id, self._label = QLabel(summary.jury), QLabel(self._subtitle())
        self._label.setWordWrap(True)
        held = f"version {summary.version}, importée le {moment(summary.imported, zone)}"
        self._held = QLabel(held)
        self.setAccessibleName(self._spoken(held))
        self._lay_out()
        self._dress()

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
        return f"Jury {self.summary.jury}, {self._subtitle().replace(chr(10), ', ')}. {said}. {held}"

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
            value = QLabel(line.value)
            strong = QFont(value.font())
            strong.setWeight(QFont.Weight.DemiBold)
            value.setFont(strong)
            for column, part in enumerate((QLabel(line.what), value, sign, word)):
                grid.addWidget(part, row, column)
            self._stated.append((sign, word, line))
        self._column = column_box = QVBoxLayout(self)
        column_box.setContentsMargins(18, 14, 18, 14)
        column_box.setSpacing(6)
        column_box.addWidget(self._id)
        column_box.addWidget(self._label)
        column_box.addSpacing(4)
        column_box.addLayout(grid)
        column_box.addStretch(1)
        column_box.addSpacing(4)
        column_box.addWidget(self._held)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _dress(self) -> None:
        shown = current_tints()
        for label in (self._label, self._held):
            _paint_text(label, shown.muted)
        if self._sync is not None and self._sync.bad:
            _paint_text(self._held, shown.warning)
        for sign, word, line in self._stated:
            colour = _state_colour(line.state, shown)
            _paint_text(word, colour)
            if line.state in _ICONS:
                sign.setPixmap(pixmap(_ICONS[line.state], colour, 16, 2.0))

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
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        if self._sync is not None and self._sync.share is not None:
            self._paint_bar(painter, shown, self._sync.share)

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


def _state_colour(state: State, shown: Tints) -> QColor:
    return {"ok": shown.ok, "warning": shown.warning, "danger": shown.danger, "none": shown.muted}[state]


def _paint_text(label: QLabel, colour: QColor) -> None:
    dressed = label.palette()
    # Inside a button a label is written in the button's role, whatever its own WindowText.
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        dressed.setColor(role, colour)
    label.setPalette(dressed)
