# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of marks: what is typed stands under a line, and a change of it makes one picture."""

import pytest
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.domain.marks import ExamCode
from lsl_desk.ui.deliberating.marks_model import Column, Line
from lsl_desk.ui.deliberating.marks_table import MarksTable
from tests.ui.paints import PAINT, Paints

PHILOSOPHY, HISTORY, SPORT = ExamCode("PHILO"), ExamCode("HG"), ExamCode("EPS")
LINES = tuple(
    Line(exam, (name, "4", "9", "36", "10 11 9", "−1,0"), f"{name}\u00a0: 9", "plain", False, False, False)
    for exam, name in (
        (PHILOSOPHY, "Philosophie"),
        (HISTORY, "Histoire-géographie"),
        (SPORT, "Éducation physique et sportive"),
    )
)


@pytest.fixture
def table(qtbot: QtBot) -> MarksTable:
    table = MarksTable()
    qtbot.addWidget(table)
    table.resize(480, 400)
    table.marks.fill(LINES)
    with qtbot.waitExposed(table):
        table.show()
    settle()
    return table


def settle() -> None:
    """Let what Qt put off until later come: a timer of nothing, then the paint it asks for."""
    for _ in range(4):
        QApplication.processEvents()


def typing_place(table: MarksTable) -> QWidget:
    place = QWidget()
    QVBoxLayout(place).addWidget(QLabel("Motif"))
    table.open_under(PHILOSOPHY, place)
    settle()
    return place


def test_closing_what_is_under_a_line_makes_one_picture(table: MarksTable) -> None:
    place = typing_place(table)
    assert place.isVisible()
    pictures = Paints(table.viewport())
    table.close_under()
    settle()
    assert pictures.log == [PAINT]
    assert not place.isVisible()
    assert table.rowViewportPosition(1) == table.rowHeight(0)


def test_what_is_under_a_line_grows_in_one_picture(table: MarksTable) -> None:
    place = typing_place(table)
    below = table.rowViewportPosition(2)
    layout = place.layout()
    assert layout is not None
    layout.addWidget(QLabel("Une phrase de plus"))
    settle()
    pictures = Paints(table.viewport())
    table.fit_under()
    settle()
    assert pictures.log == [PAINT]
    assert table.rowViewportPosition(2) > below


def inks(table: MarksTable, exam: ExamCode, column: Column) -> set[str]:
    """The colours of a cell as painted."""
    image: QImage = table.viewport().grab().toImage()
    place = table.visualRect(table.marks.index(table.marks.row_of(exam), column))
    spots = ((x, y) for x in range(place.left() + 1, place.right()) for y in range(place.top() + 1, place.bottom()))
    return {image.pixelColor(x, y).name() for x, y in spots}


def test_a_cell_is_painted_anew_with_its_line(table: MarksTable) -> None:
    before = inks(table, HISTORY, Column.MARK)
    raised = Line(HISTORY, ("Histoire-géographie", "4", "", "40", "", ""), "", "danger", True, False, False)
    table.marks.fill((LINES[0], raised, LINES[2]))
    assert len(before) > 2
    assert len(inks(table, HISTORY, Column.MARK)) == 1, "nothing is written there any more"


def test_the_line_chosen_has_its_ground_and_its_ink(table: MarksTable) -> None:
    table.choose(SPORT)
    colours = table.palette()
    ground = colours.highlight().color().name()
    assert ground in inks(table, SPORT, Column.YEAR)
    assert colours.highlightedText().color().name() in inks(table, SPORT, Column.EXAM)
    assert ground not in inks(table, HISTORY, Column.YEAR)


def test_what_is_tried_is_hatched_on_the_line_chosen_too(table: MarksTable) -> None:
    tried = Line(SPORT, (LINES[2].cells[0], "", "", "", "", ""), "", "plain", False, True, False)
    table.marks.fill((LINES[0], LINES[1], tried))
    assert len(inks(table, SPORT, Column.MARK)) > 1
    table.choose(SPORT)
    assert len(inks(table, SPORT, Column.MARK)) > 1
    assert len(inks(table, SPORT, Column.YEAR)) == 1


def written(table: MarksTable, exam: ExamCode) -> list[int]:
    """Where the name of an épreuve has ink, in pixels from the left of its cell."""
    image = table.viewport().grab().toImage()
    place = table.visualRect(table.marks.index(table.marks.row_of(exam), Column.EXAM))
    ground = image.pixelColor(place.left(), place.top())
    rows = range(place.top() + 1, place.bottom())
    return [x for x in range(place.width()) if any(image.pixelColor(place.left() + x, y) != ground for y in rows)]


def test_a_larger_font_is_written_larger_and_cut_between_words(table: MarksTable) -> None:
    philosophy = written(table, PHILOSOPHY)
    font = QFont(table.font())
    font.setPointSizeF(font.pointSizeF() * 1.6)
    table.setFont(font)
    settle()
    assert max(written(table, PHILOSOPHY)) > 1.3 * max(philosophy)
    room = table.columnWidth(Column.EXAM)
    assert max(written(table, SPORT)) < room / 2, "« EPS », and not its name up to the edge"
    assert max(written(table, HISTORY)) < room - 12, "« Histoire-géo. », by the width its letters have now"
