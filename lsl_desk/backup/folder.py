# SPDX-License-Identifier: AGPL-3.0-or-later
"""A copy in a folder, read where it is and through no link."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from lsl_desk.backup import names
from lsl_desk.backup.flaws import Finding, Flaw, Flawed
from lsl_desk.backup.members import CHUNK, MAX_MEMBERS, Listing, refuse_path

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FolderMembers:
    """Implements `Members` over a folder."""

    root: str | None = None

    def __init__(self, path: Path) -> None:
        """List a folder.

        Args:
            path: to it; that path itself may go through a link, as the person chose it.

        Raises:
            Flawed: PLACE_UNREADABLE, MEMBER_TOO_MANY.
        """
        self.path = path
        self._sizes: dict[str, int] = {}
        self._findings: list[Finding] = []
        self._left = MAX_MEMBERS
        try:
            self._list(path, "")
        except OSError as error:
            raise Flawed(Flaw.PLACE_UNREADABLE) from error
        self.listing = Listing(self._sizes, tuple(self._findings))

    def close(self) -> None:
        """Nothing is held."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """See `Members.chunks`."""
        size = self._sizes[name]
        try:
            handle = os.open(self.path / name, os.O_RDONLY | _NO_LINK)
            with open(handle, "rb", buffering=0) as stream:  # noqa: PTH123 - of a handle
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise Flawed(Flaw.MEMBER_DEVICE, name)
                read = 0
                while chunk := stream.read(CHUNK):
                    read += len(chunk)
                    if read > size:
                        raise Flawed(Flaw.MEMBER_LONG, name)
                    yield chunk
        except OSError as error:
            raise Flawed(Flaw.MEMBER_UNREADABLE, name) from error

    def _list(self, folder: Path, under: str) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                self._left -= 1
                if self._left < 0:
                    raise Flawed(Flaw.MEMBER_TOO_MANY)
                try:
                    self._take(entry, f"{under}{entry.name}")
                except Flawed as flawed:
                    self._findings.append(flawed.finding)

    def _take(self, entry: os.DirEntry[str], name: str) -> None:
        refuse_path(name)
        try:
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISLNK(status.st_mode) or _is_junction(status):
                raise Flawed(Flaw.MEMBER_LINK, name)
            if stat.S_ISREG(status.st_mode):
                # Windows gives no exact size while it lists a folder.
                self._sizes[name] = (self.path / name).stat().st_size
            elif not stat.S_ISDIR(status.st_mode):
                raise Flawed(Flaw.MEMBER_DEVICE, name)
            elif name == names.LIVRETS:
                self._list(self.path / name, f"{name}/")
            else:
                self._sizes[f"{name}/"] = 0
        except OSError as error:
            raise Flawed(Flaw.MEMBER_UNREADABLE, name) from error


def _is_junction(status: os.stat_result) -> bool:
    """A Windows junction is a link that says it is a folder."""
    attributes = getattr(status, "st_file_attributes", 0)
    return bool(attributes & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0))
