# SPDX-License-Identifier: AGPL-3.0-or-later
"""The jury code: seven words of our list drawn at random, seventy bits; it opens the livrets and box of a copy."""

import re
import secrets
import unicodedata
from typing import Final

from lsl_desk.backup.words import WORDS

LENGTH: Final = 7
"""Words of a code; each word is ten bits."""
_TOLD_APART: Final = 4
"""Letters by which words are told apart, and by which the short form names each."""
_MOST_TYPED: Final = 400
"""Characters of what is read at all."""

_KNOWN: Final = frozenset(WORDS)
_BY_START: Final = {word[:_TOLD_APART]: word for word in WORDS}


def new_code() -> str:
    """Draw a code from the system's randomness, such as ``abeille-tunnel-prairie-volcan-girafe-moulin-orge``."""
    return "-".join(secrets.choice(WORDS) for _ in range(LENGTH))


def is_code(text: str) -> bool:
    """Tell whether a text is a code exactly as `new_code` writes one."""
    words = text.split("-")
    return len(words) == LENGTH and _KNOWN.issuperset(words)


def short_form(code: str) -> str:
    """Return the first four letters of each word, joined: what opens a livret where a password may have 32 signs."""
    return "".join(word[:_TOLD_APART] for word in code.split("-"))


def normalised(typed: str) -> str | None:
    """Return the code a person means, None when it is none.

    Capitals, accents, spaces, hyphens and what else stands between words do not count; of each word the first four
    letters do, so a plural or a slip after them is understood. The short form is a code too.
    """
    words = words_meant(typed, LENGTH)
    return None if words is None else "-".join(words)


def words_meant(typed: str, length: int) -> tuple[str, ...] | None:
    """Return so many words of ours that a person means, as `normalised` does; None when they are not that."""
    if len(typed) > _MOST_TYPED:
        return None
    letters = "".join(
        char for char in unicodedata.normalize("NFD", typed.casefold()) if unicodedata.category(char) != "Mn"
    )
    parts = re.findall("[a-z]+", letters)
    if len(parts) == 1 and len(parts[0]) == length * _TOLD_APART:
        parts = re.findall("." * _TOLD_APART, parts[0])
    words = [_BY_START.get(part[:_TOLD_APART]) for part in parts]
    known = tuple(filter(None, words))
    return known if len(words) == len(known) == length else None
