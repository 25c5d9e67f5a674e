# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the head of a school of origin: receive the visas, load the final livrets, say when they are available.

Each path names the school, and the guard holds it to the account's own.
"""

from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import SchoolId, StudentNumber
from lsl_desk.domain.rights import Action
from lsl_desk.server.access.context import AcademyHere, settings
from lsl_desk.server.access.persons import person_does, person_may, school_on_page
from lsl_desk.server.pages.rendering import go, page, written
from lsl_desk.server.pages.words import DONE, WHY
from lsl_desk.server.services import final_livrets, schools
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.pupils import State
from lsl_desk.server.services.sessions import Seat

router = APIRouter(include_in_schema=False)

Field = Annotated[str, Form()]


@router.get("/etablissements/{school}/visas")
def visas(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_may(Action.READ_SCHOOL, school_on_page)],
    school: str,
    fait: str = "",
) -> Response:
    """« Recevoir les visas »."""
    with here.database.reading() as connection:
        mail = schools.mail(here, connection, SchoolId(school))
    return page(request, "recevoir-visas.html", there, mail=mail, whys=WHY, done=DONE.get(fait, ""))


@router.post("/etablissements/{school}/visas")
def receive(
    here: AcademyHere, there: Annotated[Seat, person_does(Action.RECEIVE_VISAS, school_on_page)], school: str
) -> Response:
    """Receive what was sent."""
    added = here.database.write(lambda connection: schools.receive(here, connection, SchoolId(school), by=there.actor))
    return go(f"/etablissements/{quote(school, safe='')}/visas?fait={'recus' if added else 'rien-recu'}")


@router.get("/etablissements/{school}/livrets")
def livrets(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_may(Action.READ_SCHOOL, school_on_page)],
    school: str,
    fait: str = "",
) -> Response:
    """The final livrets, division by division, and when they are available."""
    return _livrets(request, here, there, school, done=fait)


@router.post("/etablissements/{school}/livrets")
def load(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.LOAD_LIVRETS, school_on_page)],
    school: str,
    division: Field = "",
    toutes: Field = "",
) -> Response:
    """Load those of a division, or of all."""
    loaded = final_livrets.load(here, SchoolId(school), None if toutes else division, by=there.actor)
    if loaded.refused:
        refusal = Refusal(Code.LIVRETS_OTHER, count=len(loaded.refused))
        return _livrets(request, here, there, school, refusal, refused=loaded.refused)
    return go(f"/etablissements/{quote(school, safe='')}/livrets?fait={'charges' if loaded.count else 'rien-charge'}")


@router.post("/etablissements/{school}/ouverture")
def open_for(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.OPEN_LIVRETS, school_on_page)],
    school: str,
    premier: Field = "",
    dernier: Field = "",
    quand_meme: Field = "",
) -> Response:
    """Say from which day to which the final livrets are available."""
    zone = settings(request).timezone
    return written(
        here,
        lambda connection: final_livrets.open_for(
            here,
            connection,
            SchoolId(school),
            (_day(premier), _day(dernier)),
            partial=bool(quand_meme),
            zone=zone,
            by=there.actor,
        ),
        partial(_livrets, request, here, there, school, typed=(premier, dernier)),
        f"/etablissements/{quote(school, safe='')}/livrets?fait=ouverture",
    )


def _livrets(
    request: Request,
    here: Academy,
    there: Seat,
    school: str,
    refusal: Refusal | None = None,
    *,
    refused: Collection[StudentNumber] = (),
    typed: tuple[str, str] = ("", ""),
    done: str = "",
) -> Response:
    with here.database.reading() as connection:
        shelf = final_livrets.shelf(here, connection, SchoolId(school), settings(request).timezone)
    named = [one for one in shelf.pupils if one.number in refused or (one.received and one.state is State.OTHER)]
    return page(
        request,
        "livrets-definitifs.html",
        there,
        refusal=refusal,
        shelf=shelf,
        refused=named,
        states=State,
        whys=WHY,
        typed=typed,
        done=DONE.get(done, ""),
    )


def _day(typed: str) -> date:
    """A day as a form gives it.

    Raises:
        Refusal: OPENING_DATES.
    """
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Refusal(Code.OPENING_DATES) from None
