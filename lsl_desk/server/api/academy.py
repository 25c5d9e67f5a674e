# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who answers, and whether all is well: routes open to anybody."""

import base64

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse

from lsl_desk.domain.rights import Action
from lsl_desk.server.access.context import AcademyHere
from lsl_desk.server.access.guard import anybody_may
from lsl_desk.server.api.context import problems
from lsl_desk.server.db import academy as rows
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import AcademyAnswer
from lsl_desk.wire.strict import moment_text
from lsl_desk.wire.version import PROTOCOL

router = APIRouter()


@router.get(routes.ACADEMY, responses=problems(), dependencies=[anybody_may(Action.READ_ACADEMY)])
def academy(here: AcademyHere) -> AcademyAnswer:
    """Which academy this is, its key and its clock."""
    key = base64.b64encode(here.key.public.raw).decode()
    return AcademyAnswer(
        name=here.name, session=here.session, key=key, protocol=PROTOCOL, now=moment_text(here.clock())
    )


@router.get(routes.HEALTH, responses=problems(), dependencies=[anybody_may(Action.READ_HEALTH)])
def health(here: AcademyHere) -> dict[str, str]:
    """Say that the server and its database answer."""
    with here.database.reading() as connection:
        rows.find(connection)
    return {"status": "ok"}


@router.get(
    routes.METRICS,
    response_class=Response,
    include_in_schema=False,
    dependencies=[anybody_may(Action.READ_METRICS)],
)
def metrics(request: Request) -> Response:
    """Counts for Prometheus; no label names a person, a jury or a post."""
    return Response(generate_latest(request.app.state.measures.registry), media_type=CONTENT_TYPE_LATEST)


@router.get(f"{routes.API}/openapi.json", include_in_schema=False, dependencies=[anybody_may(Action.READ_CONTRACT)])
def contract(request: Request) -> JSONResponse:
    """The published contract of this API (OpenAPI)."""
    return JSONResponse(request.app.openapi())
