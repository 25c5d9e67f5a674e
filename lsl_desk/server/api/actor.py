# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who asks, and whether they may: the one way into a route of the API that is not open to anybody."""

from typing import Annotated

from fastapi import Depends, Request

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.rights import NOBODY, WHOLE, Action, Actor, Kind, Resource, Standing, allow
from lsl_desk.server.api.context import AcademyHere
from lsl_desk.server.services import posts


def actor(request: Request, here: AcademyHere) -> Actor:
    """Who asks: the post whose token is borne, else nobody."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return NOBODY
    with here.database.reading() as connection:
        return posts.of_token(connection, token, here.clock())


ActorHere = Annotated[Actor, Depends(actor)]
"""A parameter of a route: who asks."""


def require(asking: Actor, action: Action, jury: JuryId | None = None) -> None:
    """Let only whoever may go on.

    Raises:
        Refusal: NOT_ENROLLED, TOKEN_EXPIRED, DEVICE_REVOKED, JURY_NOT_YOURS, FORBIDDEN.
    """
    if allow(asking, action, WHOLE if jury is None else Resource(jury=jury)):
        return
    if asking.kind is Kind.NOBODY:
        raise Refusal(Code.NOT_ENROLLED)
    if asking.standing is Standing.EXPIRED:
        raise Refusal(Code.TOKEN_EXPIRED)
    if asking.standing is Standing.REVOKED:
        raise Refusal(Code.DEVICE_REVOKED)
    if jury is not None and jury not in asking.juries:
        raise Refusal(Code.JURY_NOT_YOURS, jury=jury)
    raise Refusal(Code.FORBIDDEN)
