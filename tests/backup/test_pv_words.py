# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eight words of a PV: one byte changed, other words."""

from hashlib import sha256

from lsl_desk.backup.pv_words import pv_words
from lsl_desk.backup.words import WORDS


def test_eighty_bits_are_eight_words_in_order() -> None:
    assert pv_words("0" * 64) == (WORDS[0],) * 8
    assert pv_words("f" * 64) == (WORDS[-1],) * 8
    assert pv_words("004" + "0" * 61) == (WORDS[1], *(WORDS[0],) * 7), "the first ten bits are the first word"
    assert pv_words("0" * 19 + "1" + "f" * 44) == (*(WORDS[0],) * 7, WORDS[1]), "the eightieth bit counts, the next not"


def test_one_byte_changed_gives_other_words() -> None:
    pv = b'{"heading":{"jury":"J01"}}'
    changed = pv.replace(b"J01", b"J02")
    assert pv_words(sha256(pv).hexdigest()) != pv_words(sha256(changed).hexdigest())
