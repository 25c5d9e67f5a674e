# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chain of a jury: two receipts with one chain saw one history."""

from functools import reduce
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.receipts import NO_CHAIN, next_chain

ACTS = st.lists(st.integers(0, 3).map(lambda rank: Digest(sha256(bytes([rank])).hexdigest())), max_size=6)


def chain(acts: list[Digest]) -> Digest:
    return reduce(next_chain, acts, NO_CHAIN)


def test_the_chain_is_this_for_ever() -> None:
    assert next_chain(NO_CHAIN, Digest("a" * 64)) == sha256(b"0" * 64 + b"a" * 64).hexdigest()
    assert next_chain(NO_CHAIN, Digest("a" * 64)) == "6b0440c1ce48fe6bbbdc6b7b1499bf9aa8b74171dcdb3eeff952e1e7cf527813"


@given(ACTS, ACTS)
def test_one_chain_is_one_history_in_one_order(first: list[Digest], second: list[Digest]) -> None:
    assert (chain(first) == chain(second)) == (first == second)
