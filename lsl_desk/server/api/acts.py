# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts: sent by a post, and read by the other posts of the jury."""

from typing import Annotated

from fastapi import APIRouter, Query

from lsl_desk.domain.ids import DeviceId, JuryId
from lsl_desk.domain.rights import Action
from lsl_desk.server.api.actor import ActorHere, require
from lsl_desk.server.api.context import AcademyHere, problems
from lsl_desk.server.api.juries import JuryName
from lsl_desk.server.services import acts
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import ActsAnswer, ActsSent, FeedAnswer

router = APIRouter(tags=["acts"])


@router.post(routes.ACTS, responses=problems(401, 413))
def send(here: AcademyHere, asking: ActorHere, sent: ActsSent) -> ActsAnswer:
    """Keep a batch of acts, in the order of the post's chain; the same act again has the same receipt."""
    require(asking, Action.SEND_ACTS)
    return ActsAnswer(answers=acts.receive(here, DeviceId(asking.id), sent.acts))


@router.get(routes.FEED, responses=problems(401, 403))
def feed(
    here: AcademyHere, asking: ActorHere, jury: JuryName, after: Annotated[int, Query(ge=0, lt=2**31)] = 0
) -> FeedAnswer:
    """The acts of a jury after a rank, in order, with their receipts, which chain."""
    require(asking, Action.READ_FEED, JuryId(jury))
    lines, last = acts.feed(here, JuryId(jury), after)
    return FeedAnswer(lines=lines, last=last)
