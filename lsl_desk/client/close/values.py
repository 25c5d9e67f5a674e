# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the screens of a closing show, frozen."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.minutes import Minutes
from lsl_desk.domain.roles import Role
from lsl_desk.domain.signatures import SeatRefusal, Signature


class Names(StrEnum):
    """How the names of the candidates stand here."""

    ABSENT = "absent"
    """None came to this post."""
    SEALED = "sealed"
    KNOWN = "known"
    """The anonymity was lifted."""


class SeatWord(StrEnum):
    """What stands beside a seat, in one word; the screen says it."""

    WAITED = "waited"
    SIGNED = "signed"
    VOID = "void"
    """Signed, and the PV changed since: it is asked again (features P25)."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SeatState:
    """A seat that the PV asks the signature of.

    Attributes:
        seat: president or vice-president.
        may_sign: names of those present in that quality, in the order of the attendance.
        signature: given, void or not; None without one.
        refusal: None without one.
        word: of the two.
    """

    seat: Role
    may_sign: tuple[str, ...]
    signature: Signature | None
    refusal: SeatRefusal | None
    word: SeatWord


@dataclass(frozen=True, slots=True)
class UnequalCase:
    """Candidates in the same case whom the jury gave different outcomes (features N09).

    Attributes:
        key: names it in the act that explains it.
        serie: of all of them.
        threshold: average they stood just under.
        points: whole points missing to each.
        outcomes: decision, mention ("" for none), N° élève of those who have it.
        reason: given, "" while the closing waits for it.
    """

    key: Digest
    serie: str
    threshold: Decimal
    points: int
    outcomes: tuple[tuple[Ruling, str, tuple[StudentNumber, ...]], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ClosingView:
    """A closing as its screens show it.

    Attributes:
        jury: which.
        stage: where the sitting stands.
        minutes: the PV, a draft while the sitting is not closed.
        digest: SHA-256 of the PV's exact bytes: what is signed.
        words: eight French words that tell it; none for a draft.
        seats: whose signature is asked, in order; none for a draft.
        signed: every signature asked for stands.
        unequal: cases with more than one outcome.
        names: how the names stand.
        sealed: how many there are.
        reopened: N° élève of the cases taken up again, until the sitting closes again.
        refused: why whoever acts here may neither lift, reopen nor explain; None when they may.
    """

    jury: JuryId
    stage: Stage
    minutes: Minutes
    digest: Digest
    words: tuple[str, ...]
    seats: tuple[SeatState, ...]
    signed: bool
    unequal: tuple[UnequalCase, ...]
    names: Names
    sealed: int
    reopened: tuple[StudentNumber, ...]
    refused: Code | None
