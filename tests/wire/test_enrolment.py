# SPDX-License-Identifier: AGPL-3.0-or-later
"""The six digits agree only when nobody stands between the post and the academy."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.wire.enrolment import DIGITS, NONCE_BYTES, challenge_payload, commitment, short_digits

BYTES = st.binary(min_size=NONCE_BYTES, max_size=NONCE_BYTES)
POST, ACADEMY, MINE, YOURS = (bytes([rank]) * NONCE_BYTES for rank in (1, 2, 3, 4))


def digits(post: bytes, academy: bytes, post_nonce: bytes, academy_nonce: bytes) -> str:
    return short_digits(device_public=post, server_public=academy, device_nonce=post_nonce, server_nonce=academy_nonce)


def test_the_digits_and_the_commitment_are_these_for_ever() -> None:
    assert digits(POST, ACADEMY, MINE, YOURS) == "888991"
    assert commitment(POST, MINE) == "e4550a4ae0119ae85c6b92f5e7e8280dbdf24af5d2af2e30803a96c35c398153"


@given(BYTES, BYTES, BYTES, BYTES)
def test_both_screens_show_the_same_six_digits(post: bytes, academy: bytes, mine: bytes, yours: bytes) -> None:
    shown = digits(post, academy, mine, yours)
    assert shown == digits(post, academy, mine, yours)
    assert len(shown) == DIGITS
    assert shown.isascii()
    assert shown.isdigit()


def test_digits_keep_their_leading_zeros_and_spread_over_all_that_six_digits_can_say() -> None:
    shown = [digits(POST, ACADEMY, MINE, rank.to_bytes(NONCE_BYTES, "big")) for rank in range(2000)]
    assert {len(one) for one in shown} == {DIGITS}
    for place in range(DIGITS):
        assert {one[place] for one in shown} == set("0123456789")
    assert len(set(shown)) > 1990, "2000 draws of a million meet twice, on average"


@given(BYTES, BYTES, BYTES, BYTES, st.lists(BYTES, min_size=3, max_size=3, unique=True), st.integers(0, 3))
def test_a_relay_that_swaps_a_key_or_a_nonce_gets_other_digits(
    post: bytes, academy: bytes, mine: bytes, yours: bytes, swapped: list[bytes], place: int
) -> None:
    honest = [post, academy, mine, yours]
    same = 0
    for other in swapped:
        if other != honest[place]:
            relayed = [other if rank == place else one for rank, one in enumerate(honest)]
            same += digits(*relayed) == digits(*honest)
    assert same <= 1, "one chance in a million each: two of three at once is no chance"


@given(BYTES, BYTES, BYTES)
def test_a_key_in_another_s_place_is_another_enrolment(one: bytes, other: bytes, nonce: bytes) -> None:
    if one != other:
        assert commitment(one, nonce) != commitment(other, nonce)
        assert challenge_payload(server_public=one, server_nonce=nonce) != challenge_payload(
            server_public=other, server_nonce=nonce
        )


@given(st.tuples(BYTES, BYTES), st.tuples(BYTES, BYTES))
def test_a_commitment_binds_to_one_key_and_one_nonce(first: tuple[bytes, bytes], second: tuple[bytes, bytes]) -> None:
    assert (commitment(*first) == commitment(*second)) == (first == second)


def test_a_commitment_is_neither_the_digits_nor_a_challenge_of_the_same_bytes() -> None:
    assert commitment(POST, MINE)[:DIGITS] != digits(POST, ACADEMY, MINE, YOURS)
    assert len(commitment(POST, MINE)) == 64


@pytest.mark.parametrize(("first", "second"), [*itertools.permutations((31, 32, 33), 2)])
def test_bytes_that_could_be_cut_elsewhere_are_refused(first: int, second: int) -> None:
    """A key of 33 bytes with a nonce of 31 would join to the bytes of another pair."""
    with pytest.raises(ValueError, match="32"):
        commitment(bytes(first), bytes(second))
    with pytest.raises(ValueError, match="32"):
        digits(bytes(first), bytes(second), MINE, YOURS)
    with pytest.raises(ValueError, match="32"):
        digits(POST, ACADEMY, bytes(first), bytes(second))
    with pytest.raises(ValueError, match="32"):
        challenge_payload(server_public=bytes(first), server_nonce=bytes(second))
