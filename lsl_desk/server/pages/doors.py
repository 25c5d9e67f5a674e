# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door: signing in and out, a first sign-in by code, one’s own password."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.rights import Action
from lsl_desk.server.access.context import AcademyHere, source_of
from lsl_desk.server.access.cookies import Cookie, cookie, forget, keep
from lsl_desk.server.access.guard import anybody_may
from lsl_desk.server.access.persons import person_does, person_may, visitor_does
from lsl_desk.server.pages.rendering import go, page
from lsl_desk.server.pages.words import DONE
from lsl_desk.server.services import accounts, sessions
from lsl_desk.server.services.passwords import Passwords
from lsl_desk.server.services.sessions import Door, Seat, SignedIn

router = APIRouter(include_in_schema=False)

Field = Annotated[str, Form()]


@router.get("/connexion", dependencies=[anybody_may(Action.SIGN_IN)])
def door(request: Request, fait: str = "") -> Response:
    """Show the door."""
    return _door(request, login="", done=DONE.get(fait, ""))


@router.post("/connexion", dependencies=[visitor_does(Action.SIGN_IN)])
def sign_in(request: Request, here: AcademyHere, identifiant: Field = "", mot_de_passe: Field = "") -> Response:
    """Sign in."""
    at = Door(identifiant, source_of(request), cookie(request, Cookie.BROWSER))
    try:
        entered = sessions.sign_in(here.database, _hashes(request), at, mot_de_passe, here.clock())
    except Refusal as refusal:
        return _door(request, login=identifiant, done="", refusal=refusal)
    return welcome(request, entered)


@router.get("/premiere-connexion", dependencies=[anybody_may(Action.SIGN_IN)])
def first(request: Request) -> Response:
    """Show where a one-time code is given."""
    return page(request, "premiere-connexion.html", login="")


@router.post("/premiere-connexion", dependencies=[visitor_does(Action.SIGN_IN)])
def first_sign_in(
    request: Request,
    here: AcademyHere,
    identifiant: Field = "",
    code: Field = "",
    nouveau: Field = "",
    encore: Field = "",
) -> Response:
    """Open an account by its code."""
    at = Door(identifiant, source_of(request), cookie(request, Cookie.BROWSER))
    try:
        entered = sessions.first_sign_in(
            here.database, _hashes(request), at, code=code, new=nouveau, again=encore, now=here.clock()
        )
    except Refusal as refusal:
        return page(request, "premiere-connexion.html", refusal=refusal, login=identifiant)
    return welcome(request, entered)


@router.post("/deconnexion")
def sign_out(request: Request, here: AcademyHere, there: Annotated[Seat, person_does(Action.SIGN_OUT)]) -> Response:
    """Sign out."""
    here.database.write(lambda connection: sessions.sign_out(connection, there, here.clock()))
    response = go("/connexion?fait=deconnecte")
    forget(request, response, Cookie.SESSION)
    return response


@router.get("/mot-de-passe")
def password(
    request: Request, there: Annotated[Seat, person_may(Action.CHANGE_OWN_PASSWORD)], fait: str = ""
) -> Response:
    """Show where one’s password is changed."""
    return page(request, "mot-de-passe.html", there, done=DONE.get(fait, ""))


@router.post("/mot-de-passe")
def change_password(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_does(Action.CHANGE_OWN_PASSWORD)],
    ancien: Field = "",
    nouveau: Field = "",
    encore: Field = "",
) -> Response:
    """Change one’s password."""
    try:
        accounts.change_password(
            here.database,
            _hashes(request),
            there.actor.id,
            old=ancien,
            new=nouveau,
            again=encore,
            keep=there.session,
            now=here.clock(),
        )
    except Refusal as refusal:
        return page(request, "mot-de-passe.html", there, refusal=refusal, done="")
    return go("/mot-de-passe?fait=mot-de-passe")


def welcome(request: Request, entered: SignedIn) -> Response:
    """Let somebody in who proved who they are."""
    response = go("/")
    keep(request, response, Cookie.SESSION, entered.session)
    keep(request, response, Cookie.BROWSER, entered.browser)
    return response


def _door(request: Request, *, login: str, done: str, refusal: Refusal | None = None) -> Response:
    settings = request.app.state.settings
    label = settings.oidc_label if settings.oidc_issuer else ""
    return page(request, "connexion.html", refusal=refusal, login=login, done=done, oidc=label)


def _hashes(request: Request) -> Passwords:
    hashes = request.app.state.passwords
    assert isinstance(hashes, Passwords)  # noqa: S101 - set when the application is made
    return hashes
