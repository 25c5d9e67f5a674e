# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the window needs of the reading room, which it imports only when a jury is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.link.values import Elsewhere
    from lsl_desk.client.settings import Settings
    from lsl_desk.client.sit.values import SittingState
    from lsl_desk.domain.fallback import Footing
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.actions import Actions
    from lsl_desk.ui.projector.pictures import ArrivingPictures
    from lsl_desk.ui.projector.values import Shown
    from lsl_desk.ui.tasks import Tasks


class Projection(Protocol):
    """What a second screen may see of a room, and nothing that names anyone: `ui.projector`."""

    changed: SignalInstance
    """The `Shown` as it now is."""

    @property
    def source(self) -> ArrivingPictures:
        """Where its pictures come from."""

    @property
    def shown(self) -> Shown:
        """What may be seen now."""

    def show_decision(self, wanted: bool) -> None:
        """Let the decision be seen once it is taken, or no longer."""

    def end(self) -> None:
        """Nothing is projected any more."""


class Room(Protocol):
    """What the window needs of the reading room, which it imports only when a jury is opened."""

    title_changed: SignalInstance
    read_from: SignalInstance
    """On which copy of the jury's file it reads from here on, a `Footing`."""
    closed: SignalInstance
    sitting_changed: SignalInstance
    """The `SittingState` of the jury on the screen, None when it has none."""
    paced: SignalInstance
    """The `Pace` of its sitting."""
    went_on: SignalInstance
    """Another candidate came, or something was recorded of one."""
    not_yours: SignalInstance
    """The `Refusal` of a jury that whoever acts does not preside, with ``yours``."""

    page_turned: SignalInstance
    """N° élève shown, its page (from 0), pages of its livret (0 without): something else is on the screen."""

    @property
    def where(self) -> tuple[StudentNumber | None, int, int]:
        """What is on the screen now, as `page_turned` tells it; None for nobody, or while a livret comes."""

    def show_page(self, number: StudentNumber, page: int) -> None:
        """Open a candidate at a page (from 0); the keyboard stays where it is."""

    def open(self, jury: JuryId, number: str | None = None) -> None:
        """Show a jury, on a livret if one is named."""

    def imported(self, jury: JuryId) -> None:
        """Another version of a jury came."""

    def moved(self, jury: JuryId) -> None:
        """Acts, a version or verdicts came from the academy: show them, and move nothing that is being read."""

    def show_link(self, elsewhere: Elsewhere, conflicts: int) -> None:
        """Show who read on other posts, and how many conflicts wait for the president."""

    def show_footing(self, footing: Footing) -> None:
        """Say that the work falls on the copy kept here, or is back; nothing that is being read moves."""

    def say_sent(self, words: str) -> None:
        """Say what became of the acts that had waited for the academy."""

    def take_sitting(self, state: SittingState) -> None:
        """Show a sitting as it was just recorded."""

    def go_to(self, number: StudentNumber, page: int | None = None) -> None:
        """Lead to a candidate, at a page of the livret (from 0) if one is given, else in their marks."""

    def projection(self) -> Projection:
        """What a second screen may show of it."""

    def state(self) -> dict[str, str]:
        """Where one is and what is typed, kept in memory while the Desk is locked."""

    def restore(self, state: dict[str, str]) -> None:
        """Bring back what `state` told."""


def _panel() -> None:
    from lsl_desk.ui.reading_room import candidate_panel, jury_search  # noqa: PLC0415 - as `reading_room`

    del candidate_panel, jury_search


def _viewer() -> None:
    from lsl_desk.ui.viewer import viewer  # noqa: PLC0415 - as `reading_room`

    del viewer


def _room() -> None:
    from lsl_desk.ui.reading_room import room  # noqa: PLC0415 - as `reading_room`

    del room


ROOM_PIECES = (_panel, _viewer, _room)
"""Import the reading room in pieces, before it is first opened."""

RoomFactory = Callable[["Desk", "Tasks", "Actions", "Settings"], Room]


def reading_room(desk: Desk, tasks: Tasks, actions: Actions, settings: Settings) -> Room:
    """Make the true reading room."""
    from lsl_desk.ui.reading_room.room import ReadingRoom  # noqa: PLC0415 - the window paints before the room is loaded

    return cast("Room", ReadingRoom(desk, tasks, actions, settings))
