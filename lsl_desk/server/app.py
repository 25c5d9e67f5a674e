# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application that uvicorn serves: made from an academy, it wires routes, refusals and what is around them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from lsl_desk import __version__
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server.access.guard import require_declared
from lsl_desk.server.api import problems
from lsl_desk.server.api.routers import ROUTERS as API_ROUTERS
from lsl_desk.server.db.engine import Busy
from lsl_desk.server.middleware import Around, Measures
from lsl_desk.server.pages import problems as page_problems
from lsl_desk.server.pages.routers import ROUTERS as PAGE_ROUTERS
from lsl_desk.server.services import limits
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.passwords import Passwords
from lsl_desk.server.settings import Settings
from lsl_desk.wire.routes import API, HEALTH, METRICS, PROTOCOL_HEADER, SERVER_HEADER
from lsl_desk.wire.version import PROTOCOL

_BROWSER: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What a browser is told of every answer: no script, nothing inline, nothing from elsewhere, in no frame."""


def create_app(academy: Academy, settings: Settings) -> FastAPI:
    """Make the application.

    Args:
        academy: open, and closed by whoever opened it.
        settings: limits and addresses.
    """

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(academy.notices.watch(academy.database))
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching

    app = FastAPI(
        title="LSL Desk, academy server",
        version=__version__,
        openapi_url=None,  # it is a route like the others, with a rule (`api.academy`)
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        lifespan=running,
        license_info={"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
    )
    app.state.academy = academy
    app.state.settings = settings
    app.state.measures = Measures()
    app.state.requests = limits.Requests()
    app.state.passwords = Passwords()
    for router in (*API_ROUTERS, *PAGE_ROUTERS):
        app.include_router(router)
    require_declared(app.routes)
    for kind, handler, refusal_of in _REFUSED:
        app.add_exception_handler(kind, _handler(handler, refusal_of))
    headers = {
        PROTOCOL_HEADER: PROTOCOL,
        SERVER_HEADER: academy.key.public.id,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        **_BROWSER,
        **({"Strict-Transport-Security": "max-age=31536000"} if settings.url.startswith("https:") else {}),
    }
    app.add_middleware(Around, headers=headers, measures=app.state.measures, upload_limit=settings.upload_limit)
    return app


Handler = Callable[[Request, Exception], Awaitable[Response]]


def _handler(of_api: Handler, refusal_of: Callable[[Any], Refusal]) -> Handler:
    """Say what is refused: a problem to a program, a page to a person."""

    async def handle(request: Request, error: Exception) -> Response:
        path = request.url.path
        if path.startswith(f"{API}/") or path in {HEALTH, METRICS}:
            return await of_api(request, error)
        return await run_in_threadpool(page_problems.answer, request, refusal_of(error))

    return handle


_REFUSED: Final[tuple[tuple[type[Exception], Handler, Callable[[Any], Refusal]], ...]] = (
    (Refusal, problems.on_refusal, lambda refusal: refusal),
    (RequestValidationError, problems.on_invalid, problems.of_invalid),
    (HTTPException, problems.on_http, problems.of_http),
    (Busy, problems.on_busy, lambda _: Refusal(Code.TOO_MANY_REQUESTS, seconds=1)),
)
