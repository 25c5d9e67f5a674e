# SPDX-License-Identifier: AGPL-3.0-or-later
"""The model behind real HTTP on loopback, speaking `wire` as decision 008 says; small, and never a fault of its own."""

import base64
import re
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import BaseModel

from lsl_desk.client.link.values import ActAnswer, Gap, Kept
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import DeviceId, Digest, JuryId
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.wire import bundle, envelope, routes
from lsl_desk.wire.enrolment import challenge_payload, commitment, short_digits
from lsl_desk.wire.envelope import Signed, SigningKey
from lsl_desk.wire.exchange import (
    AcademyAnswer,
    ActAnswered,
    ActsAnswer,
    ActsSent,
    BundleAsked,
    CentreLine,
    Challenge,
    ChallengeAsked,
    DeviceAnswer,
    EnrolmentAsked,
    EnrolmentBegun,
    EnrolmentRevealed,
    EnrolmentState,
    ErasureKept,
    ErasureTold,
    Event,
    FeedAnswer,
    FeedLine,
    JuriesAnswer,
    JuryLine,
    ManifestShown,
    NameLine,
    NamesAnswer,
    Problem,
    SchoolLine,
    SchoolsAnswer,
    Token,
    TokenAsked,
    WhoseAnswer,
    WhoseAsked,
)
from lsl_desk.wire.manifests import tag
from lsl_desk.wire.strict import moment_text
from lsl_desk.wire.version import PROTOCOL
from tests.academy.model import CENTRE, NAME, AcademyModel

FEED_PAGE = 3


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


