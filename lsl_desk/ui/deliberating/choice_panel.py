# SPDX-License-Identifier: AGPL-3.0-or-later
"""A choice made in the column, by one key: decide, declare a livret, withdraw; a reason where one is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lsl_desk.domain.errors import Code
from lsl_desk.ui.deliberating.editors import ReasonField
from lsl_desk.ui.deliberating.saying import Answer, KeyList
from lsl_desk.ui.widgets.group import Ground

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.rules.pack import SerieRules

BACK = "Échap revient aux notes."


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the panel.

    Attributes:
        key: names it, and the place of its draft (« reason:key »).
        letter: that chooses it.
        text: its words.
        reasoned: a reason is asked before it is done.
    """

    key: str
    letter: str
    text: str
    reasoned: bool = False


class ChoicePanel(Ground):
    """Lines with a letter; a reason under them when one is asked; the answer; Escape leaves."""

    chosen = Signal(str, str)
    """Key of the choice, and the reason."""
    page_wanted = Signal(int)
    """Index from 0 of the page that must be read first."""
    mark_wanted = Signal()
    """The mark that is missing must be settled first."""
    cancelled = Signal()
    drafted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self._choices: tuple[Choice, ...] = ()
        self._asked: Choice | None = None
        self._way: Callable[[], None] | None = None  # what Enter does about a refusal, until another line is chosen
        self.title = QLabel()
        self.list = KeyList("Choix")
        self.list.picked.connect(self._picked)
        self.list.escaped.connect(self.cancelled)
        self.list.currentRowChanged.connect(self._moved)
        self.reason = ReasonField()
        self.reason.entered.connect(self._confirm)
        self.reason.paused.connect(self._draft)
        self.reason.line.textChanged.connect(self._refresh)
        self.save = QPushButton("Enregistrer")
        self.save.clicked.connect(self._confirm)
        self.answer = Answer("Réponse au choix")
        self._asking = QWidget()
        asking = QHBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.addWidget(self.reason, 1)
        asking.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 8, 6)
        column.setSpacing(4)
        for part in (self.title, self.list, self._asking, self.answer):
            column.addWidget(part)
        self.hide()

    @property
    def key(self) -> str:
        """Of the choice under the keyboard."""
        row = self.list.currentRow()
        return self._choices[row].key if 0 <= row < len(self._choices) else ""

    def start(self, title: str, choices: Sequence[Choice], place: int, reasons: Sequence[str]) -> None:
        """Offer choices, one of them in hand."""
        self._choices, self._asked, self._way = tuple(choices), None, None
        self.title.setText(title)
        self.list.setAccessibleName(title)
        self.answer.clear()
        self.reason.offer(reasons)
        self.reason.put("")
        self._asking.hide()
        self.list.fill([(one.letter, one.text) for one in choices], place)
        self.show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh()

    def ask_reason(self, key: str, text: str = "") -> None:
        """Ask the reason of a choice; ``text`` was being typed before."""
        found = [place for place, one in enumerate(self._choices) if one.key == key]
        if not found:
            return
        self.list.setCurrentRow(found[0])
        self._asked = self._choices[found[0]]
        self._asking.show()
        self.reason.put(text or self.reason.line.text())
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh()

    def refuse(self, refusal: Refusal, rules: SerieRules | None) -> None:
        """Say why it is refused, beside; what must be read or settled first is one key away."""
        self.answer.refuse(refusal, rules)
        hint = self._hint(refusal)
        if hint:
            self.answer.said.setText(f"{self.answer.said.text()}\n{hint}")
        if refusal.code is Code.REASON_MISSING:
            self.ask_reason(self.key)
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hint(self, refusal: Refusal) -> str:
        """The key that mends what is refused, "" when none does."""
        if refusal.code is Code.LIVRET_UNREAD:
            page = max(1, int(refusal.facts.get("page", 1))) - 1
            self._way = lambda: self.page_wanted.emit(page)
            return f"Entrée ouvre le livret à la page {page + 1}\u202f; {BACK}"
        if refusal.code is Code.DECISION_INCOMPLETE:
            self._way = self.mark_wanted.emit
            return f"Entrée mène à la note qui manque\u202f; {BACK}"
        if refusal.code is Code.LIVRET_NOT_EXAMINED:
            return f"E le déclare\u202f; {BACK}"
        return ""

    def keep_drafts(self) -> None:
        """The keyboard goes: what is half typed is kept now."""
        self.reason.tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _picked(self, place: int) -> None:
        one = self._choices[place]
        if self._way is not None:
            way, self._way = self._way, None
            way()
        elif one.reasoned and not (self._asked is one and self.reason.line.text().strip()):
            self.answer.clear()
            self.ask_reason(one.key)
        else:
            self.chosen.emit(one.key, self.reason.line.text().strip() if self._asked is one else "")

    def _confirm(self) -> None:
        if self._asked is not None and self.save.isEnabled():
            self.chosen.emit(self._asked.key, self.reason.line.text().strip())

    def _moved(self, _row: int) -> None:
        if self._way is not None:
            self._way = None
            self.answer.clear()

    def _draft(self, text: str) -> None:
        if self._asked is not None:
            self.drafted.emit(f"reason:{self._asked.key}", text)

    def _refresh(self) -> None:
        self.save.setEnabled(bool(self.reason.line.text().strip()))
