# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the members of one copy go while it is made: a folder or a zip under a hidden name, until it is named."""

import contextlib
import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from lsl_desk.adapters.copies import disk
from lsl_desk.backup import names


class Target(Protocol):
    """A copy being written."""

    @property
    def unnamed(self) -> Path:
        """Where it is, complete or not, before it has its name."""

    def add(self, name: str, data: bytes) -> None:
        """Write a member.

        Raises:
            OSError: the disk refused.
        """

    def finish(self) -> None:
        """Make all of it durable, under its hidden name.

        Raises:
            OSError: the disk refused.
        """

    def name(self) -> Path:
        """Give it its name and return where it is.

        Raises:
            OSError: it has none.
        """

    def give_up(self) -> None:
        """Remove what was written, as far as the disk allows."""


class FolderTarget:
    """A folder."""

    def __init__(self, place: Path, jury: str, version: int) -> None:
        """Make it, under a hidden name.

        Raises:
            OSError: the disk refused.
            NameImpossible: the jury's identifier cannot be in a file name.
        """
        self._final = place / names.folder_name(jury, version)
        self.unnamed = disk.hidden(self._final)
        self.unnamed.mkdir()
        (self.unnamed / names.LIVRETS).mkdir()

    def add(self, name: str, data: bytes) -> None:
        """See `Target.add`."""
        disk.write(self.unnamed / name, data)

    def finish(self) -> None:
        """See `Target.finish`."""
        for folder in (self.unnamed / names.LIVRETS, self.unnamed, self.unnamed.parent):
            disk.sync(folder)

    def name(self) -> Path:
        """See `Target.name`."""
        disk.rename(self.unnamed, self._final)
        return self._final

    def give_up(self) -> None:
        """See `Target.give_up`."""
        disk.remove(self.unnamed)


class ZipTarget:
    """A zip that holds the folder, stored: the livrets do not shrink, and one byte can be looked at where it lies."""

    def __init__(self, place: Path, jury: str, version: int) -> None:
        """Make it, under a hidden name.

        Raises:
            OSError: the disk refused.
            NameImpossible: the jury's identifier cannot be in a file name.
        """
        self._final = place / names.zip_name(jury, version)
        self._top = names.folder_name(jury, version)
        self.unnamed = disk.hidden(self._final)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._file = os.fdopen(os.open(self.unnamed, flags, 0o644), "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED, allowZip64=False)

    def add(self, name: str, data: bytes) -> None:
        """See `Target.add`; no time of the clock is in it."""
        info = zipfile.ZipInfo(f"{self._top}/{name}")
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        self._zip.writestr(info, data)

    def finish(self) -> None:
        """See `Target.finish`."""
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        disk.forget(self._file.fileno())
        self._file.close()
        disk.sync(self.unnamed.parent)

    def name(self) -> Path:
        """See `Target.name`."""
        disk.rename(self.unnamed, self._final)
        return self._final

    def give_up(self) -> None:
        """See `Target.give_up`."""
        # The zip is not closed by the book: it would write its directory on a disk that refused.
        self._zip.fp = None
        with contextlib.suppress(OSError):
            self._file.close()
        disk.remove(self.unnamed)


def begin(place: Path, jury: str, version: int, *, archive: bool) -> Target:
    """Begin a copy.

    Raises:
        OSError: the disk refused.
        NameImpossible: the jury's identifier cannot be in a file name.
    """
    return (ZipTarget if archive else FolderTarget)(place, jury, version)


def copies_at(place: Path, jury: str) -> Mapping[Path, int]:
    """The copies of a jury that have their name at a place, with their versions, newest first."""
    found = {path: read[1] for path in place.iterdir() if (read := names.read_name(path.name)) and read[0] == jury}
    return dict(sorted(found.items(), key=lambda one: one[1], reverse=True))


def sweep(place: Path, jury: str) -> None:
    """Remove what a making of this jury that was killed left behind."""
    prefix = f".{names.folder_name(jury, 1).removesuffix('1')}"
    for path in place.iterdir():
        rest = path.name.removeprefix(prefix)
        if rest != path.name and len(rest.rsplit(".", 1)[-1]) == 8 and rest[:1].isdigit():
            disk.remove(path)
