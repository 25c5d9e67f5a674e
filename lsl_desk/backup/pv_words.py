# SPDX-License-Identifier: AGPL-3.0-or-later
"""A digest told in eight French words, to be read aloud and noted on the paper PV (features N25)."""

from typing import Final

from lsl_desk.backup.words import WORDS

LENGTH: Final = 8
"""Words; each is ten bits of the digest, from its first: eighty bits, so that no other PV has the same by chance."""
_BITS: Final = 10


def pv_words(digest: str) -> tuple[str, ...]:
    """The words of a SHA-256.

    Args:
        digest: 64 hexadecimal digits.
    """
    bits = int(digest[: LENGTH * _BITS // 4], 16)
    return tuple(WORDS[bits >> _BITS * (LENGTH - 1 - rank) & len(WORDS) - 1] for rank in range(LENGTH))
