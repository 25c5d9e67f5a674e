# SPDX-License-Identifier: AGPL-3.0-or-later
import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.ui.collector import Collector, due
from lsl_desk.ui.tasks import Tasks


class Cycle:
    """A widget that only the collector can free: it and its holder know each other."""

    def __init__(self, freed: list[str]) -> None:
        self.widget = QWidget()
        self.widget.holder = self  # type: ignore[attr-defined] # what makes the cycle
        weakref.finalize(self, lambda: freed.append(threading.current_thread().name))


class Rest:
    """Seconds since somebody touched the Desk: what a test says."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def rest() -> Rest:
    return Rest()


@pytest.fixture
def collector(rest: Rest) -> Iterator[Collector]:
    """One in a process whose collector works, as it does outside of tests."""
    gc.enable()
    made = Collector(rest)
    yield made
    made.end()
    assert gc.isenabled()
    gc.disable()


def many_cycles() -> None:
    """What makes any thread collect, all generations: far more objects than every threshold."""
    kept = []
    for _ in range(200_000):
        one: list[object] = []
        one.append(one)
        kept.append(one)


def test_a_widget_is_never_freed_by_the_lane_but_by_the_next_look(
    qtbot: QtBot, tasks: Tasks, collector: Collector
) -> None:
    gc.collect()
    freed: list[str] = []
    Cycle(freed)
    with qtbot.waitSignal(tasks.idle):
        tasks.run(many_cycles, lambda _none: None, owner=collector)
    collector.look()
    assert freed == [threading.current_thread().name]


def test_it_looks_by_itself(qtbot: QtBot, collector: Collector) -> None:
    gc.collect()
    freed: list[str] = []
    Cycle(freed)
    held = [[index] for index in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: freed != [])
    assert len(held) > 0
    assert isinstance(collector, QObject)


def test_the_whole_is_collected_when_nobody_touches_the_desk(qtbot: QtBot, collector: Collector, rest: Rest) -> None:
    gc.collect()
    freed: list[str] = []
    old = Cycle(freed)
    gc.collect(0)
    gc.collect(1)
    del old
    for _ in range(gc.get_threshold()[2] + 1):
        gc.collect(1)
    collector.look()
    assert freed == []
    rest.seconds = 3.0
    collector.look()
    assert freed != []
    assert qtbot is not None


@pytest.mark.parametrize(
    ("counts", "still", "generation"),
    [
        ((700, 10, 10), True, None),
        ((701, 10, 10), True, 0),
        ((5, 11, 10), True, 1),
        ((5, 0, 11), True, 2),
        ((701, 11, 11), False, 1),
        ((5, 0, 50), False, None),
        ((5, 0, 51), False, 2),
    ],
)
def test_what_is_due(counts: tuple[int, int, int], still: bool, generation: int | None) -> None:
    assert due(counts, (700, 10, 10), still=still) == generation
