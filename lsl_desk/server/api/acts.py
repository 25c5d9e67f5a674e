# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts: sent by a post, and read by the other posts of the jury."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from lsl_desk.domain.ids import DeviceId, JuryId
from lsl_desk.domain.rights import Action, Actor
from lsl_desk.server.access.context import AcademyHere, JuryName
from lsl_desk.server.access.guard import jury_named, post_may
from lsl_desk.server.api.context import problems
from lsl_desk.server.services import acts
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import ActsAnswer, ActsSent, FeedAnswer

router = APIRouter(tags=["acts"])


# Both answer with the JSON itself: what they made was checked when it was made, and need not be again.


@router.post(routes.ACTS, response_model=ActsAnswer, responses=problems(401, 413))
def send(here: AcademyHere, asking: Annotated[Actor, post_may(Action.SEND_ACTS)], sent: ActsSent) -> Response:
    """Keep a batch of acts, in the order of the post's chain; the same act again has the same receipt."""
    return _json(ActsAnswer(answers=acts.receive(here, DeviceId(asking.id), sent.acts)))


@router.get(
    routes.FEED,
    response_model=FeedAnswer,
    responses=problems(401, 403),
    dependencies=[post_may(Action.READ_FEED, jury_named)],
)
def feed(here: AcademyHere, jury: JuryName, after: Annotated[int, Query(ge=0, lt=2**31)] = 0) -> Response:
    """The acts of a jury after a rank, in order, with their receipts, which chain."""
    lines, last = acts.feed(here, JuryId(jury), after)
    return _json(FeedAnswer(lines=lines, last=last))


def _json(answer: BaseModel) -> Response:
    return Response(answer.model_dump_json(), media_type="application/json")
