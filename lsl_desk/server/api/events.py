# SPDX-License-Identifier: AGPL-3.0-or-later
"""The events stream (server-sent events): a jury of this post has a new act or version. It holds no thread."""

from collections.abc import AsyncIterator
from time import monotonic
from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Response
from starlette.responses import StreamingResponse

from lsl_desk.domain.rights import Action, Actor, allow
from lsl_desk.server.access.context import AcademyHere
from lsl_desk.server.access.guard import post_may
from lsl_desk.server.api.context import problems
from lsl_desk.server.services import juries, proving
from lsl_desk.server.services.academy import Academy
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import Event

router = APIRouter(tags=["acts"])

CHECK_SECONDS: Final = 20.0
"""How long a stream goes on for a post that was revoked, or given other juries: it then ends, and is asked again."""
_SIGN_OF_LIFE: Final = b":\n\n"
_TYPE: Final = "text/event-stream"
_STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Each event's data is the JSON of `Event`; a comment every two seconds is a sign of life.",
        "content": {_TYPE: {"schema": {"type": "string"}}},
    }
}


@router.get(routes.EVENTS, response_class=Response, responses=_STREAM | problems(401, 403))
def events(here: AcademyHere, asking: Annotated[Actor, post_may(Action.FOLLOW_EVENTS)]) -> Response:
    """Where each jury of this post stands, then each time one moves."""
    return StreamingResponse(_stream(here, asking), media_type=_TYPE, headers={"X-Accel-Buffering": "no"})


async def _stream(academy: Academy, asking: Actor) -> AsyncIterator[bytes]:
    with academy.notices.following(asking.juries) as follower:  # before looking, so that nothing falls between
        for one in await to_thread.run_sync(juries.listed, academy, asking.juries):
            yield _event(Event(jury=one.jury, sequence=one.sequence, version=one.version))
        checked = monotonic()
        while True:
            moved = await follower.moved(routes.HEARTBEAT_SECONDS)
            for head in moved:
                if head.version:
                    yield _event(Event(jury=head.jury, sequence=head.sequence, version=head.version))
            if not moved:
                yield _SIGN_OF_LIFE
            if monotonic() - checked > CHECK_SECONDS:
                checked = monotonic()
                if not await to_thread.run_sync(_still, academy, asking):
                    return


def _still(academy: Academy, asking: Actor) -> bool:
    now = proving.actor_now(academy.database, asking.id)
    return allow(now, Action.FOLLOW_EVENTS) and now.juries == asking.juries


def _event(event: Event) -> bytes:
    return b"data: " + event.model_dump_json().encode() + b"\n\n"
