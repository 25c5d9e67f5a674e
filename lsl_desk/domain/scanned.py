# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a bar code reader may have typed for a N° élève: « *0418* », an address, a check digit, another keyboard."""

import re
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 40
"""Characters of a number that is worth saying back; a page of text pasted by mistake is not."""

_CODE39: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
_UNSHIFTED: Final = str.maketrans("&é\"'(-è_çà§", "12345678906")
"""The digits' keys of a French keyboard, which a reader set for another keyboard presses without Shift."""
_SYMBOLOGY: Final = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
"""What some readers put before a code to say which sort it is (ISO/IEC 15424)."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")


def spellings(text: str, *, scanned: bool) -> tuple[str, ...]:
    """Give what was entered as the numbers it may mean, the most literal first, each once.

    Args:
        text: what was typed, or came from a reader.
        scanned: it came from a reader, which types neither too few digits nor wrong ones: a last character that is the
            check of the others may be left out. A person's extra digit is a mistake and means nobody.
    """
    found = dict.fromkeys(one for one in _readings(text) if one)
    if scanned:
        found |= dict.fromkeys(one[:-1] for one in tuple(found) if _is_checked(one))
    return tuple(found)


def said(text: str) -> str:
    """What to say back of a number that nobody has."""
    plain = _plain(text).strip("*").strip()
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def _readings(text: str) -> Iterator[str]:
    plain = _plain(text)
    yield plain
    bare = plain.strip("*").strip()
    yield bare
    if bare.translate(_UNSHIFTED).isdecimal():
        yield bare.translate(_UNSHIFTED)
    if "/" in bare:
        yield bare.split("#")[0].split("?")[0].rstrip("/").rpartition("/")[2].partition(".")[0]
    runs = re.findall(r"(?<!\w)[0-9]+(?!\w)", bare)
    yield from reversed(runs[-1:] if len(runs) > 1 and "/" in bare else runs if len(runs) == 1 else [])


def _plain(text: str) -> str:
    return _SYMBOLOGY.sub("", _CONTROL.sub(" ", text).strip()).strip()


def _is_checked(number: str) -> bool:
    """Whether the last character is the check of the others: modulo 43 (Code 39), or 10 (Interleaved 2 of 5, Luhn)."""
    body, check = number[:-1], number[-1:]
    if not body or any(sign not in _CODE39 for sign in number):
        return False
    if check == _CODE39[sum(map(_CODE39.index, body)) % 43]:
        return True
    return number.isdecimal() and check in {_weighed(body), _luhn(body)}


def _weighed(digits: str) -> str:
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _luhn(digits: str) -> str:
    doubled = (int(digit) * (2, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)
