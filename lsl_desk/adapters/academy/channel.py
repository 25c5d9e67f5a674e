# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions and checked answers: what `HttpAcademy` asks with, tokens included."""

import base64
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Final, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from lsl_desk.adapters.academy import checks
from lsl_desk.adapters.academy.transport import Answer, Question, Timeouts, Transport
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.wire import envelope, routes
from lsl_desk.wire.enrolment import challenge_payload
from lsl_desk.wire.envelope import Signed, VerifyingKey
from lsl_desk.wire.exchange import Challenge, ChallengeAsked, Token, TokenAsked

Model = TypeVar("Model", bound=BaseModel)

RENEW_BEFORE: Final = 60.0
"""Seconds before the end of a token's life at which another one is got."""
_LOST: Final = frozenset({Code.TOKEN_EXPIRED, Code.NOT_ENROLLED})
"""What the academy says of a token it does not know (any more)."""


class Signer(Protocol):
    """This post's key, which never leaves the sealed store."""

    @property
    def public(self) -> bytes:
        """Ed25519, 32 bytes."""

    def sign(self, payload_type: str, payload: bytes) -> Signed:
        """Sign with it."""


class Channel:
    """One academy over one transport. From any thread."""

    def __init__(
        self,
        transport: Transport,
        *,
        host: str,
        key: bytes | None,
        signer: Signer,
        timeouts: Timeouts,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make ready; nothing is asked yet.

        Args:
            transport: HTTP.
            host: for the sentences.
            key: the academy's, None while enrolling.
            signer: this post's key.
            timeouts: see there.
            ticks: a clock that only goes forward.
        """
        self.transport = transport
        self.host = host
        self.key = None if key is None else VerifyingKey(key)
        self.timeouts = timeouts
        self._signer = signer
        self._ticks = ticks
        self._guard = Lock()
        self._token = ""
        self._until = 0.0

    def ask(
        self, method: str, path: str, model: type[Model], body: BaseModel | None = None, *, open_to_all: bool = False
    ) -> Model:
        """Ask and read an answer in JSON.

        Raises:
            Refusal: see `Academy`.
        """
        asked = None if body is None else body.model_dump_json().encode()
        with self.answer(method, path, asked, open_to_all=open_to_all) as answer:
            return self.read(model, checks.whole(answer, self.host, checks.MAX_JSON))

    def read(self, model: type[Model], body: bytes) -> Model:
        """Read a checked body.

        Raises:
            Refusal: NET_ANSWER.
        """
        try:
            return model.model_validate_json(body)
        except ValidationError:
            raise Refusal(Code.NET_ANSWER, host=self.host) from None

    @contextmanager
    def answer(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        kind: str = checks.JSON,
        most: int | None = checks.MAX_JSON,
        silence: float | None = None,
        open_to_all: bool = False,
    ) -> Iterator[Answer]:
        """Ask, and give the answer once its head was checked; a token the academy forgot is renewed once.

        Args:
            method: of HTTP.
            path: with its query.
            body: JSON.
            headers: besides the token.
            kind: content type wanted.
            most: bytes the body may announce, None for a stream.
            silence: seconds the network may be silent.
            open_to_all: no token is shown.
        """
        for attempt in (1, 2):
            given = dict(headers or {})
            if not open_to_all:
                given["Authorization"] = f"Bearer {self._bearer()}"
            question = Question(method, path, given, body, silence or self.timeouts.read)
            with self.transport.ask(question) as answer:
                try:
                    self._check(answer, kind, most)
                except Refusal as refusal:
                    if open_to_all or attempt == 2 or refusal.code not in _LOST:
                        raise
                    self._forget(given["Authorization"])
                    continue
                yield answer
                return

    def _check(self, answer: Answer, kind: str, most: int | None) -> None:
        server = None if self.key is None else self.key.id
        checks.checked(answer, host=self.host, server=server, types={kind}, most=most)

    def _bearer(self) -> str:
        with self._guard:
            if not self._token or self._ticks() > self._until:
                self._renew()
            return self._token

    def _forget(self, shown: str) -> None:
        with self._guard:
            if shown == f"Bearer {self._token}":
                self._token = ""

    def _renew(self) -> None:
        if self.key is None:
            raise Refusal(Code.NOT_ENROLLED)
        device = VerifyingKey(self._signer.public).id
        asked = ChallengeAsked(device=device)
        challenge = self.ask("POST", routes.CHALLENGES, Challenge, asked, open_to_all=True)
        payload = challenge_payload(server_public=self.key.raw, server_nonce=base64.b64decode(challenge.nonce))
        signed = base64.b64encode(self._signer.sign(envelope.CHALLENGE, payload).to_bytes()).decode()
        token = self.ask("POST", routes.TOKENS, Token, TokenAsked(signed=signed), open_to_all=True)
        self._token = token.token
        self._until = self._ticks() + max(0.0, token.seconds - RENEW_BEFORE)
