# SPDX-License-Identifier: AGPL-3.0-or-later
"""What passes between the academy, the sealed store and the screens. Frozen; envelopes are opaque bytes up here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lsl_desk.domain.acts import Act, Author, Role
from lsl_desk.domain.connection import Link
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import CentreId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.domain.journal import Head
from lsl_desk.domain.manifest import Edition, JuryManifest
from lsl_desk.domain.receipts import NO_CHAIN, Receipt
from lsl_desk.domain.sync_plan import OfferedVersion

# ------------------------------------------------------------------------------------------ the academy


@dataclass(frozen=True, slots=True)
class Network:
    """How this post reaches the network, when a person had to say it. Kept under seal: a proxy may need a password.

    Attributes:
        proxy: ``http://[user:password@]host:port``; "" takes the system's proxy, « direct » none.
        authority: PEM of the one authority that may vouch for the server; "" takes the system's authorities.
    """

    proxy: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class AcademyCard:
    """Who answers at an address.

    Attributes:
        name: of the academy.
        session: year.
        key: its Ed25519 key, 32 bytes.
        protocol: date of its wire format.
        now: UTC, its clock.
        skew: seconds its clock is ahead of this post's.
    """

    name: str
    session: int
    key: bytes
    protocol: str
    now: datetime
    skew: float


@dataclass(frozen=True, slots=True)
class PinnedAcademy:
    """The academy this post is enrolled with, and what it is there.

    Attributes:
        url: address of the server, without a path.
        name: of the academy.
        key: its Ed25519 key, 32 bytes: whoever answers with another one is not it.
        who: the name the academy gave this post.
        role: the quality in which it acts, None when the academy named one this version does not know.
        centre: the deliberation centre.
    """

    url: str
    name: str
    key: bytes
    who: str
    role: Role | None
    centre: CentreId


@dataclass(frozen=True, slots=True)
class EnrolmentOffer:
    """An enrolment under way.

    Attributes:
        enrolment: its name at the server.
        academy: who is enrolling.
        digits: six, to compare on both screens.
    """

    enrolment: str
    academy: AcademyCard
    digits: str


class EnrolmentStage(StrEnum):
    """How far an enrolment is; a refused one is a `Refusal`."""

    WAITING = "waiting"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class EnrolmentAnswer:
    """What the person at the academy said so far; name, role and centre once approved."""

    stage: EnrolmentStage
    who: str = ""
    role: Role | None = None
    centre: CentreId | None = None


@dataclass(frozen=True, slots=True)
class DeviceState:
    """What the academy knows of this post.

    Attributes:
        device: the post.
        revoked: it may only send its acts, then erases its sealed file.
        reason: why, in the academy's words.
        head: the acts of this post it holds: their number, and the digest of the last.
        help_phone: whom to call on the day, "" while the academy gives nobody.
    """

    device: DeviceId
    revoked: bool
    reason: str
    head: Head
    help_phone: str = ""


@dataclass(frozen=True, slots=True)
class FeedHead:
    """The end of a jury's acts as whoever tells it holds them."""

    sequence: int = 0
    chain: Digest = NO_CHAIN


@dataclass(frozen=True, slots=True)
class JuryOffer:
    """One jury this post may hold.

    Attributes:
        offered: its current version.
        head: where the acts of this jury end at the academy.
        published: UTC, when its results were published; None while they are not.
    """

    offered: OfferedVersion
    head: FeedHead
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedManifest:
    """A manifest whose signature was verified, the envelope to keep, and which it is."""

    manifest: JuryManifest
    envelope: bytes
    edition: Edition


@dataclass(frozen=True, slots=True)
class TakenList:
    """The highest list of a jury that this post ever took.

    Attributes:
        edition: which.
        envelope: as the academy signed it; None once the jury was erased here: only its number is remembered.
    """

    edition: Edition
    envelope: bytes | None


# ------------------------------------------------------------------------------------------------- acts


@dataclass(frozen=True, slots=True)
class SignedAct:
    """An act of this post with the envelope to send.

    Attributes:
        act: what was done.
        digest: SHA-256 of its signed bytes, as the chain names it.
        envelope: DSSE, as JSON bytes.
    """

    act: Act
    digest: Digest
    envelope: bytes


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt whose signature was verified, and the envelope to keep."""

    receipt: Receipt
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """The academy holds the act."""

    receipt: SignedReceipt


@dataclass(frozen=True, slots=True)
class Gap:
    """The academy misses earlier acts of this post; nothing from here on was kept."""

    expected: int


@dataclass(frozen=True, slots=True)
class Invalid:
    """The academy did not keep this act, nor what follows it."""

    problem: Refusal


ActAnswer = Kept | Gap | Invalid


@dataclass(frozen=True, slots=True)
class FeedAct:
    """An act as the academy keeps it: signed by a post, receipted by the academy; both signatures were verified.

    Attributes:
        act: what was done.
        receipt: its rank in the jury, and what became of it.
        act_envelope: DSSE, as JSON bytes.
        receipt_envelope: the same.
        key: of the post, 32 bytes.
    """

    act: Act
    receipt: Receipt
    act_envelope: bytes
    receipt_envelope: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Acts of a jury after a rank, in order; ``last`` is the rank of the newest there is."""

    lines: tuple[FeedAct, ...]
    last: int


