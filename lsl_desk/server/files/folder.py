# SPDX-License-Identifier: AGPL-3.0-or-later
"""Livrets in a folder: ``ab/cd/abcd…``, each written whole."""

import errno
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from lsl_desk.atomic_file import replace_file, sync_folder
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
        try:
            self._make(path.parent)
            replace_file(path, data)
        except OSError as error:
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
            sync_folder(path.parent)

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
        sync_folder(folder.parent)
