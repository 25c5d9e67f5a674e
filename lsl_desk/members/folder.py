# SPDX-License-Identifier: AGPL-3.0-or-later
"""A folder on disk: only regular files under it are ever read, through no link."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.members.limits import MAX_MEMBER, MAX_MEMBERS, is_litter, natural_order, refuse_case_clash

_MAX_DEPTH = 12
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FolderMembers:
    """Implements `Members` over a folder, walked once when it is opened."""

    kind = "dossier"

    def __init__(self, path: Path) -> None:
        """Walk the folder.

        Raises:
            Refusal: PATH_UNREADABLE, PATH_VANISHED, MEMBER_LINK, MEMBER_CASE_CLASH, ZIP_BOMB for a boundless folder.
        """
        self.path = str(path)
        self._root = Path(os.path.realpath(path))
        self.label = self._root.name
        self._files: dict[str, tuple[Path, int]] = {}
        for name, file, size in self._walk(self._root, "", 0):
            self._files[name] = (file, size)
            if len(self._files) > MAX_MEMBERS:
                raise Refusal(Code.ZIP_BOMB, path=self.path)
        self.names = tuple(sorted(self._files, key=natural_order))
        refuse_case_clash(self.path, self.names)

    def size(self, name: str) -> int:
        """Bytes when the folder was opened."""
        return self._files[name][1]

    def read(self, name: str) -> bytes:
        """See `Members.read`."""
        if name not in self._files:
            raise Refusal(Code.MEMBER_OUTSIDE, path=self.path, member=name)
        file = self._files[name][0]
        try:
            if Path(os.path.realpath(file)) != file:
                raise Refusal(Code.MEMBER_LINK, path=self.path, member=name)
            return self._bytes(file, name)
        except OSError as error:
            self._refuse(error, name)

    def close(self) -> None:
        """Nothing stays open."""

    def _bytes(self, file: Path, name: str) -> bytes:
        with open(os.open(file, _OPEN_FLAGS), "rb") as stream:  # noqa: PTH123 - opened without following a link
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise Refusal(Code.MEMBER_LINK, path=self.path, member=name)
            data = stream.read(MAX_MEMBER + 1)
        if len(data) > MAX_MEMBER:
            raise Refusal(Code.PATH_UNREADABLE, path=name)
        return data

    def _walk(self, folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, Path, int]]:
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._refuse(error, prefix)
        for entry in found:
            name = f"{prefix}{_readable(entry.name)}"
            if is_litter(name):
                continue
            try:
                if _is_link(entry):
                    raise Refusal(Code.MEMBER_LINK, path=self.path, member=name)
                if entry.is_dir(follow_symlinks=False):
                    if depth < _MAX_DEPTH:
                        yield from self._walk(Path(entry.path), f"{name}/", depth + 1)
                elif entry.is_file(follow_symlinks=False):
                    yield name, Path(entry.path), entry.stat(follow_symlinks=False).st_size
            except OSError as error:
                self._refuse(error, name)

    def _refuse(self, error: OSError, name: str) -> NoReturn:
        gone = isinstance(error, FileNotFoundError | NotADirectoryError) or not self._root.exists()
        where = str(Path(self.path) / name) if name else self.path
        raise Refusal(Code.PATH_VANISHED if gone else Code.PATH_UNREADABLE, path=where) from error


def _readable(name: str) -> str:
    """A file name that is not valid in the system's charset, as text: an old zip unpacked leaves such names."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("cp1252", "replace")
    return name


def _is_link(entry: os.DirEntry[str]) -> bool:
    """A symbolic link, or a Windows junction, which `is_symlink` does not see."""
    if entry.is_symlink():
        return True
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0))
