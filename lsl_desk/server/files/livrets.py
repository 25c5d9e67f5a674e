# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the bytes of the livrets are: one small protocol, with two implementations and one contract suite."""

from collections.abc import Iterator
from typing import Final, Protocol

from lsl_desk.domain.ids import Digest

CHUNK: Final = 1024 * 1024
"""Bytes read at once, at most."""


class LivretFiles(Protocol):
    """Livrets by digest. A livret is there whole or not at all; putting one twice changes nothing."""

    def put(self, data: bytes) -> Digest:
        """Keep a livret, durably once this returns.

        Raises:
            OSError: it was not kept.
            Refusal: SERVER_FULL, the same for want of room.
        """

    def size(self, digest: Digest) -> int | None:
        """Its length in bytes, None when it is not there.

        Raises:
            OSError: the storage does not answer.
        """

    def erase(self, digest: Digest) -> None:
        """Erase it; one that is not there is no fault.

        Raises:
            OSError: it was not erased.
        """

    def read(self, digest: Digest, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Its bytes, `CHUNK` at a time.

        Args:
            digest: one that is there.
            start: first byte.
            end: one past the last byte, None for the end.

        Raises:
            OSError: it is not there, or the storage does not answer.
        """
