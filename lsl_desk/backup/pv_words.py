# SPDX-License-Identifier: AGPL-3.0-or-later
"""A PV's digest told in eight French words, to be read aloud and noted on the paper PV, and as a QR (features N25)."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from lsl_desk.backup.code import words_meant
from lsl_desk.backup.words import WORDS

LENGTH: Final = 8
"""Words; each is ten bits of the digest, from its first: eighty bits, so that no other PV has the same by chance."""
_BITS: Final = 10

_LINE = re.compile(r"LSLPV1 (?P<jury>[^ ]{1,1200}) (?P<group>[12]) (?P<edition>[1-9][0-9]{0,15}) (?P<pv>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class PvLine:
    """What the QR of a PV says.

    Attributes:
        jury: identifier.
        group: of épreuves, 1 or 2.
        edition: of the PV.
        pv: its digest, 64 hexadecimal digits.
    """

    jury: str
    group: int
    edition: int
    pv: str


def pv_words(digest: str) -> tuple[str, ...]:
    """The words of a SHA-256.

    Args:
        digest: 64 hexadecimal digits.
    """
    bits = int(digest[: LENGTH * _BITS // 4], 16)
    return tuple(WORDS[bits >> _BITS * (LENGTH - 1 - rank) & len(WORDS) - 1] for rank in range(LENGTH))


def pv_words_meant(typed: str) -> tuple[str, ...] | None:
    """The eight words that a person means, with slips as a jury code may have them; None when they are not that."""
    return words_meant(typed, LENGTH)


def pv_line(line: PvLine) -> str:
    """The text of the QR: ``LSLPV1 J01 1 2 <digest>``, the version of this line first.

    The jury is percent-encoded (RFC 3986), so that nothing in it is a space.
    """
    return f"LSLPV1 {quote(line.jury, safe='')} {line.group} {line.edition} {line.pv}"


def read_pv_line(text: str) -> PvLine | None:
    """Read the text of a QR; None when it is not that of a PV."""
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return None
    return PvLine(unquote(found["jury"]), int(found["group"]), int(found["edition"]), found["pv"])
