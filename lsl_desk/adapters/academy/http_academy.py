# SPDX-License-Identifier: AGPL-3.0-or-later
"""The academy over HTTP: implements `client.link.ports.Academy`, and opens it (`Academies`)."""

import base64
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from lsl_desk.adapters.academy import checks, proofs
from lsl_desk.adapters.academy.address import Address
from lsl_desk.adapters.academy.channel import Channel, Signer
from lsl_desk.adapters.academy.diagnosis import Diagnosis
from lsl_desk.adapters.academy.events import EventsFalse, events
from lsl_desk.adapters.academy.faults import Way
from lsl_desk.adapters.academy.proxies import SystemProxy, choose, system_proxy
from lsl_desk.adapters.academy.transport import HttpTransport, Timeouts
from lsl_desk.client.link.ports import Tick
from lsl_desk.client.link.values import (
    AcademyCard,
    ActAnswer,
    DeviceState,
    EnrolmentAnswer,
    EnrolmentOffer,
    EnrolmentStage,
    FeedHead,
    FeedPage,
    JuryEvent,
    JuryOffer,
    Network,
    SignedAct,
    SignedManifest,
)
from lsl_desk.client.ports import Clock
from lsl_desk.client.progress import Cancelled
from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.domain.journal import Head
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.manifest import Edition
from lsl_desk.domain.sync_plan import OfferedVersion
from lsl_desk.wire import bundle, enrolment, routes
from lsl_desk.wire.envelope import VerifyingKey
from lsl_desk.wire.exchange import (
    AcademyAnswer,
    ActsAnswer,
    ActsSent,
    BundleAsked,
    DeviceAnswer,
    EnrolmentAsked,
    EnrolmentBegun,
    EnrolmentRevealed,
    EnrolmentState,
    ErasureKept,
    ErasureTold,
    Event,
    FeedAnswer,
    JuriesAnswer,
    ManifestShown,
    NamesAnswer,
    SchoolsAnswer,
    WhoseAnswer,
    WhoseAsked,
)
from lsl_desk.wire.manifests import tag
from lsl_desk.wire.strict import moment_of

PDF: Final = "application/pdf"
EVENTS: Final = "text/event-stream"
RESUMED: Final = 4
"""Times that one livret is taken up again where it was cut."""
_CUTS: Final = frozenset({Code.NET_CUT, Code.NET_LENGTH, Code.NET_TIMEOUT})


class HttpAcademies:
    """Implements `client.link.ports.Academies`."""

    def __init__(
        self,
        signer: Signer,
        clock: Clock,
        *,
        system: SystemProxy = system_proxy,
        timeouts: Timeouts | None = None,
    ) -> None:
        """Take what every academy needs.

        Args:
            signer: this post's key.
            clock: for the skew.
            system: the system's proxy; the window gives Qt's, which knows PAC.
            timeouts: how long the network may be silent.
        """
        self._signer = signer
        self._clock = clock
        self._system = system
        self._timeouts = timeouts or Timeouts()

    def open(self, url: str, key: bytes | None, network: Network) -> "HttpAcademy":
        """See `Academies.open`."""
        address = Address.of(url)
        chosen = choose(network.proxy, address, self._system)
        transport = HttpTransport(Way(address, chosen.proxy), network.authority, self._timeouts)
        channel = Channel(transport, host=address.host, key=key, signer=self._signer, timeouts=self._timeouts)
        return HttpAcademy(
            channel, address, self._signer, self._clock, Diagnosis(address, chosen, network, self._clock)
        )