@dataclass(frozen=True, slots=True)
class JuryEvent:
    """A jury has a new act or version; ask for the rest."""

    jury: JuryId
    sequence: int
    version: int


@dataclass(frozen=True, slots=True)
class RefusedAct:
    """An act of this post that the academy keeps without effect.

    Attributes:
        act: what was done.
        receipt: with the code and facts of the reason.
    """

    act: Act
    receipt: Receipt


# -------------------------------------------------------------------------------------- page check


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A livret received whose pages this post has not read yet, as its jury's current version names it."""

    jury: JuryId
    number: StudentNumber
    digest: Digest


# -------------------------------------------------------------------------------------- for the screens


@dataclass(frozen=True, slots=True)
class ReadBy:
    """A livret was read on another post.

    Attributes:
        digest: the version read.
        author: who, in what quality.
        at: UTC, as that post's clock showed it.
    """

    digest: Digest
    author: Author
    at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the other posts of a jury did with its livrets.

    Attributes:
        readers: N° élève → readings, in the order of the board, whatever the livret's version.
        held: N° élève of the livrets that another post opened in the sitting under way and has not left for another.
    """

    readers: Mapping[StudentNumber, tuple[ReadBy, ...]] = field(default_factory=dict)
    held: frozenset[StudentNumber] = frozenset()


class Phase(StrEnum):
    """Where the fetching of a jury is."""

    WAITING = "waiting"
    FETCHING = "fetching"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JuryProgress:
    """One progress bar.

    Attributes:
        jury: identifier.
        label: title.
        version: being fetched, or current once done.
        phase: where it is.
        done: livrets held of those the jury has.
        total: livrets the jury has, 0 while its list is not known.
        bytes_done: bytes fetched in this run.
        bytes_total: bytes to fetch in this run.
        rate: bytes a second over the last seconds, None while unknown.
        remaining: seconds left at this rate, None while unknown.
        missing: livrets that could not be had, by N° élève.
        problem: why it stopped, None while it goes well.
    """

    jury: JuryId
    label: str
    version: int
    phase: Phase
    done: int = 0
    total: int = 0
    bytes_done: int = 0
    bytes_total: int = 0
    rate: float | None = None
    remaining: float | None = None
    missing: tuple[StudentNumber, ...] = ()
    problem: Refusal | None = None


@dataclass(frozen=True, slots=True)
class JurySynced:
    """What fetching a jury came to.

    Attributes:
        jury: identifier.
        label: title.
        version: of the academy's list, now current here.
        fetched: livrets that came.
        changed: of these, those that replace a livret of the version before.
        kept: livrets already here and still current.
        missing: N° élève of the livrets that could not be had.
        head: where the acts of the jury ended at the academy when it listed it, None when it was not listed.
    """

    jury: JuryId
    label: str
    version: int
    fetched: int
    changed: int
    kept: int
    missing: tuple[StudentNumber, ...]
    head: FeedHead | None = None


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A jury's newest list from the academy, current here with every livret it names.

    Attributes:
        edition: of the list.
        livrets: candidates that have one.
    """

    edition: Edition
    livrets: int


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync of all juries came to: those done, those that failed and why, both in the order fetched.

    ``published`` tells of those done, or no more given, when their results were published, None for those that are not.
    """

    done: tuple[JurySynced, ...]
    failed: Mapping[JuryId, Refusal]
    published: Mapping[JuryId, datetime | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SendReport:
    """What sending came to.

    Attributes:
        sent: acts receipted in this run.
        left: acts that still wait.
        refused: acts the academy keeps without effect, of this run.
        revoked: the academy has withdrawn this post; with ``left`` 0 the sealed file may go.
        reason: why it was withdrawn, in the academy's words.
    """

    sent: int
    left: int
    refused: tuple[RefusedAct, ...] = ()
    revoked: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What the badge and its panel show.

    Attributes:
        link: the state of the link, and since when.
        academy: None while the post is not enrolled.
        outbox: acts recorded here that the academy has not receipted (« 7 actes en attente d’envoi »).
        refused: acts of this post that the academy keeps without effect.
        proposals: acts of this post that it keeps beside what stood there, settled since or not.
        problem: why the last exchange failed, None when it went well.
        revoked: the academy has withdrawn this post.
        broken: juries whose acts from the academy do not prove themselves, and why; theirs are not taken.
    """

    link: Link
    academy: PinnedAcademy | None
    outbox: int
    refused: tuple[RefusedAct, ...] = ()
    proposals: int = 0
    problem: Refusal | None = None
    revoked: bool = False
    broken: Mapping[JuryId, Refusal] = field(default_factory=dict)
