# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens around every request: headers, the limit of a body, a log line and a count, and the last resort."""

import logging
import secrets
import time
from collections.abc import Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.wire.exchange import Problem
from lsl_desk.wire.routes import API, MAX_BODY

log = logging.getLogger(__name__)

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Measures:
    """Counts of what was asked and answered, by declared route: no label ever names a person, a jury or a post."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Counter("lsl_answers", "Answers sent", ("method", "route", "status"), registry=self.registry)
        self.seconds = Histogram(
            "lsl_answer_seconds",
            "Until the answer began",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=self.registry,
        )


class Around:
    """The outermost ASGI layer."""

    def __init__(self, app: ASGIApp, *, headers: Mapping[str, str], measures: Measures, upload_limit: int) -> None:
        """Wrap an application.

        Args:
            app: the application.
            headers: added to every answer that does not set them itself.
            measures: where answers are counted.
            upload_limit: bytes of a body, outside the API.
        """
        self._app = app
        self._headers = [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
        self._measures = measures
        self._upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = MAX_BODY if scope["path"].startswith(API) else self._upload_limit
        answer = _Answer(scope, send, self._headers, self._measures)
        try:
            await self._app(scope, _Limited(receive, limit).receive, answer.send)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("server fault", extra={"reference": reference, "route": answer.route})
            if answer.status:
                raise  # its beginning is sent: only a cut connection can still say that it is not whole
            fault = _fault(Refusal(Code.SERVER_FAULT, reference=reference), page=not scope["path"].startswith(API))
            await fault(scope, receive, answer.send)
        finally:
            answer.told()


def _fault(refusal: Refusal, *, page: bool) -> Response:
    """The last resort: the simplest page or problem there is, since anything else may be what failed."""
    if page:
        text = f'<!doctype html><html lang="fr"><title>Panne</title><p>{sentence(refusal)}</p></html>'
        return HTMLResponse(text, 500)
    problem = Problem(code=refusal.code.value, facts=dict(refusal.facts))
    return Response(problem.model_dump_json(), status_code=500, media_type="application/json")


class _Limited:
    """A body that may not be longer than allowed, whatever its announced length."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise HTTPException(413)
        return message


class _Answer:
    """What is sent back: its headers completed, its status and time noted."""

    def __init__(self, scope: Scope, send: Send, headers: list[tuple[bytes, bytes]], measures: Measures) -> None:
        self._scope = scope
        self._send = send
        self._headers = headers
        self._measures = measures
        self._began = time.perf_counter()
        self._seconds = 0.0
        self.status = 0

    @property
    def route(self) -> str:
        """The declared route (« /api/v1/juries/{jury}/feed »), never the path asked for."""
        return getattr(self._scope.get("route"), "path", "")

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._seconds = time.perf_counter() - self._began
            given = {name.lower() for name, _ in message.get("headers", ())}
            message["headers"] = [*message.get("headers", ()), *(one for one in self._headers if one[0] not in given)]
        await self._send(message)

    def told(self) -> None:
        method = self._scope["method"] if self.route else "other"
        self._measures.answers.labels(method, self.route, str(self.status)).inc()
        self._measures.seconds.labels(method, self.route).observe(self._seconds)
        milliseconds = round(self._seconds * 1000, 1)
        log.info("answer", extra={"method": method, "route": self.route, "status": self.status, "ms": milliseconds})
