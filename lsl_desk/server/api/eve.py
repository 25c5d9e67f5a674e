# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a centre head asks on the eve: which school to call, and where a paper livret that went astray belongs."""

from typing import Annotated

from fastapi import APIRouter

from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.rights import Action, Actor
from lsl_desk.server.access.context import AcademyHere, JuryName
from lsl_desk.server.access.guard import jury_named, post_may
from lsl_desk.server.api.context import problems
from lsl_desk.server.services import eve
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import CentreLine, SchoolLine, SchoolsAnswer, WhoseAnswer, WhoseAsked

router = APIRouter(tags=["eve"])


@router.get(routes.SCHOOLS, responses=problems(401, 403), dependencies=[post_may(Action.READ_SCHOOLS, jury_named)])
def schools(here: AcademyHere, jury: JuryName) -> SchoolsAnswer:
    """The school and its phone of each candidate whose livret is missing, unknown or on paper."""
    lines = [
        SchoolLine(number=one.number, name=one.name or one.school, phone=one.phone)
        for one in eve.schools(here, JuryId(jury))
    ]
    return SchoolsAnswer(lines=lines)


@router.post(routes.WHOSE, responses=problems(401, 403, 413, 429))
def whose(here: AcademyHere, asking: Annotated[Actor, post_may(Action.ASK_WHOSE)], asked: WhoseAsked) -> WhoseAnswer:
    """The centres that expect a paper livret of this number; a few dozen a quarter of an hour, no more."""
    centres = eve.whose(here, asking, asked.number)
    return WhoseAnswer(centres=[CentreLine(centre=centre, name=name) for centre, name in centres])
