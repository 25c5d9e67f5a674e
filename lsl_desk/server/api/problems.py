# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every refusal of the API is a `wire.exchange.Problem`, whoever raised it."""

from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.wire.exchange import Problem

_STATUS: Final = {
    Code.NOT_ENROLLED: 401,
    Code.DEVICE_UNKNOWN: 401,
    Code.TOKEN_EXPIRED: 401,
    Code.CHALLENGE_REFUSED: 401,
    Code.DEVICE_REVOKED: 403,
    Code.FORBIDDEN: 403,
    Code.JURY_NOT_YOURS: 403,
    Code.JURY_UNKNOWN: 404,
    Code.NOT_FOUND: 404,
    Code.ENROLMENT_EXPIRED: 410,
    Code.ACTIVE_ENDED: 410,
    Code.ENROLMENT_REFUSED: 409,
    Code.ENROLMENT_CHANGED: 409,
    Code.TOO_LARGE: 413,
    Code.REQUEST_INVALID: 422,
    Code.TOO_MANY_REQUESTS: 429,
    Code.SERVER_FAULT: 500,
    Code.STORE_BUSY: 503,
    Code.SERVER_FULL: 507,
}
_OF_STATUS: Final = {401: Code.TOKEN_EXPIRED, 403: Code.FORBIDDEN, 404: Code.NOT_FOUND, 413: Code.TOO_LARGE}


def answer(refusal: Refusal, status: int | None = None) -> Response:
    """The answer that says a refusal.

    Args:
        refusal: what is refused.
        status: HTTP status, by default the one of the code.
    """
    problem = Problem(code=refusal.code.value, facts=dict(refusal.facts))
    headers = {"Retry-After": str(refusal.facts["seconds"])} if "seconds" in refusal.facts else {}
    chosen = status or _STATUS.get(refusal.code, 409)
    if chosen == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(problem.model_dump(), chosen, headers)


def of_invalid(error: RequestValidationError) -> Refusal:
    """A request of another shape than published: the places that are wrong, never a value.

    A place that the sender named itself (an unknown field) is a value too: only its parent is told.
    """
    places = {".".join(map(str, _known(fault))) for fault in error.errors()}
    return Refusal(Code.REQUEST_INVALID, where=", ".join(sorted(places))[:400])


def _known(fault: dict[str, Any]) -> tuple[object, ...]:
    place = tuple(fault["loc"])
    return place[:-1] if fault["type"] == "extra_forbidden" else place


def of_http(error: HTTPException) -> Refusal:
    """What the web framework itself refuses: no such route or method, a body that is not JSON or too long."""
    code = _OF_STATUS.get(error.status_code, Code.REQUEST_INVALID)
    return Refusal(code, **({"where": "method"} if error.status_code == 405 else {}))


async def on_refusal(_: Request, error: Exception) -> Response:
    """Handle what we refuse."""
    assert isinstance(error, Refusal)  # noqa: S101 - registered for that type alone
    return answer(error)


async def on_invalid(_: Request, error: Exception) -> Response:
    """Handle a request of another shape."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for that type alone
    return answer(of_invalid(error))


async def on_http(_: Request, error: Exception) -> Response:
    """Handle what the framework refuses."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for that type alone
    response = answer(of_http(error), error.status_code)
    response.headers.update(error.headers or {})
    return response


async def on_busy(_: Request, __: Exception) -> Response:
    """Handle a database that cannot take it now: the Desk tries again."""
    return answer(Refusal(Code.TOO_MANY_REQUESTS, seconds=1), 503)
