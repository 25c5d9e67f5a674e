# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.client.link.watch import REMEMBERED, SLOW_SECONDS, Watch
from lsl_desk.domain.connection import LinkState
from lsl_desk.domain.errors import Code, Refusal
from tests.client.link.posts import Ticking
from tests.fakes.desk import FixedClock


def watch(*, enrolled: bool = True, step: float = 0.1) -> tuple[Watch, list[LinkState]]:
    made = Watch(FixedClock(), enrolled=enrolled, ticks=Ticking(step))
    seen: list[LinkState] = []
    made.moved = lambda: seen.append(made.link.state)
    return made, seen


def fail(one: Watch, code: Code) -> None:
    with pytest.raises(Refusal), one.exchange():
        raise Refusal(code)


def answer(one: Watch) -> None:
    with one.exchange():
        pass


def test_two_failures_are_a_cut_and_two_answers_end_it() -> None:
    one, seen = watch()
    answer(one)
    answer(one)
    fail(one, Code.NET_CUT)
    fail(one, Code.NET_REFUSED)
    answer(one)
    answer(one)
    one.sign_of_life()
    assert [state for at, state in enumerate(seen) if not at or seen[at - 1] is not state] == [
        LinkState.ONLINE, LinkState.DEGRADED, LinkState.CUT, LinkState.BACK, LinkState.ONLINE,
    ]  # fmt: skip


def test_a_refusal_of_the_academy_is_an_answer() -> None:
    one, _ = watch()
    fail(one, Code.JURY_NOT_YOURS)
    fail(one, Code.JURY_NOT_YOURS)
    assert one.link.state is LinkState.ONLINE
    assert one.problem is not None
    answer(one)
    assert one.problem is None


def test_slow_answers_make_it_unstable_where_they_are_timed() -> None:
    one, seen = watch(step=SLOW_SECONDS + 1)
    with one.exchange(timed=False):
        pass
    with one.exchange(timed=False):
        pass
    answer(one)
    with one.exchange(timed=False):
        pass
    with one.exchange(timed=False):
        pass
    assert seen == [LinkState.ONLINE, LinkState.DEGRADED, LinkState.ONLINE]


def test_a_post_that_is_not_enrolled_has_no_link_until_it_is() -> None:
    one, seen = watch(enrolled=False)
    answer(one)
    assert (one.link.state, seen) == (LinkState.LOCAL, [])
    one.enrolled()
    answer(one)
    answer(one)
    assert one.link.state is LinkState.ONLINE


def test_the_last_problems_are_remembered() -> None:
    one, _ = watch()
    for _ in range(REMEMBERED + 3):
        fail(one, Code.NET_TIMEOUT)
    one.failed(Refusal(Code.NET_GATEWAY, status=502))
    assert len(one.last_problems) == REMEMBERED
    assert one.last_problems[-1][1].code is Code.NET_GATEWAY
    assert one.last_problems[-1][0] == FixedClock().now()
