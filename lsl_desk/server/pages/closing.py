# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office after the deliberation: console, publication by two officers, visas (journey J4)."""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, SchoolId
from lsl_desk.domain.rights import Action
from lsl_desk.domain.rules.lawful import RULINGS, mention_name
from lsl_desk.formats.lists.csv_text import csv_for_excel
from lsl_desk.pv_words import HOWS, figure
from lsl_desk.server.access.context import AcademyHere, settings
from lsl_desk.server.access.persons import person_does, person_may
from lsl_desk.server.db import publications
from lsl_desk.server.pages.rendering import go, page, written
from lsl_desk.server.pages.words import DONE, ROLES, WHY
from lsl_desk.server.services import console as consoles
from lsl_desk.server.services import provisional, results, schools, visas
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.sessions import Seat

router = APIRouter(include_in_schema=False)

Field = Annotated[str, Form()]

_EXCLUDED: Final = "motif-"
"""Begins the field of the reason for which a jury is left out; its identifier follows."""


@router.get("/console")
def console(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_CONSOLE)], centre: str = ""
) -> Response:
    """Every jury, what blocks it, incidents and times."""
    with here.database.reading() as connection:
        found = consoles.console(here, connection, there.actor, centre)
    return page(request, "console.html", there, console=found, centre=centre, outcome=_outcome, roles=ROLES)


@router.get("/console/notes-provisoires")
def provisional_marks(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_CONSOLE)]
) -> Response:
    """Marks « P », what came in their place, and the decisions that it would change."""
    with here.database.reading() as connection:
        juries = provisional.provisional_marks(here, connection, there.actor)
    return page(request, "notes-provisoires.html", there, juries=juries, outcome=_outcome, figure=figure)


@router.get("/publication")
def publication(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_PUBLICATION)], fait: str = ""
) -> Response:
    """Both groups: what is ready, what blocks, what is public."""
    return _publication(request, here, there, done=fait)


@router.post("/publication/{group}")
def propose(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.PROPOSE_PUBLICATION)],
    group: int,
    jour: Field = "",
    heure: Field = "",
) -> Response:
    """Enter the time of a publication."""
    zone = settings(request).timezone
    return written(
        here,
        lambda connection: results.propose(here, connection, group, _moment(jour, heure, zone), by=there.actor),
        partial(_publication, request, here, there),
        "/publication?fait=propose",
    )


@router.post("/publication/{publication}/confirmation")
async def confirm(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.CONFIRM_PUBLICATION)],
    publication: int,
) -> Response:
    """Confirm it, as another officer, with a reason for each jury that is left out."""
    form = await request.form()
    excluded = {
        JuryId(name.removeprefix(_EXCLUDED)): str(value) for name, value in form.items() if name.startswith(_EXCLUDED)
    }
    return await run_in_threadpool(
        written,
        here,
        lambda connection: results.confirm(here, connection, publication, excluded, by=there.actor),
        partial(_publication, request, here, there),
        "/publication?fait=confirme",
    )


@router.post("/publication/{publication}/annulation")
def cancel(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.CANCEL_PUBLICATION)],
    publication: int,
) -> Response:
    """Take it back, until its time."""
    return written(
        here,
        lambda connection: results.cancel(here, connection, publication, by=there.actor),
        partial(_publication, request, here, there),
        "/publication?fait=annule",
    )


@router.get("/visas")
def lots(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_VISAS)], fait: str = ""
) -> Response:
    """The next lots and those sent."""
    return _visas(request, here, there, done=fait)


@router.post("/visas/{group}")
def send(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_does(Action.SEND_VISAS)], group: int
) -> Response:
    """Send the next lot of a group."""
    try:
        added = here.database.write(lambda connection: visas.send(here, connection, group, by=there.actor))
    except Refusal as refusal:
        return _visas(request, here, there, refusal)
    return go(f"/visas?fait={'visas' if added else 'aucun-visa'}")


@router.get("/visas/etablissements")
def by_school(request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_VISAS)]) -> Response:
    """The visas sent, school by school; those of no known school apart."""
    with here.database.reading() as connection:
        found = schools.by_school(connection)
        states = schools.states(connection) if found else []
    parked = sum(one.visas for one in found if not one.code)
    return page(request, "visas-etablissements.html", there, schools=states, parked=parked)


@router.get("/visas/etablissements/sans-visa")
def without_visa(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_VISAS)], code: str = ""
) -> Response:
    """The candidates of a school who have no visa, and why; by number, without a name."""
    with here.database.reading() as connection:
        mail = schools.mail(here, connection, SchoolId(code))
    return page(request, "visas-manquants.html", there, mail=mail, whys=WHY)


@router.get("/visas/etablissements/liste")
def of_school(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_VISAS)], code: str = ""
) -> Response:
    """The visas of a school as a list for a spreadsheet; without a code, those of no known school."""
    del there
    with here.database.reading() as connection:
        table = schools.visas_of_school(here, connection, code, settings(request).timezone)
    headers = {"Content-Disposition": f'attachment; filename="{schools.file_name(code)}"'}
    return Response(csv_for_excel(table), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/visas/lots/{lot}/{jury}")
def sealed(here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_VISAS)], lot: int, jury: str) -> Response:
    """The signed visas of a jury, to verify offline."""
    del there
    with here.database.reading() as connection:
        body = visas.sealed(connection, lot, jury)
    headers = {"Content-Disposition": 'attachment; filename="visas.json"'}
    return Response(body, media_type="application/json", headers=headers)


def _publication(
    request: Request, here: Academy, there: Seat, refusal: Refusal | None = None, *, done: str = ""
) -> Response:
    with here.database.reading() as connection:
        groups = [results.group_state(here, connection, group) for group in results.GROUPS]
        public = results.public(here, connection)
    return page(
        request,
        "publication.html",
        there,
        refusal=refusal,
        groups=groups,
        public=public,
        me=there.actor.id,
        excluding=_EXCLUDED,
        done=DONE.get(done, ""),
    )


def _visas(request: Request, here: Academy, there: Seat, refusal: Refusal | None = None, *, done: str = "") -> Response:
    with here.database.reading() as connection:
        states = [visas.lot_state(here, connection, group) for group in results.GROUPS]
        lots = [(lot, publications.envelopes(connection, lot.id)) for lot in publications.lots(connection)]
    return page(
        request, "visas.html", there, refusal=refusal, states=states, lots=lots, hows=HOWS, done=DONE.get(done, "")
    )


def _moment(day: str, hour: str, zone: str) -> datetime:
    """A day and an hour as a form gives them, in the academy's zone.

    Raises:
        Refusal: PUBLICATION_TIME.
    """
    try:
        local = datetime.strptime(f"{day.strip()} {hour.strip()}", "%Y-%m-%d %H:%M")  # noqa: DTZ007 - given just below
    except ValueError:
        raise Refusal(Code.PUBLICATION_TIME) from None
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


_RULINGS: Final = {ruling.value: words for ruling, words in RULINGS.items()}


def _outcome(ruling: str, mention: str = "") -> str:
    """« admis, mention bien »; « incomplet » for what is no ruling."""
    words = _RULINGS.get(ruling, "incomplet")
    return f"{words}, mention\u00a0{mention_name(mention)}" if mention else words
