# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the link needs from outside: the academy, and what the sealed store must keep for it (decision 008).

Every signature is verified by the adapters before a value is returned: a use case never sees what was not proved, and
proves itself what takes more than one value (chains, versions).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from lsl_desk.client.link.values import (
    AcademyCard,
    ActAnswer,
    DeviceState,
    EnrolmentAnswer,
    EnrolmentOffer,
    FeedAct,
    FeedHead,
    FeedPage,
    HeldVersion,
    JuryEvent,
    JuryOffer,
    Network,
    PinnedAcademy,
    RefusedAct,
    SignedAct,
    SignedManifest,
    SignedReceipt,
    TakenList,
    Unchecked,
)
from lsl_desk.domain.acts import Act
from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.journal import Head
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.manifest import Edition, JuryManifest
from lsl_desk.domain.own_check import OwnCheck

Tick = Callable[[int], bool]
"""Told the bytes that just came; answering False stops the fetching."""


class Academy(Protocol):
    """The academy at one address. Every method blocks, from any thread, and may raise the NET_* refusals.

    A token is got and renewed alone. Nothing is read before it was checked (status, type, length, encoding, whose
    server it is).
    """

    @property
    def url(self) -> str:
        """The address, as it is kept."""

    def hello(self) -> AcademyCard:
        """Ask who answers.

        Raises:
            Refusal: NET_OTHER_SERVER when it is not the academy pinned, SERVER_NEWER.
        """

    def probe(self) -> None:
        """Ask for a sign of life, and wait for it a second or two, no more.

        Raises:
            Refusal: as `hello`.
        """

    def begin_enrolment(self, label: str) -> EnrolmentOffer:
        """Commit to this post's key, show it, and compute the six digits.

        Args:
            label: what the person at the academy reads, such as « Poste 3, salle 12 ».

        Raises:
            Refusal: ENROLMENT_CHANGED, TOO_MANY_REQUESTS.
        """

    def enrolment(self, offer: EnrolmentOffer) -> EnrolmentAnswer:
        """Ask how far an enrolment is.

        Raises:
            Refusal: ENROLMENT_EXPIRED, ENROLMENT_REFUSED.
        """

    def device(self) -> DeviceState:
        """What the academy knows of this post; a revoked one may still ask.

        Raises:
            Refusal: DEVICE_UNKNOWN.
        """

    def juries(self) -> tuple[JuryOffer, ...]:
        """The juries this post may hold.

        Raises:
            Refusal: DEVICE_REVOKED, DEVICE_UNKNOWN.
        """

    def manifest(self, jury: JuryId, known: Edition | None) -> SignedManifest | None:
        """The current manifest of a jury; None when it is the one ``known``.

        Raises:
            Refusal: MANIFEST_UNSIGNED, MANIFEST_NEWER, JURY_NOT_YOURS, NOT_FOUND.
        """

    def renumber(self, jury: JuryId, shown: bytes) -> SignedManifest:
        """Show a list that this academy signed and, restored from a backup since, may have no more.

        Args:
            jury: whose.
            shown: the envelope, as kept.

        Returns:
            The current manifest: under a number past the one shown, unless it is that one.

        Raises:
            Refusal: MANIFEST_UNSIGNED, JURY_NOT_YOURS, JURY_UNKNOWN.
        """

    def livrets(self, jury: JuryId, digests: Sequence[Digest], tick: Tick) -> Iterator[tuple[Digest, bytes | None]]:
        """Fetch many livrets in one stream, each yielded as soon as it is whole and bears its digest.

        Args:
            jury: the jury that has them.
            digests: at most 500, in the order wanted.
            tick: told of bytes as they come.

        Yields:
            Digest and bytes; None for one that the academy could not give, or gave altered.

        Raises:
            Refusal: NET_CUT when the stream ended early; what was yielded is whole.
            Cancelled: ``tick`` said so.
        """

    def livret(self, jury: JuryId, digest: Digest, tick: Tick) -> bytes:
        """Fetch one livret; a cut is taken up again where it fell, a few times.

        Raises:
            Refusal: LIVRET_ALTERED, NOT_FOUND, NET_CUT.
            Cancelled: ``tick`` said so.
        """

    def send(self, acts: Sequence[SignedAct]) -> tuple[ActAnswer, ...]:
        """Send acts of this post, in the order of its chain, at most 50 and 256 KiB.

        Returns:
            One answer an act; fewer when it stopped at a gap or an invalid one, which is then the last.

        Raises:
            Refusal: RECEIPT_UNSIGNED: a receipt is not the academy's, or not of the act sent.
        """

    def feed(self, jury: JuryId, after: int) -> FeedPage:
        """The acts of a jury after a rank, both signatures of each verified.

        Raises:
            Refusal: RECEIPT_UNSIGNED, ACT_UNSIGNED, ACT_UNREADABLE, JURY_NOT_YOURS.
        """

    def tell_erasure(self, jury: JuryId, record: bytes) -> datetime:
        """Tell that this post erased a jury at its date; told again it adds nothing.

        Args:
            jury: which.
            record: as this post signed it.

        Returns:
            UTC, when the academy first heard of it.

        Raises:
            Refusal: ERASURE_ALTERED, ERASURE_STRANGER, JURY_NOT_YOURS.
        """

    def names(self, jury: JuryId) -> tuple[SealedIdentity, ...]:
        """Who the candidates of a jury are, for its heads alone; to be sealed as they come.

        Raises:
            Refusal: FORBIDDEN to whoever is not president or vice-president, JURY_NOT_YOURS.
        """

    def schools(self, jury: JuryId) -> Mapping[StudentNumber, str]:
        """Whom to call about livrets missing, unknown or on paper: N° élève → « Lycée Exemple, 01 23 45 67 89 ».

        A candidate whose school the academy does not know is not there. A school is never shown to a juror.

        Raises:
            Refusal: FORBIDDEN to whoever is not the centre's head, JURY_NOT_YOURS.
        """

    def whose(self, number: str) -> tuple[str, ...]:
        """Each centre that expects a paper livret of this number, as « 0990020B, Lycée Exemple »; none, none.

        Raises:
            Refusal: FORBIDDEN to whoever is not a centre's head, TOO_MANY_REQUESTS.
        """

    def events(self) -> Iterator[JuryEvent | None]:
        """What happens, as it happens; None is a sign of life, every two seconds.

        It ends when the academy says so: this post's juries changed, ask again.

        Raises:
            Refusal: NET_TIMEOUT when no sign of life came, NET_CUT.
        """

    def diagnose(self) -> tuple[str, ...]:
        """A report in French lines, to copy to whoever runs the network. Nothing personal; never raises `Refusal`."""

    def close(self) -> None:
        """Let go of every connection; what waits for an answer is cut."""


