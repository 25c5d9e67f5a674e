# SPDX-License-Identifier: AGPL-3.0-or-later
"""Strict reading of what is signed: every field is there, of its type, and no other; the place of a fault is named."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from lsl_desk.backup.flaws import Flaw, Flawed

MAX_TEXT: Final = 400
"""Characters of a line of text."""
LAST_RANK: Final = 2**53

Kinds = type | tuple[type, ...]
NONE: Final = type(None)

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ACT = re.compile(r"[0-9a-f]{32}")
_EXACT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of a text: with them a line reads as another one."""


class Fields:
    """Reads the fields of one file."""

    def __init__(self, file: str) -> None:
        """Name the file, for findings."""
        self.file = file

    def wrong(self, flaw: Flaw, place: str) -> Flawed:
        """What to raise of a place."""
        return Flawed(flaw, self.file, place=place)

    def value(self, place: str) -> Flawed:
        """What to raise of a value that is none of ours."""
        return self.wrong(Flaw.FIELD_VALUE, place)

    def understood(self, read: Any, protocols: frozenset[str]) -> None:
        """Refuse another version of the format before its fields, which may be others.

        Raises:
            Flawed: FORMAT_NEWER.
        """
        said = read.get("protocol") if isinstance(read, dict) else None
        if isinstance(said, str) and said not in protocols:
            raise self.wrong(Flaw.FORMAT_NEWER, "protocol")

    def shape(self, read: Any, fields: Mapping[str, Kinds], place: str = "") -> None:
        """Hold a value against its fields and their types, and refuse any other field; a boolean is no number.

        Raises:
            Flawed: FIELD_TYPE, FIELD_UNKNOWN, FIELD_MISSING.
        """
        unknown = read.keys() - fields.keys() if isinstance(read, dict) else ()
        if unknown:
            raise self.wrong(Flaw.FIELD_UNKNOWN, f"{place}.{plain(min(unknown))[:40]}".lstrip("."))
        self.within(read, fields, place)

    def within(self, read: Any, fields: Mapping[str, Kinds], place: str = "") -> None:
        """Hold a value against some of its fields and their types; it may have others. A boolean is no number.

        Raises:
            Flawed: FIELD_TYPE, FIELD_MISSING.
        """
        if not isinstance(read, dict):
            raise self.wrong(Flaw.FIELD_TYPE, place or "contenu")
        missing = fields.keys() - read
        if missing:
            raise self.wrong(Flaw.FIELD_MISSING, f"{place}.{min(missing)}".lstrip("."))
        for name, kind in fields.items():
            if not isinstance(read[name], kind) or isinstance(read[name], bool):
                raise self.wrong(Flaw.FIELD_TYPE, f"{place}.{name}".lstrip("."))

    def need(self, holds: bool, place: str) -> None:
        """Refuse a value that does not hold.

        Raises:
            Flawed: FIELD_VALUE.
        """
        if not holds:
            raise self.value(place)

    def digests(self, read: Mapping[str, Any], names: Iterable[str], place: str = "") -> None:
        """Refuse what is no SHA-256 in its one writing; None where a type let it through.

        Raises:
            Flawed: FIELD_VALUE.
        """
        for name in names:
            self.need(read[name] is None or is_digest(read[name]), f"{place}.{name}".lstrip("."))

    def texts(self, read: Mapping[str, Any], names: Iterable[str], place: str = "") -> None:
        """Refuse a text longer than any of ours. What it says is shown as a plain line, whatever it is.

        Raises:
            Flawed: FIELD_VALUE.
        """
        for name in names:
            self.need(len(read[name]) <= MAX_TEXT and "\0" not in read[name], f"{place}.{name}".lstrip("."))

    def moment(self, text: str, place: str) -> datetime:
        """Read a time to the microsecond, in UTC.

        Raises:
            Flawed: FIELD_VALUE.
        """
        try:
            if _EXACT.fullmatch(text):
                return datetime.fromisoformat(text)
        except ValueError as error:
            raise self.wrong(Flaw.FIELD_VALUE, place) from error
        raise self.wrong(Flaw.FIELD_VALUE, place)


def is_digest(text: object) -> bool:
    """Whether this is a SHA-256, 64 lower-case hexadecimal digits."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def is_act(text: object) -> bool:
    """Whether this names an act: 32 lower-case hexadecimal digits."""
    return isinstance(text, str) and _ACT.fullmatch(text) is not None


def exact_text(moment: datetime) -> str:
    """Write a time to the microsecond, in UTC, as `Fields.moment` reads it.

    Raises:
        ValueError: it is not in UTC.
    """
    if moment.utcoffset() != UTC.utcoffset(None):
        raise ValueError("times are in UTC")
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def plain(text: str) -> str:
    """Return a text as a line takes it: a space for what would break or turn a line; cut if too long."""
    return "".join(" " if _odd(char) else char for char in text)[:MAX_TEXT]


def is_line(text: str) -> bool:
    """Whether a text stands in a line as it is."""
    return len(text) <= MAX_TEXT and not any(map(_odd, text))


def _odd(char: str) -> bool:
    return unicodedata.category(char) in _UNPRINTABLE or char in _TURNING
