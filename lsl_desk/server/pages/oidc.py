# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door by the academy’s own provider, where one is set: there and back."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from lsl_desk.domain.rights import Action
from lsl_desk.server.access.context import AcademyHere, SettingsHere
from lsl_desk.server.access.cookies import Cookie, cookie, keep
from lsl_desk.server.access.guard import anybody_may
from lsl_desk.server.pages.doors import welcome
from lsl_desk.server.services import oidc
from lsl_desk.server.services.passwords import new_secret

router = APIRouter(include_in_schema=False)


@router.get("/connexion/academie", dependencies=[anybody_may(Action.SIGN_IN)])
def leave(request: Request, here: AcademyHere, settings: SettingsHere) -> Response:
    """Send the browser to the provider."""
    browser = cookie(request, Cookie.FORM) or new_secret()
    response = RedirectResponse(oidc.begin(here.database, settings, browser, here.clock()), 303)
    keep(request, response, Cookie.FORM, browser)
    return response


@router.get(oidc.CALLBACK, dependencies=[anybody_may(Action.SIGN_IN)])
def back(request: Request, here: AcademyHere, settings: SettingsHere, state: str = "", code: str = "") -> Response:
    """Take it back, with what the provider says."""
    returned = oidc.Returned(state, code, cookie(request, Cookie.FORM), cookie(request, Cookie.BROWSER))
    return welcome(request, oidc.finish(here.database, settings, returned, here.clock()))
