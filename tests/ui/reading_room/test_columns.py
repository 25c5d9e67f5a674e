# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lsl_desk.ui.reading_room.columns import Columns

MARKS = 352
"""The least that the marks need."""


@pytest.fixture
def columns(qtbot: QtBot) -> Columns:
    made = Columns(QLabel(), QLabel(), QLabel(), QLabel())
    qtbot.addWidget(made)
    made.add_decision(QLabel(), MARKS)
    made.give_first_sizes(300)
    made.resize(1366, 600)
    made.show()
    return made


def test_a_wide_window_gives_the_marks_more_and_a_small_one_what_they_need(columns: Columns) -> None:
    assert columns.sizes()[2] == MARKS
    columns.resize(1920, 900)
    assert columns.sizes()[2] == 480
    columns.resize(1366, 600)
    assert columns.sizes()[2] == MARKS


def test_a_width_that_somebody_gave_stays(columns: Columns) -> None:
    left, livret, _ = columns.sizes()
    columns.setSizes([left, livret - 48, MARKS + 48])
    given = columns.sizes()[2]
    assert given != MARKS
    columns.resize(1920, 900)
    assert columns.sizes()[2] == given


def test_a_folded_column_stays_folded(columns: Columns) -> None:
    left, livret, marks = columns.sizes()
    columns.setSizes([left, livret + marks, 0])
    columns.resize(1920, 900)
    assert columns.sizes()[2] == 0
