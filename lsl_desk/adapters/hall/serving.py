# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room over HTTPS, with the standard library: few paths, small bodies, few connections, near addresses only."""

import base64
import logging
import re
import ssl
import sys
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from lsl_desk.adapters.hall import proofs
from lsl_desk.adapters.hall.addresses import PORT, is_near, own_addresses
from lsl_desk.adapters.hall.certificate import make_door
from lsl_desk.adapters.hall.entering import Entering, author_of
from lsl_desk.client.hall.ports import Hosting
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import DeviceId
from lsl_desk.wire import hall
from lsl_desk.wire.exchange import Problem
from lsl_desk.wire.routes import MAX_BODY
from lsl_desk.wire.strict import places

if TYPE_CHECKING:
    from collections.abc import Callable

Model = TypeVar("Model", bound=BaseModel)
log = logging.getLogger(__name__)

WAIT: Final = 8.0
"""Seconds that an answer waits for something new."""
_SILENCE: Final = 15.0
"""Seconds that a connection may be silent."""
_CONNECTIONS: Final = 64
_OF_ONE: Final = 16
"""Connections of one address: a post has three at most, and whoever holds more shuts out nobody else."""
_ENTRY: Final = re.compile(r"^/salle/1/entrees/([0-9a-f]{32})/(part|preuve)$")


class OpenDoor:
    """Implements `client.hall.ports.Door`."""

    def __init__(self, host: Hosting, public: bytes, *, near: str, port: int) -> None:
        """Open it.

        Args:
            host: the post that opens the room.
            public: its key, 32 bytes.
            near: the address to listen at, "" for all of this computer.
            port: where; another one is taken when this one is not free.

        Raises:
            Refusal: HALL_BLOCKED.
        """
        context, certificate = make_door()
        self.entering = Entering(host, public, certificate)
        try:
            self._server = _listening(near, port, context, host, self.entering)
        except OSError as error:
            raise Refusal(Code.HALL_BLOCKED) from error
        found = self._server.server_port
        shown = own_addresses() if not near else (near,)
        self._addresses = tuple(one if found == PORT else f"{one}:{found}" for one in shown)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="hall-door")
        self._thread.daemon = True
        self._thread.start()

    @property
    def addresses(self) -> tuple[str, ...]:
        """See `Door.addresses`."""
        return self._addresses

    @property
    def code(self) -> str:
        """See `Door.code`."""
        return self.entering.code

    def renew(self) -> None:
        """See `Door.renew`."""
        self.entering.renew()

    def close(self) -> None:
        """See `Door.close`."""
        self._server.shutdown()
        self._server.server_close()
        self._server.cut()
        self._thread.join()


def _listening(near: str, port: int, context: ssl.SSLContext, host: Hosting, entering: Entering) -> "_Server":
    try:
        return _Server((near, port), context, host, entering)
    except OSError:
        return _Server((near, 0), context, host, entering)


