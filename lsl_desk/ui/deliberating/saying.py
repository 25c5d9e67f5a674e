# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sentence and the legal text behind it; a list whose letters choose; a part of the column that folds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.sentences import sentence
from lsl_desk.ui.deliberating.words import law_of
from lsl_desk.ui.dialogs.base import Beside
from lsl_desk.ui.exam_names import cut_at_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.rules.pack import SerieRules


class Answer(QWidget):
    """What was refused or done, beside it; the text of law that forbids it under the sentence."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = Beside()
        self.said.setAccessibleName(name)
        self.law = Beside()
        self.law.setAccessibleName("Texte applicable")
        font = self.law.font()
        font.setItalic(True)
        font.setPointSizeF(font.pointSizeF() * 0.92)
        self.law.setFont(font)
        for part in (self.said, self.law):  # over a table a label would take the colour of its cells
            part.setForegroundRole(QPalette.ColorRole.WindowText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.said)
        column.addWidget(self.law)
        self.clear()

    @property
    def text(self) -> str:
        """The sentence and the text of law."""
        return "\n".join(part for part in (self.said.text(), self.law.text()) if part)

    def refuse(self, refusal: Refusal, rules: SerieRules | None) -> None:
        """A refusal, with its text."""
        self.said.refuse(sentence(refusal))
        self.cite(law_of(refusal.code, rules))

    def approve(self, text: str) -> None:
        """Something was done."""
        self.said.approve(text)
        self.cite("")

    def inform(self, text: str, law: str = "") -> None:
        """Something quiet."""
        self.said.inform(text)
        self.cite(law)

    def cite(self, law: str) -> None:
        """Show a text of law, "" for none."""
        self.law.inform(law)
        self.law.setVisible(bool(law))
        self.said.setVisible(bool(self.said.text()))
        self.updateGeometry()

    def clear(self) -> None:
        """Say nothing, and take no place."""
        self.said.clear()
        self.cite("")


class KeyList(QListWidget):
    """A short list: arrows and Enter, or the letter that begins a line, choose."""

    picked = Signal(int)
    """Place of the line chosen."""

    escaped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters: tuple[str, ...] = ()
        self.texts: tuple[str, ...] = ()
        """The lines, as they read."""
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSpacing(2)
        self.itemActivated.connect(lambda item: self.picked.emit(self.row(item)))

    def fill(self, lines: Sequence[tuple[str, str]], chosen: int = 0) -> None:
        """Show lines of (letter or "", text)."""
        self._letters = tuple(letter.casefold() for letter, _ in lines)
        self.texts = tuple(f"{letter}   {text}" if letter else text for letter, text in lines)
        self.clear()
        for shown, (letter, text) in zip(self.texts, lines, strict=True):
            item = QListWidgetItem(shown)
            item.setToolTip(text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}, touche {letter}" if letter else text)
            self.addItem(item)
        if lines:
            self.setCurrentRow(chosen)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        high = sum(self._high(row) + 2 * self.spacing() for row in range(self.count()))
        return QSize(200, high + 2 * self.frameWidth() + 2)

    def _high(self, row: int) -> int:
        """Of a line at this width: Qt's own hint for a row does not know that it wraps."""
        if not self.wordWrap():
            return max(0, self.sizeHintForRow(row))
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = QRect(0, 0, self.viewport().width() - 2 * self.spacing(), 1)
        return self.itemDelegate().sizeHint(option, self.model().index(row, 0)).height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        if self.wordWrap() and event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Three lines at least; the rest scrolls."""
        return QSize(120, min(self.sizeHint().height(), 3 * (self.fontMetrics().height() + 6)))

    def event(self, event: QEvent) -> bool:
        """A letter of the list is the list's, before it is an action's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._place(event) >= 0:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with a letter or Enter, leave with Escape."""
        place = self._place(event)
        if place >= 0:
            self.setCurrentRow(place)
            self.picked.emit(place)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.currentRow() >= 0:
                self.picked.emit(self.currentRow())
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()  # an action's
        else:
            super().keyPressEvent(event)

    def _place(self, event: QKeyEvent) -> int:
        letter = event.text().casefold()
        return self._letters.index(letter) if letter and letter in self._letters and not _commanded(event) else -1


class NamesCut(QStyledItemDelegate):
    """A line too long for the list is cut in the name it begins with, before « c6 : », and says the rest whole."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Take what the model says of the line."""
        super().initStyleOption(option, index)
        name, colon, rest = option.text.partition("\u00a0: ")
        label, space, coefficient = name.rpartition(" ")
        if not colon or "\u2028" in rest:  # as Qt writes a new line by then: the name has the first to itself
            return
        end = f"{space}{coefficient}{colon}{rest}"
        metrics = option.fontMetrics
        option.text = cut_at_word(label, metrics, option.rect.width() - 8 - metrics.horizontalAdvance(end)) + end


def _commanded(event: QKeyEvent) -> bool:
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.modifiers() & command)


class Fold(QWidget):
    """A heading that folds what is under it; it takes no place when there is nothing."""

    def __init__(self, words: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self.body = words, body
        self._aside = self._asked = False
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.toggled.connect(self._fold)
        self.button.clicked.connect(self._clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button)
        column.addWidget(body)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.show_count(0)
        self._fold(False)

    def show_count(self, count: int, useful: int | None = None) -> None:
        """Say how many lines there are, and how many of them are of use when not all are; none hides the whole."""
        several = count if useful in {None, count} else f"{useful} sur {count}"
        text = f"{self._words} ({several})"
        self.button.setText(text)
        self.button.setAccessibleName(text)
        self.setVisible(bool(count))

    def unfold(self, shown: bool = True) -> None:
        """Show or hide what is under it."""
        self._asked = shown and self._aside
        self._aside = False
        self.button.setChecked(shown)
        self._fold(shown)

    def step_aside(self, aside: bool) -> None:
        """Fold for a while, or as it was again: what the person chose is kept, what they ask for stays."""
        self._asked = self._asked and aside
        if aside is not self._aside and not self._asked:
            self._aside = aside
            self._fold(self.button.isChecked())

    def _clicked(self) -> None:
        """The heading of what had stepped aside shows it again."""
        if self._aside:
            self.unfold()

    def _fold(self, shown: bool) -> None:
        shown = shown and not self._aside
        self.button.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self.body.setVisible(shown)
