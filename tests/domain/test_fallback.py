# SPDX-License-Identifier: AGPL-3.0-or-later
"""Falling on the copy kept here at once, and back to the academy between two candidates only (J3 steps 1 and 11)."""

import pytest

from lsl_desk.domain.connection import LinkState
from lsl_desk.domain.fallback import falls


@pytest.mark.parametrize("between", [True, False])
@pytest.mark.parametrize("fallen", [True, False])
def test_a_cut_takes_effect_at_once(fallen: bool, between: bool) -> None:
    assert falls(fallen, LinkState.CUT, between=between)


@pytest.mark.parametrize("state", [LinkState.BACK, LinkState.ONLINE, LinkState.DEGRADED])
def test_the_way_back_never_comes_in_the_middle_of_a_candidate(state: LinkState) -> None:
    assert falls(True, state, between=False)
    assert falls(True, state, between=True) is (state is LinkState.BACK), "one answer is not the way back"


@pytest.mark.parametrize("state", [one for one in LinkState if one is not LinkState.CUT])
@pytest.mark.parametrize("between", [True, False])
def test_what_is_not_cut_does_not_fall(state: LinkState, between: bool) -> None:
    assert not falls(False, state, between=between)
