# SPDX-License-Identifier: AGPL-3.0-or-later
"""From what the person names to the copies to check: a folder, a zip, or a key that holds several of them."""

import os
import stat
from pathlib import Path

from lsl_desk.backup import names
from lsl_desk.backup.archive import ZipMembers
from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.folder import FolderMembers
from lsl_desk.backup.members import Members

_ZIP_STARTS = (b"PK\3\4", b"PK\5\6")


def open_copy(path: Path, *, chosen: bool = True) -> Members:
    """Open a copy; whoever opens it closes it.

    Args:
        path: to a folder or zip.
        chosen: by the person, who may go through a link; what a key is found to hold may not.

    Raises:
        Flawed: PLACE_MISSING, PLACE_UNREADABLE, PLACE_OTHER, MEMBER_LINK, and what a zip is refused for.
    """
    try:
        if not chosen and path.is_symlink():
            raise Flawed(Flaw.MEMBER_LINK, str(path))
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            return FolderMembers(path)
        if stat.S_ISREG(kind):
            with path.open("rb") as stream:
                start = stream.read(4)
            if start in _ZIP_STARTS or path.suffix.casefold() == ".zip":
                return ZipMembers(path)
    except FileNotFoundError as error:
        raise Flawed(Flaw.PLACE_MISSING, str(path)) from error
    except (OSError, ValueError) as error:
        raise Flawed(Flaw.PLACE_UNREADABLE, str(path)) from error
    raise Flawed(Flaw.PLACE_OTHER, str(path))


def copies_in(path: Path, jury: str | None = None) -> list[Path]:
    """Return the copies that a folder holds, by name, of one jury or of all; none when it is a copy itself.

    Raises:
        Flawed: JURY_NOWHERE when it holds copies, and none of that jury.
    """
    try:
        if (path / names.MANIFEST).exists():
            return []
        with os.scandir(path) as entries:
            said = {entry.name: names.read_name(entry.name) for entry in entries}
    except (OSError, ValueError):
        return []
    copies = {path / name: found[0] for name, found in sorted(said.items()) if found}
    if copies and jury is not None and jury not in copies.values():
        raise Flawed(Flaw.JURY_NOWHERE, str(path), expected=jury, found=", ".join(sorted({*copies.values()})))
    return [one for one, found in copies.items() if jury in {None, found}]
