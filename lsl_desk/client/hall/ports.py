# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a room without server needs from outside. Adapters provide it, and verify every signature before."""

from collections.abc import Collection, Sequence
from typing import Protocol

from lsl_desk.client.carried import CarriedAct
from lsl_desk.client.hall.values import Followed, NotTaken, Placed
from lsl_desk.client.link.values import FeedAct
from lsl_desk.domain.acts import Author
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import ActId, DeviceId, JuryId


class HallStore(Protocol):
    """What the sealed store keeps of a room. Each writing is durable before the call returns.

    Any method may raise Refusal DISK_FULL, DISK_FAILED, STORE_LOCKED, STORE_BUSY.
    """

    def device(self) -> DeviceId:
        """This post."""

    def signer(self) -> bytes:
        """The key of the academy whose acts are kept here, pinned or named by a plan de secours; empty without one."""

    def order(self, jury: JuryId, acts: Sequence[CarriedAct] = ()) -> int:
        """Give a place to this post's own acts that wait, in their order, then to these.

        Returns:
            How many were given one; those that have one, or that the academy ordered, are left where they are.
        """

    def follow(self, jury: JuryId, acts: Sequence[CarriedAct]) -> None:
        """Take the order of the room: these come now, in this order, after all that has a place here."""

    def placed(self, jury: JuryId, after: int, limit: int) -> tuple[Placed, ...]:
        """The acts of a jury that have a place after this one, in order."""

    def waiting(self, jury: JuryId, but: Collection[ActId] = ()) -> tuple[CarriedAct, ...]:
        """All that the board takes after the academy's acts but for these, in its order; see `LinkStore.waiting`."""

    def devices(self, jury: JuryId) -> frozenset[DeviceId]:
        """The posts of which there is an act here: from the academy, a plan de secours, or a room."""

    def act_of(self, device: DeviceId, sequence: int) -> ActId | None:
        """The act that a post made under a rank, None when it is not here."""


class Hosting(Protocol):
    """What the door asks of the post that opened the room: `host.Host`. From any thread."""

    @property
    def jury(self) -> JuryId:
        """Whose room."""

    @property
    def academy(self) -> bytes:
        """See `HallStore.signer`."""

    def try_code(self) -> None:
        """Count a try as wrong before it is made.

        Raises:
            Refusal: HALL_CODE_WAIT.
        """

    def wrong_code(self) -> Refusal:
        """What to tell whoever tried."""

    def code_drawn(self) -> None:
        """After too many tries the code is another one."""

    def enter(self, device: DeviceId, author: Author) -> None:
        """The code was right: this post is in."""

    def receive(self, device: DeviceId, acts: Sequence[CarriedAct]) -> tuple[NotTaken, ...]:
        """Take acts that a post in the room sends.

        Returns:
            Those that the room does not take; the others are on the disk, at their place.
        """

    def follow(self, device: DeviceId, after: int, seen: int, seconds: float) -> Followed:
        """What is new for a post; waits for it at most so long."""

    def feed_after(self, after: int) -> tuple[FeedAct, ...]:
        """Acts that the academy ordered, after a rank."""

    def take_feed(self, lines: Sequence[FeedAct]) -> None:
        """Take such acts from a post that has more of them.

        Raises:
            Refusal: FEED_BROKEN.
        """


class Door(Protocol):
    """The way into a room, open on this post."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the others find it."""

    @property
    def code(self) -> str:
        """Six digits."""

    def renew(self) -> None:
        """Another code from now on; whoever is in stays."""

    def close(self) -> None:
        """Shut it: whoever waits is cut."""


class Way(Protocol):
    """The way to a room, from a post that entered by the code. From any thread."""

    @property
    def address(self) -> str:
        """Where it is."""

    def send(self, acts: Sequence[CarriedAct]) -> tuple[NotTaken, ...]:
        """Send acts, at most 50.

        Raises:
            Refusal: HALL_UNREACHABLE, HALL_OVER.
        """

    def follow(self, after: int, seen: int) -> Followed:
        """What is new; the other side waits for it some seconds. Every signature was verified.

        Raises:
            Refusal: as `send`; ACT_UNSIGNED.
        """

    def feed(self, after: int, academy: bytes) -> tuple[FeedAct, ...]:
        """Acts that the academy of this key ordered, after a rank; both signatures of each verified.

        Raises:
            Refusal: as `follow`; RECEIPT_UNSIGNED.
        """

    def send_feed(self, lines: Sequence[FeedAct]) -> None:
        """Give such acts.

        Raises:
            Refusal: as `send`; FEED_BROKEN.
        """

    def close(self) -> None:
        """Cut what waits for an answer."""


class Halls(Protocol):
    """Opens doors and ways."""

    def open(self, host: Hosting) -> Door:
        """Open a room on this post.

        Raises:
            Refusal: HALL_BLOCKED: this computer does not let it.
        """

    def enter(self, jury: JuryId, address: str, code: str, author: Author) -> Way:
        """Enter a room by its code.

        Raises:
            Refusal: HALL_UNREACHABLE, HALL_CODE_WRONG with the tries ``left``, HALL_CODE_WAIT with ``minutes``,
                HALL_OTHER_JURY, VALUE_OUT_OF_RANGE for what is no address or no code.
        """
