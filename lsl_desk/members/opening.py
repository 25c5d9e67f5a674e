# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opens what a path leads to: a folder, or a zip whatever its suffix."""

from pathlib import Path
from zipfile import is_zipfile

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.members.folder import FolderMembers
from lsl_desk.members.limits import Members
from lsl_desk.members.zip_archive import ZipMembers

_ZIP_START = (b"PK\x03\x04", b"PK\x05\x06")


def open_members(path: str) -> Members:
    """Open a folder or a zip; whoever opens it closes it.

    Raises:
        Refusal: PATH_MISSING, PATH_UNREADABLE, NOT_A_JURY, and what `FolderMembers` and `ZipMembers` refuse.
    """
    try:
        place = Path(path).expanduser()
        if place.is_dir():
            return FolderMembers(place)
        if not place.is_file():
            raise Refusal(Code.NOT_A_JURY if place.exists() else Code.PATH_MISSING, path=path)
        with place.open("rb") as stream:
            start = stream.read(4)
        looks_like_zip = start in _ZIP_START or place.suffix.lower() == ".zip" or is_zipfile(place)
    except PermissionError as error:
        raise Refusal(Code.PATH_UNREADABLE, path=path) from error
    except (OSError, ValueError, RuntimeError) as error:  # a path the system cannot even look for
        raise Refusal(Code.PATH_MISSING, path=path) from error
    if not looks_like_zip:
        raise Refusal(Code.NOT_A_JURY, path=path)
    return ZipMembers(place)
