# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be read is told exactly: the reading record is a legal proof."""

from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.viewer.viewer import LivretViewer
from tests.ui.viewer.looking import Heard, turn
from tests.ui.viewer.scripted_pages import GOOD, ScriptedPages


def show(qtbot: QtBot, viewer: LivretViewer) -> Heard:
    heard = Heard(viewer)
    with qtbot.waitSignal(viewer.first_painted):
        viewer.show_livret(Digest("0417"), StudentNumber("0417"), (GOOD,) * 4, None)
    assert heard.readable == (0,)
    return heard


def test_a_viewer_covered_by_the_frame_shows_nothing_to_read(qtbot: QtBot, viewer: LivretViewer) -> None:
    heard = show(qtbot, viewer)
    viewer.suspend()
    assert heard.readable == ()
    viewer.go_to(2)
    turn(qtbot)
    assert heard.readable == ()
    viewer.resume()
    qtbot.waitUntil(lambda: heard.readable == (2,))


def test_a_hidden_or_minimised_window_shows_nothing_to_read(qtbot: QtBot, viewer: LivretViewer) -> None:
    heard = show(qtbot, viewer)
    viewer.hide()
    assert heard.readable == ()
    viewer.show()
    qtbot.waitUntil(lambda: heard.readable == (0,))
    viewer.showMinimized()
    qtbot.waitUntil(lambda: heard.readable == ())
    viewer.showNormal()
    qtbot.waitUntil(lambda: heard.readable == (0,))


def test_another_screen_of_the_same_window_hides_the_livret(
    qtbot: QtBot, pages: ScriptedPages, actions: Actions
) -> None:
    window, stack = QMainWindow(), QStackedWidget()
    qtbot.addWidget(window)
    window.setCentralWidget(stack)
    viewer, other = LivretViewer(pages, actions), QWidget()
    stack.addWidget(viewer)
    stack.addWidget(other)
    window.resize(700, 500)
    with qtbot.waitExposed(window):
        window.show()
    heard = show(qtbot, viewer)
    stack.setCurrentWidget(other)
    assert heard.readable == ()
    stack.setCurrentWidget(viewer)
    qtbot.waitUntil(lambda: heard.readable == (0,))
    window.showMinimized()
    qtbot.waitUntil(lambda: heard.readable == ())


def test_only_the_pages_that_fill_the_view_are_told_and_none_while_scrolling_between(
    qtbot: QtBot, viewer: LivretViewer
) -> None:
    heard = show(qtbot, viewer)
    for page in (1, 2, 3):
        viewer.go_to(page)
        qtbot.waitUntil(lambda page=page: heard.readable == (page,))  # type: ignore[misc] # the loop's page, bound now


def test_small_pages_shown_together_are_told_together(qtbot: QtBot, viewer: LivretViewer, actions: Actions) -> None:
    heard = show(qtbot, viewer)
    for _ in range(12):
        actions["zoom_out"].trigger()
    qtbot.waitUntil(lambda: heard.readable == (0, 1))


def test_nothing_is_readable_before_its_picture_came(qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages) -> None:
    heard = show(qtbot, viewer)
    pages.automatic = False
    viewer.show_livret(Digest("0418"), StudentNumber("0418"), (GOOD,) * 4, None)
    assert heard.readable == ()
    turn(qtbot)
    assert heard.readable == ()
    pages.answer()
    qtbot.waitUntil(lambda: heard.readable == (0,))
