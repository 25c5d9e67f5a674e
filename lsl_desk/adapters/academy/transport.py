# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTTP itself, behind a small interface, so that another library may take its place (one that knows NTLM, say)."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

import httpx2

from lsl_desk.adapters.academy import trust
from lsl_desk.adapters.academy.faults import Way, refusal_for
from lsl_desk.adapters.academy.sockets import Sockets
from lsl_desk.domain.errors import Code, Refusal


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long the network may be silent, in seconds.

    Attributes:
        connect: while a connection is made.
        read: while an answer is awaited or goes on.
        life: between two signs of life of the events stream; they come every two seconds.
        probe: of a first question after a failure.
    """

    connect: float = 5.0
    read: float = 15.0
    life: float = 3.0
    probe: float = 1.5


@dataclass(frozen=True, slots=True)
class Answer:
    """The beginning of an answer; nothing of its body was read.

    Attributes:
        status: of HTTP.
        headers: in lower case.
        chunks: the body as it was sent, whatever it says of its encoding.
    """

    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Question:
    """A request.

    Attributes:
        method: of HTTP.
        path: with its query.
        headers: besides those of any request.
        body: JSON, None for none.
        silence: seconds the network may be silent.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None
    silence: float


class Transport(Protocol):
    """Sends a request and gives the answer as it comes. From any thread."""

    def ask(self, question: Question) -> AbstractContextManager[Answer]:
        """Send a request.

        Raises:
            Refusal: a NET_* one, here or while the body is read.
        """

    def close(self) -> None:
        """Cut everything, also what another thread waits for."""


class HttpTransport:
    """Implements `Transport` with httpx2."""

    def __init__(self, way: Way, authority: str, timeouts: Timeouts) -> None:
        """Make ready; no connection is made yet.

        Args:
            way: where to, through whom.
            authority: `Network.authority`.
            timeouts: see there.

        Raises:
            Refusal: VALUE_OUT_OF_RANGE: the authority is not a certificate.
        """
        self._way = way
        self._timeouts = timeouts
        proxy = None
        if way.proxy is not None:
            secret = (way.proxy.user, way.proxy.password) if way.proxy.user else None
            proxy = httpx2.Proxy(f"http://{way.proxy.shown}", auth=secret)
        self._client = httpx2.Client(
            base_url=way.address.url,
            verify=trust.context_for(authority),
            trust_env=False,  # the proxy and the trust were chosen
            proxy=proxy,
            follow_redirects=False,
            # Shorter than servers keep an idle connection, so that none is asked on while it is being closed.
            limits=httpx2.Limits(keepalive_expiry=4.0),
            headers={"Accept-Encoding": "identity"},
        )
        self._sockets = Sockets()
        self._closed = False

    @contextmanager
    def ask(self, question: Question) -> Iterator[Answer]:
        """See `Transport.ask`."""
        timeout = httpx2.Timeout(question.silence, connect=min(self._timeouts.connect, question.silence))
        headers = dict(question.headers)
        if question.body is not None:
            headers["Content-Type"] = "application/json"
        try:
            with (
                self._sockets.watching() as trace,
                self._client.stream(
                    question.method,
                    question.path,
                    content=question.body,
                    headers=headers,
                    timeout=timeout,
                    extensions={"trace": trace},
                ) as response,
            ):
                given = {name.lower(): value for name, value in response.headers.items()}
                yield Answer(response.status_code, given, response.iter_raw())
        except (httpx2.HTTPError, RuntimeError) as error:
            if self._closed:
                raise Refusal(Code.NET_CUT, host=self._way.address.host) from error
            if isinstance(error, RuntimeError):
                raise
            raise refusal_for(error, self._way) from error

    def close(self) -> None:
        """See `Transport.close`."""
        self._closed = True
        self._sockets.cut()
        self._client.close()
