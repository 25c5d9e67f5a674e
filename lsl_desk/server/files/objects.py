# SPDX-License-Identifier: AGPL-3.0-or-later
"""Livrets in S3-compatible storage, through obstore."""

from collections.abc import Iterator
from hashlib import sha256

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import from_url

from lsl_desk.domain.ids import Digest
from lsl_desk.server.files.livrets import CHUNK


class ObjectFiles:
    """Implements `livrets.LivretFiles`."""

    def __init__(self, url: str, *, retries: int = 3) -> None:
        """Take an address; nothing is asked yet.

        Args:
            url: ``s3://bucket/prefix``, or any that obstore reads.
            retries: how many more times to ask a storage that does not answer.
        """
        if url.startswith(("memory:", "file:")):
            self._store = from_url(url)
        else:
            self._store = from_url(url, retry_config={"max_retries": retries})  # its own time limit is 30 s

    def put(self, data: bytes) -> Digest:
        """See `LivretFiles.put`."""
        digest = Digest(sha256(data).hexdigest())
        if self.size(digest) != len(data):
            try:
                obstore.put(self._store, _name(digest), data)
            except BaseError as error:
                raise OSError("the object storage did not keep it") from error
        return digest

    def size(self, digest: Digest) -> int | None:
        """See `LivretFiles.size`."""
        try:
            return obstore.head(self._store, _name(digest))["size"]
        except (FileNotFoundError, NotFoundError):
            return None
        except BaseError as error:
            raise OSError("the object storage does not answer") from error

    def erase(self, digest: Digest) -> None:
        """See `LivretFiles.erase`."""
        try:
            obstore.delete(self._store, _name(digest))
        except (FileNotFoundError, NotFoundError):
            return
        except BaseError as error:
            raise OSError("the object storage did not erase it") from error

    def read(self, digest: Digest, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """See `LivretFiles.read`."""
        stop = self.size(digest) if end is None else end
        if stop is None:
            raise FileNotFoundError("no such livret")
        for at in range(start, stop, CHUNK):
            try:
                yield bytes(obstore.get_range(self._store, _name(digest), start=at, end=min(stop, at + CHUNK)))
            except BaseError as error:
                raise OSError("the object storage does not answer") from error


def _name(digest: Digest) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
