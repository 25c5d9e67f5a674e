# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searching, selecting and copying the text of a livret on the screen."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.viewer.turning import to_content
from lsl_desk.ui.viewer.viewer import LivretViewer
from tests.ui.viewer.looking import screen
from tests.ui.viewer.scripted_pages import GOOD, ScriptedPages, colour_of, line_of

DIGEST = Digest("0417")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def reading(qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages) -> LivretViewer:
    pages.texts = {
        (DIGEST, 0): line_of("Élève très sérieux", 0) + line_of("du conseil de classe", 1),
        (DIGEST, 1): line_of("Un élève", 0, top=700),
        (DIGEST, 3): line_of("élève élève", 0),
    }
    with qtbot.waitSignal(viewer.first_painted):
        viewer.show_livret(DIGEST, StudentNumber("0417"), (GOOD,) * 4, None)
    return viewer


def mouse(viewer: LivretViewer, kind: QEvent.Type, x: float, y: float, page: int = 0) -> None:
    sheet, scroll = viewer._view.sheet, viewer._view.at()
    box = sheet.layout.box(page)
    assert box is not None
    left, top = to_content(x, y, sheet.sizes[page], box, sheet.mode.rotation)
    where = QPointF(left - scroll.left, top - scroll.top)
    buttons = LEFT if kind != QEvent.Type.MouseButtonRelease else Qt.MouseButton.NoButton
    event = QMouseEvent(kind, where, where, LEFT, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewer._view.viewport(), event)


def drag(viewer: LivretViewer, start: tuple[float, float], end: tuple[float, float]) -> None:
    mouse(viewer, QEvent.Type.MouseButtonPress, *start)
    mouse(viewer, QEvent.Type.MouseMove, *end)
    mouse(viewer, QEvent.Type.MouseButtonRelease, *end)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_words_dragged_over_are_selected_line_by_line_and_copied(
    qtbot: QtBot, reading: LivretViewer, actions: Actions, turns: int
) -> None:
    for _ in range(turns):
        actions["rotate"].trigger()
    drag(reading, (115, 85), (115, 106))
    qtbot.waitUntil(actions["copy"].isEnabled)
    actions["copy"].trigger()
    assert QGuiApplication.clipboard().text() == "très sérieux\ndu conseil"
    drag(reading, (300, 400), (300, 400))
    assert reading._picking.selection is not None or not actions["copy"].isEnabled()


def test_a_click_selects_nothing_and_a_double_click_a_word(
    qtbot: QtBot, reading: LivretViewer, actions: Actions
) -> None:
    mouse(reading, QEvent.Type.MouseButtonDblClick, 120, 86)
    qtbot.waitUntil(lambda: reading._picking.copied() == "très")
    mouse(reading, QEvent.Type.MouseButtonPress, 120, 86)
    mouse(reading, QEvent.Type.MouseButtonRelease, 120, 86)
    assert not actions["copy"].isEnabled()


def test_the_selection_is_seen_over_the_page(qtbot: QtBot, reading: LivretViewer) -> None:
    before = screen(reading._view.viewport())
    reading._picking.select_page()
    qtbot.waitUntil(lambda: reading._picking.selection is not None)
    after = screen(reading._view.viewport())
    changed = [
        (x, y) for y in range(0, before.height(), 3) for x in range(0, before.width(), 3)
        if before.pixel(x, y) != after.pixel(x, y)
    ]  # fmt: skip
    assert changed
    assert all(y < 200 for _x, y in changed)
    assert QColor(after.pixel(*changed[0])) != QColor(*colour_of(DIGEST, 0))


def test_the_keyboard_selects_by_word_and_by_line(qtbot: QtBot, reading: LivretViewer) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(reading._view, Qt.Key.Key_Right, shift)
    qtbot.waitUntil(lambda: reading._picking.copied() == "Élève")
    QTest.keyClick(reading._view, Qt.Key.Key_Right, shift)
    assert reading._picking.copied() == "Élève très"
    QTest.keyClick(reading._view, Qt.Key.Key_Down, shift)
    assert reading._picking.copied() == "Élève très sérieux\ndu conseil"
    QTest.keyClick(reading._view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert reading._picking.copied() == "Élève très sérieux\ndu conseil de classe"
    QTest.keyClick(reading._view, Qt.Key.Key_Escape)
    assert reading._picking.copied() == ""


def test_words_are_sought_in_all_pages_and_gone_through_in_turn(
    qtbot: QtBot, reading: LivretViewer, actions: Actions
) -> None:
    actions["find"].trigger()
    bar = reading._find_bar
    QTest.keyClicks(bar.line, "ELEVE")
    qtbot.waitUntil(lambda: bar.label.text() == "1 sur 4 · page\u00a03 sans texte")
    actions["find_next"].trigger()
    assert bar.label.text().startswith("2 sur 4")
    assert reading._view.sheet.current == 1
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    assert reading._view.sheet.current == 3
    actions["find_previous"].trigger()
    actions["find_previous"].trigger()
    actions["find_previous"].trigger()
    assert bar.label.text().startswith("4 sur 4")
    QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert bar.findings.matches == ()


def test_an_occurrence_low_on_a_page_is_scrolled_into_the_view_and_marked(qtbot: QtBot, reading: LivretViewer) -> None:
    reading.go_to(1, "un eleve")
    qtbot.waitUntil(lambda: reading._find_bar.findings.shown is not None)
    sheet, scroll = reading._view.sheet, reading._view.at()
    box = sheet.layout.box(1)
    assert box is not None
    _x, y = to_content(60, 700, sheet.sizes[1], box, 0)
    assert scroll.top < y < scroll.top + sheet.layout.view.height
    assert not reading._find_bar.line.hasFocus()
    at = to_content(65, 706, sheet.sizes[1], box, 0)
    pixel = QColor(screen(reading._view.viewport()).pixel(QPoint(round(at[0]), round(at[1] - scroll.top))))
    assert pixel != QColor(*colour_of(DIGEST, 1))


def test_a_livret_shown_while_the_line_is_open_is_searched_too(
    qtbot: QtBot, reading: LivretViewer, pages: ScriptedPages
) -> None:
    reading.go_to(0, "élève")
    qtbot.waitUntil(lambda: reading._find_bar.findings.complete and len(reading._find_bar.findings.matches) == 4)
    pages.texts[Digest("0418"), 2] = line_of("autre élève")
    with qtbot.waitSignal(reading.first_painted):
        reading.show_livret(Digest("0418"), StudentNumber("0418"), (GOOD,) * 4, None)
    qtbot.waitUntil(lambda: [match.page for match in reading._find_bar.findings.matches] == [2])
    assert reading._view.sheet.current == 0


def test_the_words_of_a_livret_are_forgotten_with_it(qtbot: QtBot, reading: LivretViewer) -> None:
    reading.go_to(0, "élève")
    qtbot.waitUntil(lambda: reading._find_bar.findings.complete)
    reading.show_sentence("Livret papier.")
    assert reading._text._words == {}
    assert reading._find_bar.findings.matches == ()
