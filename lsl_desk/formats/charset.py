# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes to text, whatever was declared: indexes and lists of the field are UTF-8, cp1252, ISO-8859-1/15 or UTF-16."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_DECLARED_WITHIN = 2048
"""Bytes: HTML asks that a page declare its charset within the first kilobyte."""


def decode(data: bytes) -> str:
    """Return the text of a page or list; never fails.

    A byte order mark decides; then UTF-16 is known by its null bytes; then valid UTF-8 is UTF-8 even when another
    charset is declared, since accented text in a single-byte charset is not valid UTF-8; then what is declared; then
    cp1252.
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(charset, "replace")
    wide = _utf16(data)
    if wide is not None:
        return wide
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_single_byte(data), "replace")


def _utf16(data: bytes) -> str | None:
    head = data[:512]
    if len(head) < 4 or head.count(0) * 3 < len(head):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")


def _single_byte(data: bytes) -> str:
    """The declared charset when it is a single-byte one, else cp1252, which is what ISO-8859-1 means on the web."""
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    if declared is None:
        return "cp1252"
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError:
        return "cp1252"
    return name if name in {"iso8859-15", "mac-roman", "cp850", "cp437"} else "cp1252"