class Loopback:
    """A server for a model.

    Attributes:
        model: the academy; change it under `changing`, which tells those who follow.
        spoilt: livrets whose last byte is altered on the way.
        yes: what the person at the academy says of the next enrolment: True, False, None for nothing yet.
        digits: of the last enrolment, as the academy shows them.
        requests: « GET /path » of each, in order.
        after: told each request once it was done and before it is answered; raising `Lost` loses the answer.
        forgotten: tokens the academy no longer knows.
        life: seconds between two signs of life.
    """

    def __init__(self, model: AcademyModel) -> None:
        self.model = model
        self.spoilt: set[Digest] = set()
        self.yes: bool | None = True
        self.digits = ""
        self.requests: list[str] = []
        self.after: Callable[[str], None] = lambda _: None
        self.life = 0.05
        self.moved = threading.Condition()
        self.closing = False
        self._nonces: dict[bytes, str] = {}
        self.tokens: dict[str, str] = {}
        self._enrolments: dict[str, dict[str, Any]] = {}

    @contextmanager
    def changing(self) -> Iterator[AcademyModel]:
        with self.moved:
            yield self.model
            self.moved.notify_all()

    def forget_tokens(self) -> None:
        self.tokens.clear()

    # ---------------------------------------------------------------------------------------------- routes

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: bytes, token: str) -> BaseModel | bytes:
        """Answer what is not a stream."""
        for (wanted, pattern), handle in _ROUTES.items():
            match = _pattern(pattern).fullmatch(path)
            if match and method == wanted:
                names = {name: unquote(value) for name, value in match.groupdict().items()}
                return handle(self, Asked(names, query, body, self.tokens.get(token)))
        raise Refusal(Code.NOT_FOUND)

    def academy(self, _asked: "Asked") -> AcademyAnswer:
        key = b64(self.model.key.public.raw)
        return AcademyAnswer(name=NAME, session=2018, key=key, protocol=PROTOCOL, now=moment_text(self.model.now))

    def begin(self, asked: "Asked") -> EnrolmentBegun:
        read = EnrolmentAsked.model_validate_json(asked.body)
        name, nonce = secrets.token_hex(16), secrets.token_bytes(32)
        self._enrolments[name] = {"commitment": read.commitment, "nonce": nonce, "key": None}
        return EnrolmentBegun(enrolment=name, key=b64(self.model.key.public.raw), nonce=b64(nonce))

    def reveal(self, asked: "Asked") -> EnrolmentState:
        read = EnrolmentRevealed.model_validate_json(asked.body)
        kept = self._enrolments[asked.names["enrolment"]]
        key, nonce = base64.b64decode(read.key), base64.b64decode(read.nonce)
        if commitment(key, nonce) != kept["commitment"]:
            raise Refusal(Code.ENROLMENT_CHANGED)
        kept["key"] = key
        self.digits = short_digits(
            device_public=key, server_public=self.model.key.public.raw, device_nonce=nonce, server_nonce=kept["nonce"]
        )
        return EnrolmentState(state="waiting")

    def enrolment(self, asked: "Asked") -> EnrolmentState:
        kept = self._enrolments.get(asked.names["enrolment"])
        if kept is None:
            raise Refusal(Code.ENROLMENT_EXPIRED)
        if self.yes is None:
            return EnrolmentState(state="waiting")
        if not self.yes:
            return EnrolmentState(state="refused")
        post = self.model.take_post(kept["key"])
        return EnrolmentState(state="approved", name="Poste d’essai", role=post.role.value, centre=CENTRE)

    def challenge(self, asked: "Asked") -> Challenge:
        device = ChallengeAsked.model_validate_json(asked.body).device
        nonce = secrets.token_bytes(32)
        self._nonces[nonce] = device
        return Challenge(nonce=b64(nonce))

    def token(self, asked: "Asked") -> Token:
        signed = Signed.from_bytes(base64.b64decode(TokenAsked.model_validate_json(asked.body).signed))
        post = self.model.post(signed.key, even_revoked=True)
        post.key.verify(signed, envelope.CHALLENGE)
        nonce = signed.payload[-32:]
        assert signed.payload == challenge_payload(server_public=self.model.key.public.raw, server_nonce=nonce)
        assert self._nonces.pop(nonce) == post.key.id
        token = secrets.token_hex(16)
        self.tokens[token] = post.key.id
        return Token(token=token, seconds=900)

    def device(self, asked: "Asked") -> DeviceAnswer:
        post = self.model.post(asked.device, even_revoked=True)
        return DeviceAnswer(
            device=post.key.id,
            state="revoked" if post.revoked else "active",
            reason=post.revoked,
            name="Poste d’essai",
            role=post.role.value,
            centre=CENTRE,
            sequence=post.head.sequence,
            head=post.head.digest,
            help_phone=self.model.help_phone,
        )

    def juries(self, asked: "Asked") -> JuriesAnswer:
        self.model.post(asked.device)
        return JuriesAnswer(
            juries=[
                JuryLine(
                    jury=name,
                    label=one.label,
                    version=one.versions[-1].version,
                    digest=self.model.edition(one.versions[-1]).digest,
                    sitting=None if one.sitting is None else moment_text(one.sitting),
                    sequence=len(one.feed),
                    chain=one.feed[-1].receipt.chain if one.feed else NO_CHAIN,
                    published=moment_text(self.model.published[name]) if name in self.model.published else None,
                )
                for name, one in self.model.juries.items()
                if one.versions
            ]
        )

    def send(self, asked: "Asked") -> ActsAnswer:
        device = asked.device
        sent = ActsSent.model_validate_json(asked.body)
        assert len(asked.body) <= routes.MAX_BODY
        with self.changing() as model:
            answers = model.receive(device, [base64.b64decode(one) for one in sent.acts])
        return ActsAnswer(answers=[_answered(one) for one in answers])

    def names(self, asked: "Asked") -> NamesAnswer:
        self.model.seated(asked.device)
        jury = JuryId(asked.names["jury"])
        self.model.jury(jury)
        return NamesAnswer(
            names=[
                NameLine(number=one.number, name=one.name, usage_name=one.usage_name, first_names=one.first_names)
                for one in self.model.names.get(jury, ())
            ]
        )

    def erased(self, asked: "Asked") -> ErasureKept:
        record = base64.b64decode(ErasureTold.model_validate_json(asked.body).record)
        return ErasureKept(received=moment_text(self.model.erased(asked.device, JuryId(asked.names["jury"]), record)))

    def schools(self, asked: "Asked") -> SchoolsAnswer:
        self.model.head_of(asked.device)
        jury = JuryId(asked.names["jury"])
        self.model.jury(jury)
        told = self.model.schools.get(jury, {}).items()
        lines = [SchoolLine(number=number, name=name, phone=phone) for number, (name, phone) in told]
        return SchoolsAnswer(lines=lines)

    def whose(self, asked: "Asked") -> WhoseAnswer:
        self.model.head_of(asked.device)
        number = WhoseAsked.model_validate_json(asked.body).number
        known = self.model.papers.get(number, ())
        return WhoseAnswer(centres=[CentreLine(centre=centre, name=name) for centre, name in known])

    def feed(self, asked: "Asked") -> FeedAnswer:
        self.model.post(asked.device)
        lines = self.model.jury(JuryId(asked.names["jury"])).feed
        after = int(asked.query["after"][0])
        return FeedAnswer(
            lines=[
                FeedLine(
                    sequence=one.receipt.sequence, act=b64(one.act_envelope), receipt=b64(one.receipt_envelope),
                    key=b64(one.key),
                )
                for one in lines[after : after + FEED_PAGE]
            ],
            last=len(lines),
        )  # fmt: skip


