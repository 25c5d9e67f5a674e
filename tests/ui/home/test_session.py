# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sessions of the year at the home: September is a jury of its own, June is there to be read (features E04)."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.period import Period
from lsl_desk.ui.sitting_words import stage_line
from tests.fakes.deliberation import FakeDeliberation
from tests.fakes.gate import FakeGate
from tests.ui.conftest import Bench

J01, J02 = JuryId("J01"), JuryId("J02")


def shown(driven: Bench) -> list[JuryId]:
    return [tile.summary.jury for tile in driven.window.home_page.tiles]


def test_a_person_chooses_between_june_and_september_and_finds_the_choice_again(bench: Callable[..., Bench]) -> None:
    gate = FakeGate()
    gate.seat = Author("Claire Vasseur", Role.PRESIDENT)
    held = FakeDeliberation(gate.store, gate.seat)
    gate.deliberation = lambda _desk: held
    driven = bench(gate)
    driven.unlock()
    home = driven.window.home_page
    assert (shown(driven), home.sessions.isHidden()) == ([J01, J02], True), "one session: nothing to choose"
    held.jury(J01).stage = Stage.PUBLISHED

    gate.store.periods[J02] = Period.SEPTEMBER
    driven.window.refresh_home()
    driven.qtbot.waitUntil(lambda: shown(driven) == [J02])
    assert [home._grid.columnStretch(place) for place in (0, 1)] == [1, 0], "no room is kept for what is not shown"
    assert home.sessions.currentText() == "Session de remplacement (septembre)"
    home.sessions.setFocus()
    QTest.keyClick(home.sessions, Qt.Key.Key_Up)
    driven.settle()
    assert (shown(driven), gate.kept[-1].shown_session, driven.window.focusWidget()) == ([J01], "juin", home.sessions)
    driven.qtbot.waitUntil(lambda: home._stages.get(J01) == ("publié", True))
    (june,) = home.tiles
    assert ". publié · lecture seule. " in june.accessibleName()
    assert june._lock.isVisible()
    driven.qtbot.waitUntil(lambda: home._stages.get(J02) == ("ouvert", False))  # a jury of its own

    held.jury(J01).stage = Stage.OPENED
    driven.window.refresh_home()
    driven.qtbot.waitUntil(lambda: home._stages.get(J01) == ("ouvert", False))  # September does not sit
    held.june_over.add(J01)
    driven.window.refresh_home()
    driven.qtbot.waitUntil(lambda: home._stages.get(J01) == ("ouvert", True))
    assert stage_line(held.sitting(J01)) == "ouvert · lecture seule"

    again = bench(gate)
    again.unlock()
    assert shown(again) == [J01]
    again.window.home_page.focus_jury(J02)
    assert (shown(again), again.window.home_page.current) == ([J02], J02), "a jury that is asked for is shown"
