# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text as it is searched: accents, case, ligatures and spacing apart.

`domain.folding` compares the words of the trade, one at a time; this folds whole livrets and keeps places.
"""

import re
import unicodedata
from typing import Final

from lsl_desk.domain.folding import quickly

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


def _folded_slowly(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    for sign, usual in _SPELT.items():
        plain = plain.replace(sign, usual)
    return _MARKS.sub("", plain)


_QUICK: Final = quickly(_folded_slowly)


def folded(text: str) -> str:
    """The text without accents or case: « Élève » and « ELEVE » are the same."""
    return _QUICK(text)


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
