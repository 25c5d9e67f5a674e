# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Émarger et ouvrir »: who attends, whether the law lets them deliberate, and who presides (features P26, N27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import Member, Presence, Quality, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.pv_words import QUALITIES
from lsl_desk.sentences import SEATS, sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog
from lsl_desk.ui.models.members import NAME, PRESENCE, QUALITY, MembersModel
from lsl_desk.ui.palettes import tints
from lsl_desk.ui.sitting_words import attendance_line
from lsl_desk.ui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from lsl_desk.client.desk import Desk
    from lsl_desk.client.sit.values import Composition, SittingState
    from lsl_desk.ui.tasks import Tasks

HEADS = {Role.PRESIDENT: Quality.PRESIDENT, Role.VICE_PRESIDENT: Quality.VICE_PRESIDENT}
_OTHER = {Role.PRESIDENT: Role.VICE_PRESIDENT, Role.VICE_PRESIDENT: Role.PRESIDENT}
KEYS = (
    "Espace change la présence, Q la qualité, F2 le nom. Inser ajoute un membre, Suppr l’enlève. Tout part "
    "au journal, les absents aussi."
)


class OpeningDialog(Dialog):
    """Fills the attendance by keyboard; the sentence under it says at once whether the sitting may open."""

    done_with = Signal(object)
    """The `SittingState` once all of it is recorded."""

    def __init__(self, desk: Desk, tasks: Tasks, state: SittingState, parent: QWidget | None = None) -> None:
        super().__init__(f"Émargement du jury {state.jury}", parent)
        self._desk, self._tasks, self._state = desk, tasks, state
        self._asked = 0
        self._opens = state.stage is Stage.PREPARED
        self.model = MembersModel(_first_members(state, desk), self)
        self.model.dress(tints(self.palette()))
        self.table = LineTable("Membres du jury")
        self.table.setSortingEnabled(False)
        self.table.setModel(self.model)
        self.table.setEditTriggers(LineTable.EditTrigger.EditKeyPressed | LineTable.EditTrigger.DoubleClicked)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(QUALITY, max(map(self.fontMetrics().horizontalAdvance, QUALITIES.values())) + 30)
        self.table.setColumnWidth(PRESENCE, self.fontMetrics().horizontalAdvance("◐ à distance") + 40)
        self.table.installEventFilter(self)
        self.count = QLabel()
        self.count.setAccessibleName("Présences")
        self.all_here = QPushButton("&Tous présents")
        self.all_here.clicked.connect(self.model.all_here)
        self.law = Beside()
        self.text, self.notes = QLabel(), QLabel()
        self.passing = QLabel()
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Raison de la passation")
        self.reason.setPlaceholderText("Raison de la passation, par exemple\u00a0: président souffrant")
        self.beside = Beside()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.send = QPushButton("&Ouvrir la séance" if self._opens else "&Enregistrer l’émargement")
        self.buttons.addButton(self.send, QDialogButtonBox.ButtonRole.AcceptRole)
        self.table.entered_line.connect(self._entered)
        self.buttons.accepted.connect(self._send)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        for moved in (self.model.dataChanged, self.model.rowsInserted, self.model.rowsRemoved):
            moved.connect(self._check)
        self.table.setCurrentIndex(self.model.index(0, NAME))
        self.table.setFocus()
        self._check()

    def _lay_out(self) -> None:
        intro = QLabel(KEYS)
        for words in (intro, self.text, self.notes, self.passing):
            words.setWordWrap(True)
        for words in (intro, self.text):
            words.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.all_here)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(8)
        column.addWidget(intro)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        for part in (self.law, self.text, self.notes, self.passing, self.reason, self.beside, self.buttons):
            column.addWidget(part)
        self.resize(720, 560)

    # ------------------------------------------------------------------------------------------- what the law says

    @property
    def taker(self) -> Role | None:
        """Who takes the presidency because who presides is not in the room; None when nobody does."""
        here = {one.quality for one in self.model.members if one.presence is Presence.HERE}
        presiding = self._state.presiding
        other = _OTHER.get(presiding)
        if other is None or HEADS[presiding] in here or HEADS[other] not in here:
            return None
        return other

    def _check(self) -> None:
        members = self.model.members
        self.count.setText(attendance_line([one.presence for one in members]))
        self._asked += 1
        asked, desk, jury = self._asked, self._desk, self._state.jury

        def done(found: Composition) -> None:
            if asked == self._asked:
                self._say(found)

        self._tasks.run(lambda: desk.deliberation.composition(jury, members), done, owner=self)

    def _say(self, found: Composition) -> None:
        taker = self.taker
        refused = None if taker is not None else found.refused
        if refused is not None:
            self.law.refuse(sentence(Refusal(refused.code, **refused.facts)))
        else:
            self.law.approve("Composition\u00a0: le jury peut délibérer.")
        rule = None if found.refused is None else found.refused.rule
        text = None if rule is None else self._state.texts.get(rule.value)
        self.text.setText("" if text is None else f"{text.reference}\u00a0: {text.said}")
        self.notes.setText("\n".join(f"! écrit au PV\u00a0: {note}" for note in found.notes))
        self.passing.setText(self._passing(taker))
        for part, shown in ((self.text, text is not None), (self.notes, bool(found.notes))):
            part.setVisible(shown)
        self.passing.setVisible(taker is not None)
        self.reason.setVisible(taker is not None)
        self.send.setEnabled(refused is None or not self._opens)

    def _passing(self, taker: Role | None) -> str:
        if taker is None:
            return ""
        return (
            f"! Le {SEATS[self._state.presiding]} n’est pas dans la salle\u00a0: la présidence passe à "
            f"{self._name_of(taker)} ({SEATS[taker]}). La passation est écrite au PV."
        )

    def _name_of(self, role: Role) -> str:
        return next((one.name for one in self.model.members if one.quality is HEADS[role]), "")

    # ------------------------------------------------------------------------------------------- sending

    def _entered(self) -> None:
        """Enter goes on to the button, but for the one that ends a name: the table hears it too."""
        if self.table.state() is not LineTable.State.EditingState:
            self.send.setFocus()

    def _send(self) -> None:
        unnamed = self.model.unnamed
        if unnamed is not None:
            self.beside.refuse("Nommez chaque membre présent, ou enlevez sa ligne (Suppr).")
            self.table.setCurrentIndex(self.model.index(unnamed, NAME))
            self.table.setFocus()
            return
        taker, reason = self.taker, self.reason.text()
        if taker is not None and not reason.strip():
            self.beside.refuse(sentence(Refusal(Code.REASON_MISSING)))
            self.reason.setFocus()
            return
        members, opens = self.model.members, self._opens
        name = "" if taker is None else self._name_of(taker)
        desk, jury = self._desk, self._state.jury

        def work() -> SittingState:
            state = desk.deliberation.take_attendance(jury, members)
            if taker is not None and state.presiding is not taker:
                state = desk.deliberation.hand_over(jury, taker, name, reason.strip())
            return desk.deliberation.open_sitting(jury) if opens else state

        self.buttons.setEnabled(False)
        self._tasks.run(work, self._done, self._refused, owner=self)

    def _done(self, state: SittingState) -> None:
        self.done_with.emit(state)
        self.accept()

    def _refused(self, refusal: Refusal) -> None:
        self.buttons.setEnabled(True)
        self.beside.refuse(sentence(refusal))

    # ------------------------------------------------------------------------------------------- Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the table Space changes a presence, Q a quality; Insert adds a line, Delete takes it away."""
        if watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        row = self.table.currentIndex().row()
        if key is Qt.Key.Key_Insert:
            self.table.setCurrentIndex(self.model.index(self.model.add(), NAME))
            self.table.edit(self.table.currentIndex())
        elif key is Qt.Key.Key_Space and row >= 0:
            self.model.cycle(row)
        elif key is Qt.Key.Key_Q and row >= 0:
            self.model.next_quality(row)
        elif key is Qt.Key.Key_Delete and row >= 0:
            self.model.remove(row)
        else:
            return False
        return True

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of a new palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "model"):
            self.model.dress(tints(self.palette()))


def _first_members(state: SittingState, desk: Desk) -> tuple[Member, ...]:
    """The jury as last known; before anything is known, its heads, of whom the one who acts here is in the room."""
    if state.members:
        return state.members
    return tuple(
        Member(
            state.president if role is state.presiding else desk.author.name if role is desk.author.role else "",
            quality,
            Presence.HERE if role is desk.author.role else Presence.AWAY,
        )
        for role, quality in HEADS.items()
    )
