# SPDX-License-Identifier: AGPL-3.0-or-later
"""Phone numbers, as lists and people write them: of France in five pairs, of elsewhere after a +."""

import re

_FRENCH = re.compile(r"0[1-9][0-9]{8}")
_ABROAD = re.compile(r"\+[1-9][0-9]{5,14}")
"""E.164: at most fifteen digits."""
_BETWEEN = str.maketrans("", "", " .-/\u00a0\u202f")


def phone_text(text: str) -> str | None:
    """Write a phone number as people read it: « 01 99 00 12 34 », or « +41… » as given without its spaces.

    Returns:
        None when it is none, as the blank that a model left in place of a number.
    """
    plain = text.replace("(0)", "").translate(_BETWEEN)
    if plain.startswith("+33"):
        plain = f"0{plain[3:]}"
    if _FRENCH.fullmatch(plain):
        return " ".join(plain[at : at + 2] for at in range(0, 10, 2))
    return plain if _ABROAD.fullmatch(plain) else None
