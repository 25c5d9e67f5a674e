# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window between a room without server and the pages of its reading room (features P28)."""

from collections.abc import Callable

from lsl_desk.client.hall.values import PageTurn
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.ui.following import FOLLOWS
from tests.ui.conftest import Bench
from tests.ui.link.test_hall_window import J01, Window

N0404 = StudentNumber("0404")


def test_a_guest_follows_the_chair_by_choice_and_a_host_tells_its_pages(bench: Callable[..., Bench]) -> None:
    seen = Window(bench)
    window, follow = seen.window, seen.window.actions_["follow_chair"]
    assert not follow.isEnabled(), "nobody to follow"
    halls = window.linked.halling()
    halls.ask(lambda hall: hall.join(J01, "192.168.1.12", "048213"), lambda _refusal: None, owner=halls)
    seen.until(follow.isEnabled)
    seen.hall.tell(PageTurn(J01, N0404, 2))
    follow.trigger()
    seen.hall.tell(PageTurn(J01, N0404, 3))
    seen.until(lambda: seen.driven.room.number == "0404 page 2")
    assert window.around.following.state.text() == FOLLOWS
    halls.ask(lambda hall: hall.open(J01), lambda _refusal: None, owner=halls)
    seen.until(lambda: not follow.isEnabled())
    assert not window.around.following.on
    seen.driven.room.page_turned.emit(N0404, 2, 4)
    seen.until(lambda: [one for one in seen.hall.asked if one.startswith("turn")] == ["turn J01 0404 3"])
