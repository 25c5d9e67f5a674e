# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from pytestqt.qtbot import QtBot

from lsl_desk.ui.reading_room.reading_clock import ReadingClock
from tests.ui.reading_room.seat import Ticker


class Timed:
    """A clock that is asked, and what it told."""

    def __init__(self, seconds: float = 1.0) -> None:
        self.now = Ticker()
        self.clock = ReadingClock(seconds, self.now)
        self.told: list[tuple[int, float]] = []
        self.clock.counted.connect(lambda page, spent: self.told.append((page, round(spent, 3))))
        self.clock.run(True)

    def wait(self, seconds: float) -> None:
        self.now.seconds += seconds
        self.clock.check()


@pytest.fixture
def timed(qapp: object) -> Timed:
    del qapp
    return Timed()


def test_a_page_counts_once_it_stayed_long_enough(timed: Timed) -> None:
    timed.clock.see((0,))
    timed.wait(0.9)
    assert timed.told == []
    timed.wait(0.1)
    timed.wait(5)
    assert timed.told == [(0, 1.0)]


def test_leaving_and_coming_back_starts_from_nothing(timed: Timed) -> None:
    timed.clock.see((0,))
    timed.wait(0.9)
    timed.clock.see((1,))
    timed.clock.see((0,))
    timed.wait(0.9)
    assert timed.told == []


def test_pages_on_screen_together_are_timed_each_from_its_own_coming(timed: Timed) -> None:
    timed.clock.see((0,))
    timed.wait(0.5)
    timed.clock.see((0, 1))
    timed.wait(0.5)
    timed.wait(0.5)
    assert timed.told == [(0, 1.0), (1, 1.0)]


def test_a_window_that_is_not_in_front_stops_the_clock(timed: Timed) -> None:
    timed.clock.see((0,))
    timed.wait(0.9)
    timed.clock.run(False)
    timed.wait(10)
    timed.clock.run(True)
    timed.wait(0.9)
    assert timed.told == []
    timed.wait(0.1)
    assert timed.told == [(0, 1.0)]


def test_a_veiled_page_never_counts(timed: Timed) -> None:
    timed.clock.start(barred=(1,))
    timed.clock.see((0, 1))
    timed.wait(60)
    assert timed.told == [(0, 60.0)]


def test_the_true_time_is_told_when_a_page_leaves(timed: Timed) -> None:
    timed.clock.see((0,))
    timed.wait(1)
    timed.wait(29)
    timed.clock.see(())
    assert timed.told == [(0, 1.0), (0, 30.0)]
    timed.clock.see((0,))
    timed.wait(2)
    timed.clock.see(())
    assert timed.told == [(0, 1.0), (0, 30.0)]


def test_another_livret_starts_from_nothing(timed: Timed) -> None:
    timed.clock.see((0,))
    timed.wait(0.9)
    timed.clock.start()
    timed.clock.see((0,))
    timed.wait(0.9)
    assert timed.told == []


def test_a_page_that_could_not_be_kept_is_tried_again_while_it_stays(timed: Timed) -> None:
    timed.clock.see((0,))
    timed.wait(1)
    timed.clock.forget(0)
    timed.wait(0.9)
    assert timed.told == [(0, 1.0)]
    timed.wait(0.1)
    assert timed.told == [(0, 1.0), (0, 1.0)]
    timed.clock.see(())
    timed.clock.forget(0)
    timed.wait(9)
    assert len(timed.told) == 2


def test_it_rings_by_itself(qtbot: QtBot) -> None:
    clock = ReadingClock(0.2)
    clock.run(True)
    with qtbot.waitSignal(clock.counted) as counted:
        clock.see((3,))
    assert counted.args[0] == 3
    assert counted.args[1] >= 0.2
