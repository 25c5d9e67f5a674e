# SPDX-License-Identifier: AGPL-3.0-or-later
"""The accounts: made, given a new code, closed."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId
from lsl_desk.domain.rights import AccountRole, Action, Resource, allow
from lsl_desk.server.access.context import AcademyHere
from lsl_desk.server.access.persons import account_on_page, person_does, person_may
from lsl_desk.server.db import devices, people, schools
from lsl_desk.server.pages.rendering import go, page
from lsl_desk.server.pages.words import DONE, ROLES
from lsl_desk.server.services import accounts
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.accounts import Opened
from lsl_desk.server.services.boards import resource_of
from lsl_desk.server.services.sessions import Seat
from lsl_desk.wire.strict import moment_text

router = APIRouter(include_in_schema=False)

Field = Annotated[str, Form()]


def account_described(role: Annotated[AccountRole, Form()], centre: Annotated[str, Form()] = "") -> Resource:
    """The account that a form describes."""
    return Resource(centre=CentreId(centre) if centre else None, role=role)


@router.get("/comptes")
def listed(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_ACCOUNTS)], fait: str = ""
) -> Response:
    """The accounts."""
    return _listed(request, here, there, done=DONE.get(fait, ""))


@router.post("/comptes")
def create(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.CREATE_ACCOUNT, account_described)],
    role: Annotated[AccountRole, Form()],
    identifiant: Field = "",
    nom: Field = "",
    centre: Field = "",
    etablissement: Field = "",
) -> Response:
    """Make an account; its code is shown once."""
    try:
        opened = here.database.write(
            lambda connection: accounts.create(
                connection,
                login=identifiant,
                name=nom,
                role=role,
                centre=centre or None,
                school=etablissement or None,
                by=there.actor.id,
                now=here.clock(),
            )
        )
    except Refusal as refusal:
        typed = {"login": identifiant, "name": nom, "role": role.value, "centre": centre, "school": etablissement}
        return _listed(request, here, there, refusal=refusal, typed=typed)
    return _listed(request, here, there, opened=opened)


@router.get("/comptes/{account}")
def one(
    request: Request, here: AcademyHere, there: Annotated[Seat, person_may(Action.READ_ACCOUNTS)], account: str
) -> Response:
    """One account, and what may be done to it."""
    with here.database.reading() as connection:
        row = people.by_id(connection, account)
        posts = [post for post in devices.devices(connection) if (post.account, post.state) == (account, "active")]
    if row is None:
        raise Refusal(Code.ACCOUNT_UNKNOWN)
    managed = row.state == "active" and allow(there.actor, Action.CLOSE_ACCOUNT, resource_of(row))
    return page(request, "compte.html", there, account=row, posts=posts, managed=managed, roles=ROLES)


@router.post("/comptes/{account}/code")
def renew(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.RENEW_CODE, account_on_page)],
    account: str,
) -> Response:
    """Give a new code; it is shown once."""
    opened = here.database.write(
        lambda connection: accounts.renew_code(connection, account, by=there.actor.id, now=here.clock())
    )
    return _listed(request, here, there, opened=opened)


@router.post("/comptes/{account}/fermeture")
def close(
    here: AcademyHere, there: Annotated[Seat, person_does(Action.CLOSE_ACCOUNT, account_on_page)], account: str
) -> Response:
    """Close an account."""
    here.database.write(lambda connection: accounts.close(connection, account, by=there.actor.id, now=here.clock()))
    return go("/comptes?fait=ferme")


def _listed(
    request: Request,
    here: Academy,
    there: Seat,
    *,
    refusal: Refusal | None = None,
    opened: Opened | None = None,
    typed: dict[str, str] | None = None,
    done: str = "",
) -> Response:
    with here.database.reading() as connection:
        rows = people.accounts(connection)
        centres = people.centres(connection)
        of_origin = schools.every(connection)
        pending = people.pending_codes(connection, moment_text(here.clock()))
    return page(
        request,
        "comptes.html",
        there,
        refusal=refusal,
        accounts=[(row, allow(there.actor, Action.CLOSE_ACCOUNT, resource_of(row))) for row in rows],
        pending=pending,
        centres=centres,
        schools=of_origin,
        makes=[role for role in AccountRole if allow(there.actor, Action.CREATE_ACCOUNT, Resource(role=role))],
        opened=opened,
        typed=typed or {"login": "", "name": "", "role": "", "centre": "", "school": ""},
        days=accounts.CODE_LIFE.days,
        roles=ROLES,
        done=done,
    )
