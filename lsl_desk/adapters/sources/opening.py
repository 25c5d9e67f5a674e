# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opens the right source for a path: a folder, or a zip whatever its suffix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from lsl_desk.domain.errors import Code, Refusal

if TYPE_CHECKING:
    from lsl_desk.adapters.sources.jury_source import MemberSource

_ZIP_START = (b"PK\x03\x04", b"PK\x05\x06")


class LocalSources:
    """Implements `client.ports.Sources` for this machine's disks."""

    def open(self, path: str) -> MemberSource:
        """See `client.ports.Sources.open`.

        Raises:
            Refusal: PATH_MISSING, PATH_UNREADABLE, NOT_A_JURY, and what `FolderMembers` and `ZipMembers` refuse.
        """
        # A start that only lists what is held reads no index: HTML and spreadsheets cost it 40 ms.
        from lsl_desk.adapters.sources.folder import FolderMembers  # noqa: PLC0415
        from lsl_desk.adapters.sources.jury_source import MemberSource  # noqa: PLC0415
        from lsl_desk.adapters.sources.zip_archive import ZipMembers  # noqa: PLC0415

        try:
            place = Path(path).expanduser()
            if place.is_dir():
                return MemberSource(FolderMembers(place))
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
        return MemberSource(ZipMembers(place))
