# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QRawFont
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from lsl_desk.client.sit.order import Column
from lsl_desk.client.sit.query import Query, on_paper, parse
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.reading import Reading, ReadState
from lsl_desk.ui.models.candidates import HEADINGS, CandidatesModel, first_width, spoken
from lsl_desk.ui.palettes import DARK, LIGHT
from tests.client.sit.people import candidate, rows

LINES = rows(
    candidate("12", "0417"),
    candidate("13", "0432", "S"),
    candidate("14", "0418", "ES", LivretFormat.PAPIER),
    candidate("15", "0419", "ES", LivretFormat.ABSENT, reason="opposition de la famille"),
    candidate("16", "0420", "", LivretFormat.INCONNU),
    candidate("", "0421", "L", problem=LivretProblem.TRUNCATED),
    candidate("9", "0422", "éco"),
    candidate("10", "0423", "ES"),
    n0417=Reading(ReadState.PARTIAL, 2, 4),
    n0422=Reading(ReadState.READ, 2, 2),
    n0423=Reading(ReadState.STALE, 0, 2),
)
Role = Qt.ItemDataRole


@pytest.fixture
def model(qapp: object) -> CandidatesModel:
    del qapp
    made = CandidatesModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show(LINES, Query())
    return made


def column(model: CandidatesModel, which: Column, role: int = Role.DisplayRole) -> list[object]:
    return [model.data(model.index(row, which.value), role) for row in range(model.rowCount())]


def numbers(model: CandidatesModel) -> list[object]:
    return column(model, Column.NUMBER)


def test_each_line_says_its_state_with_a_sign_and_a_word(model: CandidatesModel) -> None:
    assert column(model, Column.READING) == [
        "◐\u00a02\u00a0/\u00a04", "○\u00a0à lire", "▤\u00a0papier", "–\u00a0sans livret", "?\u00a0inconnu",
        "✗\u00a0illisible", "●\u00a0lu", "↻\u00a0à relire",
    ]  # fmt: skip
    assert column(model, Column.PAGES)[:3] == ["2\u00a0/\u00a04", "0\u00a0/\u00a02", ""]
    assert column(model, Column.LIVRET)[2:6] == ["", "opposition", "", "✗\u00a0illisible"]


def test_a_screen_reader_hears_the_whole_line(model: CandidatesModel) -> None:
    said = "N° PV 12, N° élève 0417, série ES, numérique, 2 pages lues sur 4"
    assert column(model, Column.PV, Role.AccessibleTextRole)[0] == said
    assert spoken(LINES[5]) == "N° élève 0421, série L, numérique, livret illisible"
    assert spoken(LINES[7]).endswith("0 page lue sur 2, à relire")


def test_the_tooltip_says_why_a_livret_is_refused(model: CandidatesModel) -> None:
    assert str(column(model, Column.LIVRET, Role.ToolTipRole)[5]).endswith("\nfichier tronqué")
    assert str(column(model, Column.LIVRET, Role.ToolTipRole)[3]).endswith("\nopposition de la famille")


def test_states_take_the_colours_of_the_palette(model: CandidatesModel) -> None:
    assert column(model, Column.READING, Role.ForegroundRole)[6] == LIGHT.ok
    model.dress(DARK)
    assert column(model, Column.READING, Role.ForegroundRole)[6] == DARK.ok
    assert column(model, Column.PV, Role.ForegroundRole)[6] is None


def test_the_student_number_stands_out(model: CandidatesModel) -> None:
    font = column(model, Column.NUMBER, Role.FontRole)[0]
    assert isinstance(font, QFont)
    assert font.bold()
    assert column(model, Column.PV, Role.FontRole)[0] is None


def test_headings_are_short_and_their_words_whole_in_the_tooltip(model: CandidatesModel) -> None:
    across = Qt.Orientation.Horizontal
    for which, (short, full) in HEADINGS.items():
        assert model.headerData(which.value, across) == short
        assert model.headerData(which.value, across, Role.ToolTipRole) == full
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(99, across) is None
    assert model.headerData(0, across, Role.FontRole) is None


