# SPDX-License-Identifier: AGPL-3.0-or-later
from lsl_desk.client.link.meter import WINDOW, Meter
from tests.client.link.posts import Ticking


def test_the_rate_is_that_of_the_last_seconds() -> None:
    ticks = Ticking(1.0)
    meter = Meter(10_000, ticks)
    assert (meter.rate, meter.remaining) == (None, None)
    for _ in range(10):
        meter.add(100)
    assert meter.rate == 100
    for _ in range(int(WINDOW) + 2):
        meter.add(500)
    assert meter.rate == 500
    assert meter.remaining == (10_000 - meter.done) / 500


def test_a_line_that_gives_nothing_has_no_end() -> None:
    meter = Meter(10, Ticking(1.0))
    meter.add(0)
    assert (meter.rate, meter.remaining) == (0, None)


def test_more_than_was_announced_leaves_nothing() -> None:
    meter = Meter(10, Ticking(1.0))
    meter.add(20)
    assert meter.remaining == 0


def test_a_pause_does_not_slow_it() -> None:
    ticks = Ticking(1.0)
    meter = Meter(1000, ticks)
    meter.add(100)
    ticks.at += 3600
    meter.restart()
    assert meter.rate is None
    meter.add(100)
    assert meter.rate == 100


def test_a_bar_moves_ten_times_a_second_at_most() -> None:
    meter = Meter(1000, Ticking(0.04))
    assert [meter.add(1) for _ in range(6)] == [False, False, True, False, False, True]
