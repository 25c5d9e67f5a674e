# SPDX-License-Identifier: AGPL-3.0-or-later
"""What window and worker say to each other: a JSON header and bytes, each with its length in front. No pickle.

The window asks, the worker answers; one request at a time. A worker that read a hostile file is not trusted: whatever
does not look like an answer is a `ProtocolError`, and the worker is replaced.
"""

import json
import struct
from enum import StrEnum
from typing import IO, Any

_LENGTHS = struct.Struct("<II")
MAX_HEADER = 1 << 20
MAX_BODY = 128 << 20

Header = dict[str, Any]


class Ask(StrEnum):
    """What a worker can do."""

    SIZES = "sizes"
    RENDER = "render"
    WORDS = "words"
    PNG = "png"
    INSPECT = "inspect"
    REHEARSE = "rehearse"
    PROTECT = "protect"
    UNPROTECT = "unprotect"
    CODES = "codes"


class Word(StrEnum):
    """The first word of an answer."""

    DONE = "done"
    REFUSED = "refused"
    """The file is at fault; ``problem`` says how. The worker is as good as before."""
    NO_MEMORY = "no_memory"
    """The cap was met; the worker asks to be replaced."""
    MORE_ROOM = "more_room"
    """The picture takes ``room`` bytes, more than the slot offered."""


class ProtocolError(Exception):
    """What came is not a message, or not an answer to what was asked."""


def send(stream: IO[bytes], header: Header, body: bytes | memoryview = b"") -> None:
    """Write a message.

    Raises:
        OSError: nobody reads any more.
    """
    head = json.dumps(header, separators=(",", ":")).encode("ascii")
    _write(stream, _LENGTHS.pack(len(head), len(body)) + head)
    if len(body):
        _write(stream, body)


def receive(stream: IO[bytes]) -> tuple[Header, bytes]:
    """Read a message.

    Raises:
        EOFError: the other side is gone.
        ProtocolError: this is not a message.
    """
    head_length, body_length = _LENGTHS.unpack(_read(stream, _LENGTHS.size))
    if head_length > MAX_HEADER or body_length > MAX_BODY:
        raise ProtocolError
    head = _read(stream, head_length)
    body = _read(stream, body_length)
    try:
        header = json.loads(head)
    except ValueError as error:
        raise ProtocolError from error
    if not isinstance(header, dict):
        raise ProtocolError
    return header, body


def _write(stream: IO[bytes], data: bytes | memoryview) -> None:
    view = memoryview(data)
    while view:
        view = view[stream.write(view) or 0 :]


def _read(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) == size:
        return data
    whole = bytearray(data)
    while data and len(whole) < size:
        data = stream.read(size - len(whole))
        whole += data
    if len(whole) < size:
        raise EOFError
    return bytes(whole)
