# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import RenderKey
from lsl_desk.ui.viewer.requests import Requests, Wish, affordable


def key(page: int) -> RenderKey:
    return RenderKey(Digest("d"), page, 100)


def wish(page: int, *, ahead: bool = False, weight: int = 10) -> Wish:
    return Wish(key(page), ahead, weight)


class Line:
    """What the lane was told."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, bool]] = []
        self.kept: list[set[int]] = []
        self.requests = Requests(self._ask, self._keep)

    def _ask(self, asked: RenderKey, ahead: bool) -> None:
        self.asked.append((asked.page, ahead))

    def _keep(self, wanted: Collection[RenderKey]) -> None:
        self.kept.append({one.page for one in wanted})


def nothing(_key: RenderKey) -> bool:
    return False


def test_what_is_not_held_is_asked_for_in_order_and_once() -> None:
    line = Line()
    line.requests.want([wish(1), wish(2), wish(3, ahead=True)], lambda one: one.page == 2)
    line.requests.want([wish(1), wish(3, ahead=True)], nothing)
    assert line.asked == [(1, False), (3, True)]
    assert line.kept == []


def test_the_latest_wish_wins_and_the_lane_forgets_the_rest() -> None:
    line = Line()
    line.requests.want([wish(1), wish(2, ahead=True)], nothing)
    line.requests.want([wish(5), wish(2, ahead=True)], nothing)
    assert line.kept == [{2}]
    assert line.asked == [(1, False), (2, True), (5, False)]
    assert not line.requests.answered(key(1))
    assert line.requests.answered(key(5))


def test_a_picture_asked_ahead_and_now_on_the_screen_is_asked_again_in_front() -> None:
    line = Line()
    line.requests.want([wish(1), wish(2, ahead=True)], nothing)
    line.requests.want([wish(2)], nothing)
    assert line.kept == [set()]
    assert line.asked[-1] == (2, False)


def test_an_urgent_picture_is_not_asked_again_when_it_is_only_wanted_ahead() -> None:
    line = Line()
    line.requests.want([wish(1)], nothing)
    line.requests.want([wish(1, ahead=True)], nothing)
    assert line.asked == [(1, False)]


def test_a_picture_forgotten_and_wanted_again_is_asked_again() -> None:
    line = Line()
    line.requests.want([wish(1)], nothing)
    line.requests.want([], nothing)
    line.requests.want([wish(1)], nothing)
    assert line.asked == [(1, False), (1, False)]
    assert line.requests.waiting == {key(1)}


@given(
    st.lists(st.builds(wish, st.integers(0, 9), ahead=st.booleans(), weight=st.integers(1, 50))), st.integers(0, 200)
)
def test_wishes_ahead_fit_in_the_budget_and_those_of_the_screen_are_never_refused(
    wishes: list[Wish], budget: int
) -> None:
    kept = affordable(wishes, budget)
    assert len({one.key for one in kept}) == len(kept)
    first = {one.key: one for one in reversed(wishes)}
    assert {one.key for one in first.values() if not one.ahead} <= {one.key for one in kept}
    spent = 0
    for one in kept:
        spent += one.weight
        assert not one.ahead or spent <= budget
