# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts: sent by a post, and read by the other posts of the jury."""

from typing import Annotated

from fastapi import APIRouter, Query

from lsl_desk.domain.ids import DeviceId, JuryId
from lsl_desk.domain.rights import Action, Actor
from lsl_desk.server.access.context import AcademyHere, JuryName
from lsl_desk.server.access.guard import jury_named, post_may
from lsl_desk.server.api.context import problems
from lsl_desk.server.services import acts
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import ActsAnswer, ActsSent, FeedAnswer

router = APIRouter(tags=["acts"])


@router.post(routes.ACTS, responses=problems(401, 413))
def send(here: AcademyHere, asking: Annotated[Actor, post_may(Action.SEND_ACTS)], sent: ActsSent) -> ActsAnswer:
    """Keep a batch of acts, in the order of the post's chain; the same act again has the same receipt."""
    return ActsAnswer(answers=acts.receive(here, DeviceId(asking.id), sent.acts))


@router.get(routes.FEED, responses=problems(401, 403), dependencies=[post_may(Action.READ_FEED, jury_named)])
def feed(here: AcademyHere, jury: JuryName, after: Annotated[int, Query(ge=0, lt=2**31)] = 0) -> FeedAnswer:
    """The acts of a jury after a rank, in order, with their receipts, which chain."""
    lines, last = acts.feed(here, JuryId(jury), after)
    return FeedAnswer(lines=lines, last=last)
