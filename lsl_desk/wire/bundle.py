# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many livrets in one stream (performance study §4): for each, its digest, its length, its bytes; an end mark last.

A stream that is cut leaves whole livrets before the cut, and says by the missing end mark that it was cut. A livret the
server cannot give has a length of 0 and does not stop the others.
"""

import struct
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from lsl_desk.domain.ids import Digest

MEDIA_TYPE: Final = "application/vnd.lsl-desk.livrets"
_HEADER: Final = struct.Struct(">32sQ")
_END: Final = _HEADER.pack(b"\0" * 32, 0)
MAX_LIVRET: Final = 200 * 1024 * 1024
"""Bytes of one livret; as `members.MAX_MEMBER`."""


class BundleCut(ValueError):  # noqa: N818 - the state of the stream
    """The stream ended before its end mark."""


class BundleFalse(ValueError):  # noqa: N818 - the state of the stream
    """Not such a stream, or a length beyond what a livret may have."""


def header(digest: Digest, size: int) -> bytes:
    """The 40 bytes before a livret; ``size`` 0 says that the server cannot give it."""
    return _HEADER.pack(bytes.fromhex(digest), size)


def end() -> bytes:
    """The 40 bytes after the last livret."""
    return _END


def livrets(chunks: Iterable[bytes]) -> Iterator[tuple[Digest, bytes | None]]:
    """Read a stream.

    Args:
        chunks: its bytes, cut anywhere.

    Yields:
        Each livret as soon as it is whole: its digest as announced, and its bytes; None when the server could not give
        it, or gave bytes that do not bear this digest.

    Raises:
        BundleCut: it ended early; what was yielded is whole.
        BundleFalse: it is not such a stream.
    """
    source = _Source(chunks)
    while True:
        name, size = _HEADER.unpack(source.take(_HEADER.size))
        digest = Digest(name.hex())
        if size > MAX_LIVRET:
            raise BundleFalse("a livret is too large")
        if not size:
            if not any(name):
                return
            yield digest, None
            continue
        data = source.take(size)
        yield digest, data if sha256(data).digest() == name else None


class _Source:
    """Bytes taken by the length wanted from chunks of any length, each copied once."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._filled = filter(None, chunks)  # an empty chunk is not an end
        self._left = memoryview(b"")

    def take(self, size: int) -> bytes:
        if len(self._left) >= size:
            taken, self._left = bytes(self._left[:size]), self._left[size:]
            return taken
        parts = [self._left]
        missing = size - len(self._left)
        while missing:
            chunk = memoryview(next(self._filled, b""))
            if not chunk:
                self._left = memoryview(b"")
                raise BundleCut("the stream was cut")
            parts.append(chunk[:missing])
            self._left = chunk[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)
