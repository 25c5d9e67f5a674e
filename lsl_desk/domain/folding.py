# SPDX-License-Identifier: AGPL-3.0-or-later
"""One plain spelling for what people write in many: « N° Élève », « n° eleve » and « Nº ÉLÈVE » compare equal."""

import re
import unicodedata
from collections.abc import Callable

# Soft hyphen, zero-width marks, Unicode's combining marks: one pass in C, as every page of a jury is folded.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_LATIN = bytes(range(256)).decode("latin-1")
_COMMON = _LATIN + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
"""What a French text is written with: a byte for each, and the dashes, quotes and ligatures that cp1252 adds."""

_FEW = 16
"""Signs without a byte that are stepped over one by one; a text with more is taken apart in one go."""

Folding = Callable[[str], str]


def quickly(slowly: Folding) -> Folding:
    """Return the same folding, several times faster for the signs that nearly all French texts keep to.

    Args:
        slowly: folds a text sign by sign: what it makes of a sign does not hang on its neighbours.
    """
    known = {sign: to for sign in _COMMON if set(to := slowly(sign)) <= set(_LATIN)}
    bytewise = {sign: to for sign, to in known.items() if sign in _LATIN and len(to) == 1}
    replaced = tuple((sign, to) for sign, to in known.items() if sign not in bytewise)
    # « µ » and « ½ » fold to what has no byte of its own, and go the slow way with all that is not known here.
    unknown = "".join(sign for sign in _LATIN if sign not in known)
    others = re.compile(f"([{re.escape(unknown)}\u0100-\U0010ffff]+)")
    table = bytes.maketrans("".join(bytewise).encode("latin-1"), "".join(bytewise.values()).encode("latin-1"))

    def piece(text: str) -> str:
        return text.encode("latin-1").translate(table).decode("latin-1")

    def fold(text: str) -> str:
        if text.isascii():
            return piece(text)
        for sign, to in replaced:
            if sign in text:
                text = text.replace(sign, to)
        done = ""
        if not any(sign in text for sign in unknown):
            for _ in range(_FEW):
                try:
                    return done + piece(text)
                except UnicodeEncodeError as error:  # « ≥ 12 »
                    done += piece(text[: error.start]) + slowly(text[error.start : error.end])
                    text = text[error.end :]
        parts = others.split(text)
        return done + "".join(slowly(part) if place % 2 else piece(part) for place, part in enumerate(parts))

    return fold


def _folded_slowly(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text.replace("’", "'"))).casefold()


_QUICK = quickly(_folded_slowly)


def folded(text: str) -> str:
    """Lower case, without accents or invisible characters, with straight apostrophes and plain spaces; keeps lines."""
    return _QUICK(text)


_SIGNS = re.compile("[^a-z0-9]+")


def spelled(text: str) -> str:
    """A name in plain words of small letters and digits: « STMG (mercatique) » and « stmg_MERCATIQUE » are one."""
    return _SIGNS.sub(" ", folded(text)).strip()
