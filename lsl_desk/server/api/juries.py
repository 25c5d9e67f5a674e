# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post is, and which juries it may hold."""

from base64 import b64decode
from hashlib import sha256
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Response

from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.rights import Action, Actor, Standing
from lsl_desk.server.access.context import AcademyHere, JuryName, SettingsHere
from lsl_desk.server.access.guard import jury_named, post_may
from lsl_desk.server.api.context import problems
from lsl_desk.server.api.streams import named
from lsl_desk.server.services import juries, proving, results
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import DeviceAnswer, JuriesAnswer, JuryLine, ManifestShown, NameLine, NamesAnswer
from lsl_desk.wire.manifests import tag

router = APIRouter(tags=["juries"])

IfNoneMatch = Annotated[str | None, Header()]
"""The entity tag held already."""
SAME: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "What the entity tag names is still current."}}
ENVELOPE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "A DSSE envelope.",
        "content": {"application/json": {"schema": {"type": "object", "description": "DSSE 1.0"}}},
    }
}


@router.get(routes.DEVICE, responses=problems(401))
def device(
    here: AcademyHere, settings: SettingsHere, asking: Annotated[Actor, post_may(Action.READ_OWN_DEVICE)]
) -> DeviceAnswer:
    """What the academy knows of this post; it begins every contact."""
    post = proving.known(here.database, asking.id)
    return DeviceAnswer(
        device=post.id,
        state="active" if asking.standing is Standing.ACTIVE else "revoked",
        reason=post.reason,
        name=post.name,
        role=post.role,
        centre=post.centre or "",
        sequence=post.sequence,
        head=post.head,
        help_phone=settings.help_phone,
    )


@router.get(routes.JURIES, response_model=JuriesAnswer, responses=SAME | problems(401, 403))
def listed(
    here: AcademyHere, asking: Annotated[Actor, post_may(Action.LIST_JURIES)], if_none_match: IfNoneMatch = None
) -> Response:
    """The juries this post may hold, with an entity tag of the whole list."""
    with here.database.looking() as connection:
        public = results.public(here, connection)
    lines = [
        JuryLine(
            jury=one.jury,
            label=one.label,
            version=one.version,
            digest=one.edition.digest,
            sitting=one.sitting,
            sequence=one.sequence,
            chain=one.chain,
            published=public.get(one.jury),
        )
        for one in juries.listed(here, asking.juries)
    ]
    body = JuriesAnswer(juries=lines).model_dump_json().encode()
    return _tagged(body, f'"{sha256(body).hexdigest()[:32]}"', if_none_match)


@router.get(
    routes.MANIFEST,
    response_class=Response,
    responses=ENVELOPE | SAME | problems(401, 403, 404, 410),
    dependencies=[post_may(Action.READ_MANIFEST, jury_named)],
)
def manifest(here: AcademyHere, jury: JuryName, if_none_match: IfNoneMatch = None) -> Response:
    """The newest manifest of a jury, in its signed envelope; its entity tag is its version and digest (``"3-1f…"``)."""
    edition, envelope = juries.manifest(here, JuryId(jury))
    return _tagged(envelope, tag(edition), if_none_match)


@router.get(routes.NAMES, responses=problems(401, 403))
def names(
    here: AcademyHere, jury: JuryName, asking: Annotated[Actor, post_may(Action.READ_NAMES, jury_named)]
) -> NamesAnswer:
    """Who the candidates of a jury are: its heads' posts keep it sealed until it has decided of all of them."""
    found = juries.names(here, JuryId(jury), by=asking.id)
    return NamesAnswer(
        names=[
            NameLine(number=one.number, name=one.name, usage_name=one.usage_name, first_names=one.first_names)
            for one in found
        ]
    )


@router.post(routes.MANIFEST, response_class=Response, responses=ENVELOPE | problems(401, 403, 404, 409, 410, 413))
def renumber(
    here: AcademyHere,
    jury: JuryName,
    asking: Annotated[Actor, post_may(Action.READ_MANIFEST, jury_named)],
    held: ManifestShown,
) -> Response:
    """Show the manifest that this post holds: an academy that was restored from a backup goes past its version."""
    edition, envelope = juries.renumber(here, JuryId(jury), b64decode(held.manifest), by=asking.id)
    return _tagged(envelope, tag(edition), None)


def _tagged(body: bytes, etag: str, held: str | None) -> Response:
    if named(held, etag):
        return Response(status_code=304, headers={"ETag": etag})
    return Response(body, media_type="application/json", headers={"ETag": etag})
