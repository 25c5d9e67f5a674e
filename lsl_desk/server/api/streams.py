# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes read from the storage and sent, without ever holding the event loop or a whole file."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Final

from anyio import to_thread

_RANGE: Final = re.compile(r"bytes=(?:(\d{1,18})-(\d{1,18})?|-(\d{1,18}))$")


class RangeUnsatisfiable(ValueError):  # noqa: N818 - the state of the request
    """The part asked for is not in the file (RFC 9110 §14.1.2)."""


async def off_loop(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Draw chunks in a worker thread, which is free again between two of them."""
    while chunk := await to_thread.run_sync(next, chunks, b""):
        yield chunk


def part(header: str | None, size: int) -> tuple[int, int] | None:
    """Read a Range header.

    Args:
        header: as sent, None when there is none.
        size: bytes of the file, 1 at least.

    Returns:
        First byte and one past the last; None for the whole file, also when the header is not one simple range, which
        a server may ignore (RFC 9110 §14.2).

    Raises:
        RangeUnsatisfiable: it begins past the end.
    """
    read = _RANGE.match((header or "").strip())
    if read is None:
        return None
    first, last, tail = read.groups()
    start = max(0, size - int(tail)) if tail else int(first)
    end = min(size, int(last) + 1) if last else size
    if start >= size or tail == "0":
        raise RangeUnsatisfiable
    return None if last and int(last) < start else (start, end)


def named(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names this entity tag."""
    return header is not None and any(one.strip().removeprefix("W/") in {tag, "*"} for one in header.split(","))
