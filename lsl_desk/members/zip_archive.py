# SPDX-License-Identifier: AGPL-3.0-or-later
"""A zip read in place: checked whole before anything is read, never extracted to disk."""

import re
import stat
import struct
import zlib
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.members.limits import (
    MAX_MEMBER,
    MAX_MEMBERS,
    MAX_TOTAL,
    is_litter,
    natural_order,
    refuse_case_clash,
)

MAX_RATIO = 250
"""Times a member may grow; PDF and HTML stay under 50, and Deflate cannot go beyond 1032."""

_SMALL = 1024 * 1024
"""Bytes under which the ratio says nothing."""

_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8_NAME = 0x800
_DAMAGED = (BadZipFile, LargeZipFile, zlib.error, LZMAError, EOFError, struct.error, NotImplementedError, ValueError)


class ZipMembers:
    """Implements `Members` over a zip."""

    kind = "archive zip"

    def __init__(self, path: Path) -> None:
        """Open the archive and hold its directory against every rule; nothing is read yet.

        Raises:
            Refusal: ZIP_BAD, ZIP_ENCRYPTED, ZIP_BOMB, MEMBER_OUTSIDE, MEMBER_LINK, MEMBER_CASE_CLASH, PATH_UNREADABLE…
        """
        self.path = str(path)
        self.label = path.stem
        self._zip = self._opened(path)
        try:
            self._infos = self._checked()
        except BaseException:
            self._zip.close()
            raise
        self.names = tuple(sorted((name for name in self._infos if not is_litter(name)), key=natural_order))

    def size(self, name: str) -> int:
        """Bytes unpacked, as the archive announces them."""
        return self._infos[name].file_size

    def read(self, name: str) -> bytes:
        """See `Members.read`; the bytes are counted as they come, whatever the archive announced."""
        if name not in self._infos:
            raise Refusal(Code.MEMBER_OUTSIDE, path=self.path, member=name)
        try:
            return self._bytes(self._infos[name])
        except _DAMAGED as error:
            raise Refusal(Code.ZIP_BAD, path=self.path) from error
        except RuntimeError as error:  # zipfile's way to say that a member is encrypted after all
            raise Refusal(Code.ZIP_ENCRYPTED, path=self.path) from error
        except OSError as error:
            raise Refusal(Code.PATH_VANISHED, path=self.path) from error

    def close(self) -> None:
        """Close the archive."""
        self._zip.close()

    def _bytes(self, info: ZipInfo) -> bytes:
        parts, size = [], 0
        with self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > MAX_MEMBER:
                    raise Refusal(Code.ZIP_BOMB, path=self.path)
                parts.append(chunk)
        return b"".join(parts)

    def _opened(self, path: Path) -> ZipFile:
        try:
            return ZipFile(path)
        except _DAMAGED as error:
            raise Refusal(Code.ZIP_BAD, path=self.path) from error
        except FileNotFoundError as error:
            raise Refusal(Code.PATH_MISSING, path=self.path) from error
        except OSError as error:
            raise Refusal(Code.PATH_UNREADABLE, path=self.path) from error

    def _checked(self) -> dict[str, ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_TOTAL:
            raise Refusal(Code.ZIP_BOMB, path=self.path)
        found: dict[str, ZipInfo] = {}
        names: list[str] = []
        for info in infos:
            name = _name(info)
            self._refuse_member(info, name)
            if not name.endswith("/"):
                names.append(name)
                found.setdefault(name, info)
        refuse_case_clash(self.path, names)
        return found

    def _refuse_member(self, info: ZipInfo, name: str) -> None:
        if info.flag_bits & _ENCRYPTED:
            raise Refusal(Code.ZIP_ENCRYPTED, path=self.path)
        if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
            raise Refusal(Code.MEMBER_OUTSIDE, path=self.path, member=name)
        mode = info.external_attr >> 16
        if mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise Refusal(Code.MEMBER_LINK, path=self.path, member=name)
        grown = info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if info.file_size > MAX_MEMBER or grown:
            raise Refusal(Code.ZIP_BOMB, path=self.path)


def _name(info: ZipInfo) -> str:
    """A member's path with ``/``; bytes not flagged as UTF-8 are UTF-8 all the same, or the DOS charset of Windows."""
    name = info.orig_filename.split("\0", 1)[0]
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp850", "replace")
    plain = name.replace("\\", "/")
    if plain.startswith("/"):
        return plain  # refused, under the name it has
    parts = [part for part in plain.split("/") if part not in {"", "."}]
    return "/".join(parts) + ("/" if plain.endswith("/") else "")
