# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who signed the PV of a closing, or refused to (features P25, N12)."""

from dataclasses import dataclass
from datetime import datetime

from lsl_desk.domain.ids import ActId, DeviceId, Digest
from lsl_desk.domain.roles import Author, Role


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature on the PV of the closing in force; void when the PV is no longer the one signed.

    Attributes:
        seat: in what quality.
        name: who signed.
        pv: SHA-256 of the PV signed.
        act: that says so.
        author: whose post it was made on.
        time: UTC, as that post's clock showed it.
        device: the post.
    """

    seat: Role
    name: str
    pv: Digest
    act: ActId
    author: Author
    time: datetime
    device: DeviceId


@dataclass(frozen=True, slots=True)
class SeatRefusal:
    """A refusal to sign; nobody signs in that place.

    Attributes:
        seat: in what quality.
        name: who refused.
        reason: in the person's words.
        act: that says so.
        author: whose post it was made on.
        time: UTC, as that post's clock showed it.
        device: the post.
    """

    seat: Role
    name: str
    reason: str
    act: ActId
    author: Author
    time: datetime
    device: DeviceId


Standing = Signature | SeatRefusal
"""What stands beside a seat."""
