# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page: juries of one’s own, what each holds and what came of it; and a page a jury."""

from functools import partial
from itertools import groupby
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from lsl_desk.domain.rights import Action, allow
from lsl_desk.formats.rule_packs.book import rules_of
from lsl_desk.server.access.context import AcademyHere
from lsl_desk.server.access.persons import jury_on_page, person_may
from lsl_desk.server.pages.rendering import go, page
from lsl_desk.server.pages.words import ROLES, lacks
from lsl_desk.server.services import boards, eve, results
from lsl_desk.server.services.sessions import Seat

router = APIRouter(include_in_schema=False)


@router.get("/")
def board(request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_BOARD)]) -> Response:
    """The juries by centre; the head of a school has a home of its own."""
    if there.actor.school is not None:
        return go(f"/etablissements/{quote(there.actor.school, safe='')}/visas")
    with here.database.reading() as connection:
        public = results.public(here, connection)
        lines = boards.board(connection, there.actor, partial(rules_of, here.session), public)
        waiting = eve.waiting(connection) if allow(there.actor, Action.READ_MESSAGES) else 0
    centres = [
        (identifier, name, list(of_centre))
        for (identifier, name), of_centre in groupby(lines, lambda line: (line.jury.centre, line.jury.centre_name))
    ]
    return page(request, "accueil.html", there, centres=centres, waiting=waiting)


@router.get("/jurys/{jury}")
def jury(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_JURY, jury_on_page)], jury: str
) -> Response:
    """One jury: how far it is, its posts, its disagreements."""
    with here.database.reading() as connection:
        public = results.public(here, connection)
        detail = boards.detail(connection, there.actor, jury, partial(rules_of, here.session), public)
    return page(request, "jury.html", there, detail=detail, roles=ROLES, lacks=lacks)
