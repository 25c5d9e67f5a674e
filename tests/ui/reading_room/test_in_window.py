# SPDX-License-Identifier: AGPL-3.0-or-later
"""The true room in the true window: unlocking, homing, importing and locking around it."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from lsl_desk.client.desk import Desk
from lsl_desk.client.settings import Settings
from lsl_desk.domain.acts import LivretOpened
from lsl_desk.ui import rooms
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.home.jury_tile import OPENING
from lsl_desk.ui.reading_room.room import ReadingRoom
from lsl_desk.ui.rooms import Room
from lsl_desk.ui.tasks import Tasks
from tests.fakes.desk import jury_source, livret_text
from tests.ui.conftest import Bench, unnamed


def opened(bench: Callable[..., Bench], number: str | None = "0417") -> tuple[Bench, ReadingRoom]:
    """Unlock, and open J01 in the true room."""
    desk = bench()
    desk.window._room_factory = rooms.reading_room
    desk.unlock()
    desk.window.open_jury("J01", number)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.window.pages.currentWidget() is desk.window.room)
    return desk, room_of(desk)


def room_of(desk: Bench) -> ReadingRoom:
    room: object = desk.window.room
    assert isinstance(room, ReadingRoom)
    return room


def focus(desk: Bench) -> QWidget:
    """The widget that has the keyboard."""
    return QApplication.focusWidget() or desk.window


def test_a_digit_typed_in_the_window_jumps(bench: Callable[..., Bench]) -> None:
    desk, room = opened(bench)
    desk.qtbot.waitUntil(lambda: room.isAncestorOf(focus(desk)))
    for digit in "12":
        QTest.keyClicks(focus(desk), digit)
    QTest.keyClick(focus(desk), Qt.Key.Key_Return)
    desk.settle()
    assert room.header.number.text() == "0412"
    assert desk.window.windowTitle() == "Jury J01 · ES — LSL Desk"


def test_locking_in_the_middle_of_a_livret_comes_back_to_the_same_page(bench: Callable[..., Bench]) -> None:
    desk, room = opened(bench, "0404")
    desk.qtbot.waitUntil(lambda: bool(room.counter.clock.timed))
    desk.window.actions_["next_page"].trigger()
    page = room.viewer.position().page
    room.panel.query.setText("es")
    desk.window.lock()
    desk.settle()
    desk.unlock()
    desk.settle()
    back = room_of(desk)
    assert back is not room
    assert back.header.number.text() == "0404"
    assert back.panel.query.text() == "es"
    assert back.viewer.position().page == page == 1


@pytest.mark.parametrize("action", ["settings", "change_passphrase", "about", "import_jury", "keys"])
def test_no_page_is_timed_behind_a_dialog(bench: Callable[..., Bench], action: str) -> None:
    desk, room = opened(bench, "0404")
    desk.qtbot.waitUntil(lambda: bool(room.counter.clock.timed))
    desk.window.actions_[action].trigger()
    desk.qtbot.waitUntil(lambda: not room.counter.clock.timed)
    for dialog in desk.window.findChildren(QDialog):
        dialog.close()
    desk.window.activateWindow()
    desk.qtbot.waitUntil(lambda: bool(room.counter.clock.timed))


def test_a_new_version_imported_while_one_reads_is_shown_at_once(bench: Callable[..., Bench]) -> None:
    desk, room = opened(bench, "0401")
    desk.qtbot.waitUntil(lambda: bool(room.counter.clock.timed))
    changed = jury_source()
    changed._livrets = dict(changed._livrets) | {"livrets/0401.pdf": livret_text("0401", 3) + " corrigé"}
    desk.gate.sources.folders["/invented/v2"] = changed
    desk.window.import_paths(["/invented/v2"])
    desk.qtbot.waitUntil(lambda: room.header.page_count == 3)
    assert room.header.number.text() == "0401"


def test_columns_and_sizes_are_found_again(bench: Callable[..., Bench]) -> None:
    desk, room = opened(bench)
    room.columns.setSizes([610, 700])
    room.panel.table.setColumnWidth(3, 140)
    wide = room.columns.sizes()[0]
    desk.window.go_home()
    desk.settle()
    desk.window.open_jury("J01")
    desk.settle()
    again = room_of(desk)
    assert again.panel.table.columnWidth(3) == 140
    assert abs(again.columns.sizes()[0] - wide) <= 2


def test_everything_that_takes_the_keyboard_can_be_said(bench: Callable[..., Bench]) -> None:
    desk, room = opened(bench)
    assert unnamed(room) == []
    desk.window.actions_["find_in_jury"].trigger()
    assert unnamed(room) == []
    room.jumping.start("9999")
    assert unnamed(room) == []


def test_opening_from_outside_writes_one_opening(bench: Callable[..., Bench]) -> None:
    desk, _ = opened(bench)
    assert [act.body.number for act in desk.gate.store.journal if isinstance(act.body, LivretOpened)] == ["0417"]


def test_the_jury_on_the_screen_is_named_without_a_title_bar_and_only_while_it_is_open(
    bench: Callable[..., Bench],
) -> None:
    desk, _room = opened(bench)
    desk.window.actions_["full_screen"].trigger()
    assert desk.window.about.text() == "Jury J01 · ES"
    assert desk.window.about.isVisible()
    desk.window.go_home()
    desk.settle()
    assert desk.window.about.text() == ""
    desk.window.open_jury("J01")
    desk.settle()
    desk.window.lock()
    assert desk.window.about.text() == ""


def test_an_opening_is_said_on_the_screen_before_it_is_begun_then_in_the_room_until_the_jury_is_there(
    bench: Callable[..., Bench],
) -> None:
    desk, gate = bench(), threading.Event()
    desk.unlock()
    tile = desk.window.home_page.tiles[0]
    desk.qtbot.waitUntil(tile.isVisible)
    painted = tile.grab().toImage()
    said: list[tuple[str, bool]] = []

    def factory(made: Desk, tasks: Tasks, actions: Actions, settings: Settings) -> Room:
        words = [label.text() for label in tile.findChildren(QLabel) if label.isVisible() and label.width() > 0]
        said.append((tile.accessibleName(), OPENING in words))
        return rooms.reading_room(made, tasks, actions, settings)

    desk.window._room_factory = factory
    desk.tasks.run(lambda: gate.wait(5), lambda _yes: None, owner=desk.window)
    tile.click()
    ((spoken, visible),) = said
    assert (f". {OPENING}. " in spoken, visible) == (True, True)
    assert tile.grab().toImage() != painted
    viewer = room_of(desk).viewer
    assert viewer._sentence.text() == "Ouverture du jury J01…"
    gate.set()
    desk.settle()
    assert viewer._sentence.text() != "Ouverture du jury J01…"
