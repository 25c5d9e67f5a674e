# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the livret says before its marks, word for word: opinion, engagements, observations, each with its page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from lsl_desk.ui.deliberating.saying import Fold
from lsl_desk.ui.palettes import tints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.sit.values import Card, CardLine
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.tasks import Tasks

HEADING = "Ce que dit le livret"
UNREADABLE = "texte non lisible\u00a0: pages seulement"
NOTHING_SAID = "ni avis, ni engagement, ni observation trouvés dans le texte\u00a0: voir les pages"
_SHARE = 0.16
"""Of the window's height, at most; what is longer scrolls."""
_LEAST_LINES = 3


class LivretCard(QWidget):
    """One candidate at a time; it takes no place for a candidate without a livret to read."""

    page_wanted = Signal(int)
    """Index from 0 of the page of the livret that a line stands on."""
    escaped = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Make it.

        Args:
            desk: that deliberates.
            tasks: the store lane.
            parent: the widget around it.
        """
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._about: tuple[JuryId, StudentNumber] | None = None
        self.card: Card | None = None
        self.words = _Words()
        self.words.anchorClicked.connect(self._followed)
        self.words.escaped.connect(self.escaped)
        self.fold = Fold(HEADING, self.words)
        self.fold.button.setObjectName("livret-card")  # whether it is folded is kept under this name
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fold)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.fold.unfold()
        self.show_nobody()

    def show_candidate(self, jury: JuryId, number: StudentNumber) -> None:
        """Show what a candidate's livret says, once its text is read; what the one before had said goes at once."""
        if self._about != (jury, number):
            self.show_nobody()
        about = self._about = (jury, number)
        desk = self._desk

        def done(card: Card | None) -> None:
            if self._about == about:
                self._show(card)

        # A refusal here is the sheet's too, which says it.
        self._tasks.run(lambda: desk.deliberation.card(jury, number), done, lambda _refusal: done(None), owner=self)

    def show_nobody(self) -> None:
        """Nobody is on the screen."""
        self._about = None
        self._show(None)

    def start(self) -> None:
        """Unfold it and put the keyboard on its first page number."""
        if self.card is not None:
            self.fold.unfold()
            self.words.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, card: Card | None) -> None:
        if card is not None and card == self.card:
            return  # the keyboard keeps its line
        self.card = card
        self.words.show_card(card)
        self.fold.setVisible(card is not None)
        self.fold.button.setText(_heading(card))
        self.fold.button.setAccessibleName(_heading(card))

    def _followed(self, url: QUrl) -> None:
        page = url.toString().removeprefix("#")
        if page.isdecimal():
            self.page_wanted.emit(int(page))


class _Words(QTextBrowser):
    """The lines, each with its page: Tab goes from page to page, Enter or a click opens one, Escape leaves."""

    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._card: Card | None = None
        self.setAccessibleName(HEADING)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.document().setDocumentMargin(6)
        interaction = Qt.TextInteractionFlag
        self.setTextInteractionFlags(
            interaction.LinksAccessibleByMouse
            | interaction.LinksAccessibleByKeyboard
            | interaction.TextSelectableByMouse
        )
        # What the livret says stands on the column's own ground: it is not a field.
        self.viewport().setAutoFillBackground(False)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def show_card(self, card: Card | None) -> None:
        """Show its lines, or nothing."""
        self._card = card
        self.setHtml("" if card is None else _html(card, tints(self.palette()).muted))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setAccessibleDescription(self.toPlainText())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its text, up to a share of the window's height."""
        line = QFontMetrics(self.font()).height()
        most = max(_LEAST_LINES * line, round(self.window().height() * _SHARE))
        return QSize(200, min(round(self.document().size().height()), most))

    def minimumSizeHint(self) -> QSize:
        """Three lines of text, or fewer when it says less; the rest scrolls."""
        least = _LEAST_LINES * QFontMetrics(self.font()).height() + 12
        return QSize(120, min(self.sizeHint().height(), least))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves; a letter is an action's."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere; while it had no height it went past its first line."""
        super().resizeEvent(event)
        if event.oldSize().height() < self.fontMetrics().height():
            self.verticalScrollBar().setValue(0)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of a new palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.show_card(self._card)


def _heading(card: Card | None) -> str:
    """The opinion stands in the heading too: folded, the card still says it."""
    opinion = "" if card is None else " · ".join(one.text for one in card.opinion)
    return f"{HEADING}\u00a0: {opinion}" if opinion else HEADING


def _html(card: Card, quiet: QColor) -> str:
    if not card.readable:
        return _note(UNREADABLE, quiet)
    parts = [
        *_lines("Avis en vue de l’examen", card.opinion),
        *_lines("Engagements", card.engagements),
        *_lines("Observations", card.remarks),
    ]
    return "".join(parts) or _note(NOTHING_SAID, quiet)


def _lines(title: str, lines: Sequence[CardLine]) -> Iterator[str]:
    if lines:
        yield f"<p style='margin:2px 0 0 0'><b>{title}</b></p>"
    for one in lines:
        link = f"<a href='#{one.page}'>page\u00a0{one.page + 1}</a>"
        yield f"<p style='margin:1px 0 1px 8px'>«\u00a0{escape(one.text)}\u00a0» {link}</p>"


def _note(words: str, quiet: QColor) -> str:
    return f"<p style='color:{quiet.name()}'>{words}</p>"
