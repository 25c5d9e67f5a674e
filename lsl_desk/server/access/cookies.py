# SPDX-License-Identifier: AGPL-3.0-or-later
"""The three cookies of the pages: none is read by a script, none is sent by another site’s form."""

from enum import StrEnum
from typing import Final

from fastapi import Request
from starlette.responses import Response

_YEAR: Final = 365 * 24 * 3600


class Cookie(StrEnum):
    """What a browser is asked to keep."""

    SESSION = "lsl_session"
    BROWSER = "lsl_browser"
    """By which an account knows a browser it signed in from (`services.limits`)."""
    FORM = "lsl_form"
    """What the forms of somebody who is nobody yet are bound to."""


def cookie(request: Request, which: Cookie) -> str:
    """The value of a cookie, "" when there is none."""
    return request.cookies.get(_name(request, which), "")


def keep(request: Request, response: Response, which: Cookie, value: str) -> None:
    """Ask the browser to keep a cookie: a session’s until it closes, the others for a year."""
    response.set_cookie(
        _name(request, which),
        value,
        max_age=_YEAR if which is Cookie.BROWSER else None,
        secure=_secure(request),
        httponly=True,
        samesite="lax",
    )


def forget(request: Request, response: Response, which: Cookie) -> None:
    """Ask the browser to forget a cookie."""
    response.delete_cookie(_name(request, which), secure=_secure(request), httponly=True, samesite="lax")


def _name(request: Request, which: Cookie) -> str:
    """Under https, the prefix by which the browser itself refuses a cookie of another host (RFC 6265bis)."""
    return f"__Host-{which.value}" if _secure(request) else which.value


def _secure(request: Request) -> bool:
    return str(request.app.state.settings.url).startswith("https:")
