# SPDX-License-Identifier: AGPL-3.0-or-later
"""Enrolling a post, as the post sees it: open to anybody, since a person decides (`services.enrolling`)."""

import base64

from fastapi import APIRouter, Request

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rights import Action
from lsl_desk.server.access.context import AcademyHere, source_of
from lsl_desk.server.access.guard import anybody_may
from lsl_desk.server.api.context import problems
from lsl_desk.server.services import enrolling, proving
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import EnrolmentAsked, EnrolmentBegun, EnrolmentRevealed, EnrolmentState

router = APIRouter(dependencies=[anybody_may(Action.ASK_ENROLMENT)])


@router.post(routes.ENROLMENTS, responses=problems(413, 429))
def begin(here: AcademyHere, asked: EnrolmentAsked, request: Request) -> EnrolmentBegun:
    """Begin: the post commits to its key, and learns the academy's key and number."""
    source = source_of(request)
    begun = here.database.write(
        lambda connection: enrolling.begin(
            connection, promised=asked.commitment, label=asked.label, source=source, now=here.clock()
        )
    )
    if isinstance(begun, int):
        raise Refusal(Code.TOO_MANY_REQUESTS, seconds=begun)
    return EnrolmentBegun(enrolment=begun.id, key=_text(here.key.public.raw), nonce=_text(begun.server_nonce))


@router.post(routes.REVEAL, responses=problems(404, 409, 410, 413))
def reveal(here: AcademyHere, enrolment: str, shown: EnrolmentRevealed) -> EnrolmentState:
    """Go on: the post shows what it committed to; six digits then stand on both screens."""
    public, nonce = proving.decoded(shown.key), proving.decoded(shown.nonce)
    refused = here.database.write(
        lambda connection: enrolling.reveal(connection, enrolment, public=public, nonce=nonce, now=here.clock())
    )
    if refused is not None:
        raise Refusal(refused)
    return state(here, enrolment)


@router.get(routes.ENROLMENT, responses=problems(404, 410))
def state(here: AcademyHere, enrolment: str) -> EnrolmentState:
    """Ask how far it is: a person compares the digits, and says yes or no."""
    with here.database.reading() as connection:
        answered = enrolling.state_of(connection, enrolment, here.clock())
    return EnrolmentState.model_validate(
        {"state": answered.state, "name": answered.name, "role": answered.role, "centre": answered.centre}
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
