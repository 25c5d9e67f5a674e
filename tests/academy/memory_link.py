# SPDX-License-Identifier: AGPL-3.0-or-later
"""`LinkStore` in memory, over `tests.fakes.desk.MemoryStore`; it passes the suite that the sealed one passes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from lsl_desk.client.carried import CarriedAct
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
from lsl_desk.client.ports import NewLivret
from lsl_desk.domain.acts import NO_PREVIOUS, Act, Author, Body, LivretRead, Role
from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.domain.journal import Head
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.manifest import Edition, JuryManifest
from lsl_desk.domain.own_check import OwnCheck, not_received, settled
from lsl_desk.domain.receipts import Verdict
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import encode_act
from lsl_desk.wire.envelope import Signed, SigningKey
from tests.fakes.desk import IMPORTED, MemoryStore

AUTHOR = Author("Poste d’essai", Role.PRESIDENT)


class SigningStore(MemoryStore):
    """A store in memory whose acts are signed and chained for real."""

    def __init__(self, seed: int = 9, author: Author = AUTHOR) -> None:
        super().__init__(author)
        self.key = SigningKey(bytes([seed]) * 32)
        self.signed: list[SignedAct] = []

    def record(self, jury: JuryId, version: int, body: Body) -> Act:
        sequence = len(self.signed) + 1
        act = Act(
            act=ActId(f"{self.key.raw[:8].hex()}{sequence:016x}"),
            jury=jury,
            device=self.key.public.id,
            sequence=sequence,
            previous=self.signed[-1].digest if self.signed else NO_PREVIOUS,
            author=self.author,
            time=IMPORTED,
            version=version,
            body=body,
        )
        made = self.key.sign(envelope.ACT, encode_act(act))
        self.signed.append(SignedAct(act, made.digest, made.to_bytes()))
        self.journal.append(act)
        return act


@dataclass
class MemoryLink:
    """Implements `client.link.ports.LinkStore` and `adapters.academy.channel.Signer`."""

    store: SigningStore
    pinned: PinnedAcademy | None = None
    chosen: Network = field(default_factory=Network)
    receipts: dict[tuple[bytes, ActId], SignedReceipt] = field(default_factory=dict)
    lines: dict[JuryId, list[FeedAct]] = field(default_factory=dict)
    lost: dict[ActId, FeedAct] = field(default_factory=dict)
    manifests: dict[JuryId, dict[int, tuple[int, SignedManifest]]] = field(default_factory=dict)
    tops: dict[JuryId, Edition] = field(default_factory=dict)
    checks: dict[tuple[JuryId, Digest, StudentNumber], OwnCheck] = field(default_factory=dict)
    contacts: dict[JuryId, datetime] = field(default_factory=dict)
    neighbours: dict[JuryId, list[CarriedAct]] = field(default_factory=dict)

    @property
    def public(self) -> bytes:
        return self.store.key.public.raw

    def sign(self, payload_type: str, payload: bytes) -> Signed:
        return self.store.key.sign(payload_type, payload)

    def academy(self) -> PinnedAcademy | None:
        return self.pinned

    def pin(self, academy: PinnedAcademy) -> None:
        if self.pinned and self.pinned.key != academy.key:
            for jury in list(self.lines):
                self.keep_feed(jury, (), afresh=True)
            self.tops.clear()
        self.pinned = academy

    def network(self) -> Network:
        return self.chosen

    def keep_network(self, network: Network) -> None:
        self.chosen = network

    def own_head(self) -> Head:
        signed = self.store.signed
        return Head(len(signed), signed[-1].digest) if signed else Head()

    def own_acts(self, after: int, limit: int) -> tuple[SignedAct, ...]:
        return tuple(self.store.signed[after : after + limit])

    def pending(self, limit: int) -> tuple[SignedAct, ...]:
        waiting = [one for one in self.store.signed if (self._key, one.act.act) not in self.receipts]
        return tuple(waiting[:limit])

    def outbox(self) -> int:
        return len(self.pending(len(self.store.signed)))

    def keep_receipts(self, receipts: Sequence[SignedReceipt]) -> None:
        for one in receipts:
            self.receipts[self._key, one.receipt.act] = one

    def receipted(self) -> int:
        waiting = self.pending(1)
        return waiting[0].act.sequence - 1 if waiting else len(self.store.signed)

    def refused(self) -> tuple[RefusedAct, ...]:
        known = [(one.act, self.receipts.get((self._key, one.act.act))) for one in self.store.signed]
        return tuple(
            RefusedAct(act, kept.receipt) for act, kept in known if kept and kept.receipt.verdict is Verdict.REFUSED
        )

    def proposals(self) -> int:
        mine = (self.receipts.get((self._key, one.act.act)) for one in self.store.signed)
        return sum(one is not None and one.receipt.verdict is Verdict.CONFLICT for one in mine)

    def ahead(self, jury: JuryId) -> tuple[SignedAct, ...]:
        back = {one.act.act for one in self.feed(jury)} | {one.act.act for one in self.refused()}
        return tuple(one for one in self.store.signed if one.act.jury == jury and one.act.act not in back)

    def waiting(self, jury: JuryId) -> tuple[Act, ...]:
        gone = {one.act.act for one in self.feed(jury)} | {one.act.act for one in self.refused()}
        before = [one.act for one in self.neighbours.get(jury, ()) if one.act.act not in gone]
        known = {one.act for one in before}
        return (*before, *(one.act for one in self.ahead(jury) if one.act.act not in known))

    def held_back(self) -> int | None:
        found = []
        for jury, lines in self.neighbours.items():
            done = {one.act.act for one in self.feed(jury)}
            waiting = [one.act for one in lines if one.act.act not in done]
            others = [at for at, act in enumerate(waiting) if act.device != self.store.key.public.id]
            places = {act.act: at for at, act in enumerate(waiting)}
            ahead = [one.act for one in self.ahead(jury)]
            found += [act.sequence for act in ahead if others and others[0] < places.get(act.act, len(waiting))]
        return min(found, default=None)

    def feed_head(self, jury: JuryId) -> FeedHead:
        lines = self.lines.get(jury)
        return FeedHead(lines[-1].receipt.sequence, lines[-1].receipt.chain) if lines else FeedHead()

    def keep_feed(self, jury: JuryId, lines: Sequence[FeedAct], *, afresh: bool = False) -> None:
        if afresh:
            self.lost |= {one.act.act: one for one in self.lines.pop(jury, [])}
        self.lines.setdefault(jury, []).extend(lines)
        own = {one.act.act for one in self.store.signed}
        self.keep_receipts([SignedReceipt(one.receipt, one.receipt_envelope) for one in lines if one.act.act in own])
        for one in lines:
            self.lost.pop(one.act.act, None)
            if isinstance(one.act.body, LivretRead) and one.receipt.verdict is Verdict.ACCEPTED:
                self.store.read_elsewhere.setdefault(jury, []).append(one.act.body)

    def feed(self, jury: JuryId) -> tuple[FeedAct, ...]:
        return tuple(self.lines.get(jury, ()))

    def held(self) -> frozenset[Digest]:
        return frozenset(self.store.livrets)

    def stage(self, new: Sequence[tuple[Digest, bytes]]) -> None:
        for digest, data in new:
            self.store.livrets.setdefault(digest, NewLivret(digest, data, ()))

    def whole(self) -> Mapping[JuryId, HeldVersion]:
        found = {}
        for jury, file in self.store.files.items():
            listed = self.manifest(jury)
            waiting = any(one.problem is LivretProblem.NOT_RECEIVED for one in file.candidates)
            top = self.taken(jury)
            if listed is not None and top and listed.version == top.edition.version and not waiting:
                found[jury] = HeldVersion(top.edition, sum(one.livret is not None for one in file.candidates))
        return found

    def manifest(self, jury: JuryId) -> JuryManifest | None:
        file = self.store.files.get(jury)
        made = [signed for version, signed in self.manifests.get(jury, {}).values() if file and version == file.version]
        return made[-1].manifest if made else None

    def listed(self, jury: JuryId) -> JuryManifest | None:
        return self.manifest(jury)

    def taken(self, jury: JuryId) -> TakenList | None:
        top = self.tops.get(jury)
        kept = self.manifests.get(jury, {}).get(top.version) if top and jury in self.store.files else None
        return TakenList(top, kept[1].envelope if kept else None) if top else None

    def floor(self, jury: JuryId) -> int:
        return self.tops[jury].version if jury in self.tops else 0

    def commit_version(self, signed: SignedManifest, at: datetime) -> None:
        listed = signed.manifest
        before = self.store.files[listed.jury].version if listed.jury in self.store.files else 0
        version = max(before + 1, listed.version)
        self.manifests.setdefault(listed.jury, {})[listed.version] = (version, signed)
        if listed.version >= self.floor(listed.jury):
            self.tops[listed.jury] = signed.edition
        candidates = tuple(self._as_held(listed.jury, one) for one in listed.candidates)
        self.store.files[listed.jury] = JuryFile(
            listed.jury, listed.label, listed.session, version, candidates, at, "académie"
        )
        self.store.odd[listed.jury] = ()
        self.store.periods[listed.jury] = listed.period
        self.keep_contact([listed.jury], at)

    def complete_version(self, jury: JuryId) -> None:
        listed = self.manifest(jury)
        if listed is not None:
            candidates = tuple(self._as_held(jury, one) for one in listed.candidates)
            self.store.files[jury] = replace(self.store.files[jury], candidates=candidates)

    def unchecked(self, jury: JuryId | None = None) -> tuple[Unchecked, ...]:
        return tuple(
            Unchecked(name, one.number, one.livret.digest)
            for name, file in sorted(self.store.files.items())
            if jury in {None, name} and self.manifest(name) is not None
            for one in file.candidates
            if one.livret and (name, one.livret.digest, one.number) not in self.checks
        )

    def keep_check(self, one: Unchecked, own: OwnCheck, texts: Sequence[str], anomalies: Sequence[Anomaly]) -> None:
        self.checks[one.jury, one.digest, one.number] = own
        kept = self.store.livrets[one.digest]
        self.store.livrets[one.digest] = replace(kept, texts=kept.texts or tuple(texts))
        file = self.store.files[one.jury]
        candidates = tuple(
            settled(other, own)
            if other.number == one.number and other.livret and other.livret.digest == one.digest
            else other
            for other in file.candidates
        )
        self.store.files[one.jury] = replace(file, candidates=candidates)
        self.store.odd[one.jury] = (*self.store.odd[one.jury], *anomalies)

    def contact(self, jury: JuryId) -> datetime | None:
        return self.contacts.get(jury)

    def keep_contact(self, juries: Iterable[JuryId], at: datetime) -> None:
        self.contacts |= dict.fromkeys(juries, at)

    def receipt_of(self, act: str) -> SignedReceipt | None:
        return self.receipts.get((self._key, ActId(act)))

    @property
    def _key(self) -> bytes:
        return self.pinned.key if self.pinned else b""

    def _as_held(self, jury: JuryId, one: Candidate) -> Candidate:
        if one.livret is None:
            return one
        if one.livret.digest not in self.store.livrets:
            return not_received(one)
        return settled(one, self.checks.get((jury, one.livret.digest, one.number)))
