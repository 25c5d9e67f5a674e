# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON that has one way of being written: sorted keys, no space, UTF-8. All else is refused, with its reason."""

import json
import re
from typing import Any, NoReturn

from lsl_desk.backup.flaws import Flaw, Flawed

_DEEPEST = 8
"""Brackets within brackets; ours have four."""

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def written(value: object) -> bytes:
    """Write a value of dictionaries, lists, texts, integers, booleans and None.

    Raises:
        UnicodeEncodeError: a text holds half of a surrogate pair.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def read(data: bytes, part: str, file: str = "") -> Any:
    """Read what `written` wrote, byte for byte.

    Args:
        data: the text.
        part: what it is, for the sentence.
        file: the member it is in.

    Raises:
        Flawed: JSON_BOM, JSON_ENCODING, JSON_SYNTAX, JSON_DEPTH, JSON_NUMBER, JSON_TWICE, JSON_FORM.
    """
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise Flawed(Flaw.JSON_BOM, file, part=part)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Flawed(Flaw.JSON_ENCODING, file, part=part) from error
    _refuse_depth(text, part, file)

    def refused(_: str) -> NoReturn:
        raise Flawed(Flaw.JSON_NUMBER, file, part=part)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise Flawed(Flaw.JSON_TWICE, file, part=part)
        return found

    def whole(digits: str) -> int:
        return int(digits) if len(digits) <= 16 else refused(digits)

    try:
        value = json.loads(text, parse_float=refused, parse_constant=refused, parse_int=whole, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise Flawed(Flaw.JSON_SYNTAX, file, part=part) from error
    try:
        same = written(value) == data
    except UnicodeEncodeError:
        same = False
    if not same:
        raise Flawed(Flaw.JSON_FORM, file, part=part)
    return value


def _refuse_depth(text: str, part: str, file: str) -> None:
    """Count brackets before the parser does: it gives up by an error of its own, at a depth that varies."""
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > _DEEPEST:
            raise Flawed(Flaw.JSON_DEPTH, file, part=part)
