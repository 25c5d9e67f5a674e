# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post erased at its date: it says so once it is linked (feature N23)."""

from base64 import b64decode
from typing import Annotated

from fastapi import APIRouter

from lsl_desk.domain.ids import DeviceId, JuryId
from lsl_desk.domain.rights import Action, Actor
from lsl_desk.server.access.context import AcademyHere, JuryName
from lsl_desk.server.access.guard import jury_named, post_may
from lsl_desk.server.api.context import problems
from lsl_desk.server.services import erasures
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import ErasureKept, ErasureTold
from lsl_desk.wire.strict import moment_text

router = APIRouter(tags=["erasures"])


@router.post(routes.ERASURES, responses=problems(401, 403, 409, 413))
def tell(
    here: AcademyHere,
    jury: JuryName,
    asking: Annotated[Actor, post_may(Action.TELL_ERASURE, jury_named)],
    told: ErasureTold,
) -> ErasureKept:
    """Say that this post erased a jury at its date, under its own signature; told again it adds nothing."""
    at = erasures.receive(here, DeviceId(asking.id), JuryId(jury), b64decode(told.record))
    return ErasureKept(received=moment_text(at))
