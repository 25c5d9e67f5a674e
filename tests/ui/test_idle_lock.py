# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.ui.idle_lock import IdleLock, seconds_awake_or_asleep
from tests.ui.conftest import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_it_is_due_once_after_the_time_set(qtbot: QtBot, clock: FakeClock) -> None:
    lock = IdleLock(10, clock=clock)
    due: list[int] = []
    lock.due.connect(lambda: due.append(1))
    lock.start(10)
    clock.seconds += 599.9
    lock.look()
    assert due == []
    clock.seconds += 0.1
    lock.look()
    lock.look()
    assert due == [1]
    assert qtbot is not None


def test_a_machine_that_slept_is_locked_at_the_first_look(qtbot: QtBot, clock: FakeClock) -> None:
    lock = IdleLock(10, clock=clock)
    lock.start(10)
    clock.seconds += 8 * 3600
    with qtbot.waitSignal(lock.due):
        lock.look()


def test_it_does_not_watch_when_stopped(qtbot: QtBot, clock: FakeClock) -> None:
    lock = IdleLock(10, clock=clock)
    lock.start(10)
    lock.stop()
    clock.seconds += 3600
    with qtbot.assertNotEmitted(lock.due):
        lock.look()


def test_any_window_of_ours_counts(qtbot: QtBot, clock: FakeClock) -> None:
    lock = IdleLock(1, clock=clock)
    windows = [QWidget(), QWidget()]
    lock.start(1)
    for window in windows:
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        qtbot.waitUntil(lambda window=window: window.isActiveWindow())  # type: ignore[misc] # the loop's value
    with qtbot.assertNotEmitted(lock.due):
        for window in windows:
            clock.seconds += 59
            handle = window.windowHandle()
            assert handle is not None
            QTest.keyClick(handle, Qt.Key.Key_Shift)
            clock.seconds += 59
            lock.look()
            QTest.mouseClick(handle, Qt.MouseButton.LeftButton)
    lock.stop()


def test_the_clock_never_goes_back() -> None:
    assert seconds_awake_or_asleep() <= seconds_awake_or_asleep()
