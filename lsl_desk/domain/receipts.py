# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the academy answers to an act, signed: the Desk keeps both until the end of the session (design §5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from lsl_desk.domain.ids import ActId, Digest, JuryId

NO_CHAIN = Digest("0" * 64)
"""The chain of a jury before its first act."""


class Verdict(StrEnum):
    """What became of an act that the academy has kept."""

    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    """Kept as a proposal: another post changed the same mark first."""
    REFUSED = "refused"
    """Kept without effect, for the reason named."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The academy's word that it holds an act.

    Attributes:
        act: which act.
        digest: SHA-256 of the act's signed bytes.
        jury: of which jury.
        sequence: rank of the act in that jury at the academy, from 1 without a gap (« reçu par l’académie (n° 8412) »).
        chain: `next_chain` of the chain before, this digest and verdict: two receipts with one chain saw one history.
        verdict: what became of it.
        code: why it was refused, "" otherwise.
        facts: what the French sentence of the code needs.
        received: UTC, the academy's clock.
    """

    act: ActId
    digest: Digest
    jury: JuryId
    sequence: int
    chain: Digest
    verdict: Verdict
    received: datetime
    code: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


def next_chain(chain: Digest, act: Digest, verdict: Verdict, code: str = "") -> Digest:
    """Link an act, and what became of it, to a jury's chain: SHA-256 of all, as hexadecimal text.

    The verdict is in it: a restored academy that takes the same acts again in the same order may decide otherwise,
    since a mark was corrected meanwhile, and the posts must see that this is another history.
    """
    return Digest(sha256(f"{chain}{act}{verdict.value}{code}".encode()).hexdigest())