@pytest.mark.parametrize("order", list(Qt.SortOrder))
@pytest.mark.parametrize("which", list(Column))
def test_every_column_sorts_and_what_is_selected_follows(
    model: CandidatesModel, which: Column, order: Qt.SortOrder
) -> None:
    kept = QPersistentModelIndex(model.index(0, Column.SERIE.value))
    model.sort(which.value, order)
    assert sorted(map(str, numbers(model))) == sorted(row.number for row in LINES)
    assert model.shown[kept.row()].number == "0417"
    assert kept.column() == Column.SERIE.value


def test_numbers_sort_by_value_and_series_as_french_does(model: CandidatesModel) -> None:
    model.sort(Column.PV.value)
    assert column(model, Column.PV) == ["9", "10", "12", "13", "14", "15", "16", ""]
    model.sort(Column.SERIE.value)
    assert column(model, Column.SERIE) == ["éco", "ES", "ES", "ES", "ES", "L", "S", ""]
    model.sort(-1)
    assert numbers(model) == [row.number for row in LINES]


def test_a_filter_keeps_the_order_and_a_sort_keeps_the_filter(model: CandidatesModel) -> None:
    model.sort(Column.NUMBER.value, Qt.SortOrder.DescendingOrder)
    model.filter(parse("es"))
    assert numbers(model) == ["0423", "0419", "0418", "0417"]
    model.sort(Column.NUMBER.value)
    assert numbers(model) == ["0417", "0418", "0419", "0423"]
    assert model.place_of(StudentNumber("0432")) == -1
    assert model.place_of(None) == -1


def test_a_page_read_changes_one_line_and_moves_none(model: CandidatesModel, qtbot: QtBot) -> None:
    model.sort(Column.READING.value)
    before = numbers(model)
    with qtbot.waitSignal(model.dataChanged) as changed, qtbot.assertNotEmitted(model.layoutChanged):
        model.update_reading(StudentNumber("0432"), Reading(ReadState.PARTIAL, 1, 2))
    first, last = changed.args[0], changed.args[1]
    assert first.row() == last.row() == before.index("0432")
    assert numbers(model) == before
    assert model.data(model.index(first.row(), Column.READING.value)) == "◐\u00a01\u00a0/\u00a02"


def test_a_page_read_by_somebody_hidden_or_unknown_changes_no_line_shown(model: CandidatesModel, qtbot: QtBot) -> None:
    model.filter(Query().also(on_paper))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_reading(StudentNumber("0432"), Reading(ReadState.READ, 2, 2))
        model.update_reading(StudentNumber("0999"), Reading(ReadState.READ, 2, 2))
    hidden = model.row(StudentNumber("0432"))
    assert hidden is not None
    assert hidden.reading.state is ReadState.READ


def test_nothing_is_shown_for_what_is_not_there(model: CandidatesModel) -> None:
    assert model.data(QModelIndex()) is None
    assert model.data(model.index(0, 0), Role.DecorationRole) is None
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0


def test_no_column_cuts_an_ordinary_text(model: CandidatesModel) -> None:
    for which in Column:
        font = QFont()
        font.setBold(which is Column.NUMBER)
        widest = max(QFontMetrics(font).horizontalAdvance(str(text)) for text in column(model, which))
        assert first_width(which, QFont()) >= widest + 8


def test_every_sign_is_drawn_by_an_ordinary_font(qapp: object) -> None:
    del qapp
    if "DejaVu Sans" not in QFontDatabase.families():
        pytest.skip("DejaVu Sans is not on this machine")
    font = QRawFont.fromFont(QFont("DejaVu Sans"))
    assert all(font.supportsCharacter(ord(sign)) for sign in "●◐○↻▤▣✗✓≠◇–?⚠")
