# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks and points as a person types them: « 14 », « 3,5 », « 32 », « abc ». Exact decimals, never floats."""

import re
from decimal import Decimal

from lsl_desk.domain.errors import Code, Refusal

# [0-9] and not \d, which takes the digits of every script.
_NUMBER = re.compile(r"[+\-\u2212]?[0-9]{1,4}(?:[.,][0-9]{1,6})?")


def typed_mark(text: str) -> Decimal:
    """Read a mark; whether it may be given is for `lawful` to say (« 32 » is a number).

    Raises:
        Refusal: MARK_NOT_A_NUMBER.
    """
    value = _number(text)
    if value is None:
        raise Refusal(Code.MARK_NOT_A_NUMBER, value=text.strip())
    return value


def typed_points(text: str) -> Decimal:
    """Read points of the jury: a whole number, 0 or more.

    Raises:
        Refusal: POINTS_WHOLE.
    """
    value = _number(text)
    if value is None or value < 0 or value % 1:
        raise Refusal(Code.POINTS_WHOLE, value=text.strip())
    return value


def in_french(value: Decimal) -> str:
    """A number as a French sentence writes it: « 9,5 », « 400 »."""
    return f"{value.normalize():f}".replace(".", ",")


def _number(text: str) -> Decimal | None:
    typed = text.strip()
    if not _NUMBER.fullmatch(typed):
        return None
    return Decimal(typed.replace(",", ".").replace("\u2212", "-"))
