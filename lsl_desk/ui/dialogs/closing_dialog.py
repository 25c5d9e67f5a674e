# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Clore la séance »: what is left to do, one key from each candidate; else the counts and the closing (J2, 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.client.close.for_screens import known_names
from lsl_desk.client.close.values import Names
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog
from lsl_desk.ui.french import counted
from lsl_desk.ui.sitting_words import candidate_line, decided_line, names_line, obstacle_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lsl_desk.client.close.values import ClosingView
    from lsl_desk.client.desk import Desk
    from lsl_desk.client.sit.values import SittingState
    from lsl_desk.domain.ids import StudentNumber
    from lsl_desk.domain.jury import SealedIdentity
    from lsl_desk.ui.tasks import Tasks


class ClosingDialog(Dialog):
    """Says first what keeps the sitting from closing; Enter on a candidate opens them where something is to be done."""

    done_with = Signal(object)
    """The `SittingState` once it is closed."""

    candidate_wanted = Signal(object)
    """N° élève of a candidate to deal with first."""

    explaining = Signal()
    """Like cases were decided differently: their reasons are asked elsewhere (features N09)."""

    naming = Signal()
    """The names are to be made known first: that is an act of its own, elsewhere (features N18)."""

    def __init__(self, desk: Desk, tasks: Tasks, state: SittingState, parent: QWidget | None = None) -> None:
        super().__init__(f"Clore la séance du jury {state.jury}", parent)
        self._desk, self._tasks, self._state = desk, tasks, state
        self.said, self.counts, self.names = QLabel(), QLabel(decided_line(state)), QLabel()
        for words in (self.said, self.counts, self.names):
            words.setWordWrap(True)
        font = self.said.font()
        font.setBold(True)
        self.said.setFont(font)
        self.list = QListWidget()
        self.list.setAccessibleName("Candidats à régler avant de clore")
        self.list.itemActivated.connect(self._go)
        self.list.installEventFilter(self)
        self.list.setSpacing(2)
        self.beside = Beside()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.open_button, self.close_button = QPushButton("&Ouvrir ce candidat"), QPushButton("&Clore la séance")
        self.lift_button = QPushButton("&Lever l’anonymat…")
        self.lift_button.clicked.connect(self._lift)
        self.open_button.clicked.connect(lambda: self._go(self.list.currentItem()))
        self.close_button.clicked.connect(self._close)
        for button in (self.open_button, self.lift_button, self.close_button):
            button.setAutoDefault(False)
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        for part in (self.said, self.counts, self.names):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.beside)
        column.addStretch()  # without a list, what is said stays together
        column.addWidget(self.buttons)
        self.resize(560, 420)
        self.show_state(state)

    def show_state(self, state: SittingState) -> None:
        """Say how the sitting stands now."""
        self._state = state
        self.list.clear()
        for number, words in obstacle_lines(state):
            item = QListWidgetItem(f"{candidate_line(number, state.states[number].pv)} — {words}")
            item.setData(Qt.ItemDataRole.UserRole, number)
            self.list.addItem(item)
        left = len({number for number, _ in obstacle_lines(state)})
        self.counts.setText(decided_line(state))
        if left:
            still = counted(left, "candidat reste", "candidats restent")
            self.said.setText(f"La séance ne peut pas être close\u00a0: {still} à régler.")
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self.said.setText(
                "Tout est décidé. La séance close, un dossier ne se reprend qu’avec une raison, gardée au PV."
            )
            self.close_button.setFocus()
        for part in (self.list, self.open_button):
            part.setVisible(bool(left))
        self.names.hide()
        self.lift_button.hide()
        self.close_button.setVisible(not left)
        self.close_button.setEnabled(state.may_decide)
        if not left and not state.may_decide:
            self.beside.refuse(sentence(Refusal(state.refused or Code.PRESIDENT_ONLY, jury=state.jury)))
        if self._desk.closes:
            (self._ask_who if left else self._ask_names)()

    def _ask_who(self) -> None:
        """Who the candidates of the list are, once the jury knows the names: a case was taken up again."""
        desk, jury = self._desk, self._state.jury
        self._tasks.run(lambda: known_names(desk.closing, jury), self._show_who, self._refused_names, owner=self)

    def _show_who(self, names: Mapping[StudentNumber, SealedIdentity]) -> None:
        for row, (number, words) in enumerate(obstacle_lines(self._state) if names else ()):
            line = candidate_line(number, self._state.states[number].pv, names.get(number))
            self.list.item(row).setText(f"{line} — {words}")

    def _ask_names(self) -> None:
        """Whether the jury knows the names: what it should be told before it closes."""
        desk, jury = self._desk, self._state.jury
        self._tasks.run(lambda: desk.closing.view(jury), self._show_names, self._refused_names, owner=self)

    def _show_names(self, view: ClosingView) -> None:
        self.names.setText(names_line(view))
        self.names.show()
        self.resize(self.width(), self.heightForWidth(self.width()))  # without a list, no more than what is said
        if view.names is Names.SEALED and view.refused is None:
            self.lift_button.show()
            self.lift_button.setFocus()

    def _refused_names(self, refusal: Refusal) -> None:
        self.beside.refuse(sentence(refusal))

    def _lift(self) -> None:
        self.accept()
        self.naming.emit()

    def _go(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            number = item.data(Qt.ItemDataRole.UserRole)
            self.accept()
            self.candidate_wanted.emit(number)

    def _close(self) -> None:
        desk, jury = self._desk, self._state.jury
        self.buttons.setEnabled(False)
        self._tasks.run(lambda: desk.deliberation.close_sitting(jury), self._closed, self._refused, owner=self)

    def _closed(self, state: SittingState) -> None:
        self.done_with.emit(state)
        self.accept()

    def _refused(self, refusal: Refusal) -> None:
        """Something changed since the list was made: say it, and list again; like cases are explained elsewhere."""
        self.buttons.setEnabled(True)
        if refusal.code is Code.CLOSING_UNEQUAL:
            self.accept()
            self.explaining.emit()
            return
        self.beside.refuse(sentence(refusal))
        desk, jury = self._desk, self._state.jury
        self._tasks.run(lambda: desk.deliberation.sitting(jury), self.show_state, owner=self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a candidate opens them."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            entered = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if entered:
                self._go(self.list.currentItem())
            return entered
        return super().eventFilter(watched, event)