class NamesStore(Protocol):
    """Where names are kept sealed."""

    def sealed(self, jury: JuryId) -> int:
        """How many there are of the current version of a jury."""

    def seal(self, jury: JuryId, version: int, names: Sequence[SealedIdentity]) -> None:
        """Keep those of a version; none, nothing.

        Raises:
            Refusal: STORE_LOCKED, DISK_FULL, DISK_FAILED.
        """


class Academies(Protocol):
    """Opens the way to an academy."""

    def open(self, url: str, key: bytes | None, network: Network) -> Academy:
        """Return the academy at an address; nothing is asked yet.

        Args:
            url: as a person types it: ``academie.example`` becomes ``https://academie.example``.
            key: the key pinned; None to enrol, when whoever answers may be it.
            network: proxy and authority.

        Raises:
            Refusal: VALUE_OUT_OF_RANGE: not an address, not a proxy, or not a certificate.
        """


class LinkStore(Protocol):
    """What the sealed store keeps for the link. Each writing is durable before the call returns.

    Any method may raise Refusal DISK_FULL, DISK_FAILED, STORE_DAMAGED, STORE_LOCKED, STORE_BUSY.
    """

    # the academy

    def academy(self) -> PinnedAcademy | None:
        """The academy this post is enrolled with."""

    def pin(self, academy: PinnedAcademy) -> None:
        """Enrol: keep whose server it is, in place of another, whose receipts and versions then no longer count."""

    def network(self) -> Network:
        """How the network is reached."""

    def keep_network(self, network: Network) -> None:
        """Keep how the network is reached."""

    # up

    def own_head(self) -> Head:
        """The end of this post's chain."""

    def own_acts(self, after: int, limit: int) -> tuple[SignedAct, ...]:
        """Acts of this post, in the order of its chain, after a rank."""

    def pending(self, limit: int) -> tuple[SignedAct, ...]:
        """The acts of this post that the academy has not receipted, in the order of its chain."""

    def outbox(self) -> int:
        """How many these are."""

    def keep_receipts(self, receipts: Sequence[SignedReceipt]) -> None:
        """Keep receipts of acts of this post; a later one of the same act takes the place of the earlier."""

    def receipted(self) -> int:
        """The highest rank of this post's chain up to which the academy has receipted everything."""

    def refused(self) -> tuple[RefusedAct, ...]:
        """The acts of this post that the academy keeps without effect, in the order of its chain."""

    def proposals(self) -> int:
        """How many acts of this post the academy keeps beside what stood there."""

    def ahead(self, jury: JuryId) -> tuple[SignedAct, ...]:
        """Acts of this post in a jury that `feed` has not brought back yet, but for those refused, in order."""

    def waiting(self, jury: JuryId) -> tuple[Act, ...]:
        """The acts of a jury that its board takes after `feed`: those of other posts among them (decision 016)."""

    def held_back(self) -> int | None:
        """The rank of the first act of this post that has, before it in a room, one of another post that waits too."""

    # sideways

    def feed_head(self, jury: JuryId) -> FeedHead:
        """The end of a jury's acts as held."""

    def keep_feed(self, jury: JuryId, lines: Sequence[FeedAct], *, afresh: bool = False) -> None:
        """Keep acts of a jury, whose chain the caller has proved; receipts of this post's own are kept as such too.

        Args:
            jury: the jury.
            lines: in order.
            afresh: the academy was restored: what was held has no rank any more until it comes again.
        """

    def feed(self, jury: JuryId) -> tuple[FeedAct, ...]:
        """The acts of a jury held, in the academy's order."""

    # down

    def held(self) -> frozenset[Digest]:
        """The digests of all livrets held, whatever the jury or version."""

    def stage(self, new: Sequence[tuple[Digest, bytes]]) -> None:
        """Keep livrets, whose digests the caller has proved, before a version that names them is current."""

    def whole(self) -> Mapping[JuryId, HeldVersion]:
        """The juries whose newest list from the academy is current here, with every livret it names."""

    def manifest(self, jury: JuryId) -> JuryManifest | None:
        """The academy's list that is current here, None when the current version did not come from the academy."""

    def listed(self, jury: JuryId) -> JuryManifest | None:
        """What the academy signed of the current version, also when a plan de secours brought it."""

    def commit_version(self, signed: SignedManifest, at: datetime) -> None:
        """Make a manifest the jury's current version, as source « académie ».

        A candidate whose livret is not held is kept without it, as LivretProblem.NOT_RECEIVED, until it was staged and
        `complete_version` called. What this post's own reading of a page has veiled stays veiled.
        """

    def complete_version(self, jury: JuryId) -> None:
        """Take into the current version what was staged since, of livrets it was waiting for."""

    def unchecked(self, jury: JuryId | None = None) -> tuple[Unchecked, ...]:
        """Livrets of current versions from the academy whose pages this post has not read yet."""

    def taken(self, jury: JuryId) -> TakenList | None:
        """The highest list ever taken from this academy, whatever is current now, and also once the jury was erased."""

    def floor(self, jury: JuryId) -> int:
        """The version of `taken`; 0 when there is none."""

    def keep_check(self, one: Unchecked, own: OwnCheck, texts: Sequence[str], anomalies: Sequence[Anomaly]) -> None:
        """Keep this post's own reading of a livret: from now on the graver verdict of each page stands.

        Args:
            one: which.
            own: what the reading said.
            texts: of each page, for search.
            anomalies: for the import doctor, besides those there are.
        """

    def contact(self, jury: JuryId) -> datetime | None:
        """UTC, when the academy last confirmed the version held; None when it never did."""

    def keep_contact(self, juries: Iterable[JuryId], at: datetime) -> None:
        """Keep that the academy has just confirmed these."""
