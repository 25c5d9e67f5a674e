# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chain of a jury: two receipts with one chain saw one history, and what became of each act in it."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.receipts import NO_CHAIN, Verdict, next_chain

Told = tuple[Digest, Verdict, str]
ACTS = st.lists(
    st.tuples(
        st.integers(0, 3).map(lambda rank: Digest(sha256(bytes([rank])).hexdigest())),
        st.sampled_from(Verdict),
        st.sampled_from(("", "mark_stale")),
    ),
    max_size=6,
)


def chain(acts: list[Told]) -> Digest:
    end = NO_CHAIN
    for digest, verdict, code in acts:
        end = next_chain(end, digest, verdict, code)
    return end


def test_the_chain_is_this_for_ever() -> None:
    one = next_chain(NO_CHAIN, Digest("a" * 64), Verdict.REFUSED, "mark_stale")
    assert one == sha256(b"0" * 64 + b"a" * 64 + b"refusedmark_stale").hexdigest()
    assert one == "7de2b6788a413317ee5d90ca45e8dda429a127ce92b249d641250d5c1f334c2b"


@given(ACTS, ACTS)
def test_one_chain_is_one_history_in_one_order_with_one_outcome(first: list[Told], second: list[Told]) -> None:
    assert (chain(first) == chain(second)) == (first == second)
