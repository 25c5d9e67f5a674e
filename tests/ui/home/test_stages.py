# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stage of each jury's sitting on its tile (features P23)."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel

from lsl_desk.client.desk import Desk
from lsl_desk.client.sit.values import SittingState, Stage
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from tests.fakes.deliberation import FakeDeliberation
from tests.fakes.gate import FakeGate
from tests.ui.conftest import Bench

J01 = JuryId("J01")


class Stood(FakeDeliberation):
    """Whose post presides J01 alone."""

    def refresh(self, jury: JuryId) -> SittingState:
        if jury != J01:
            raise Refusal(Code.JURY_NOT_YOURS, jury=jury, yours=J01)
        return super().refresh(jury)


def test_a_tile_says_where_the_sitting_stands_once_it_is_painted(bench: Callable[..., Bench]) -> None:
    gate, made = FakeGate(), list[Stood]()
    gate.seat = Author("Claire Vasseur", Role.PRESIDENT)

    def make(_desk: Desk) -> Stood:
        made.append(Stood(gate.store, gate.seat))
        return made[-1]

    gate.deliberation = make
    driven = bench(gate)
    driven.unlock()
    home = driven.window.home_page
    assert not made, "nothing of the sittings is brought in before the tiles are painted"
    driven.qtbot.waitUntil(lambda: home._stages == {J01: ("ouvert", False)} and not driven.window.stages._left)
    tile = next(one for one in home.tiles if one.summary.jury == J01)
    assert "ouvert" in [label.text() for label in tile.findChildren(QLabel) if label.isVisible()]
    assert ". ouvert. " in tile.accessibleName()
    others = [one for one in home.tiles if one.summary.jury != J01]
    assert all("ouvert" not in one.accessibleName() for one in others)

    # An act came while the home was on the screen, and nothing moves: the word is there again from the first paint.
    made[0].jury(J01).stage = Stage.CLOSED
    driven.window.refresh_home()
    driven.qtbot.waitUntil(lambda: home._stages == {J01: ("clos", False)})
    assert ". clos. " in next(one for one in home.tiles if one.summary.jury == J01).accessibleName()
