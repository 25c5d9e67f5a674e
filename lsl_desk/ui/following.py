# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chair turns the pages of other posts: one follows while its person wants, and leaves with a page of its own.

What is told is a N° élève and a page, never kept, and by whatever carries it between posts (features P28).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from lsl_desk.ui.messages import announce

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from lsl_desk.client.hall.values import HallStatus, PageTurn
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.actions import Actions
    from lsl_desk.ui.rooms import Room

FOLLOWS = "⇉\u00a0suit la présidence"
LEFT = "⇉\u00a0ne suit plus\u00a0: page tournée ici"


class Turns(Protocol):
    """What carries the pages between the posts of a jury: `ui.link.halling.Halling`."""

    page_turned: SignalInstance
    """A `PageTurn`: the page that whoever presides looks at, on another post."""
    status_moved: SignalInstance
    """The `HallStatus` as it now is."""
    status: HallStatus

    def turn_page(self, jury: JuryId, number: StudentNumber, page: int) -> None:
        """Tell the others which page (from 1) is looked at here; only the post that they are with is heard."""


class Window(Protocol):
    """What following needs of the window."""

    actions_: Actions

    def linked_room(self) -> tuple[Room, JuryId] | None:
        """The room that is open, and the jury it shows."""


class Following(QObject):
    """Goes where the chair goes, while it is wanted; tells where this post goes, when it is the chair's."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window = window
        self._turns: Turns | None = None
        self._last: PageTurn | None = None
        self._wanted: tuple[StudentNumber, int] | None = None
        self._under_way = False
        self._here: tuple[StudentNumber, int] | None = None
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self._tell)
        self.state = QLabel()
        self.state.setAccessibleName("Pages de la présidence")
        self.state.hide()
        self._action = window.actions_["follow_chair"]
        self._action.triggered.connect(self._toggle)
        window.actions_.allow("follow_chair", False)

    @property
    def on(self) -> bool:
        """The pages of the chair are followed."""
        return self._action.isChecked()

    def attach(self, turns: Turns) -> None:
        """Hear and tell by this, from now on."""
        if turns is not self._turns:
            self._turns = turns
            turns.page_turned.connect(self._heard)
            turns.status_moved.connect(self._status)
            self._status(turns.status)

    def follow(self, room: Room) -> None:
        """A room was made."""
        room.page_turned.connect(self._turned)

    def leave(self) -> None:
        """The room goes."""
        self._telling.stop()
        self._stop("")

    # ------------------------------------------------------------------------------------------- the chair's page

    def _heard(self, turn: PageTurn) -> None:
        self._last = turn
        if self.on:
            self._go(turn)

    def _go(self, turn: PageTurn) -> None:
        shown = self._window.linked_room()
        if shown is None or shown[1] != turn.jury:
            return
        self._wanted, self._under_way = (turn.number, turn.page - 1), True
        shown[0].show_page(turn.number, turn.page - 1)
        self._reached(*shown[0].where)

    def _turned(self, number: StudentNumber, page: int, count: int) -> None:
        """This post shows another page: the chair's, or one of its person's own, which ends the following."""
        if self.on:
            if not self._reached(number, page, count) and not self._loading(number):
                self._stop(LEFT)
            return
        self._here = (number, page + 1)
        self._telling.start()

    def _tell(self) -> None:
        """Tell where one is, once for a livret that opens at its first page and goes on to another."""
        shown, here = self._window.linked_room(), self._here
        if self._turns is not None and shown is not None and here is not None:
            self._turns.turn_page(shown[1], *here)

    def _reached(self, number: StudentNumber | None, page: int, count: int) -> bool:
        """Whether the page wanted is shown: of a livret that is shorter here, its last one."""
        if self._wanted is None:
            return True
        there = number == self._wanted[0] and page == max(0, min(self._wanted[1], count - 1))
        if there:
            self._under_way = False
        return there

    def _loading(self, number: StudentNumber) -> bool:
        """The livret wanted is being opened, at the place it was left first."""
        return self._under_way and self._wanted is not None and number == self._wanted[0]

    # ------------------------------------------------------------------------------------------- on and off

    def _toggle(self, wanted: bool) -> None:
        if not wanted:
            self._stop("")
            return
        self._say(FOLLOWS)
        if self._last is not None:
            self._go(self._last)

    def _stop(self, said: str) -> None:
        self._action.setChecked(False)
        self._wanted, self._under_way = None, False
        self._say(said)

    def _status(self, status: HallStatus) -> None:
        from lsl_desk.client.hall.values import Part  # noqa: PLC0415 - most days need no room

        guest = status.part is Part.GUEST and not status.over
        self._window.actions_.allow("follow_chair", guest)
        if not guest:
            self._last = None
            self._stop("")

    def _say(self, said: str) -> None:
        self.state.setText(said)
        self.state.setVisible(bool(said))
        if said:
            announce(self.state, said)
