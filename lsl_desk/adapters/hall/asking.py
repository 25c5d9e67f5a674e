# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way to a room, from a post that enters it by the code (`client.hall.ports.Way`)."""

import base64
import hmac
import http.client
import secrets
import ssl
from collections.abc import Sequence
from contextlib import suppress
from socket import SHUT_RDWR, socket
from threading import Lock
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from lsl_desk.adapters.hall import proofs
from lsl_desk.adapters.hall.certificate import blind, shown_by
from lsl_desk.adapters.hall.serving import WAIT
from lsl_desk.client.carried import CarriedAct
from lsl_desk.client.hall.values import Followed, NotTaken
from lsl_desk.client.link.values import FeedAct
from lsl_desk.domain.acts import Author
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, JuryId
from lsl_desk.wire import cpace, hall
from lsl_desk.wire.cpace import ExchangeBroken, Half
from lsl_desk.wire.exchange import Problem
from lsl_desk.wire.hall import channel_of, said_by_guest, said_by_host
from lsl_desk.wire.routes import MAX_BODY

Model = TypeVar("Model", bound=BaseModel)

_SILENCE: Final = 5.0
"""Seconds that the network may be silent, besides what an answer waits on purpose."""
_MOST: Final = 8 * MAX_BODY
"""Bytes of an answer."""


class Wire:
    """Requests to one place, all to whoever shows one certificate. From any thread; a connection a request."""

    def __init__(self, host: str, port: int) -> None:
        self.address = f"{host}:{port}"
        self._host = host
        self._port = port
        self._context = blind()
        self._guard = Lock()
        self._open: set[socket] = set()
        self._closed = False
        self.certificate = b""
        self.secret = ""

    def ask(self, path: str, model: type[Model], body: BaseModel, waits: float = 0.0) -> Model:
        """Ask, and read the answer, which waits so many seconds on purpose.

        Raises:
            Refusal: HALL_UNREACHABLE; HALL_OVER when another certificate is shown; what the other side refuses.
        """
        connection = http.client.HTTPSConnection(
            self._host, self._port, timeout=_SILENCE + waits, context=self._context
        )
        try:
            status, data = self._exchange(connection, path, body.model_dump_json().encode())
        except (OSError, http.client.HTTPException, ssl.SSLError) as error:
            raise Refusal(Code.HALL_UNREACHABLE, address=self.address) from error
        finally:
            connection.close()
        try:
            if status == 200:
                return model.model_validate_json(data)
            problem = Problem.model_validate_json(data)
        except ValidationError:
            raise Refusal(Code.HALL_UNREACHABLE, address=self.address) from None
        raise refused(problem)

    def close(self) -> None:
        """Cut every request."""
        with self._guard:
            self._closed = True
            for one in self._open:
                with suppress(OSError):
                    socket.shutdown(one, SHUT_RDWR)  # of the plain socket, also under TLS

    def _exchange(self, connection: http.client.HTTPSConnection, path: str, body: bytes) -> tuple[int, bytes]:
        connection.connect()
        held = connection.sock  # an answer that ends the connection takes it away
        shown = shown_by(held)
        if not self.certificate:
            self.certificate = shown
        if not shown or shown != self.certificate:
            raise Refusal(Code.HALL_OVER)
        with self._guard:
            if self._closed:
                raise OSError("closed")
            self._open.add(held)
        try:
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.secret}"}
            connection.request("POST", path, body, headers)
            with connection.getresponse() as answer:  # which holds the socket on its own
                return answer.status, answer.read(_MOST)
        finally:
            with self._guard:
                self._open.discard(held)


class HttpWay:
    """Implements `client.hall.ports.Way`."""

    def __init__(self, wire: Wire, jury: JuryId) -> None:
        """Take the way; see `entered`."""
        self._wire = wire
        self._jury = jury

    @property
    def address(self) -> str:
        """See `Way.address`."""
        return self._wire.address

    def send(self, acts: Sequence[CarriedAct]) -> tuple[NotTaken, ...]:
        """See `Way.send`."""
        asked = hall.HallActs(acts=[proofs.act_sent(one) for one in acts])
        taken = self._wire.ask(hall.ACTS, hall.HallTaken, asked)
        return tuple(NotTaken(ActId(one.act), refused(one.problem)) for one in taken.refused)

    def follow(self, after: int, seen: int) -> Followed:
        """See `Way.follow`."""
        asked = hall.FollowAsked(after=after, seen=seen)
        news = self._wire.ask(hall.FOLLOW, hall.Followed, asked, WAIT)
        return proofs.heard(news, self._jury)

    def feed(self, after: int, academy: bytes) -> tuple[FeedAct, ...]:
        """See `Way.feed`."""
        sent = self._wire.ask(hall.FEED, hall.FeedSent, hall.FeedAsked(after=after))
        return tuple(proofs.fed(line, academy) for line in sent.lines)

    def send_feed(self, lines: Sequence[FeedAct]) -> None:
        """See `Way.send_feed`."""
        self._wire.ask(hall.FEED, hall.FeedSent, hall.FeedSent(lines=[proofs.feed_line(one) for one in lines]))

    def close(self) -> None:
        """See `Way.close`."""
        self._wire.close()


def entered(wire: Wire, jury: JuryId, code: str, author: Author, public: bytes) -> HttpWay:
    """Enter a room: both sides prove that they know the code, to whoever shows this very certificate.

    Args:
        wire: to the room; nothing was asked yet.
        jury: whose room it should be.
        code: six digits.
        author: who enters.
        public: this post's key, 32 bytes.

    Raises:
        Refusal: as `Halls.enter`.
    """
    nonce = secrets.token_bytes(32)
    begun = wire.ask(hall.ENTRIES, hall.EntryBegun, hall.EntryAsked(nonce=_text(nonce)))
    said = said_by_guest(public, jury, author.role, author.name)
    session = nonce + base64.b64decode(begun.nonce)
    half = Half.begin(code.encode(), channel_of(wire.certificate), session, said)
    sent = hall.ShareSent(
        share=_text(half.share), key=_text(public), jury=jury, role=author.role.value, name=author.name
    )
    other = wire.ask(hall.SHARE.format(entry=begun.entry), hall.ShareAnswered, sent)
    share = base64.b64decode(other.share)
    theirs = said_by_host(base64.b64decode(other.key), other.hall)
    try:
        key = half.initiator_key(share, theirs)
    except ExchangeBroken as error:
        raise Refusal(Code.HALL_UNREACHABLE, address=wire.address) from error
    proof = hall.ProofSent(tag=_text(cpace.tag(key, half.share, said)))
    done = wire.ask(hall.PROOF.format(entry=begun.entry), hall.Entered, proof)
    if not hmac.compare_digest(base64.b64decode(done.tag), cpace.tag(key, share, theirs)):
        raise Refusal(Code.HALL_UNREACHABLE, address=wire.address)
    wire.secret = done.secret
    return HttpWay(wire, jury)


def refused(problem: Problem) -> Refusal:
    """What the other side says; a word of another version is « unreachable »."""
    known = {code.value for code in Code}
    return Refusal(Code(problem.code) if problem.code in known else Code.SERVER_NEWER, **problem.facts)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
