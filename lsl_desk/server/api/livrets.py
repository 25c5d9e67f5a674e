# SPDX-License-Identifier: AGPL-3.0-or-later
"""Livrets: one with Range, many in one stream (`wire.bundle`). Their names are their digests, so they never change."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Response
from starlette.responses import StreamingResponse

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.rights import Action
from lsl_desk.server.access.context import AcademyHere, JuryName
from lsl_desk.server.access.guard import jury_named, post_may
from lsl_desk.server.api import problems as refusals
from lsl_desk.server.api.context import problems
from lsl_desk.server.api.juries import SAME, IfNoneMatch
from lsl_desk.server.api.streams import RangeUnsatisfiable, named, off_loop, part
from lsl_desk.server.files.livrets import CHUNK, LivretFiles
from lsl_desk.server.services import juries
from lsl_desk.wire import bundle, routes
from lsl_desk.wire.exchange import BundleAsked, Problem
from lsl_desk.wire.strict import Sha256

router = APIRouter(tags=["livrets"])

_MAY: Final = post_may(Action.READ_LIVRET, jury_named)
_PDF: Final = "application/pdf"
_FOR_EVER: Final = "private, max-age=31536000, immutable"
_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}
_ONE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The livret.", "content": {_PDF: _BYTES}},
    206: {"description": "The part asked for.", "content": {_PDF: _BYTES}},
    416: {"description": "There is no such part.", "model": Problem},
}
_MANY: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The livrets, in the order asked.", "content": {bundle.MEDIA_TYPE: _BYTES}}
}


@router.get(
    routes.LIVRET, response_class=Response, responses=_ONE | SAME | problems(401, 403, 404, 410), dependencies=[_MAY]
)
def livret(
    here: AcademyHere,
    jury: JuryName,
    digest: Sha256,
    if_none_match: IfNoneMatch = None,
    range_: Annotated[str | None, Header(alias="Range")] = None,
    if_range: Annotated[str | None, Header()] = None,
) -> Response:
    """One livret, or a part of it."""
    size = juries.livret_size(here, JuryId(jury), Digest(digest))
    tag = f'"{digest}"'
    headers = {"ETag": tag, "Accept-Ranges": "bytes", "Cache-Control": _FOR_EVER}
    if named(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    try:
        wanted = part(range_ if if_range in {None, tag} else None, size)
    except RangeUnsatisfiable:
        answer = refusals.answer(Refusal(Code.REQUEST_INVALID, where="Range"), 416)
        answer.headers["Content-Range"] = f"bytes */{size}"
        return answer
    start, end = wanted or (0, size)
    headers["Content-Length"] = str(end - start)
    if wanted is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    chunks = here.files.read(Digest(digest), start, end)
    return StreamingResponse(off_loop(chunks), 200 if wanted is None else 206, headers, media_type=_PDF)


@router.post(
    routes.BUNDLE, response_class=Response, responses=_MANY | problems(401, 403, 410, 413), dependencies=[_MAY]
)
def many(here: AcademyHere, jury: JuryName, asked: BundleAsked) -> Response:
    """Many livrets in one stream; one that cannot be given has a length of 0 there and stops nothing."""
    wanted = juries.livret_sizes(here, JuryId(jury), [Digest(one) for one in asked.digests])
    return StreamingResponse(off_loop(_framed(here.files, wanted)), media_type=bundle.MEDIA_TYPE)


def _framed(files: LivretFiles, wanted: Sequence[tuple[Digest, int]]) -> Iterator[bytes]:
    """The stream, in pieces of about `CHUNK`: small livrets go together."""
    pieces: list[bytes] = []
    held = 0
    for digest, size in wanted:
        chunks = _begun(files, digest, size)
        pieces.append(bundle.header(digest, 0 if chunks is None else size))
        for chunk in chunks or ():
            pieces.append(chunk)
            held += len(chunk)
            if held >= CHUNK:
                yield b"".join(pieces)
                pieces, held = [], 0
    yield b"".join((*pieces, bundle.end()))


def _begun(files: LivretFiles, digest: Digest, size: int) -> Iterator[bytes] | None:
    """A livret whose first bytes were read, so that its length may be announced; None when it cannot be given."""
    try:
        if not size or files.size(digest) != size:
            return None
        chunks = files.read(digest, 0, size)
        return chain((next(chunks),), chunks)
    except OSError:
        return None