class Asked:
    """A request, read."""

    def __init__(self, names: dict[str, str], query: dict[str, list[str]], body: bytes, device: str | None) -> None:
        self.names, self.query, self.body = names, query, body
        self._device = device

    @property
    def device(self) -> DeviceId:
        if self._device is None:
            raise Refusal(Code.TOKEN_EXPIRED)
        return DeviceId(self._device)


class Lost(Exception):  # noqa: N818 - the state of an answer
    """The answer is lost on the way."""


_ROUTES: dict[tuple[str, str], Callable[[Loopback, Asked], BaseModel | bytes]] = {
    ("GET", routes.ACADEMY): Loopback.academy,
    ("POST", routes.ENROLMENTS): Loopback.begin,
    ("POST", routes.REVEAL): Loopback.reveal,
    ("GET", routes.ENROLMENT): Loopback.enrolment,
    ("POST", routes.CHALLENGES): Loopback.challenge,
    ("POST", routes.TOKENS): Loopback.token,
    ("GET", routes.DEVICE): Loopback.device,
    ("GET", routes.JURIES): Loopback.juries,
    ("POST", routes.ACTS): Loopback.send,
    ("GET", routes.FEED): Loopback.feed,
    ("GET", routes.NAMES): Loopback.names,
    ("POST", routes.ERASURES): Loopback.erased,
    ("GET", routes.SCHOOLS): Loopback.schools,
    ("POST", routes.WHOSE): Loopback.whose,
}


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)))


def _answered(answer: ActAnswer) -> ActAnswered:
    if isinstance(answer, Kept):
        return ActAnswered(state="kept", receipt=b64(answer.receipt.envelope))
    if isinstance(answer, Gap):
        return ActAnswered(state="gap", expected=answer.expected)
    return ActAnswered(
        state="invalid", problem=Problem(code=answer.problem.code.value, facts=dict(answer.problem.facts))
    )


