# SPDX-License-Identifier: AGPL-3.0-or-later
"""Livrets in a folder: ``ab/cd/abcd…``, written beside, flushed, then named (restic's order)."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.server.files.livrets import CHUNK

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


class FolderFiles:
    """Implements `livrets.LivretFiles`; several workers and machines may share the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> Digest:
        """See `LivretFiles.put`."""
        digest = Digest(sha256(data).hexdigest())
        path = self._path(digest)
        if self.size(digest) == len(data):
            return digest
        fresh = path.with_name(f".{secrets.token_hex(8)}")
        try:
            self._make(path.parent)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor opened 0600 from the first instant
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
            _flush(path.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            if error.errno in _NO_ROOM:
                raise Refusal(Code.SERVER_FULL) from error
            raise
        return digest

    def size(self, digest: Digest) -> int | None:
        """See `LivretFiles.size`."""
        try:
            return self._path(digest).stat().st_size
        except FileNotFoundError:
            return None

    def erase(self, digest: Digest) -> None:
        """See `LivretFiles.erase`."""
        path = self._path(digest)
        if path.exists():
            path.unlink(missing_ok=True)
            _flush(path.parent)

    def read(self, digest: Digest, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """See `LivretFiles.read`."""
        with self._path(digest).open("rb", buffering=0) as file:
            file.seek(start)
            left = None if end is None else end - start
            while chunk := file.read(CHUNK if left is None else min(CHUNK, left)):
                left = None if left is None else left - len(chunk)
                yield chunk

    def _path(self, digest: Digest) -> Path:
        return self._folder / digest[:2] / digest[2:4] / digest

    def _make(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _flush(folder.parent)


def _flush(folder: Path) -> None:
    """Have a name in a folder survive a power cut; Windows does it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