class HttpAcademy:
    """Implements `client.link.ports.Academy`."""

    def __init__(self, channel: Channel, address: Address, signer: Signer, clock: Clock, diagnosis: Diagnosis) -> None:
        self._channel = channel
        self._address = address
        self._signer = signer
        self._clock = clock
        self._diagnosis = diagnosis

    @property
    def url(self) -> str:
        """See `Academy.url`."""
        return self._address.url

    def hello(self) -> AcademyCard:
        """See `Academy.hello`."""
        return self._hello(self._channel.timeouts.read)

    def probe(self) -> None:
        """See `Academy.probe`."""
        self._hello(self._channel.timeouts.probe)

    def begin_enrolment(self, label: str) -> EnrolmentOffer:
        """See `Academy.begin_enrolment`."""
        channel = self._channel
        nonce = secrets.token_bytes(enrolment.NONCE_BYTES)
        public = self._signer.public
        asked = EnrolmentAsked(commitment=enrolment.commitment(public, nonce), label=label)
        begun = channel.ask("POST", routes.ENROLMENTS, EnrolmentBegun, asked, open_to_all=True)
        key = VerifyingKey(base64.b64decode(begun.key))
        channel.key = key  # from here on only this academy may answer
        card = self.hello()
        if card.key != key.raw:
            raise Refusal(Code.NET_OTHER_SERVER, host=channel.host)
        shown = EnrolmentRevealed(key=base64.b64encode(public).decode(), nonce=base64.b64encode(nonce).decode())
        channel.ask("POST", routes.REVEAL.format(enrolment=begun.enrolment), EnrolmentState, shown, open_to_all=True)
        digits = enrolment.short_digits(
            device_public=public,
            server_public=key.raw,
            device_nonce=nonce,
            server_nonce=base64.b64decode(begun.nonce),
        )
        return EnrolmentOffer(begun.enrolment, card, digits)

    def enrolment(self, offer: EnrolmentOffer) -> EnrolmentAnswer:
        """See `Academy.enrolment`."""
        path = routes.ENROLMENT.format(enrolment=quote(offer.enrolment, safe=""))
        answer = self._channel.ask("GET", path, EnrolmentState, open_to_all=True)
        if answer.state == "refused":
            raise Refusal(Code.ENROLMENT_REFUSED)
        if answer.state == "waiting":
            return EnrolmentAnswer(EnrolmentStage.WAITING)
        return EnrolmentAnswer(EnrolmentStage.APPROVED, answer.name, _role(answer.role), CentreId(answer.centre))

    def device(self) -> DeviceState:
        """See `Academy.device`."""
        answer = self._channel.ask("GET", routes.DEVICE, DeviceAnswer)
        head = Head(answer.sequence, Digest(answer.head))
        return DeviceState(DeviceId(answer.device), answer.state == "revoked", answer.reason, head, answer.help_phone)

    def juries(self) -> tuple[JuryOffer, ...]:
        """See `Academy.juries`."""
        answer = self._channel.ask("GET", routes.JURIES, JuriesAnswer)
        return tuple(
            JuryOffer(
                OfferedVersion(
                    JuryId(one.jury),
                    one.label,
                    Edition(one.version, Digest(one.digest)),
                    None if one.sitting is None else moment_of(one.sitting),
                ),
                FeedHead(one.sequence, Digest(one.chain)),
                None if one.published is None else moment_of(one.published),
            )
            for one in answer.juries
        )

    def manifest(self, jury: JuryId, known: Edition | None) -> SignedManifest | None:
        """See `Academy.manifest`."""
        headers = {"If-None-Match": tag(known)} if known else {}
        path = routes.MANIFEST.format(jury=quote(jury, safe=""))
        with self._channel.answer("GET", path, headers=headers) as answer:
            if answer.status == 304:
                return None
            body = checks.whole(answer, self._channel.host, checks.MAX_JSON)
        return proofs.manifest(body, proofs.pinned(self._channel), jury)

    def renumber(self, jury: JuryId, shown: bytes) -> SignedManifest:
        """See `Academy.renumber`."""
        asked = ManifestShown(manifest=base64.b64encode(shown).decode()).model_dump_json().encode()
        path = routes.MANIFEST.format(jury=quote(jury, safe=""))
        with self._channel.answer("POST", path, asked) as answer:
            body = checks.whole(answer, self._channel.host, checks.MAX_JSON)
        return proofs.manifest(body, proofs.pinned(self._channel), jury)

    def livrets(self, jury: JuryId, digests: Sequence[Digest], tick: Tick) -> Iterator[tuple[Digest, bytes | None]]:
        """See `Academy.livrets`."""
        asked = BundleAsked(digests=list(digests)).model_dump_json().encode()
        path = routes.BUNDLE.format(jury=quote(jury, safe=""))
        with self._channel.answer("POST", path, asked, kind=bundle.MEDIA_TYPE, most=None) as answer:
            try:
                yield from bundle.livrets(_ticked(answer.chunks, tick))
            except bundle.BundleCut:
                raise Refusal(Code.NET_CUT, host=self._channel.host) from None
            except bundle.BundleFalse:
                raise Refusal(Code.NET_ANSWER, host=self._channel.host) from None

    def livret(self, jury: JuryId, digest: Digest, tick: Tick) -> bytes:
        """See `Academy.livret`."""
        held = bytearray()
        for attempt in range(RESUMED + 1):
            before = len(held)
            try:
                self._more(jury, digest, held, tick)
                break
            except Refusal as refusal:
                # Taken up again only while it goes forward: a line that gives nothing is the caller's to wait for.
                if refusal.code not in _CUTS or len(held) == before or attempt == RESUMED:
                    raise
        data = bytes(held)
        if sha256(data).hexdigest() != digest:
            raise Refusal(Code.LIVRET_ALTERED, number=f"{digest[:12]}…")
        return data

    def send(self, acts: Sequence[SignedAct]) -> tuple[ActAnswer, ...]:
        """See `Academy.send`."""
        sent = ActsSent(acts=[base64.b64encode(one.envelope).decode() for one in acts])
        answer = self._channel.ask("POST", routes.ACTS, ActsAnswer, sent)
        key, host = proofs.pinned(self._channel), self._channel.host
        pairs = list(zip(answer.answers, acts, strict=False))
        answers = proofs.each(lambda pair: proofs.act_answer(*pair, key, host), pairs)
        if not answers or len(answer.answers) > len(acts):
            raise Refusal(Code.NET_ANSWER, host=self._channel.host)
        return answers

    def feed(self, jury: JuryId, after: int) -> FeedPage:
        """See `Academy.feed`."""
        path = f"{routes.FEED.format(jury=quote(jury, safe=''))}?after={after}"
        answer = self._channel.ask("GET", path, FeedAnswer)
        key = proofs.pinned(self._channel)
        return FeedPage(proofs.each(lambda line: proofs.feed_act(line, key), answer.lines), answer.last)

    def tell_erasure(self, jury: JuryId, record: bytes) -> datetime:
        """See `Academy.tell_erasure`."""
        told = ErasureTold(record=base64.b64encode(record).decode())
        path = routes.ERASURES.format(jury=quote(jury, safe=""))
        return moment_of(self._channel.ask("POST", path, ErasureKept, told).received)

    def names(self, jury: JuryId) -> tuple[SealedIdentity, ...]:
        """See `Academy.names`."""
        answer = self._channel.ask("GET", routes.NAMES.format(jury=quote(jury, safe="")), NamesAnswer)
        return tuple(
            SealedIdentity(StudentNumber(one.number), one.name, one.usage_name, one.first_names) for one in answer.names
        )

    def schools(self, jury: JuryId) -> Mapping[StudentNumber, str]:
        """See `Academy.schools`."""
        answer = self._channel.ask("GET", routes.SCHOOLS.format(jury=quote(jury, safe="")), SchoolsAnswer)
        return {StudentNumber(one.number): ", ".join(filter(None, (one.name, one.phone))) for one in answer.lines}

    def whose(self, number: str) -> tuple[str, ...]:
        """See `Academy.whose`."""
        if not 0 < len(number) <= routes.MAX_NUMBER or "\0" in number:  # no candidate bears it
            return ()
        answer = self._channel.ask("POST", routes.WHOSE, WhoseAnswer, WhoseAsked(number=number))
        return tuple(", ".join(filter(None, (one.centre, one.name))) for one in answer.centres)

    def events(self) -> Iterator[JuryEvent | None]:
        """See `Academy.events`."""
        life = self._channel.timeouts.life
        with self._channel.answer("GET", routes.EVENTS, kind=EVENTS, most=None, silence=life) as answer:
            try:
                for data in events(answer.chunks):
                    yield None if data is None else self._event(data)
            except EventsFalse:
                raise Refusal(Code.NET_ANSWER, host=self._channel.host) from None

    def diagnose(self) -> tuple[str, ...]:
        """See `Academy.diagnose`."""
        return self._diagnosis.lines(self.hello)

    def close(self) -> None:
        """See `Academy.close`."""
        self._channel.transport.close()

    def _hello(self, silence: float) -> AcademyCard:
        channel = self._channel
        with channel.answer("GET", routes.ACADEMY, silence=silence, open_to_all=True) as answer:
            said = checks.server_of(answer)
            read = channel.read(AcademyAnswer, checks.whole(answer, channel.host, checks.MAX_JSON))
        key = base64.b64decode(read.key)
        if sha256(key).hexdigest() != said:
            raise Refusal(Code.NET_OTHER_SERVER, host=channel.host)
        now = moment_of(read.now)
        return AcademyCard(read.name, read.session, key, read.protocol, now, (now - self._clock.now()).total_seconds())

    def _more(self, jury: JuryId, digest: Digest, held: bytearray, tick: Tick) -> None:
        """Take what is missing of a livret."""
        path = routes.LIVRET.format(jury=quote(jury, safe=""), digest=digest)
        part = {"Range": f"bytes={len(held)}-", "If-Range": f'"{digest}"'} if held else {}
        most = bundle.MAX_LIVRET
        with self._channel.answer("GET", path, headers=part, kind=PDF, most=most) as answer:
            if answer.status == 200:
                held.clear()
            elif not answer.headers.get("content-range", "").startswith(f"bytes {len(held)}-"):
                raise Refusal(Code.NET_ANSWER, host=self._channel.host)
            for chunk in _ticked(answer.chunks, tick):
                held += chunk
                if len(held) > most:
                    raise Refusal(Code.NET_LENGTH, host=self._channel.host)

    def _event(self, data: bytes) -> JuryEvent:
        read = self._channel.read(Event, data)
        return JuryEvent(JuryId(read.jury), read.sequence, read.version)


def _ticked(chunks: Iterator[bytes], tick: Tick) -> Iterator[bytes]:
    for chunk in chunks:
        if not tick(len(chunk)):
            raise Cancelled
        yield chunk


def _role(name: str) -> Role | None:
    return Role(name) if name in {one.value for one in Role} else None
