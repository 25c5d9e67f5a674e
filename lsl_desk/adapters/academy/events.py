# SPDX-License-Identifier: AGPL-3.0-or-later
"""Server-sent events: lines « data: … », an empty line after each; a comment is a sign of life (HTML standard §9.2)."""

from collections.abc import Iterator
from typing import Final

MAX_LINE: Final = 64 * 1024


class EventsFalse(ValueError):  # noqa: N818 - the state of the stream
    """A line is longer than any event."""


def events(chunks: Iterator[bytes]) -> Iterator[bytes | None]:
    """Read a stream of events.

    Args:
        chunks: its bytes, cut anywhere.

    Yields:
        The data of each event; None for each comment.

    Raises:
        EventsFalse: a line without an end.
    """
    data: list[bytes] = []
    for line in _lines(chunks):
        if line.startswith(b":"):
            yield None
        elif line.startswith(b"data:"):
            data.append(line[5:].removeprefix(b" "))
        elif not line and data:
            yield b"\n".join(data)
            data = []


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    left = b""
    for chunk in chunks:
        *lines, left = (left + chunk).split(b"\n")
        yield from (line.removesuffix(b"\r") for line in lines)
        if len(left) > MAX_LINE:
            raise EventsFalse("a line without an end")
