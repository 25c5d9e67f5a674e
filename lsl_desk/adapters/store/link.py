# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sealed store's side of the link to the academy: `client.link.ports.LinkStore`, and this post's signature."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from lsl_desk.adapters.store import academies, feed, livrets, neighbours, outbox, proofs, versions
from lsl_desk.adapters.store.engine import Engines
from lsl_desk.adapters.store.journal import signing_key
from lsl_desk.client.link.values import (
    FeedAct,
    FeedHead,
    HeldVersion,
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
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.domain.jury import JuryFile
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.own_check import OwnCheck
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.jury_copy import JuryCopy, ProtectedLivret


class SealedLink:
    """Implements `client.link.ports.LinkStore`: each method one transaction, from any thread."""

    def __init__(self, engines: Callable[[], Engines]) -> None:
        """Take the way to the tables.

        Args:
            engines: gives it, or raises Refusal STORE_LOCKED.
        """
        self._engines = engines

    @property
    def public(self) -> bytes:
        """This post's Ed25519 key, 32 bytes."""
        with self._engines().reading() as connection:
            return signing_key(connection).public.raw

    def sign(self, payload_type: str, payload: bytes) -> Signed:
        """Sign with this post's key; acts are signed by `DeskStore.record` alone."""
        with self._engines().reading() as connection:
            return signing_key(connection).sign(payload_type, payload)

    def copy_of(self, file: JuryFile, livrets: tuple[ProtectedLivret, ...]) -> JuryCopy:
        """What a plan de secours keeps of a jury under its code, beside the file and the livrets just protected."""
        with self._engines().reading() as connection:
            return proofs.copy_of(connection, file, livrets)

    def academy(self) -> PinnedAcademy | None:
        """See `LinkStore.academy`."""
        with self._engines().reading() as connection:
            return academies.pinned(connection)

    def pin(self, academy: PinnedAcademy) -> None:
        """See `LinkStore.pin`."""
        with self._engines().writing() as connection:
            academies.pin(connection, academy)

    def network(self) -> Network:
        """See `LinkStore.network`."""
        with self._engines().reading() as connection:
            return academies.network(connection)

    def keep_network(self, network: Network) -> None:
        """See `LinkStore.keep_network`."""
        with self._engines().writing() as connection:
            academies.keep_network(connection, network)

    def own_head(self) -> Head:
        """See `LinkStore.own_head`."""
        with self._engines().reading() as connection:
            return outbox.head(connection)

    def own_acts(self, after: int, limit: int) -> tuple[SignedAct, ...]:
        """See `LinkStore.own_acts`."""
        with self._engines().reading() as connection:
            return outbox.acts_after(connection, after, limit)

    def pending(self, limit: int) -> tuple[SignedAct, ...]:
        """See `LinkStore.pending`."""
        with self._engines().reading() as connection:
            return outbox.pending(connection, limit)

    def outbox(self) -> int:
        """See `LinkStore.outbox`."""
        with self._engines().reading() as connection:
            return outbox.count(connection)

    def keep_receipts(self, receipts: Sequence[SignedReceipt]) -> None:
        """See `LinkStore.keep_receipts`."""
        with self._engines().writing() as connection:
            outbox.keep(connection, receipts)

    def receipted(self) -> int:
        """See `LinkStore.receipted`."""
        with self._engines().reading() as connection:
            return outbox.receipted(connection)

    def refused(self) -> tuple[RefusedAct, ...]:
        """See `LinkStore.refused`."""
        with self._engines().reading() as connection:
            return outbox.refused(connection)

    def proposals(self) -> int:
        """See `LinkStore.proposals`."""
        with self._engines().reading() as connection:
            return outbox.proposals(connection)

    def ahead(self, jury: JuryId) -> tuple[SignedAct, ...]:
        """See `LinkStore.ahead`."""
        with self._engines().reading() as connection:
            return outbox.ahead(connection, jury)

    def waiting(self, jury: JuryId) -> tuple[Act, ...]:
        """See `LinkStore.waiting`."""
        with self._engines().reading() as connection:
            return tuple(one.act for one in neighbours.waiting(connection, jury))

    def held_back(self) -> int | None:
        """See `LinkStore.held_back`."""
        with self._engines().reading() as connection:
            return neighbours.held_back(connection)

    def feed_head(self, jury: JuryId) -> FeedHead:
        """See `LinkStore.feed_head`."""
        with self._engines().reading() as connection:
            return feed.head(connection, jury)

    def keep_feed(self, jury: JuryId, lines: Sequence[FeedAct], *, afresh: bool = False) -> None:
        """See `LinkStore.keep_feed`."""
        with self._engines().writing() as connection:
            feed.keep(connection, jury, lines, afresh=afresh)

    def feed(self, jury: JuryId) -> tuple[FeedAct, ...]:
        """See `LinkStore.feed`."""
        with self._engines().reading() as connection:
            return feed.acts(connection, jury)

    def held(self) -> frozenset[Digest]:
        """See `LinkStore.held`."""
        with self._engines().reading() as connection:
            return livrets.all_held(connection)

    def stage(self, new: Sequence[tuple[Digest, bytes]]) -> None:
        """See `LinkStore.stage`."""
        with self._engines().writing() as connection:
            livrets.stage(connection, new)

    def whole(self) -> Mapping[JuryId, HeldVersion]:
        """See `LinkStore.whole`."""
        with self._engines().reading() as connection:
            return versions.whole(connection)

    def manifest(self, jury: JuryId) -> JuryManifest | None:
        """See `LinkStore.manifest`."""
        with self._engines().reading() as connection:
            return versions.manifest(connection, jury)

    def listed(self, jury: JuryId) -> JuryManifest | None:
        """See `LinkStore.listed`."""
        with self._engines().reading() as connection:
            return versions.listed(connection, jury)

    def taken(self, jury: JuryId) -> TakenList | None:
        """See `LinkStore.taken`."""
        with self._engines().reading() as connection:
            return versions.taken(connection, jury)

    def floor(self, jury: JuryId) -> int:
        """See `LinkStore.floor`."""
        with self._engines().reading() as connection:
            return versions.floor(connection, jury)

    def commit_version(self, signed: SignedManifest, at: datetime) -> None:
        """See `LinkStore.commit_version`."""
        with self._engines().writing() as connection:
            versions.commit(connection, signed, at)

    def complete_version(self, jury: JuryId) -> None:
        """See `LinkStore.complete_version`."""
        with self._engines().writing() as connection:
            versions.complete(connection, jury)

    def unchecked(self, jury: JuryId | None = None) -> tuple[Unchecked, ...]:
        """See `LinkStore.unchecked`."""
        with self._engines().reading() as connection:
            return versions.unchecked(connection, jury)

    def keep_check(self, one: Unchecked, own: OwnCheck, texts: Sequence[str], anomalies: Sequence[Anomaly]) -> None:
        """See `LinkStore.keep_check`."""
        with self._engines().writing() as connection:
            versions.keep_check(connection, one, own, texts, anomalies)

    def contact(self, jury: JuryId) -> datetime | None:
        """See `LinkStore.contact`."""
        with self._engines().reading() as connection:
            return academies.contact(connection, jury)

    def keep_contact(self, juries: Iterable[JuryId], at: datetime) -> None:
        """See `LinkStore.keep_contact`."""
        with self._engines().writing() as connection:
            academies.keep_contact(connection, juries, at)