_STATUS = {Code.TOKEN_EXPIRED: 401, Code.DEVICE_UNKNOWN: 401, Code.NOT_FOUND: 404, Code.FORBIDDEN: 403}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        self._do("GET")

    def do_POST(self) -> None:
        self._do("POST")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        """Say nothing."""

    def _do(self, method: str) -> None:
        loop = self.server.loop
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        loop.requests.append(f"{method} {parts.path}")
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            if parts.path == routes.EVENTS:
                self._events(loop, token)
            elif match := _pattern(routes.MANIFEST).fullmatch(parts.path):
                self._manifest(loop, token, JuryId(unquote(match["jury"])), body)
            elif match := _pattern(routes.LIVRET).fullmatch(parts.path):
                self._livret(loop, token, JuryId(unquote(match["jury"])), Digest(match["digest"]))
            elif match := _pattern(routes.BUNDLE).fullmatch(parts.path):
                self._bundle(loop, token, JuryId(unquote(match["jury"])), body)
            else:
                answer = loop.answer(method, parts.path, parse_qs(parts.query), body, token)
                assert isinstance(answer, BaseModel)
                loop.after(self.path)
                self._send(200, answer.model_dump_json().encode())
        except Refusal as refusal:
            problem = Problem(code=refusal.code.value, facts=refusal.facts).model_dump_json().encode()
            self._send(_STATUS.get(refusal.code, 403), problem)
        except (Lost, BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _mine(self, loop: Loopback, token: str) -> None:
        loop.model.post(Asked({}, {}, b"", loop.tokens.get(token)).device)

    def _manifest(self, loop: Loopback, token: str, jury: JuryId, body: bytes) -> None:
        self._mine(loop, token)
        if body:
            shown = base64.b64decode(ManifestShown.model_validate_json(body).manifest)
            with loop.changing() as model:
                self._send(200, model.renumber(jury, shown).envelope)
            return
        etag = tag(loop.model.edition(loop.model.jury(jury).versions[-1]))
        if self.headers.get("If-None-Match") == etag:
            self._send(304, b"", ETag=etag)
        else:
            self._send(200, loop.model.manifest(jury).envelope, ETag=etag)

    def _livret(self, loop: Loopback, token: str, jury: JuryId, digest: Digest) -> None:
        self._mine(loop, token)
        data = self._data(loop, jury, digest)
        if data is None:
            raise Refusal(Code.NOT_FOUND)
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if wanted and self.headers.get("If-Range") == f'"{digest}"':
            start = int(wanted[1])
            said = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
            self._send(206, data[start:], "application/pdf", **said)
        else:
            self._send(200, data, "application/pdf")

    def _bundle(self, loop: Loopback, token: str, jury: JuryId, body: bytes) -> None:
        self._mine(loop, token)
        asked = BundleAsked.model_validate_json(body)
        self._head(200, bundle.MEDIA_TYPE, {"Transfer-Encoding": "chunked"})
        for name in asked.digests:
            data = self._data(loop, jury, Digest(name)) or b""
            self._chunk(bundle.header(Digest(name), len(data)) + data)
        self._chunk(bundle.end())
        self._chunk(b"")

    def _events(self, loop: Loopback, token: str) -> None:
        self._mine(loop, token)
        self._head(200, "text/event-stream", {"Transfer-Encoding": "chunked"})
        told: dict[JuryId, tuple[int, int]] = {}
        while not loop.closing:
            with loop.moved:
                heads = _heads(loop.model)
                if heads == told and not loop.closing:
                    loop.moved.wait(loop.life)
                    heads = _heads(loop.model)
            for name, (sequence, version) in heads.items():
                if told.get(name) != (sequence, version) and version:
                    event = Event(jury=name, sequence=sequence, version=version).model_dump_json().encode()
                    self._chunk(b"data: " + event + b"\n\n")
            if heads == told:
                self._chunk(b":\n\n")
            told = heads
        self._chunk(b"")

    def _data(self, loop: Loopback, jury: JuryId, digest: Digest) -> bytes | None:
        data = loop.model.livret(jury, digest)
        if data is not None and digest in loop.spoilt:
            return data[:-1] + bytes([data[-1] ^ 1])
        return data

    def _send(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
        self._head(status, kind, {"Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def _head(self, status: int, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header(routes.SERVER_HEADER, self.server.loop.model.key.public.id)
        self.send_header(routes.PROTOCOL_HEADER, PROTOCOL)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _heads(model: AcademyModel) -> dict[JuryId, tuple[int, int]]:
    return {
        name: (len(one.feed), one.versions[-1].version if one.versions else 0) for name, one in model.juries.items()
    }


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, loop: Loopback) -> None:
        self.loop = loop
        self.open: set[Any] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no fault; anything else fails the test by its answer."""


@contextmanager
def serving(model: AcademyModel) -> Iterator[tuple[Loopback, str]]:
    """Serve a model; gives the server and its address."""
    loop = Loopback(model)
    server = _Server(loop)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield loop, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        with loop.moved:
            loop.closing = True
            loop.moved.notify_all()
        server.shutdown()
        for one in list(server.open):
            _end(one)
        server.server_close()
        thread.join()


def _end(one: Any) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


class KeyHolder:
    """A post's key outside of any store."""

    def __init__(self, seed: int = 9) -> None:
        self._key = SigningKey(bytes([seed]) * 32)

    @property
    def public(self) -> bytes:
        return self._key.public.raw

    def sign(self, payload_type: str, payload: bytes) -> Signed:
        return self._key.sign(payload_type, payload)
