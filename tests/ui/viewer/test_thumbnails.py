# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.livret import NumberCheck, PageCheck
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.viewer.viewer import LivretViewer
from tests.ui.viewer.looking import colours, screen
from tests.ui.viewer.scripted_pages import GOOD, ScriptedPages, colour_of

DIGEST = Digest("0417")
VEILED = PageCheck(NumberCheck.ABSENT)


@pytest.fixture
def strip(qtbot: QtBot, viewer: LivretViewer, actions: Actions) -> LivretViewer:
    with qtbot.waitSignal(viewer.first_painted):
        viewer.show_livret(DIGEST, StudentNumber("0417"), (GOOD, GOOD, VEILED, GOOD), None)
    actions["thumbnails"].trigger()
    return viewer


def test_thumbnails_are_asked_for_only_when_the_strip_is_shown(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages, actions: Actions
) -> None:
    with qtbot.waitSignal(viewer.first_painted):
        viewer.show_livret(DIGEST, StudentNumber("0417"), (GOOD,) * 4, None)
    assert min(key.width for key in pages.rendered) > 300
    actions["thumbnails"].trigger()
    qtbot.waitUntil(lambda: len(viewer._strip._images) == 4)
    actions["thumbnails"].trigger()
    assert viewer._strip.isHidden()


def test_every_page_is_there_small_except_the_veiled_one(qtbot: QtBot, strip: LivretViewer) -> None:
    qtbot.waitUntil(lambda: set(strip._strip._images) == {0, 1, 3})
    found = colours(screen(strip._strip.viewport()))
    assert found[colour_of(DIGEST, 0)] > 50
    assert found[colour_of(DIGEST, 1)] > 50
    assert colour_of(DIGEST, 2) not in found


def test_a_thumbnail_chosen_shows_its_page_and_the_page_shown_is_pointed_at(strip: LivretViewer) -> None:
    QTest.keyClick(strip._strip, Qt.Key.Key_Down)
    assert strip._view.sheet.current == 1
    strip.go_to(3)
    assert strip._strip.currentRow() == 3


def test_pages_that_counted_are_said_in_words(strip: LivretViewer) -> None:
    strip.mark_seen({0, 3})
    said = [strip._strip.item(page).data(Qt.ItemDataRole.AccessibleTextRole) for page in range(4)]
    assert said == ["page\u00a01, lue", "page\u00a02", "page\u00a03, voilée", "page\u00a04, lue"]


def test_the_thumbnails_of_the_livret_before_are_gone_at_once(
    qtbot: QtBot, strip: LivretViewer, pages: ScriptedPages
) -> None:
    strip.mark_seen({0})
    qtbot.waitUntil(lambda: set(strip._strip._images) == {0, 1, 3})
    pages.automatic = False
    strip.show_livret(Digest("0418"), StudentNumber("0418"), (GOOD,) * 4, None)
    found = colours(screen(strip._strip.viewport()))
    assert colour_of(DIGEST, 0) not in found
    assert strip._strip.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "page\u00a01"
