# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application that uvicorn serves: made from an academy, it wires routes, refusals and what is around them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from lsl_desk import __version__
from lsl_desk.domain.errors import Refusal
from lsl_desk.server.access.guard import require_declared
from lsl_desk.server.api import problems
from lsl_desk.server.api.routers import ROUTERS as API_ROUTERS
from lsl_desk.server.db.engine import Busy
from lsl_desk.server.middleware import Around, Measures
from lsl_desk.server.pages.routers import ROUTERS as PAGE_ROUTERS
from lsl_desk.server.services import limits
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.passwords import Passwords
from lsl_desk.server.settings import Settings
from lsl_desk.wire.routes import PROTOCOL_HEADER, SERVER_HEADER
from lsl_desk.wire.version import PROTOCOL


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
    app.add_exception_handler(Refusal, problems.on_refusal)
    app.add_exception_handler(RequestValidationError, problems.on_invalid)
    app.add_exception_handler(HTTPException, problems.on_http)
    app.add_exception_handler(Busy, problems.on_busy)
    headers = {
        PROTOCOL_HEADER: PROTOCOL,
        SERVER_HEADER: academy.key.public.id,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    app.add_middleware(Around, headers=headers, measures=app.state.measures, upload_limit=settings.upload_limit)
    return app
