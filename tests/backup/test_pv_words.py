# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eight words of a PV: one byte changed, other words."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.backup.pv_words import PvLine, pv_line, pv_words, pv_words_meant, read_pv_line
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


def test_words_typed_with_slips_are_those_of_the_digest() -> None:
    words = pv_words(sha256(b"pv").hexdigest())
    for typed in (" ".join(words), "-".join(words).upper(), ", ".join(f"{word}s" for word in words)):
        assert pv_words_meant(typed) == words
    assert pv_words_meant("".join(word[:4] for word in words)) == words
    assert pv_words_meant(" ".join(words[:7])) is None
    assert pv_words_meant(" ".join((*words[:7], "zzzz"))) is None
    assert pv_words_meant(" ".join(reversed(words))) != words


@given(st.text(min_size=1, max_size=40), st.sampled_from((1, 2)), st.integers(1, 999), st.binary(max_size=3))
def test_the_line_of_a_qr_comes_back_whatever_the_jury_is_called(
    jury: str, group: int, edition: int, pv: bytes
) -> None:
    line = PvLine(jury, group, edition, sha256(pv).hexdigest())
    assert read_pv_line(pv_line(line)) == line


def test_the_line_of_a_qr_is_this_one_for_ever() -> None:
    digest = "0a" * 32
    assert pv_line(PvLine("J01", 1, 2, digest)) == f"LSLPV1 J01 1 2 {digest}"
    for other in ("", f"LSLPV2 J01 1 2 {digest}", f"LSLPV1 J01 3 2 {digest}", f"LSLPV1 J01 1 0 {digest}"):
        assert read_pv_line(other) is None
