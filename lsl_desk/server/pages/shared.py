# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every page needs: its style; and the source of what runs here, which the AGPL offers to all (§13)."""

import io
import tarfile
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

import lsl_desk
from lsl_desk import __version__
from lsl_desk.bundled import bundled
from lsl_desk.domain.rights import Action
from lsl_desk.server.access.guard import anybody_may

router = APIRouter(include_in_schema=False)

_BESIDE: Final = ("LICENSE", "NOTICE", "README.md", "pyproject.toml")


@router.get("/style.css", dependencies=[anybody_may(Action.READ_STATIC)])
def style() -> Response:
    """The style of the pages."""
    headers = {"Cache-Control": "max-age=3600"}
    return Response(bundled("pages", "style.css").read_bytes(), media_type="text/css", headers=headers)


@router.get("/source", dependencies=[anybody_may(Action.READ_SOURCE)])
def source() -> Response:
    """The source of this server, as it runs."""
    headers = {"Content-Disposition": f'attachment; filename="lsl-desk-{__version__}.tar.gz"'}
    return Response(_source(), media_type="application/gzip", headers=headers)


@cache
def _source() -> bytes:
    package = Path(lsl_desk.__file__).parent
    resources = bundled("pages").parent
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        archive.add(package, "lsl-desk/lsl_desk", filter=_kept)
        archive.add(resources, "lsl-desk/resources", filter=_kept)
        for name in _BESIDE:
            beside = package.parent / name
            if beside.exists():
                archive.add(beside, f"lsl-desk/{name}", filter=_kept)
    return written.getvalue()


def _kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leave out compiled files, and who owns the files here."""
    if "__pycache__" in member.name:
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
