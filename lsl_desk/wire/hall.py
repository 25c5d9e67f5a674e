# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the posts of a room without server say to each other, as JSON over TLS (decision 016).

``entry`` → ``share`` → ``proof`` lets a post in by the code; then ``acts`` sends, ``follow`` waits for what is new, and
``feed`` levels what the academy ordered.
"""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from lsl_desk.domain.acts import Role
from lsl_desk.wire.exchange import Envelope, FeedLine, Filled, Nonce, Problem
from lsl_desk.wire.routes import MAX_BATCH
from lsl_desk.wire.strict import Count, Rank, Sha256, Short, Strict, Uuid

BASE: Final = "/salle/1"
ENTRIES: Final = f"{BASE}/entrees"
SHARE: Final = f"{BASE}/entrees/{{entry}}/part"
PROOF: Final = f"{BASE}/entrees/{{entry}}/preuve"
ACTS: Final = f"{BASE}/actes"
FOLLOW: Final = f"{BASE}/suite"
FEED: Final = f"{BASE}/registre"

MAX_LINES: Final = 500
"""Acts in one answer."""
_CHANNEL: Final = b"lsl-desk salle sans serveur 1\0"

Tag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{85}[AQgw]==$")]
"""Base64 of 64 bytes."""
Secret = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""32 bytes that only one post knows."""
RoleName = Literal["chef_de_centre", "president", "vice_president"]


def channel_of(certificate: bytes) -> bytes:
    """What both sides see of the way between them: the certificate, so that a relay's own gives another key.

    Args:
        certificate: SHA-256 of it, 32 bytes.
    """
    return _CHANNEL + certificate


def said_by_guest(key: bytes, jury: str, role: Role, name: str) -> bytes:
    """What a post that enters says of itself, as the code vouches for it."""
    return b"\0".join((key, jury.encode(), role.value.encode(), name.encode()))


def said_by_host(key: bytes, hall: str) -> bytes:
    """What the post that opened the room says of itself."""
    return b"\0".join((key, hall.encode()))


class EntryAsked(Strict):
    """A post knocks; nothing of the code yet."""

    nonce: Nonce


class EntryBegun(Strict):
    """Its number at the door."""

    entry: Uuid
    nonce: Nonce


class ShareSent(Strict):
    """Its half of the exchange, and who it is."""

    share: Nonce
    key: Nonce
    jury: Filled
    role: RoleName
    name: Annotated[Short, Field(max_length=200)]


class ShareAnswered(Strict):
    """The other half."""

    share: Nonce
    key: Nonce
    hall: Uuid


class ProofSent(Strict):
    """That the post knows the code."""

    tag: Tag


class Entered(Strict):
    """That the room knows it too; ``secret`` is shown with each later request."""

    tag: Tag
    secret: Secret


class HallAct(Strict):
    """An act and the key of the post that signed it."""

    act: Envelope
    key: Nonce


class HallActs(Strict):
    """Acts of the jury, in the order in which this post has them."""

    acts: Annotated[list[HallAct], Field(min_length=1, max_length=MAX_BATCH)]


class HallRefused(Strict):
    """An act that the room does not take."""

    act: Uuid
    problem: Problem


class HallTaken(Strict):
    """All but these are on the disk of the post that opened the room."""

    refused: Annotated[list[HallRefused], Field(max_length=MAX_BATCH)]


class HallLine(Strict):
    """An act at its place in the room."""

    place: Rank
    act: Envelope
    key: Nonce


class HallMember(Strict):
    """A post that is in the room, or was."""

    name: Short
    role: RoleName
    here: bool


class HallTurn(Strict):
    """The page that whoever presides looks at; never kept."""

    number: Filled
    page: Rank


class FollowAsked(Strict):
    """What a post has: acts up to ``after``, and news up to ``seen``."""

    after: Count
    seen: Count


class Followed(Strict):
    """What is new."""

    lines: Annotated[list[HallLine], Field(max_length=MAX_LINES)]
    seen: Count
    more: bool
    """There are further acts: ask again at once."""
    members: Annotated[list[HallMember], Field(max_length=100)]
    turn: HallTurn | None
    academy: Sha256 | Literal[""]
    """Its key, in hexadecimal; "" on a post that has none."""
    sequence: Count
    """Acts that the academy ordered, on the post that opened the room."""
    chain: Sha256


class FeedAsked(Strict):
    """Acts that the academy ordered after this rank."""

    after: Count


class FeedSent(Strict):
    """Acts that the academy ordered, in order, each with its receipt."""

    lines: Annotated[list[FeedLine], Field(max_length=MAX_LINES)]
