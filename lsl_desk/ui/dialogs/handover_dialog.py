# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Passer la présidence »: to the other head of the jury, with a reason; those before are listed (N27, R11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import SEATS, sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog
from lsl_desk.ui.dialogs.opening_dialog import HEADS
from lsl_desk.ui.french import counted
from lsl_desk.ui.sitting_words import handover_line

if TYPE_CHECKING:
    from datetime import tzinfo

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.sit.values import SittingState
    from lsl_desk.ui.tasks import Tasks


class HandoverDialog(Dialog):
    """Asks for the name and the reason; the one who presides now, and the decisions taken, are said first."""

    done_with = Signal(object)
    """The `SittingState` once it is recorded."""

    def __init__(
        self, desk: Desk, tasks: Tasks, state: SittingState, zone: tzinfo | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(f"Passer la présidence du jury {state.jury}", parent)
        self._desk, self._tasks, self._state = desk, tasks, state
        self.to = Role.PRESIDENT if state.presiding is Role.VICE_PRESIDENT else Role.VICE_PRESIDENT
        now = f"{state.president} ({SEATS[state.presiding]})" if state.president else f"le {SEATS[state.presiding]}"
        decided = state.pace.decided
        done = counted(decided, "décision est prise", "décisions sont prises")
        if not decided:
            done = "Aucune décision n’est encore prise"
        self.intro = QLabel(
            f"Préside\u00a0: {now}. {done}. La passation, sa raison et ce nombre sont écrits au journal et au PV. "
            + self._after(desk.author.role)
        )
        self.intro.setWordWrap(True)
        self.name = QLineEdit(self._known_name())
        self.name.setAccessibleName(f"Nom du {SEATS[self.to]}")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Raison de la passation")
        self.reason.setPlaceholderText("Par exemple\u00a0: président appelé au rectorat")
        self.before = QLabel("\n".join(handover_line(one, zone) for one in state.handovers))
        self.before.setWordWrap(True)
        self.before.setAccessibleName("Passations déjà faites")
        self.before.setVisible(bool(state.handovers))
        self.beside = Beside()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.send = QPushButton("&Passer la présidence")
        self.buttons.addButton(self.send, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._send)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(f"&Au {SEATS[self.to]}", self.name)
        form.addRow("&Raison", self.reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.intro)
        column.addWidget(self.before)
        column.addLayout(form)
        column.addWidget(self.beside)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.send.setDefault(True)
        self.setMinimumWidth(560)
        (self.reason if self.name.text() else self.name).setFocus()

    def _after(self, mine: Role) -> str:
        """Where one decides then; it is not guessed that the post one sits at will decide nothing any more."""
        if mine is self._state.presiding:
            return f"Ensuite seul le poste du {SEATS[self.to]} décide, et la rend\u202f; celui-ci relève et lit encore."
        return (
            f"Elle est passée par qui préside\u202f; vous ne la prenez d’ici que si l’émargement (Ctrl+E) met le "
            f"{SEATS[self._state.presiding]} hors de la salle."
        )

    def _known_name(self) -> str:
        known = next((one.name for one in self._state.members if one.quality is HEADS[self.to]), "")
        passed = [one for one in self._state.handovers if one.before is self.to]
        mine = self._desk.author.name if self._desk.author.role is self.to else ""
        return known or (passed[-1].before_name if passed else "") or mine

    def _send(self) -> None:
        name, reason = self.name.text().strip(), self.reason.text().strip()
        if not name:
            self.beside.refuse("Donnez le nom de qui préside désormais.")
            self.name.setFocus()
            return
        if not reason:
            self.beside.refuse(sentence(Refusal(Code.REASON_MISSING)))
            self.reason.setFocus()
            return
        desk, jury, to = self._desk, self._state.jury, self.to
        self.buttons.setEnabled(False)
        self._tasks.run(
            lambda: desk.deliberation.hand_over(jury, to, name, reason), self._done, self._refused, owner=self
        )

    def _done(self, state: SittingState) -> None:
        self.done_with.emit(state)
        self.accept()

    def _refused(self, refusal: Refusal) -> None:
        self.buttons.setEnabled(True)
        self.beside.refuse(sentence(refusal))
