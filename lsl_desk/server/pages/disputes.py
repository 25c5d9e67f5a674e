# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office and disputes: the file of a case, what is kept until when, whom to remind (J4, 9 and 10)."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.rights import Action
from lsl_desk.server.access.context import AcademyHere
from lsl_desk.server.access.persons import person_does, person_may
from lsl_desk.server.db import retention as rows
from lsl_desk.server.pages.rendering import go, page
from lsl_desk.server.pages.words import DONE
from lsl_desk.server.services import audit, erasures, retention
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.cases import case_of
from lsl_desk.server.services.sessions import Seat

router = APIRouter(include_in_schema=False)

Field = Annotated[str, Form()]


@router.get("/recours")
def disputes(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_RETENTION)], fait: str = ""
) -> Response:
    """What is kept until when, the disputes, and the form that makes the file of a case."""
    return _disputes(request, here, there, done=fait)


@router.post("/recours")
def hold(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.ENTER_DISPUTE)],
    jury: Field = "",
    numero: Field = "",
    raison: Field = "",
) -> Response:
    """Enter a dispute."""
    try:
        retention.hold(here, JuryId(jury.strip()), numero.strip(), raison, by=there.actor.id)
    except Refusal as refusal:
        return _disputes(request, here, there, refusal)
    return go("/recours?fait=recours")


@router.post("/recours/fin")
def release(
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.END_DISPUTE)],
    jury: Field = "",
    numero: Field = "",
) -> Response:
    """A dispute has ended."""
    retention.release(here, JuryId(jury), numero, by=there.actor.id)
    return go("/recours?fait=recours-fini")


@router.post("/recours/appel")
def call(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.CALL_CENTRE)],
    centre: Field = "",
    suite: Field = "",
) -> Response:
    """Note that a centre was called about posts that told no erasure."""
    try:
        erasures.call(here, centre, suite, by=there.actor.id)
    except Refusal as refusal:
        return _disputes(request, here, there, refusal)
    return go("/recours?fait=appel")


@router.post("/recours/dossier")
def case(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.MAKE_CASE)],
    jury: Field = "",
    numero: Field = "",
) -> Response:
    """The file of a candidate's case, signed, to verify offline; that it was made is audited."""
    which, number = JuryId(jury.strip()), StudentNumber(numero.strip())
    try:
        with here.database.reading() as connection:
            made = case_of(here, connection, which, number)
    except Refusal as refusal:
        return _disputes(request, here, there, refusal)
    now = here.clock()
    here.database.write(
        lambda connection: audit.record(connection, actor=there.actor.id, action="case_made", resource=which, now=now)
    )
    headers = {"Content-Disposition": 'attachment; filename="dossier.zip"'}
    return Response(made, media_type="application/zip", headers=headers)


def _disputes(
    request: Request, here: Academy, there: Seat, refusal: Refusal | None = None, *, done: str = ""
) -> Response:
    with here.database.reading() as connection:
        centres = erasures.centres(here, connection, retention.lines(here, connection))
        holds = rows.holds(connection)
    return page(request, "recours.html", there, refusal=refusal, centres=centres, holds=holds, done=DONE.get(done, ""))
