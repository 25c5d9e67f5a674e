# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every minute of a sitting, its state on a key or folder, so that pen and paper can take over; never in the way."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from lsl_desk.domain.errors import Code

if TYPE_CHECKING:
    from lsl_desk.client.sit.values import SittingState
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.state_sheet import StateSheet
    from lsl_desk.ui.actions import Actions
    from lsl_desk.ui.rooms import Room
    from lsl_desk.ui.session import Session
    from lsl_desk.ui.tasks import Tasks
    from lsl_desk.ui.windows import Windows

EVERY = 60_000
"""Milliseconds between two sheets, when something changed."""
_NOT_WRITTEN = {
    Code.COPY_GONE: "clé ou dossier absent",
    Code.COPY_FULL: "clé pleine",
    Code.COPY_READ_ONLY: "clé protégée contre l’écriture",
    Code.COPY_NO_NAME: "nom de jury impossible sur une clé",
}
OTHERWISE = "écriture refusée"


class Window(Protocol):
    """What the second place needs of the window."""

    tasks: Tasks
    session: Session
    actions_: Actions
    windows: Windows


class SecondPlace(QObject):
    """Asks the store lane what is to be written, and writes it in a lane of its own: a key may take its time."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window = window
        self._sitting: SittingState | None = None
        self._lane: Tasks | None = None
        self._writing = False
        self.minute = QTimer(self, interval=EVERY)
        self.minute.timeout.connect(self.write_now)
        self.state = QLabel()
        self.state.setAccessibleName("Feuille d’état")
        self.state.hide()
        window.actions_["state_place"].triggered.connect(self._ask_place)
        window.actions_.allow("state_place", False)

    def follow(self, room: Room) -> None:
        """A room was made."""
        room.sitting_changed.connect(self.show_sitting)

    def show_sitting(self, state: SittingState | None) -> None:
        """Begin with the sitting, end with it; its closing is written at once."""
        before, self._sitting = self._sitting, state
        self._window.actions_.allow("state_place", state is not None)
        if state is None:
            self.minute.stop()
            self._say("", "")
            return
        from lsl_desk.client.sit.values import Stage  # noqa: PLC0415 - a start has no sitting

        if state.stage in {Stage.OPENED, Stage.DELIBERATED}:
            if not self.minute.isActive():
                self.minute.start()
                self.write_now()
        elif self.minute.isActive():
            self.minute.stop()
            if before is not None and before.jury == state.jury:
                self.write_now()

    def write_now(self) -> None:
        """Write the sheet that is due, if one is; nothing waits for it."""
        state, desk = self._sitting, self._window.session.desk
        if state is None or desk is None or self._writing:
            return
        jury, deliberation = state.jury, desk.deliberation
        self._writing = True

        def due() -> tuple[str, StateSheet | None]:
            return deliberation.state_place(), deliberation.state_sheet(jury)

        def found(answer: tuple[str, StateSheet | None]) -> None:
            place, sheet = answer
            if sheet is None or self._window.session.desk is not desk:
                self._writing = False
                if not place:
                    self._say("", "")
                return
            self._own_lane().run(
                lambda: deliberation.write_state_sheet(sheet, place),
                lambda _none: self._written(sheet, place),
                lambda refusal: self._not_written(refusal, place),
                owner=self,
            )

        self._window.tasks.run(due, found, self._quiet, owner=self)

    def lock(self) -> None:
        """The Desk is being locked: the store is shut after what is being written."""
        self.show_sitting(None)
        self._writing = False
        if self._lane is not None and self._lane.busy:
            ended = threading.Event()
            self._lane.run(ended.set, lambda _none: None, owner=self)
            self._window.tasks.run(ended.wait, lambda _yes: None, owner=self)

    def close(self) -> None:
        """The window is being closed: let what is being written end whole."""
        self.show_sitting(None)
        if self._lane is not None:
            self._lane.close()
            self._lane = None

    # ------------------------------------------------------------------------------------------- what is said

    def _written(self, sheet: StateSheet, place: str) -> None:
        self._writing = False
        self._say(
            f"▤\u00a0état {sheet.made:%H:%M}", f"Feuille d’état de {sheet.jury} écrite dans «\u00a0{place}\u00a0»"
        )

    def _not_written(self, refusal: Refusal, place: str) -> None:
        self._writing = False
        if refusal.code is Code.STORE_LOCKED:
            return
        why = _NOT_WRITTEN.get(refusal.code, OTHERWISE)
        self._say(
            f"✗\u00a0état\u00a0: {why}",
            f"«\u00a0{place}\u00a0»\u00a0: {why}. La dernière feuille écrite reste\u202f; nouvel essai chaque minute.",
        )

    def _quiet(self, _refusal: Refusal) -> None:
        self._writing = False

    def _say(self, said: str, more: str) -> None:
        self.state.setText(said)
        self.state.setToolTip(more)
        self.state.setAccessibleDescription(more)
        self.state.setVisible(bool(said))

    # ------------------------------------------------------------------------------------------- where

    def _ask_place(self) -> None:
        desk = self._window.session.desk
        if desk is not None:
            deliberation = desk.deliberation
            self._window.tasks.run(deliberation.state_place, self._show_place, owner=self)

    def _show_place(self, place: str) -> None:
        self._window.windows.second_place(place, self.state.toolTip(), self.choose)

    def choose(self, place: str) -> None:
        """Write there from now on, beginning now; "" for nowhere any more."""
        desk = self._window.session.desk
        if desk is None:
            return
        deliberation = desk.deliberation

        def chosen(_none: None) -> None:
            self._say("", "")
            self.write_now()

        self._window.tasks.run(lambda: deliberation.choose_state_place(place), chosen, owner=self)

    def _own_lane(self) -> Tasks:
        if self._lane is None:
            from lsl_desk.ui.tasks import Tasks  # noqa: PLC0415 - most posts write no sheet

            self._lane = Tasks(name="second-place")
        return self._lane
