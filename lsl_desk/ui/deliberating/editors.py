# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is typed under a line of marks: another mark, points of the jury, what is done of a missing mark; a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.domain.acts import MAX_REASON, MissingRule
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.ui.deliberating.saying import Answer, KeyList
from lsl_desk.ui.widgets.group import Ground

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from lsl_desk.domain.marks import ExamCode

PAUSE_MS = 300
"""What is being typed is kept after such a pause, and when the keyboard goes elsewhere."""
MISSING_WORDS: dict[MissingRule, tuple[str, str]] = {
    MissingRule.PROVISIONAL: ("P", "moyenne du livret, à titre provisoire"),
    MissingRule.WAIT: ("A", "attendre la note"),
    MissingRule.ABSENT: ("Z", "absent sans justification\u00a0: zéro"),
}
"""Letter and words of what may be done about a missing mark."""


class ReasonField(QComboBox):
    """A reason in one's own words, or one already given in this sitting (Down)."""

    entered = Signal()
    paused = Signal(str)
    """What is typed, after a pause or when the keyboard leaves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setAccessibleName("Raison")
        self.view().setAccessibleName("Raisons déjà données")
        self.setToolTip("Raison, gardée au journal. La flèche du bas propose celles de cette séance.")
        line = self.line
        line.setAccessibleName("Raison")
        line.setPlaceholderText("Raison (obligatoire)")
        line.setMaxLength(MAX_REASON)
        completer = self.completer()
        if isinstance(completer, QCompleter):
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.tell)
        self._told = ""
        line.textEdited.connect(lambda _text: self._pause.start())

    @property
    def line(self) -> QLineEdit:
        """Where it is typed."""
        line = self.lineEdit()
        if line is None:
            raise RuntimeError("an editable field has a line")
        return line

    def offer(self, reasons: Sequence[str]) -> None:
        """The reasons given lately, newest first; what is typed stays."""
        text = self.line.text()
        self.clear()
        self.addItems(list(reasons))
        self.setCurrentIndex(-1)
        self.line.setText(text)

    def put(self, text: str) -> None:
        """Put back what was being typed."""
        self.line.setText(text)
        self._told = text

    def tell(self) -> None:
        """Say what is typed, once."""
        self._pause.stop()
        text = self.line.text()
        if text != self._told:
            self._told = text
            self.paused.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter records."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard that leaves keeps what is typed."""
        self.tell()
        super().focusOutEvent(event)


