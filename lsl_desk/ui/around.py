# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands around the reading room: the projector, the second place, the pages of the chair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from lsl_desk.ui import following, projecting, second_place

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStatusBar

    from lsl_desk.ui.rooms import Room


class Window(second_place.Window, projecting.Window, following.Window, Protocol):
    """What they need of the window, together."""


class Around(QObject):
    """Tells each of them when a room is made or left, and the Desk locked or opened."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self.second_place = second_place.SecondPlace(window)
        self.projecting = projecting.Projecting(window)
        self.following = following.Following(window)

    def say_in(self, bar: QStatusBar, place: int) -> None:
        """Give each its words in a status bar, from this place on."""
        for part in (self.following, self.projecting, self.second_place):
            bar.insertPermanentWidget(place, part.state)

    def follow(self, room: Room) -> None:
        """A room was made."""
        self.second_place.follow(room)
        self.projecting.follow(room)
        self.following.follow(room)

    def leave(self) -> None:
        """The room goes."""
        self.second_place.show_sitting(None)
        self.projecting.leave()
        self.following.leave()

    def lock(self) -> None:
        """The Desk is being locked."""
        self.projecting.lock()
        self.second_place.lock()

    def unlock(self) -> None:
        """It is open again."""
        self.projecting.unlock()

    def close(self) -> None:
        """The window is being closed."""
        self.projecting.close()
        self.second_place.close()
