# SPDX-License-Identifier: AGPL-3.0-or-later
"""Beside the tiles of the centre's head: what is missing before the sitting, and the centre's next deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.ui.home.jury_tile import paint_text, state_colour
from lsl_desk.ui.home.tile_lines import EVE_LINES, SIGNS, State
from lsl_desk.ui.icons import pixmap
from lsl_desk.ui.palettes import current_tints, tints

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lsl_desk.client.prepare.values import Deadline
    from lsl_desk.ui.home.eve_words import Todo

_WIDTH = 320
_TEXT_WIDTH = 240
_MOST_DEADLINES = 5


class TodoLine(QToolButton):
    """A line of the panel: its sign and its words; pressed, it leads to where that is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.todo: Todo | None = None
        self._state: State = "none"
        self._sign, self._words = QLabel(), QLabel()
        self._sign.setFixedSize(16, 20)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        for label in (self._sign, self._words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as its words in the width there is: two lines at most."""
        return QSize(_WIDTH - 40, max(28, self._words.heightForWidth(_TEXT_WIDTH) + 8))

    def show_todo(self, todo: Todo) -> None:
        """Say it."""
        self.todo, self._state = todo, todo.state
        self._words.setText(todo.text)
        spoken = {"ok": "Fait", "todo": "À faire"}.get(todo.state, "Manque")
        self.setAccessibleName(f"{spoken}\u00a0: {todo.text}")
        self.updateGeometry()
        self.dress()

    def dress(self) -> None:
        """Follow the theme."""
        shown = current_tints()
        colour = state_colour(self._state, shown)
        if self._state in SIGNS:
            self._sign.setPixmap(pixmap(SIGNS[self._state], colour, 16, 2.0))
        plain = QGuiApplication.palette().windowText().color()  # this widget may not have heard of the new one yet
        paint_text(self._words, colour if self._state in {"danger", "warning"} else plain)


class EvePanel(QFrame):
    """« Avant le 3 juillet, 8 h »: empty until the store has answered, then changed in place."""

    wanted = Signal(object)
    """A `Todo`: go where it is done."""
    centre_wanted = Signal()
    """Prepare the whole centre."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.title = QLabel("Avant la délibération")
        self.lines = tuple(TodoLine() for _ in EVE_LINES)
        self._deadlines_title = QLabel("Échéances du centre")
        self._grid = QGridLayout()
        self._shown: list[tuple[QLabel, QLabel, State]] = []
        self.centre_button = QPushButton("Préparer tout le centre")
        self.centre_button.clicked.connect(self.centre_wanted)
        self._lay_out()
        self.dress()

    def show_todos(self, title: str, todos: Sequence[Todo]) -> None:
        """Say what is missing, by name."""
        self.title.setText(title)
        for line, todo in zip(self.lines, todos, strict=True):
            line.show_todo(todo)
            line.show()

    def show_deadlines(self, deadlines: Sequence[Deadline], today: date) -> None:
        """Show the centre's next operations, how long is left for each."""
        from lsl_desk.ui.home.eve_words import countdown, countdown_state, when  # noqa: PLC0415 - after the first paint

        for label in [label for what, left, _ in self._shown for label in (what, left)]:
            self._grid.removeWidget(label)
            label.deleteLater()
        self._shown.clear()
        for row, one in enumerate(deadlines[:_MOST_DEADLINES]):
            what, left = QLabel(one.title), QLabel(f"{when(one)} · {countdown(one, today)}")
            what.setWordWrap(True)
            self._grid.addWidget(what, 2 * row, 0)
            self._grid.addWidget(left, 2 * row + 1, 0)
            left.setContentsMargins(0, 0, 0, 6)
            self._shown.append((what, left, countdown_state(one, today)))
        self._deadlines_title.setVisible(bool(deadlines))
        self.dress()

    def _lay_out(self) -> None:
        for label, size in ((self.title, 1.15), (self._deadlines_title, 1.0)):
            font = QFont(label.font())
            font.setPointSizeF(font.pointSizeF() * size)
            font.setBold(True)
            label.setFont(font)
            label.setContentsMargins(6, 0, 0, 2)
        self._deadlines_title.hide()
        self._grid.setContentsMargins(6, 0, 6, 0)
        self._grid.setVerticalSpacing(1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 14, 12, 10)
        column.setSpacing(2)
        column.addWidget(self.title)
        for line in self.lines:
            line.clicked.connect(lambda _checked=False, line=line: self.wanted.emit(line.todo))
            line.hide()
            column.addWidget(line)
        column.addSpacing(14)
        column.addWidget(self._deadlines_title)
        column.addLayout(self._grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 12)
        whole.addWidget(area, 1)
        row = QHBoxLayout()
        row.setContentsMargins(18, 0, 18, 0)
        row.addWidget(self.centre_button)
        whole.addLayout(row)

    def dress(self) -> None:
        """Follow the theme."""
        shown = current_tints()
        for line in self.lines:
            line.dress()
        for _, left, state in self._shown:
            paint_text(left, state_colour(state, shown))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card, as the tiles are."""
        shown = tints(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(shown.line, 1.0))
        painter.setBrush(shown.soft)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.dress()
