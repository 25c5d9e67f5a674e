# SPDX-License-Identifier: AGPL-3.0-or-later
"""The line where words are sought in the livret, and the search itself as pages give their words."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from lsl_desk.ui.viewer.find import Findings, Match, folded, look
from lsl_desk.ui.viewer.livret import ShownLivret
from lsl_desk.ui.viewer.selection import boxes
from lsl_desk.ui.viewer.text_layer import TextLayer
from lsl_desk.ui.viewer.turning import Rect


class FindBar(QWidget):
    """Seeks as one types. Hidden, it seeks nothing and marks nothing."""

    changed = Signal()
    """`findings` is another one."""
    went = Signal(object)
    """Match: this occurrence is to be shown."""
    closed = Signal()

    def __init__(self, text: TextLayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings = Findings()
        self._text = text
        text.arrived.connect(self.refresh)
        self._livret: ShownLivret | None = None
        self._pages = 0
        self._from = 0
        self._pending = False
        self.line = QLineEdit(placeholderText="Chercher dans le livret", clearButtonEnabled=True)
        self.line.setAccessibleName("Mots à chercher dans le livret")
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._sought)
        self.label = QLabel()
        self.label.setAccessibleName("Résultat de la recherche")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.addWidget(self.line, 1)
        row.addWidget(self.label)
        for sign, name, move in (
            ("↑", "Occurrence précédente", lambda: self.step(-1)),
            ("↓", "Occurrence suivante", lambda: self.step(1)),
            ("✕", "Fermer la recherche", self.hide),
        ):
            button = QToolButton(autoRaise=True)
            button.setText(sign)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(move)
            row.addWidget(button)
        self.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""
        return (self.line, *self.findChildren(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly))

    def open(self, livret: ShownLivret | None, pages: int) -> None:
        """Begin another livret: the words sought stay, they are sought in it when the line is shown."""
        self._livret = livret
        self._pages = pages
        self._from = 0
        if self.isHidden():
            self.findings = Findings()
        else:
            self._sought(follow=False)

    def ask(self, page: int) -> None:
        """Show the line and take the keyboard; the search begins at a page."""
        self._from = page
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
        self._sought()

    def seek(self, words: str, page: int) -> None:
        """Seek words given from elsewhere, from a page on, without taking the keyboard."""
        self._from = page
        self.line.blockSignals(True)
        self.line.setText(words)
        self.line.blockSignals(False)
        self.show()
        self._sought()

    def rects(self, match: Match) -> tuple[Rect, ...]:
        """The rectangles of an occurrence, in points of its page."""
        return boxes(self._text.words(match.page) or (), match.ranks)

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) occurrence, round the end."""
        found = self.findings
        if self.isHidden() and folded(self.line.text()):
            self.show()
            self._sought()
        elif found.matches:
            rank = (found.current + step) % len(found.matches) if found.current is not None else 0
            self._show(replace(found, current=rank), follow=True)

    def refresh(self) -> None:
        """Look again: words of a page came."""
        if not self.isHidden() and (self._pending or not self.findings.complete):
            self._sought(follow=self._pending)

    def set_pages(self, pages: int) -> None:
        """Learn how many pages there are."""
        if pages != self._pages:
            self._pages = pages
            if not self.isHidden():
                self._sought(follow=self._pending)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Shift+Enter goes back, Escape closes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the occurrences when the line is closed."""
        super().hideEvent(event)
        if self.isHidden():
            self._show(Findings(), follow=False)
            self.closed.emit()

    def _sought(self, *_args: object, follow: bool = True) -> None:
        sought = self.line.text()
        if self._livret is None or not folded(sought):
            self._pending = False
            self._show(Findings(), follow=False)
            self.label.clear()
            return
        pages = {page: self._text.words(page) for page in range(self._pages) if not self._livret.veiled(page)}
        found = look(pages, sought)
        here = self.findings.shown
        rank = next((rank for rank, match in enumerate(found.matches) if match == here), None)
        if rank is None or follow:
            rank = next((rank for rank, match in enumerate(found.matches) if match.page >= self._from), None)
            rank = 0 if rank is None and found.matches and found.complete else rank
        self._pending = follow and rank is None and not found.complete
        self._show(replace(found, current=rank), follow=follow)

    def _show(self, findings: Findings, *, follow: bool) -> None:
        self.findings = findings
        self.label.setText(findings.sentence())
        self.changed.emit()
        shown: Match | None = findings.shown
        if follow and shown is not None:
            self.went.emit(shown)
