# SPDX-License-Identifier: AGPL-3.0-or-later
"""The posts: those enrolled, those that ask to be, the six digits to compare, and how one is withdrawn."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import CentreId
from lsl_desk.domain.rights import Action, Resource, allow
from lsl_desk.server.access.context import AcademyHere
from lsl_desk.server.access.persons import account_in_form, person_does, person_may, post_on_page
from lsl_desk.server.pages.rendering import go, page, written
from lsl_desk.server.pages.words import DONE, ROLES
from lsl_desk.server.services import boards, enrolling, proving
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.sessions import Seat

router = APIRouter(include_in_schema=False)

Field = Annotated[str, Form()]


@router.get("/postes")
def posts(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_DEVICES)], fait: str = ""
) -> Response:
    """The posts one may see, and those that wait for an answer."""
    enrols = allow(there.actor, Action.READ_ENROLMENT)
    with here.database.reading() as connection:
        seen = boards.posts_seen(connection, there.actor)
        pending = enrolling.pending(connection, here.key.public.raw, here.clock()) if enrols else []
    return page(
        request,
        "postes.html",
        there,
        posts=[(post, _may_revoke(there, post.centre)) for post in seen],
        pending=pending,
        enrols=enrols,
        address=request.app.state.settings.url,
        roles=ROLES,
        done=DONE.get(fait, ""),
    )


@router.get("/postes/demandes/{enrolment}")
def enrolment(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_ENROLMENT)], enrolment: str
) -> Response:
    """The six digits to compare."""
    return _enrolment(request, here, there, enrolment)


@router.post("/postes/demandes/{enrolment}/approbation")
def approve(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.APPROVE_DEVICE, account_in_form)],
    enrolment: str,
    compte: Field = "",
) -> Response:
    """Say yes, for a person."""
    return written(
        here,
        lambda connection: enrolling.approve(connection, enrolment, owner=compte, by=there.actor, now=here.clock()),
        partial(_enrolment, request, here, there, enrolment),
        "/postes?fait=approuve",
    )


@router.post("/postes/demandes/{enrolment}/refus")
def refuse(here: AcademyHere, there: Annotated[Seat, person_does(Action.REFUSE_DEVICE)], enrolment: str) -> Response:
    """Say no."""
    here.database.write(lambda connection: enrolling.refuse(connection, enrolment, by=there.actor, now=here.clock()))
    return go("/postes?fait=refuse")


@router.get("/postes/{device}")
def post(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_may(Action.READ_DEVICE, post_on_page)],
    device: str,
) -> Response:
    """One post, and the form that withdraws it."""
    return _post(request, here, there, device)


@router.post("/postes/{device}/retrait")
def revoke(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.REVOKE_DEVICE, post_on_page)],
    device: str,
    raison: Field = "",
) -> Response:
    """Withdraw a post."""
    return written(
        here,
        lambda connection: proving.revoke(connection, device, reason=raison, by=there.actor, now=here.clock()),
        partial(_post, request, here, there, device),
        "/postes?fait=retire",
    )


def _enrolment(
    request: Request, here: Academy, there: Seat, enrolment: str, refusal: Refusal | None = None
) -> Response:
    with here.database.reading() as connection:
        pending = enrolling.pending_one(connection, enrolment, here.key.public.raw, here.clock())
        owners = boards.owners(connection, there.actor)
    return page(request, "demande.html", there, refusal=refusal, pending=pending, owners=owners, roles=ROLES)


def _post(request: Request, here: Academy, there: Seat, device: str, refusal: Refusal | None = None) -> Response:
    with here.database.reading() as connection:
        found = proving.find(connection, device)
    revocable = found.state == "active" and _may_revoke(there, found.centre)
    return page(request, "poste.html", there, refusal=refusal, post=found, revocable=revocable, roles=ROLES)


def _may_revoke(there: Seat, centre: str | None) -> bool:
    resource = Resource(centre=None if centre is None else CentreId(centre))
    return allow(there.actor, Action.REVOKE_DEVICE, resource)
