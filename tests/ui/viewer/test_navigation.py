# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.viewer.page_view import PageView
from lsl_desk.ui.viewer.viewer import LivretViewer
from tests.ui.viewer.scripted_pages import GOOD

Key = Qt.Key
Press = Callable[..., None]


@pytest.fixture
def view(qtbot: QtBot, viewer: LivretViewer) -> PageView:
    with qtbot.waitSignal(viewer.first_painted):
        viewer.show_livret(Digest("0417"), StudentNumber("0417"), (GOOD,) * 4, None)
    return viewer._view


@pytest.fixture
def press(view: PageView) -> Press:
    def one(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(view, key, modifier)

    return one


def roll(view: PageView, y: int, *, control: bool = False, pixels: int = 0, at: QPoint | None = None) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    where = QPointF(at or QPoint(200, 200))
    event = QWheelEvent(
        where, where, QPoint(0, pixels), QPoint(0, y), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_space_and_page_keys_go_down_and_up_by_a_screen(view: PageView, press: Press) -> None:
    height = view.sheet.layout.view.height
    press(Key.Key_Space)
    assert view.at().top == height - 48
    press(Key.Key_PageDown)
    assert view.at().top == 2 * (height - 48)
    press(Key.Key_PageUp)
    press(Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert view.at().top == 0


def test_arrows_go_by_lines_and_by_pages(view: PageView, press: Press) -> None:
    press(Key.Key_Down)
    assert view.at().top == 48
    press(Key.Key_Up)
    press(Key.Key_Right)
    press(Key.Key_Right)
    assert view.sheet.current == 2
    press(Key.Key_Left)
    assert view.sheet.current == 1


def test_home_and_end_go_to_the_ends_of_the_livret(view: PageView, press: Press) -> None:
    press(Key.Key_End)
    assert view.sheet.current == 3
    press(Key.Key_Home)
    assert (view.sheet.current, view.at().top) == (0, 0)


def test_one_page_at_a_time_a_screen_too_far_is_the_next_page(view: PageView, press: Press, actions: Actions) -> None:
    actions["continuous"].trigger()
    assert not view.sheet.mode.continuous
    seen = [view.sheet.current]
    for _ in range(20):
        press(Key.Key_Space)
        seen.append(view.sheet.current)
    assert list(dict.fromkeys(seen)) == [0, 1, 2, 3]
    while view.sheet.current == 3:
        press(Key.Key_PageUp)
    assert view.sheet.current == 2
    assert view.at() == view.sheet.layout.furthest


def test_pages_too_small_to_scroll_are_still_turned_one_by_one(view: PageView, actions: Actions) -> None:
    for _ in range(15):
        actions["zoom_out"].trigger()
    assert view.sheet.mode.zoom == "0.25"
    for page in (1, 2, 3):
        actions["next_page"].trigger()
        assert view.sheet.current == page
    assert not actions["next_page"].isEnabled()
    assert not actions["zoom_out"].isEnabled()


def test_the_wheel_scrolls_by_notches_and_the_touchpad_by_pixels(view: PageView) -> None:
    roll(view, -120)
    assert view.at().top == 96
    roll(view, -15, pixels=-7)
    assert view.at().top == 103
    for _ in range(8):
        roll(view, -15)
    assert view.at().top == 199


def test_control_and_the_wheel_zoom_around_the_pointer(view: PageView) -> None:
    at = QPoint(300, 333)
    before = view.sheet.layout.anchor(view.at().left + at.x(), view.at().top + at.y())
    for _ in range(3):
        roll(view, 120, control=True, at=at)
    after = view.sheet.layout.anchor(view.at().left + at.x(), view.at().top + at.y())
    assert view.sheet.factor() > 0.9
    assert after.y == pytest.approx(before.y, abs=0.005)
    for _ in range(40):
        roll(view, 120, control=True)
    assert view.sheet.factor() == pytest.approx(4.0)
    for _ in range(40):
        roll(view, -120, control=True)
    assert view.sheet.factor() == pytest.approx(0.25)


def test_a_wheel_beyond_the_end_of_a_page_turns_it_when_pages_come_one_at_a_time(
    view: PageView, actions: Actions
) -> None:
    actions["continuous"].trigger()
    actions["fit_page"].trigger()
    roll(view, -120)
    assert view.sheet.current == 0
    roll(view, -120)
    assert view.sheet.current == 1
    roll(view, 120)
    roll(view, 120)
    assert view.sheet.current == 0


def test_a_quarter_turn_four_times_is_where_one_was(view: PageView, actions: Actions) -> None:
    for rotation in (90, 180, 270, 0):
        actions["rotate"].trigger()
        assert view.sheet.mode.rotation == rotation
    assert view.sheet.current == 0


def test_the_actions_say_how_pages_are_shown(view: PageView, actions: Actions) -> None:
    assert (actions["fit_width"].isChecked(), actions["continuous"].isChecked()) == (True, True)
    actions["fit_page"].trigger()
    assert (actions["fit_width"].isChecked(), actions["fit_page"].isChecked()) == (False, True)
    actions["fit_page"].trigger()
    assert actions["fit_page"].isChecked()
    actions["zoom_in"].trigger()
    assert (actions["fit_width"].isChecked(), actions["fit_page"].isChecked()) == (False, False)
    assert view.sheet.mode.zoom not in {"width", "page"}


def test_digits_and_other_keys_are_left_to_the_room(view: PageView) -> None:
    heard: list[int] = []

    class Room:
        def take(self, event: object) -> None:
            heard.append(event.key())  # type: ignore[attr-defined] # a key event

    window = view.window()
    window.keyPressEvent = Room().take  # type: ignore[method-assign] # the room's own handler
    QTest.keyClick(view, Key.Key_4)
    assert heard == [Key.Key_4]
