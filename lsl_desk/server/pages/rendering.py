# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages from their templates: what every one of them shows, and the links that the rights of who looks allow."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.responses import HTMLResponse, RedirectResponse, Response

from lsl_desk import __version__
from lsl_desk.bundled import bundled
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rights import NOBODY, Action, Actor, allow
from lsl_desk.sentences import sentence
from lsl_desk.server.access.context import academy, settings
from lsl_desk.server.access.cookies import Cookie, cookie, keep
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.pages.words import ROLES, moment_words, span_words
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.passwords import new_secret
from lsl_desk.server.services.sessions import Seat, form_token

VISITOR: Final = Seat(NOBODY, "", "")

_LINKS: Final = (
    ("/", "Jurys", Action.READ_BOARD),
    ("/console", "Console", Action.READ_CONSOLE),
    ("/publication", "Publication", Action.READ_PUBLICATION),
    ("/visas", "Visas", Action.READ_VISAS),
    ("/recours", "Recours", Action.READ_RETENTION),
    ("/messages", "Messages", Action.READ_MESSAGES),
    ("/ecarts", "Livrets à demander", Action.READ_GAPS),
    ("/postes", "Postes", Action.READ_DEVICES),
    ("/comptes", "Comptes", Action.READ_ACCOUNTS),
    ("/journal", "Journal d’audit", Action.READ_AUDIT),
)

_STATUS: Final = {
    Code.RIGHT_MISSING: 403,
    Code.FORM_STALE: 403,
    Code.NOT_FOUND: 404,
    Code.ACCOUNT_UNKNOWN: 404,
    Code.ENROLMENT_EXPIRED: 410,
    Code.REQUEST_INVALID: 422,
    Code.TOO_MANY_REQUESTS: 429,
    Code.SERVER_FAULT: 500,
    Code.SERVER_FULL: 507,
    Code.SIGN_IN_WRONG: 401,
    Code.CODE_WRONG: 401,
}


def page(
    request: Request, template: str, there: Seat = VISITOR, *, refusal: Refusal | None = None, **values: Any
) -> Response:
    """Show a page.

    Args:
        request: answered.
        template: file of ``resources/pages``.
        there: who looks.
        refusal: what was refused, if something was: its sentence is shown above the rest, its status answered.
        values: what the template shows.
    """
    here = academy(request)
    visitor = cookie(request, Cookie.FORM) or new_secret()
    secret = cookie(request, Cookie.SESSION) if there.session else visitor
    text = (
        _environment()
        .get_template(template)
        .render(
            academy=here.name,
            session=here.session,
            here=request.url.path,
            links=_links(there.actor),
            name=there.name,
            role=ROLES[there.actor.role] if there.actor.role else "",
            token=form_token(secret),
            version=__version__,
            zone=settings(request).timezone,
            source=settings(request).source_url or "/source",
            problem=sentence(refusal) if refusal else "",
            **({"done": ""} | values),
        )
    )
    response = HTMLResponse(text, status_of(refusal) if refusal else 200)
    if refusal and "seconds" in refusal.facts:
        response.headers["Retry-After"] = str(refusal.facts["seconds"])
    if not there.session and not cookie(request, Cookie.FORM):
        keep(request, response, Cookie.FORM, visitor)
    return response


def _links(actor: Actor) -> list[tuple[str, str]]:
    """The pages of whoever looks; the head of a school has its own, and no jury."""
    if actor.school is not None:
        at = f"/etablissements/{quote(actor.school, safe='')}"
        return [(f"{at}/visas", "Recevoir les visas"), (f"{at}/livrets", "Livrets définitifs")]
    return [(path, words) for path, words, action in _LINKS if allow(actor, action)]


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal on a page."""
    return _STATUS.get(refusal.code, 409)


def go(path: str) -> Response:
    """Send the browser to a page of ours, by GET."""
    return RedirectResponse(path, 303)


def written(
    here: Academy, write: Callable[[Connection], object], again: Callable[[Refusal], Response], then: str
) -> Response:
    """Do what a form asks in one transaction, then go on.

    Args:
        here: where.
        write: does it, or raises Refusal.
        again: the page of the form, which says what was refused.
        then: path of the page that says it is done.
    """
    try:
        here.database.write(write)
    except Refusal as refusal:
        return again(refusal)
    return go(then)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(bundled("pages")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["moment"] = _moment
    made.filters["span"] = span_words
    return made


@pass_context
def _moment(context: Context, moment: datetime | str | None) -> str:
    return moment_words(moment, context["zone"])
