# SPDX-License-Identifier: AGPL-3.0-or-later
"""The guard of the pages: who is at the browser, whether the form came from one of our pages, whether they may."""

import hmac
from typing import Annotated, Any

from fastapi import Depends, Form, Request

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, JuryId, SchoolId
from lsl_desk.domain.rights import NOBODY, AccountRole, Action, Kind, Resource, Standing, allow
from lsl_desk.server.access.context import AcademyHere
from lsl_desk.server.access.cookies import Cookie, cookie
from lsl_desk.server.access.guard import ResourceOf, declare, whole
from lsl_desk.server.db import devices, people
from lsl_desk.server.services.sessions import Seat, form_token, seat_of

FORM_FIELD = "jeton"
"""The hidden field of every form."""


def seat(request: Request, here: AcademyHere) -> Seat:
    """Who is at the browser."""
    return seat_of(here.database, cookie(request, Cookie.SESSION), here.clock())


SeatHere = Annotated[Seat, Depends(seat)]
"""A parameter of a page: who is there."""


def person_may(action: Action, of: ResourceOf = whole) -> Any:
    """Guard a page that somebody signed in looks at.

    Args:
        action: what is done there.
        of: says what it is done to.

    Returns:
        a dependency, whose value is the `Seat`.
    """

    def check(there: SeatHere, resource: Annotated[Resource, Depends(of)]) -> Seat:
        _require_person(there)
        return _require_right(there, action, resource)

    return declare(check, action)


def person_does(action: Action, of: ResourceOf = whole) -> Any:
    """Guard a form that somebody signed in sends: besides, it has to come from one of our pages.

    Args:
        action: what is done there.
        of: says what it is done to.

    Returns:
        a dependency, whose value is the `Seat`.
    """

    def check(
        request: Request,
        there: SeatHere,
        resource: Annotated[Resource, Depends(of)],
        jeton: Annotated[str, Form()] = "",
    ) -> Seat:
        _require_person(there)
        _require_form(cookie(request, Cookie.SESSION), jeton)
        return _require_right(there, action, resource)

    return declare(check, action)


def visitor_does(action: Action) -> Any:
    """Guard a form that somebody who is nobody yet sends.

    Args:
        action: what is done there.
    """

    def check(request: Request, jeton: Annotated[str, Form()] = "") -> None:
        _require_form(cookie(request, Cookie.FORM), jeton)
        if not allow(NOBODY, action):
            raise Refusal(Code.RIGHT_MISSING)

    return declare(check, action)


def jury_on_page(jury: str) -> Resource:
    """The jury of a page’s path."""
    return Resource(jury=JuryId(jury))


def school_on_page(school: str) -> Resource:
    """The school of origin of a page’s path."""
    return Resource(school=SchoolId(school))


def post_on_page(here: AcademyHere, device: str) -> Resource:
    """The post of a page’s path; in no centre when there is none."""
    with here.database.reading() as connection:
        post = devices.find(connection, device)
    return Resource(centre=_centre(post.centre) if post else None)


def account_on_page(here: AcademyHere, account: str) -> Resource:
    """The account of a page’s path.

    Raises:
        Refusal: ACCOUNT_UNKNOWN.
    """
    with here.database.reading() as connection:
        row = people.by_id(connection, account)
    if row is None:
        raise Refusal(Code.ACCOUNT_UNKNOWN)
    return Resource(centre=_centre(row.centre), role=AccountRole(row.role))


def account_in_form(here: AcademyHere, compte: Annotated[str, Form()] = "") -> Resource:
    """The account chosen in a form.

    Raises:
        Refusal: ACCOUNT_UNKNOWN.
    """
    return account_on_page(here, compte)


def _centre(identifier: str | None) -> CentreId | None:
    return None if identifier is None else CentreId(identifier)


def _require_person(there: Seat) -> None:
    if there.actor.kind is not Kind.PERSON or there.actor.standing is not Standing.ACTIVE:
        raise Refusal(Code.SIGN_IN_NEEDED)


def _require_form(secret: str, token: str) -> None:
    if not secret or not hmac.compare_digest(form_token(secret).encode(), token.encode()):
        raise Refusal(Code.FORM_STALE)


def _require_right(there: Seat, action: Action, resource: Resource) -> Seat:
    if not allow(there.actor, action, resource):
        raise Refusal(Code.RIGHT_MISSING)
    return there
