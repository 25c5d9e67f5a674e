# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text as it is searched: accents, case, ligatures and spacing apart.

`domain.folding` compares the words of the trade, one at a time; this folds whole livrets and keeps places.
"""

import re
import unicodedata
from typing import Final

PAGE_END: Final = "\f"
"""Stands between the pages of a livret's text; `collapsed` leaves none inside a page, and folding leaves it alone."""
_EXCERPT: Final = 48
_SPELT: Final = {"œ": "oe", "æ": "ae", "’": "'", "\u00ad": ""}
"""What a keyboard writes for what a typesetter set; the last is the soft hyphen, which nobody types."""
_MARKS: Final = re.compile("[\u0300-\u036f]+")
"""The combining marks that NFKD parts from Latin and Greek letters."""


def collapsed(text: str) -> str:
    """Every run of spaces and line ends as one space."""
    return " ".join(text.split())


def folded(text: str) -> str:
    """The text without accents or case: « Élève » and « ELEVE » are the same."""
    for char, plain in _LONGER.items():
        if char in text:
            text = text.replace(char, plain)
    try:
        return text.encode("cp1252").translate(_TABLE).decode("cp1252")
    except UnicodeEncodeError:
        return _folded_slowly(text)


def _folded_slowly(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    for sign, usual in _SPELT.items():
        plain = plain.replace(sign, usual)
    return _MARKS.sub("", plain)


def _one_byte(plain: str) -> bytes:
    """The folded sign as one byte of cp1252, or nothing."""
    try:
        byte = plain.encode("cp1252")
    except UnicodeEncodeError:
        return b""
    return byte if len(byte) == 1 else b""


_SIGNS: Final = bytes(range(256)).decode("cp1252", "ignore")
_FOLDED: Final = {sign: _folded_slowly(sign) for sign in _SIGNS}
_LONGER: Final = {sign: plain for sign, plain in _FOLDED.items() if not _one_byte(plain)}
"""Signs that fold to several or to none: « œ », « … », « ² »."""
_TABLE: Final = bytes.maketrans(
    "".join(sign for sign in _FOLDED if sign not in _LONGER).encode("cp1252"),
    b"".join(_one_byte(plain) for plain in _FOLDED.values()),
)
"""Ten times faster than Unicode's own way, for the pages that cp1252 can write: nearly all that are French."""


def excerpt(text: str, at: int, length: int) -> str:
    """Return the words around a place found in the folded text.

    Args:
        text: the text itself, collapsed.
        at: place in `folded(text)`.
        length: how much of the folded text was found.
    """
    start, end = _place(text, at), _place(text, at + length)
    first, last = max(0, start - _EXCERPT), min(len(text), end + _EXCERPT)
    if first:
        first = text.find(" ", first, start) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    return f"{'… ' if first else ''}{text[first:last].strip()}{' …' if last < len(text) else ''}"


def _place(text: str, at: int) -> int:
    """Where a place of the folded text lies in the text: folding keeps the order, not always the length."""
    before = text[:at]
    if len(before) == at and len(folded(before)) == at:
        return at
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if len(folded(text[:middle])) < at:
            low = middle + 1
        else:
            high = middle
    return low
