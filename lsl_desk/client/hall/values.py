# SPDX-License-Identifier: AGPL-3.0-or-later
"""What passes between the posts of a room without server, and to the screens. Frozen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lsl_desk.client.carried import CarriedAct
from lsl_desk.client.link.values import FeedHead
from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import ActId, JuryId, StudentNumber


class Part(StrEnum):
    """What this post is in the room."""

    NONE = "none"
    HOST = "host"
    """It opened it; the order in which it receives acts is the room's."""
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Seated:
    """A post that is in the room, or was.

    Attributes:
        name: the words its person gave for the seat.
        role: in what quality.
        here: it was heard a moment ago.
    """

    name: str
    role: Role
    here: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """An act at its place in the room; places grow, and are never given twice."""

    place: int
    carried: CarriedAct


@dataclass(frozen=True, slots=True)
class PageTurn:
    """The page that whoever presides looks at. Never kept.

    Attributes:
        jury: whose.
        number: N° élève.
        page: from 1.
    """

    jury: JuryId
    number: StudentNumber
    page: int


@dataclass(frozen=True, slots=True)
class Followed:
    """What is new in the room.

    Attributes:
        lines: acts in the room's order.
        seen: news up to which this tells.
        more: there are further acts.
        seated: the posts, the one that opened it first.
        turn: the last page turned, None while there was none.
        academy: key of the academy of the post that opened the room, in hexadecimal; "" without one.
        head: the acts that the academy ordered, there.
    """

    lines: tuple[Placed, ...]
    seen: int
    more: bool
    seated: tuple[Seated, ...]
    turn: PageTurn | None
    academy: str
    head: FeedHead


@dataclass(frozen=True, slots=True)
class NotTaken:
    """An act that the room does not take, and why."""

    act: ActId
    problem: Refusal


@dataclass(frozen=True, slots=True)
class HallStatus:
    """What the badge and the dialog show.

    Attributes:
        part: what this post is in the room.
        jury: whose room, None without one.
        addresses: to type on the other posts, « 192.168.1.12:47018 »; of a guest, where it is joined.
        code: six digits to type there, "" on a guest.
        seated: the posts, the one that opened it first.
        last: UTC of the last exchange with another post, None while there was none.
        problem: why the last one failed, None when it went well.
        over: of a guest, the room is not there any more: it has to be joined again.
        not_taken: acts of this post that the room does not take.
    """

    part: Part = Part.NONE
    jury: JuryId | None = None
    addresses: tuple[str, ...] = ()
    code: str = ""
    seated: tuple[Seated, ...] = ()
    last: datetime | None = None
    problem: Refusal | None = None
    over: bool = False
    not_taken: tuple[NotTaken, ...] = ()
