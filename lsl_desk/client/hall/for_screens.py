# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the screens ask of the room without server: one object. `Hall` implements it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from lsl_desk.client.hall.values import HallStatus, PageTurn
from lsl_desk.domain.ids import JuryId, StudentNumber


@dataclass(frozen=True, slots=True)
class HallMoved:
    """The posts in the room, the way to it or what was sent changed."""

    status: HallStatus


@dataclass(frozen=True, slots=True)
class ActsCame:
    """Acts of other posts are on the disk of this one."""

    jury: JuryId


HallNews = HallMoved | ActsCame | PageTurn
HallListener = Callable[[HallNews], None]
"""Told from whichever thread the news came in; it must not block."""


class HallDesk(Protocol):
    """The room without server of an unlocked Desk (features N16). Any method may raise `Refusal`."""

    def listen(self, listener: HallListener) -> None:
        """Tell all news to this listener too, from now on. Does not block."""

    def status(self) -> HallStatus:
        """What the badge and the dialog show. Does not block."""

    def open(self, jury: JuryId) -> HallStatus:
        """Open a room for a jury on this post, in place of the one it is in. Blocks.

        Raises:
            Refusal: HALL_HEAD_ONLY to whoever heads no jury; HALL_BLOCKED when this computer does not let it: it goes
                on alone.
        """

    def renew_code(self) -> HallStatus:
        """Another code from now on; whoever is in the room stays. Does not block."""

    def join(self, jury: JuryId, address: str, code: str) -> HallStatus:
        """Enter the room of another post, in place of the one this post is in. Blocks.

        Raises:
            Refusal: HALL_UNREACHABLE, HALL_CODE_WRONG with the tries ``left``, HALL_CODE_WAIT with ``minutes``,
                HALL_OTHER_JURY, VALUE_OUT_OF_RANGE.
        """

    def leave(self) -> HallStatus:
        """Leave the room, or shut it: what was done stays on the disk of each. Blocks until all is cut."""

    def acts_wait(self) -> None:
        """Say that an act was recorded here. Blocks a moment on the post that opened the room."""

    def feed_moved(self, jury: JuryId) -> None:
        """Say that acts of a jury came from the academy. Does not block."""

    def turn_page(self, jury: JuryId, number: StudentNumber, page: int) -> None:
        """Tell the others which page (from 1) is looked at, on the post that opened the room; else nothing. No act.

        Does not block. The others are told a `PageTurn`.
        """

    def close(self) -> None:
        """As `leave`; nothing can be asked afterwards."""
