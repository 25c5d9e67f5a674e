# SPDX-License-Identifier: AGPL-3.0-or-later
"""The academy's port over the model, without a network: it passes the suite that the HTTP one passes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from lsl_desk.client.link.ports import Tick
from lsl_desk.client.link.values import (
    AcademyCard,
    ActAnswer,
    DeviceState,
    EnrolmentAnswer,
    EnrolmentOffer,
    EnrolmentStage,
    FeedAct,
    FeedHead,
    FeedPage,
    JuryEvent,
    JuryOffer,
    Kept,
    Network,
    SignedAct,
    SignedManifest,
)
from lsl_desk.client.progress import Cancelled
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.manifest import Edition
from lsl_desk.domain.sync_plan import OfferedVersion
from lsl_desk.wire.envelope import VerifyingKey
from lsl_desk.wire.version import PROTOCOL
from tests.academy.model import CENTRE, NAME, AcademyModel, digest_of

URL = "https://academie.example"
CUT = Refusal(Code.NET_CUT, host="academie.example")
FEED_PAGE = 3


class HasKey(Protocol):
    @property
    def public(self) -> bytes: ...


@dataclass
class Faults:
    """What goes wrong, and when: each list is used up from its beginning; None lets it go well.

    Attributes:
        before: raised before a call reaches the academy.
        after: raised once the academy did it: the answer is lost.
        cut_after: livrets given before the stream is cut, -1 never.
        spoilt: livrets whose bytes are altered on the way.
        events: what `events` gives, then it ends; a `Refusal` is raised.
    """

    before: list[Refusal | None] = field(default_factory=list)
    after: list[Refusal | None] = field(default_factory=list)
    cut_after: int = -1
    spoilt: set[Digest] = field(default_factory=set)
    events: list[JuryEvent | Refusal | Callable[[], None] | None] = field(default_factory=list)


class FakeAcademy:
    """Implements `client.link.ports.Academy`."""

    def __init__(
        self, model: AcademyModel, signer: HasKey, key: bytes | None = None, faults: Faults | None = None
    ) -> None:
        self.model = model
        self.faults = faults or Faults()
        self.calls: list[str] = []
        self.closed = False
        self.opens = 0
        self.yes: bool | None = True
        self._key = key
        self._signer = signer

    url = URL

    @property
    def device_id(self) -> str:
        return VerifyingKey(self._signer.public).id

    def hello(self) -> AcademyCard:
        self._called("hello")
        self._other(self.model.key.public.raw)
        return AcademyCard(NAME, 2018, self.model.key.public.raw, PROTOCOL, self.model.now, 0.0)

    def probe(self) -> None:
        self.hello()

    def begin_enrolment(self, label: str) -> EnrolmentOffer:
        self._called("begin_enrolment")
        assert label
        return EnrolmentOffer("0" * 32, self.hello(), "123456")

    def enrolment(self, offer: EnrolmentOffer) -> EnrolmentAnswer:
        self._called("enrolment")
        if offer.enrolment != "0" * 32:
            raise Refusal(Code.ENROLMENT_EXPIRED)
        if self.yes is None:
            return EnrolmentAnswer(EnrolmentStage.WAITING)
        if not self.yes:
            raise Refusal(Code.ENROLMENT_REFUSED)
        post = self.model.take_post(self._signer.public)
        return EnrolmentAnswer(EnrolmentStage.APPROVED, "Poste d’essai", post.role, CENTRE)

    def device(self) -> DeviceState:
        self._called("device")
        post = self.model.post(VerifyingKey(self._signer.public).id, even_revoked=True)
        return DeviceState(post.key.id, bool(post.revoked), post.revoked, post.head, self.model.help_phone)

    def juries(self) -> tuple[JuryOffer, ...]:
        self._called("juries")
        self._mine()
        return tuple(
            JuryOffer(
                OfferedVersion(name, one.label, self.model.edition(one.versions[-1]), one.sitting),
                _head(one.feed),
                self.model.published.get(name),
            )
            for name, one in self.model.juries.items()
            if one.versions
        )

    def manifest(self, jury: JuryId, known: Edition | None) -> SignedManifest | None:
        self._called("manifest")
        self._mine()
        if self.model.edition(self.model.jury(jury).versions[-1]) == known:
            return None
        return self.model.manifest(jury)

    def renumber(self, jury: JuryId, shown: bytes) -> SignedManifest:
        self._called("renumber")
        self._mine()
        return self.model.renumber(jury, shown)

    def livrets(self, jury: JuryId, digests: Sequence[Digest], tick: Tick) -> Iterator[tuple[Digest, bytes | None]]:
        self._called("livrets")
        self._mine()
        for given, digest in enumerate(digests):
            if given == self.faults.cut_after:
                self.faults.cut_after = -1
                raise CUT
            data = self.model.livret(jury, digest)
            if not tick(len(data or b"")):
                raise Cancelled
            yield digest, None if digest in self.faults.spoilt else data

    def livret(self, jury: JuryId, digest: Digest, tick: Tick) -> bytes:
        self._called("livret")
        self._mine()
        data = self.model.livret(jury, digest)
        if data is None:
            raise Refusal(Code.NOT_FOUND)
        if not tick(len(data)):
            raise Cancelled
        if digest in self.faults.spoilt or digest_of(data) != digest:
            raise Refusal(Code.LIVRET_ALTERED, number=f"{digest[:12]}…")
        return data

    def send(self, acts: Sequence[SignedAct]) -> tuple[ActAnswer, ...]:
        self._called("send")
        answers = self.model.receive(VerifyingKey(self._signer.public).id, [one.envelope for one in acts])
        for one, answer in zip(acts, answers, strict=False):
            assert not isinstance(answer, Kept) or answer.receipt.receipt.digest == one.digest
        self._lose("send")
        return answers

    def feed(self, jury: JuryId, after: int) -> FeedPage:
        self._called("feed")
        self._mine()
        lines = self.model.jury(jury).feed
        return FeedPage(tuple(lines[after : after + FEED_PAGE]), len(lines))

    def tell_erasure(self, jury: JuryId, record: bytes) -> datetime:
        self._called("tell_erasure")
        at = self.model.erased(VerifyingKey(self._signer.public).id, jury, record)
        self._lose("tell_erasure")
        return at

    def names(self, jury: JuryId) -> tuple[SealedIdentity, ...]:
        self._called("names")
        self.model.seated(VerifyingKey(self._signer.public).id)
        self.model.jury(jury)
        return self.model.names.get(jury, ())

    def schools(self, jury: JuryId) -> Mapping[StudentNumber, str]:
        self._called("schools")
        self.model.head_of(VerifyingKey(self._signer.public).id)
        self.model.jury(jury)
        told = self.model.schools.get(jury, {})
        return {StudentNumber(number): ", ".join(filter(None, school)) for number, school in told.items()}

    def whose(self, number: str) -> tuple[str, ...]:
        self._called("whose")
        self.model.head_of(VerifyingKey(self._signer.public).id)
        return tuple(", ".join(filter(None, centre)) for centre in self.model.papers.get(number, ()))

    def events(self) -> Iterator[JuryEvent | None]:
        self._called("events")
        self._mine()
        for name, one in self.model.juries.items():
            if one.versions:
                yield JuryEvent(name, len(one.feed), len(one.versions))
        while self.faults.events:
            event = self.faults.events.pop(0)
            if isinstance(event, Refusal):
                raise event
            if callable(event):
                event()
                continue
            yield event

    def diagnose(self) -> tuple[str, ...]:
        return ("Serveur\u00a0: academie.example",)

    def close(self) -> None:
        self.opens -= 1
        self.closed = self.opens <= 0

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.closed:
            raise CUT
        if self.faults.before and (fault := self.faults.before.pop(0)) is not None:
            raise fault

    def _lose(self, name: str) -> None:
        self.calls.append(f"{name} done")
        if self.faults.after and (fault := self.faults.after.pop(0)) is not None:
            raise fault

    def _mine(self) -> None:
        self.model.post(VerifyingKey(self._signer.public).id)

    def _other(self, key: bytes) -> None:
        if self._key is not None and key != self._key:
            raise Refusal(Code.NET_OTHER_SERVER, host="academie.example")


class FakeAcademies:
    """Opens the one academy; remembers how it was asked."""

    def __init__(self, academy: FakeAcademy) -> None:
        self.academy = academy
        self.opened: list[tuple[str, bytes | None, Network]] = []

    def open(self, url: str, key: bytes | None, network: Network) -> FakeAcademy:
        if network.proxy == "bad":
            raise Refusal(Code.VALUE_OUT_OF_RANGE, name="proxy", value="…", allowed="")
        self.opened.append((url, key, network))
        self.academy.closed = False
        self.academy.opens += 1
        return self.academy


def _head(feed: Sequence[FeedAct]) -> FeedHead:
    return FeedHead(feed[-1].receipt.sequence, feed[-1].receipt.chain) if feed else FeedHead()
