# SPDX-License-Identifier: AGPL-3.0-or-later
"""The blanks that a model text leaves to be filled, as the memo's do: none may ever reach print (features Y09, Y10)."""

import re

# The words are cut in two so that this file does not hold what it looks for.
_BLANKS = re.compile(
    "|".join(
        (
            r"tel en" + r"droit",
            r"\bX{2,}[ .\u00a0\u202f-]?X{2,}\b",
            r"\bX(?:[ .\u00a0\u202f-]X){3,}\b",
            r"jour/mois/an" + r"née",
            r"\bj{1,2}/m{1,2}/a" + r"{2,4}\b",
            r"\blorem" + r" ipsum\b",
            r"\bX{3,}\b",
            r"\b(?-i:TO" + r"DO|FIX" + r"ME|TB" + r"D)\b",
            r"\[[ \u00a0\u202f]*(?:…|\.{2,}|_{2,})[ \u00a0\u202f]*\]",
            r"_{4,}",
        )
    ),
    re.IGNORECASE,
)


def placeholder_in(text: str) -> str:
    """Return the first blank left to be filled in a text, "" when there is none."""
    found = _BLANKS.search(text)
    return found[0] if found else ""