class _Server(ThreadingHTTPServer):
    """A thread a connection, so many at most; TLS is spoken there, so that a silent caller stops no other."""

    request_queue_size = 16
    allow_reuse_address = False
    daemon_threads = True
    block_on_close = False

    def __init__(self, at: tuple[str, int], context: ssl.SSLContext, host: Hosting, entering: Entering) -> None:
        super().__init__(at, _Handler)
        self._context = context
        self.host = host
        self.entering = entering
        self._guard = Lock()
        self._from: Counter[str] = Counter()
        self._open: set[socket] = set()

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Take connections of near addresses, while there is room."""
        del request
        address = str(client_address[0])
        with self._guard:
            room = self._from.total() < _CONNECTIONS and self._from[address] < _OF_ONE
            if room and is_near(address):
                self._from[address] += 1
                return True
        return False

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Speak TLS, then HTTP, in the connection's own thread."""
        with self._guard:
            self._open.add(request)
        try:
            request.settimeout(_SILENCE)
            with suppress(OSError):
                self._serve(request, client_address)
        finally:
            with self._guard:
                self._open.discard(request)
                self._from[str(client_address[0])] -= 1

    def _serve(self, request: socket, client_address: Any) -> None:
        with self._context.wrap_socket(request, server_side=True) as secured:
            with self._guard:
                self._open.add(secured)
            try:
                super().finish_request(secured, client_address)
            finally:
                with self._guard:
                    self._open.discard(secured)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that fails concerns nobody else; of a fault of ours, its type is noted."""
        del request, client_address
        fault = sys.exc_info()[0]
        if fault is not None and not issubclass(fault, OSError):
            log.error("room door: %s", fault.__name__)

    def cut(self) -> None:
        """Cut whoever is still connected."""
        with self._guard:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """One request at a time; what is not of the few paths is « not found »."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "LSL-Desk"
    sys_version = ""
    timeout = _SILENCE

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - of the standard library
        """Nothing: who asks for which candidate is nobody's business."""

    def do_POST(self) -> None:
        """Answer."""
        try:
            answer: BaseModel = self._answer()
            status = 200
        except Refusal as refusal:
            answer = Problem(code=refusal.code.value, facts=refusal.facts)
            status = 409
        body = answer.model_dump_json().encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> BaseModel:
        body = self._body()
        if self.path == hall.ENTRIES:
            return self._knock(_read(hall.EntryAsked, body))
        at_the_door = _ENTRY.match(self.path)
        if at_the_door is not None:
            name, step = at_the_door.groups()
            if step == "part":
                return self._share(name, _read(hall.ShareSent, body))
            return self._prove(name, _read(hall.ProofSent, body))
        device = self.server.entering.who((self.headers.get("Authorization") or "").removeprefix("Bearer "))
        inside: dict[str, Callable[[DeviceId, bytes], BaseModel]] = {
            hall.ACTS: self._take,
            hall.FOLLOW: self._follow,
            hall.FEED: self._feed,
        }
        if self.path not in inside:
            raise Refusal(Code.NOT_FOUND)
        return inside[self.path](device, body)

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length") or ""
        if not length.isdecimal() or int(length) > MAX_BODY:
            self.close_connection = True
            raise Refusal(Code.TOO_LARGE)
        return self.rfile.read(int(length))

    def _knock(self, asked: hall.EntryAsked) -> BaseModel:
        name, nonce = self.server.entering.knock(base64.b64decode(asked.nonce))
        return hall.EntryBegun(entry=name, nonce=_text(nonce))

    def _share(self, name: str, sent: hall.ShareSent) -> BaseModel:
        entering = self.server.entering
        share, public = entering.share(
            name,
            base64.b64decode(sent.share),
            base64.b64decode(sent.key),
            sent.jury,
            author_of(sent.name, sent.role),
        )
        return hall.ShareAnswered(share=_text(share), key=_text(public), hall=entering.hall)

    def _prove(self, name: str, sent: hall.ProofSent) -> BaseModel:
        shown, secret = self.server.entering.prove(name, base64.b64decode(sent.tag))
        return hall.Entered(tag=_text(shown), secret=secret)

    def _take(self, device: DeviceId, body: bytes) -> BaseModel:
        sent = _read(hall.HallActs, body)
        acts = [proofs.carried(one.act, one.key) for one in sent.acts]
        refused = self.server.host.receive(device, acts)
        return hall.HallTaken(
            refused=[
                hall.HallRefused(act=one.act, problem=Problem(code=one.problem.code.value, facts=one.problem.facts))
                for one in refused
            ]
        )

    def _follow(self, device: DeviceId, body: bytes) -> BaseModel:
        asked = _read(hall.FollowAsked, body)
        return proofs.told(self.server.host.follow(device, asked.after, asked.seen, WAIT))

    def _feed(self, _device: DeviceId, body: bytes) -> BaseModel:
        host = self.server.host
        with suppress(ValidationError):
            asked = hall.FeedAsked.model_validate_json(body)
            return hall.FeedSent(lines=[proofs.feed_line(one) for one in host.feed_after(asked.after)])
        sent = _read(hall.FeedSent, body)
        host.take_feed([proofs.fed(line, host.academy) for line in sent.lines])
        return hall.FeedSent(lines=[])


def _read(model: type[Model], body: bytes) -> Model:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise Refusal(Code.REQUEST_INVALID, where=places(error)) from None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