class Editor(Ground):
    """A frame under a line: a title, a reason, « Enregistrer », and the answer. Escape leaves no trace."""

    cancelled = Signal()
    drafted = Signal(str, str)
    """What is half typed: the name of the field (« reason:MATH »), and the text."""
    resized = Signal()
    """It needs another height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.LeftEdge, parent)
        self.exam: ExamCode | None = None
        self.seen = 0
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.reason = ReasonField()
        self.reason.entered.connect(self._entered)
        self.reason.paused.connect(lambda text: self._draft("reason", text))
        self.reason.line.textChanged.connect(self._refresh)
        self.save = QPushButton("Enregistrer")
        self.save.clicked.connect(self._entered)
        self.leave = QPushButton("Annuler")
        self.leave.clicked.connect(self.cancelled)
        self.answer = Answer("Réponse")
        self._reason_asked = False
        self.reason.line.textEdited.connect(lambda _text: self._reason_begun())
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(13, 6, 8, 7)
        self.column.setSpacing(5)
        self.column.addWidget(self.title)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.leave)
        self.buttons.addWidget(self.save)
        self.hide()

    def start(self, exam: ExamCode, title: str, seen: int, reasons: Sequence[str]) -> None:
        """Be about an épreuve; ``seen`` is the version of what the person sees."""
        self.exam, self.seen = exam, seen
        self.title.setText(title)
        self.reason.offer(reasons)
        self.reason.put("")
        self.answer.clear()
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves; no other key goes on to the table, where Enter would begin anew."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        event.accept()

    def _draft(self, field: str, text: str) -> None:
        if self.exam is not None:
            self.drafted.emit(f"{field}:{self.exam}", text)

    def _ask_reason(self) -> None:
        """Enter without a reason: say that one is asked, where it is typed."""
        self._reason_asked = True
        self.answer.refuse(Refusal(Code.REASON_MISSING), None)
        self.reason.setFocus()
        self.resized.emit()

    def _reason_begun(self) -> None:
        if self._reason_asked:
            self._reason_asked = False
            self.answer.clear()
            self.resized.emit()

    def _entered(self) -> None:
        raise NotImplementedError

    def _refresh(self) -> None:
        raise NotImplementedError


class ValueEditor(Editor):
    """Another mark, or the points of the jury; on the bench no reason is asked and nothing is recorded."""

    trying = Signal(str)
    """The text typed: its effect is asked at each key."""
    confirmed = Signal(str)
    """Enter in the field: what is typed is meant."""
    saved = Signal(str, str)
    """Mark and reason as typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench = False
        self.value = QLineEdit()
        self.value.setMaxLength(6)
        self.value.setFixedWidth(58)
        self.value.setAccessibleName("Nouvelle note")
        self.effect = QLabel()
        self.effect.setWordWrap(True)
        self.effect.setAccessibleName("Effet")
        line = QHBoxLayout()
        line.addWidget(self.value)
        line.addWidget(self.effect, 1)
        self.column.addLayout(line)
        self.column.addWidget(self.reason)
        self.column.addWidget(self.answer)
        self.column.addLayout(self.buttons)
        self.value.textChanged.connect(self._typed)
        self.value.returnPressed.connect(self._meant)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._keep_mark)
        self.value.textEdited.connect(lambda _text: self.keep_soon())
        QWidget.setTabOrder(self.value, self.reason)

    def begin(self, text: str, *, bench: bool) -> None:
        """Take the first digit that was typed, or the mark in force to be typed over."""
        self.bench = bench
        for part in (self.reason, self.save, self.leave):
            part.setVisible(not bench)
        self.value.setText(text)
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)
        self.value.end(False)
        self._refresh()

    def show_effect(self, text: str) -> None:
        """What the mark typed comes to."""
        self.effect.setText(text)

    def type_over(self) -> None:
        """Another mark is to be typed in the place of this one."""
        self.value.setFocus()
        self.value.selectAll()

    def keep_soon(self) -> None:
        """What is typed is worth keeping: after a pause."""
        if not self.bench:
            self._pause.start()

    def keep_drafts(self) -> None:
        """The keyboard goes: what is half typed is kept now."""
        if self._pause.isActive():
            self._keep_mark()
        self.reason.tell()

    def quiet(self) -> None:
        """Nothing more is kept: it was left, or recorded."""
        self._pause.stop()

    def _keep_mark(self) -> None:
        self._pause.stop()
        self._draft("mark", self.value.text())

    def _typed(self, text: str) -> None:
        self.answer.clear()
        self._refresh()
        self.trying.emit(text)

    def _meant(self) -> None:
        text = self.value.text().strip()
        if self.bench:
            self.confirmed.emit(text)
        elif text and not self.reason.line.text().strip():
            self.reason.setFocus()
            self.confirmed.emit(text)
        else:
            self._entered()

    def _entered(self) -> None:
        if self.save.isEnabled():
            self._pause.stop()
            self.saved.emit(self.value.text().strip(), self.reason.line.text().strip())
        elif not self.value.text().strip():
            self.value.setFocus()
        else:
            self._ask_reason()

    def _refresh(self) -> None:
        self.save.setEnabled(bool(self.value.text().strip() and self.reason.line.text().strip()))


class MissingEditor(Editor):
    """What is done of a missing mark."""

    chosen = Signal(object, str)
    """A `MissingRule` and the reason."""
    asked = Signal()
    """The exam office is to be asked for the mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rules = KeyList("Que faire de la note manquante")
        self.rules.fill(tuple(MISSING_WORDS.values()))
        self.rules.picked.connect(lambda _place: self.reason.setFocus())
        self.rules.escaped.connect(self.cancelled)
        self.office = QPushButton("Demander à la &DEC")
        self.office.setAutoDefault(False)
        self.office.clicked.connect(self.asked)
        self.office.hide()
        self.buttons.insertWidget(1, self.office)
        self.column.addWidget(self.rules)
        self.column.addWidget(self.reason)
        self.column.addWidget(self.answer)
        self.column.addLayout(self.buttons)

    @property
    def rule(self) -> MissingRule:
        """The one chosen."""
        return tuple(MISSING_WORDS)[max(0, self.rules.currentRow())]

    def begin(self, rule: MissingRule | None) -> None:
        """Begin on the rule in force."""
        self.office.hide()
        self.rules.setCurrentRow(0 if rule is None else tuple(MISSING_WORDS).index(rule))
        self.rules.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_office(self) -> None:
        """The livret has no average: what helps is one key away."""
        self.office.show()
        self.office.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_drafts(self) -> None:
        """The keyboard goes: what is half typed is kept now."""
        self.reason.tell()

    def _entered(self) -> None:
        if self.save.isEnabled():
            self.chosen.emit(self.rule, self.reason.line.text().strip())
        else:
            self._ask_reason()

    def _refresh(self) -> None:
        self.save.setEnabled(bool(self.reason.line.text().strip()))
