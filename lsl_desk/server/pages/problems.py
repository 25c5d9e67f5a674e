# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every refusal on a page is one French sentence, on a page."""

from fastapi import Request
from starlette.responses import Response

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server.access.context import academy
from lsl_desk.server.access.persons import seat
from lsl_desk.server.pages.rendering import go, page


def answer(request: Request, refusal: Refusal) -> Response:
    """The page that says a refusal; who has to sign in is sent to the door."""
    if refusal.code is Code.SIGN_IN_NEEDED:
        return go("/connexion")
    return page(request, "refus.html", seat(request, academy(request)), refusal=refusal)
