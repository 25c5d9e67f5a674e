# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a post gets its token: it signs a challenge of this academy, once (decision 008)."""

import base64

from fastapi import APIRouter

from lsl_desk.domain.rights import Action
from lsl_desk.server.access.context import AcademyHere
from lsl_desk.server.access.guard import anybody_may
from lsl_desk.server.api.context import problems
from lsl_desk.server.services import proving
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import Challenge, ChallengeAsked, Token, TokenAsked

router = APIRouter(dependencies=[anybody_may(Action.ASK_TOKEN)])


@router.post(routes.CHALLENGES, responses=problems(413))
def challenge(here: AcademyHere, asked: ChallengeAsked) -> Challenge:
    """Ask what to sign. The answer is the same in shape whether the academy knows this post or not."""
    nonce = proving.challenge(here.key, asked.device, here.clock())
    return Challenge(nonce=base64.b64encode(nonce).decode())


@router.post(routes.TOKENS, responses=problems(401, 413))
def token(here: AcademyHere, asked: TokenAsked) -> Token:
    """Give the challenge signed (`wire.enrolment.challenge_payload`), and get a token for fifteen minutes."""
    given = proving.issue_token(here.database, here.key, base64.b64decode(asked.signed), here.clock())
    return Token(token=given, seconds=int(proving.TOKEN_LIFE.total_seconds()))
