# SPDX-License-Identifier: AGPL-3.0-or-later
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QStringListModel
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QLabel, QSplitter, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.ui.window_state import WindowState, brought_back

LAPTOP = QRect(0, 0, 1366, 728)
BESIDE = QRect(1366, 0, 1920, 1040)


@pytest.mark.parametrize(
    ("wanted", "screens", "found"),
    [
        (QRect(100, 80, 1200, 600), [LAPTOP], QRect(100, 80, 1200, 600)),
        (QRect(1500, 100, 1400, 800), [LAPTOP, BESIDE], QRect(1500, 100, 1400, 800)),
        (QRect(1500, 100, 1400, 800), [LAPTOP], QRect(0, 0, 1366, 728)),
        (QRect(-3000, -3000, 1000, 700), [LAPTOP, BESIDE], QRect(0, 0, 1000, 700)),
        (QRect(1300, 700, 1000, 700), [LAPTOP], QRect(366, 28, 1000, 700)),
        (QRect(0, 0, 10, 10), [LAPTOP], QRect(0, 0, 900, 600)),
        (QRect(5, 5, 50, 50), [], QRect(5, 5, 50, 50)),
    ],
)
def test_a_window_is_brought_back_to_a_screen_there_is(wanted: QRect, screens: list[QRect], found: QRect) -> None:
    assert brought_back(wanted, screens) == found


def test_the_place_of_the_window_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(20, 30, 700, 500)
    state = WindowState(tmp_path)
    state.save_window(window)
    state.sync()
    again = QWidget()
    qtbot.addWidget(again)
    WindowState(tmp_path).restore_window(again)
    screen = again.screen().availableGeometry()
    assert screen.contains(again.geometry())
    assert again.geometry() == brought_back(QRect(20, 30, 700, 500), [screen])


def test_a_first_start_is_in_the_middle_of_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    WindowState(tmp_path).restore_window(window)
    assert window.screen().availableGeometry().contains(window.geometry())


def _screen() -> tuple[QWidget, QSplitter, QTableView]:
    root = QWidget()
    splitter = QSplitter(root)
    splitter.setObjectName("room")
    table = QTableView()
    table.setObjectName("candidates")
    table.setModel(QStandardItemModel(3, 4, table))
    splitter.addWidget(table)
    splitter.addWidget(QLabel("livret"))
    column = QVBoxLayout(root)
    column.addWidget(splitter)
    root.resize(1000, 600)
    root.show()
    return root, splitter, table


def test_splitters_and_columns_come_back_to_the_pixel(qtbot: QtBot, tmp_path: Path) -> None:
    root, splitter, table = _screen()
    qtbot.addWidget(root)
    splitter.setSizes([300, 600])
    kept = splitter.sizes()
    table.setColumnWidth(2, 177)
    state = WindowState(tmp_path)
    state.save_layout(root)
    state.sync()
    again, other_splitter, other_table = _screen()
    qtbot.addWidget(again)
    WindowState(tmp_path).restore_layout(again)
    assert other_splitter.sizes() == kept
    assert other_table.columnWidth(2) == 177


def test_a_state_that_hides_everything_is_not_taken(qtbot: QtBot, tmp_path: Path) -> None:
    root, _, table = _screen()
    qtbot.addWidget(root)
    table.setColumnWidth(0, 100_000)
    table.setColumnWidth(1, 1)
    state = WindowState(tmp_path)
    state.save_layout(root)
    again, _, other = _screen()
    qtbot.addWidget(again)
    WindowState(tmp_path).restore_layout(again)
    assert other.columnWidth(1) >= 24
    assert other.columnWidth(0) <= other.screen().availableGeometry().width()
    for column in range(4):
        other.setColumnHidden(column, True)
    WindowState(tmp_path).save_layout(again)
    third, _, last = _screen()
    qtbot.addWidget(third)
    WindowState(tmp_path).restore_layout(third)
    assert not last.isColumnHidden(0)


def test_a_spoiled_file_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_bytes(b"[window]\nplace=@Rect(\x00 nonsense\n[splitter]\nroom=nothing\n")
    root, splitter, _ = _screen()
    qtbot.addWidget(root)
    before = splitter.sizes()
    state = WindowState(tmp_path)
    state.restore_window(root)
    state.restore_layout(root)
    assert len(splitter.sizes()) == len(before)
    assert root.screen().availableGeometry().intersects(root.geometry())


def test_what_is_kept_is_sizes_and_nothing_else(qtbot: QtBot, tmp_path: Path) -> None:
    root, _, table = _screen()
    qtbot.addWidget(root)
    QStringListModel(["0417"], table)
    root.setWindowTitle("J01 0417")
    state = WindowState(tmp_path)
    state.save_window(root)
    state.save_layout(root)
    state.sync()
    assert b"0417" not in (tmp_path / "window.ini").read_bytes()
