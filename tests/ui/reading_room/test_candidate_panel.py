# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.reading import Reading, ReadState
from lsl_desk.ui.palettes import palette
from lsl_desk.ui.reading_room.candidate_panel import HINT, CandidatePanel
from tests.client.sit.people import candidate, rows

LINES = rows(
    *(candidate(str(n), f"{n:04d}", ("ES", "S", "L")[n % 3]) for n in range(1, 366)),
    *(candidate(str(n), f"{n:04d}", "STMG", LivretFormat.PAPIER) for n in range(366, 423)),
)


class Paints(QObject):
    """Counts the paints of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[CandidatePanel]:
    made = CandidatePanel()
    qtbot.addWidget(made)
    made.show_rows(LINES)
    made.resize(560, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def test_the_footer_counts_what_is_shown_and_the_whole(panel: CandidatePanel) -> None:
    assert panel.count.text() == "422 sur 422"
    panel.query.setText("format=papier")
    assert panel.count.text() == "57 sur 422"


def test_another_line_repaints_no_heading(qtbot: QtBot, panel: CandidatePanel) -> None:
    panel.choose(StudentNumber("0002"))
    qtbot.waitUntil(panel.table.viewport().isVisible)
    QApplication.processEvents()
    headings, lines = Paints(panel.table.horizontalHeader().viewport()), Paints(panel.table.viewport())
    panel.choose(StudentNumber("0003"))
    qtbot.waitUntil(lambda: lines.count > 0)
    assert headings.count == 0


def test_an_unknown_field_is_said_beside_the_line_and_the_candidates_stay(panel: CandidatePanel) -> None:
    panel.query.setText("s")
    before = [row.number for row in panel.shown]
    panel.query.setText("lux=non")
    assert panel.said.text() == "✗\u00a0champ inconnu\u00a0: lux"
    assert [row.number for row in panel.shown] == before
    panel.query.setText("serie=Z")
    assert panel.said.text().endswith("(ES, L, S, STMG)")
    panel.query.clear()
    assert panel.said.text() == HINT


def test_quick_filters_exclude_each_other_and_join_the_line_and_the_serie(panel: CandidatePanel) -> None:
    panel.filters.buttons["to_read"].click()
    assert panel.count.text() == "365 sur 422"
    panel.filters.buttons["paper"].click()
    assert not panel.filters.buttons["to_read"].isChecked()
    assert panel.count.text() == "57 sur 422"
    panel.query.setText("42")
    assert [row.number for row in panel.shown] == ["0420", "0421", "0422"]
    panel.filters.buttons["paper"].click()
    panel.filters.serie.setCurrentText("ES")
    assert {row.serie for row in panel.shown} == {"ES"}


def test_a_livret_read_under_the_filter_to_read_stays_until_the_filter_is_asked_again(panel: CandidatePanel) -> None:
    panel.filters.buttons["to_read"].click()
    panel.update_reading(StudentNumber("0001"), Reading(ReadState.READ, 2, 2))
    assert panel.shown[0].number == "0001"
    assert panel.progress.text().startswith("1 lu · 364 à lire")
    panel.query.setText(" ")
    assert panel.shown[0].number == "0002"


def test_the_keyboard_goes_from_the_line_to_the_table_and_escape_empties_then_leaves(
    panel: CandidatePanel, qtbot: QtBot
) -> None:
    panel.focus_query()
    QTest.keyClicks(panel.query, "0417")
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.keyClick(panel.query, Qt.Key.Key_Return)
    assert chosen.args == ["0417"]
    assert panel.table.hasFocus()
    panel.focus_query()
    QTest.keyClick(panel.query, Qt.Key.Key_Escape)
    assert panel.query.text() == ""
    assert panel.query.hasFocus()
    QTest.keyClick(panel.query, Qt.Key.Key_Escape)
    assert panel.table.hasFocus()


def test_the_table_takes_the_keyboard_without_choosing_anybody(panel: CandidatePanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.chosen):
        panel.table.setFocus()
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert chosen.args == ["0001"]
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.keyClick(panel.table, Qt.Key.Key_End)
    assert chosen.args == ["0422"]
    QTest.keyClick(panel.table, Qt.Key.Key_Home)
    with qtbot.waitSignal(panel.livret_wanted):
        QTest.keyClick(panel.table, Qt.Key.Key_Return)


def test_letters_and_digits_are_left_to_the_actions(panel: CandidatePanel, qtbot: QtBot) -> None:
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(panel.chosen):
        QTest.keyClicks(panel.table, "42n")


def test_another_jury_keeps_the_serie_only_if_it_has_it(panel: CandidatePanel) -> None:
    panel.filters.serie.setCurrentText("STMG")
    panel.show_rows(LINES)
    assert panel.count.text() == "57 sur 422"
    panel.show_rows(rows(candidate("1", "0401")))
    assert panel.count.text() == "1 sur 1"
    assert not panel.filters.serie.isEnabled()


def test_the_chosen_line_keeps_its_accent_when_the_keyboard_is_elsewhere(panel: CandidatePanel) -> None:
    for dark in (True, False):
        panel.setPalette(palette(dark=dark))
        group, role = panel.table.palette().ColorGroup, panel.table.palette().ColorRole
        shown = panel.table.palette()
        assert shown.color(group.Inactive, role.Highlight) == palette(dark=dark).color(group.Active, role.Highlight)


def test_another_jury_is_shown_from_its_first_line(panel: CandidatePanel) -> None:
    panel.choose(StudentNumber("0422"))
    assert panel.table.verticalScrollBar().value() > 0
    panel.choose(None)
    panel.show_rows(LINES[:200])
    assert panel.table.verticalScrollBar().value() == 0
