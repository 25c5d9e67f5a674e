# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office on the eve: what centres tell it, and what it asks of the schools."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from lsl_desk.domain.rights import Action
from lsl_desk.server.access.context import AcademyHere
from lsl_desk.server.access.persons import person_does, person_may
from lsl_desk.server.pages.rendering import go, page
from lsl_desk.server.pages.words import DONE, ROLES, lacks
from lsl_desk.server.services import eve
from lsl_desk.server.services.sessions import Seat

router = APIRouter(include_in_schema=False)


@router.get("/messages")
def messages(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_MESSAGES)], fait: str = ""
) -> Response:
    """The messages of the centres: those that wait, then those that somebody took charge of."""
    with here.database.reading() as connection:
        waiting = eve.messages(connection, handled=False)
        handled = eve.messages(connection, handled=True)
    return page(request, "messages.html", there, waiting=waiting, handled=handled, roles=ROLES, done=DONE.get(fait, ""))


@router.post("/messages/{act}/traite")
def handle(here: AcademyHere, there: Annotated[Seat, person_does(Action.HANDLE_MESSAGE)], act: str) -> Response:
    """Take charge of a message."""
    here.database.write(lambda connection: eve.handle(connection, act, by=there.actor, now=here.clock()))
    return go("/messages?fait=traite")


@router.get("/ecarts")
def gaps(request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_GAPS)]) -> Response:
    """The livrets to ask for, school by school, with whom to call."""
    with here.database.reading() as connection:
        schools, juries = eve.gaps_by_school(connection)
    return page(request, "ecarts.html", there, schools=schools, juries=juries, lacks=lacks)
