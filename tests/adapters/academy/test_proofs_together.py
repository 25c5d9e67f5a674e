# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many signatures are verified at once; what comes of it is as if they had been one after the other."""

import threading

import pytest

from lsl_desk.adapters.academy import proofs
from lsl_desk.domain.errors import Code, Refusal


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 50, 201])
def test_what_is_proved_keeps_its_order(count: int) -> None:
    assert proofs.each(lambda one: one * 2, range(count)) == tuple(range(0, 2 * count, 2))


@pytest.mark.parametrize("count", [5, 100])
def test_the_refusal_is_that_of_the_first_that_does_not_hold(count: int) -> None:
    def prove(one: int) -> int:
        if one >= 3:
            raise Refusal(Code.FEED_BROKEN, sequence=one)
        return one

    with pytest.raises(Refusal) as refused:
        proofs.each(prove, range(count))
    assert refused.value.facts["sequence"] == 3


def test_several_are_under_way_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "_THREADS", 2)
    both = threading.Barrier(2, timeout=20)
    met: list[int] = []

    def prove(one: int) -> int:
        if one in {0, 50}:  # the first of each half
            met.append(both.wait())
        return one

    assert proofs.each(prove, range(100)) == tuple(range(100))
    assert sorted(met) == [0, 1]
