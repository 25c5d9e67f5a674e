# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read the answers of a worker, which is not trusted: what has not the right shape is a `ProtocolError`."""

import json
import math
from typing import Any

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.pages import Inspection, PageSize
from lsl_desk.domain.pages import Word as PageWord
from lsl_desk.pages.protocol import Header, ProtocolError, Word

MOST_CODES = 64
LONGEST_CODE = 200
"""Bar codes in a picture, and signs in one, beyond which an answer is none of our worker."""


def refusal_of(header: Header, page: int) -> Refusal:
    """Turn a REFUSED answer into what the asker is told."""
    pages = header.get("pages")
    if isinstance(pages, int):
        return Refusal(Code.PAGE_UNKNOWN, page=page + 1, pages=pages)
    return Refusal(Code.PAGE_UNREADABLE)


def sizes_of(header: Header) -> tuple[PageSize, ...]:
    """Read the sizes of pages."""
    sizes = _list(header.get("sizes"))
    if not all(isinstance(size, list) and len(size) == 2 and _finite(*size) for size in sizes):
        raise ProtocolError
    return tuple(PageSize(float(width), float(height)) for width, height in sizes)


def words_of(body: bytes) -> tuple[PageWord, ...]:
    """Read the words of a page."""
    words = _list(_parsed(body))
    for word in words:
        if not (isinstance(word, list) and len(word) == 6 and _finite(*word[:4]) and isinstance(word[4], str)):
            raise ProtocolError
        if not isinstance(word[5], int):
            raise ProtocolError
    return tuple(PageWord(*word) for word in words)


def inspection_of(header: Header, body: bytes) -> Inspection:
    """Read what was found in a PDF."""
    problem = header.get("problem")
    if problem is not None:
        if problem not in {one.value for one in LivretProblem}:
            raise ProtocolError
        return Inspection(LivretProblem(problem), ())
    texts = _list(_parsed(body))
    if not texts or not all(isinstance(text, str) for text in texts):
        raise ProtocolError
    return Inspection(None, tuple(texts))


def codes_of(header: Header, body: bytes) -> tuple[str, ...] | None:
    """Read the bar codes found in a picture, None when the file is none that can be looked at."""
    if header.get("word") == Word.REFUSED:
        return None
    texts = _list(_parsed(body))
    if header.get("word") != Word.DONE or len(texts) > MOST_CODES:
        raise ProtocolError
    if not all(isinstance(text, str) and 0 < len(text) <= LONGEST_CODE and text.isprintable() for text in texts):
        raise ProtocolError
    return tuple(texts)


def height_of(header: Header, width: int, room: int) -> int:
    """Read the height of a picture, which must fit the room it was given."""
    height = header.get("height")
    if not isinstance(height, int) or not 0 < height * width * 4 <= room:
        raise ProtocolError
    return height


def room_of(header: Header) -> int:
    """Read how many bytes a picture takes."""
    room = header.get("room")
    if not isinstance(room, int) or room <= 0:
        raise ProtocolError
    return room


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError as error:
        raise ProtocolError from error


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ProtocolError
    return value


def _finite(*numbers: object) -> bool:
    return all(isinstance(number, int | float) and math.isfinite(number) for number in numbers)
