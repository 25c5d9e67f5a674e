# SPDX-License-Identifier: AGPL-3.0-or-later
"""French phone numbers: ten digits from 01 to 09, or the international form of France and of its overseas lands.

Source: the national numbering plan (ARCEP, décision 2018-0881): ten digits, 0 then 1 to 9; and for what has a country
code of its own, recommendation ITU-T E.164.
"""

import re

from lsl_desk.domain.errors import Code, Refusal

_SIGNS = re.compile(r"[\s.\-/()]|\u2011|\u2013")
_TRUNK = re.compile(r"^(\+\d{2,3})[\s.\-]*\(0\)")
"""« +33 (0)1… »: the zero in brackets is not dialled after the country code."""

_OVERSEAS = {"262": 9, "590": 9, "594": 9, "596": 9, "508": 6, "681": 6, "687": 6, "689": 8}
"""Country code → digits that follow it. Those of nine digits have a number of ten in the plan of France too."""


def french_phone(text: str) -> str:
    """Return a phone number as it is printed: « 01 23 45 67 89 », « +687 24 12 34 », its blanks not breaking.

    Raises:
        Refusal: PHONE_ODD: it is none.
    """
    digits = _SIGNS.sub("", _TRUNK.sub(r"\1", text.strip()))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise Refusal(Code.PHONE_ODD)
    if re.fullmatch(r"\+33[1-9][0-9]{8}", digits):
        digits = f"0{digits[3:]}"
    if re.fullmatch(r"0[1-9][0-9]{8}", digits):
        return _pairs(digits)
    length = _OVERSEAS.get(digits[1:4]) if digits.startswith("+") else None
    if length is None or len(digits) != 4 + length or digits[4] == "0":
        raise Refusal(Code.PHONE_ODD)
    first = digits[4 : 4 + length % 2 * 3]  # an odd count is told as three digits, then pairs
    return "\u00a0".join(part for part in (digits[:4], first, _pairs(digits[4 + len(first) :])) if part)


def _pairs(digits: str) -> str:
    return "\u00a0".join(digits[place : place + 2] for place in range(0, len(digits), 2))
