# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.client.sit.order import Column, SortedRows, natural
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.reading import Reading, ReadState
from tests.client.sit.people import candidate, rows, state, with_states


def ordered(lines: SortedRows) -> list[str]:
    return [row.number for row in lines.in_order()]


def test_numbers_sort_by_value_and_none_comes_last() -> None:
    assert sorted(["12", "9", "", "012", "A10", "A9", "100"], key=natural) == ["9", "12", "012", "100", "A9", "A10", ""]


def test_the_order_of_the_index_is_the_first_and_can_be_had_back() -> None:
    lines = SortedRows(rows(candidate("12", "0417"), candidate("9", "0432")))
    assert ordered(lines) == ["0417", "0432"]
    lines.sort(Column.PV)
    assert ordered(lines) == ["0432", "0417"]
    lines.sort(None)
    assert ordered(lines) == ["0417", "0432"]
    lines.sort(Column.PV)
    assert ordered(lines) == ["0432", "0417"]


@pytest.mark.parametrize("descending", [False, True])
def test_equal_lines_stay_in_the_order_of_the_index(descending: bool) -> None:
    lines = SortedRows(rows(*(candidate(str(pv), f"04{pv:02d}", "ES") for pv in range(20))))
    lines.sort(Column.SERIE, descending=descending)
    assert ordered(lines) == [f"04{pv:02d}" for pv in range(20)]


def test_series_sort_as_french_does_and_none_comes_last() -> None:
    series = ("S", "", "ES", "éco", "L")
    lines = SortedRows(rows(*(candidate(str(pv), f"040{pv}", serie) for pv, serie in enumerate(series))))
    lines.sort(Column.SERIE)
    assert [row.serie for row in lines.in_order()] == ["éco", "ES", "L", "S", ""]


def test_formats_and_livrets_sort_by_what_there_is_to_do() -> None:
    lines = SortedRows(
        rows(
            candidate("1", "0401", form=LivretFormat.PAPIER),
            candidate("2", "0402"),
            candidate("3", "0403", problem=LivretProblem.EMPTY_FILE),
        )
    )
    lines.sort(Column.FORMAT)
    assert ordered(lines) == ["0402", "0403", "0401"]
    lines.sort(Column.LIVRET)
    assert ordered(lines) == ["0403", "0402", "0401"]


def test_reading_sorts_by_what_there_is_to_do_then_by_how_far() -> None:
    lines = SortedRows(
        rows(
            candidate("1", "0401", form=LivretFormat.PAPIER),
            *(candidate(str(pv), f"040{pv}") for pv in range(2, 7)),
            n0402=Reading(ReadState.READ, 4, 4),
            n0403=Reading(ReadState.PARTIAL, 3, 4),
            n0404=Reading(ReadState.PARTIAL, 1, 4),
            n0405=Reading(ReadState.UNREAD, 0, 4),
            n0406=Reading(ReadState.STALE, 0, 4),
        )
    )
    lines.sort(Column.READING)
    assert ordered(lines) == ["0406", "0405", "0404", "0403", "0402", "0401"]
    lines.sort(Column.PAGES, descending=True)
    assert ordered(lines)[:3] == ["0402", "0403", "0404"]


def test_a_line_replaced_does_not_move_until_the_next_sort() -> None:
    lines = SortedRows(rows(candidate("1", "0401"), candidate("2", "0402")))
    lines.sort(Column.READING)
    first = lines.row(StudentNumber("0401"))
    assert first is not None
    lines.replace(first.with_reading(Reading(ReadState.READ, 2, 2)))
    assert ordered(lines) == ["0401", "0402"]
    assert lines.rows[0].reading.state is ReadState.READ
    lines.sort(Column.READING)
    assert ordered(lines) == ["0402", "0401"]


def test_a_number_of_nobody_has_no_line() -> None:
    assert SortedRows(()).row(StudentNumber("0417")) is None


def test_numbers_that_differ_only_by_leading_zeros_stay_in_the_order_of_the_index() -> None:
    lines = SortedRows(rows(candidate("012", "0401"), candidate("12", "0402"), candidate("9", "0403")))
    assert len(lines) == 3
    lines.sort(Column.PV)
    assert ordered(lines) == ["0403", "0401", "0402"]
    lines.sort(Column.PV, descending=True)
    assert ordered(lines) == ["0401", "0402", "0403"]


def test_a_line_replaced_before_any_sort_is_there_after() -> None:
    lines = SortedRows(rows(candidate("1", "0401"), candidate("2", "0402")))
    first = lines.row(StudentNumber("0401"))
    assert first is not None
    lines.replace(first.with_reading(Reading(ReadState.READ, 2, 2)))
    lines.sort(Column.PAGES)
    assert ordered(lines) == ["0402", "0401"]


def test_numbers_with_a_letter_and_lines_with_none_sort_as_numbers_do() -> None:
    pvs = ("A10", "12", "", "A9", "9")
    lines = SortedRows(rows(*(candidate(pv, f"040{place}") for place, pv in enumerate(pvs))))
    lines.sort(Column.PV)
    assert [row.pv for row in lines.in_order()] == ["9", "12", "A9", "A10", ""]


def test_series_that_the_order_does_not_tell_apart_stay_in_the_order_of_the_index() -> None:
    lines = SortedRows(
        rows(candidate("1", "0401", "éco"), candidate("2", "0402", "ECO"), candidate("3", "0403", "éco"))
    )
    lines.sort(Column.SERIE)
    assert ordered(lines) == ["0401", "0402", "0403"]


def test_the_nearest_to_a_threshold_comes_first_and_the_same_distance_goes_by_no_pv() -> None:
    people = (
        ("12", "0401", "13.50"),
        ("10", "0404", "10.15"),
        ("9", "0402", "9.85"),
        ("3", "0403", "9.98"),
        ("1", "0405", None),
    )
    lines = rows(*(candidate(pv, number) for pv, number, _ in people))
    states = (state(number, average) for _, number, average in people)
    ordered_by = SortedRows(with_states(lines, *states))
    ordered_by.sort(Column.POINTS)
    assert ordered(ordered_by) == ["0403", "0402", "0404", "0401", "0405"]


def test_a_mark_raised_moves_its_line_at_the_next_sort_only() -> None:
    lines = rows(candidate("1", "0401"), candidate("2", "0402"))
    nearest = SortedRows(with_states(lines, state("0401", "9.98"), state("0402", "9.5")))
    nearest.sort(Column.POINTS)
    nearest.replace(nearest.rows[1].with_state(state("0402", "10")))
    assert ordered(nearest) == ["0401", "0402"]
    nearest.sort(Column.POINTS)
    assert ordered(nearest) == ["0402", "0401"]


def test_decisions_sort_by_what_there_is_to_do() -> None:
    kinds = (
        state("0401", "10", Ruling.ADMIS),
        state("0402", "9", Ruling.SECOND_GROUPE),
        state("0403", "7", Ruling.AJOURNE),
        state("0404", "9"),
        state("0405", "9", Ruling.SUSPENDU),
        state("0406", "9", Ruling.SECOND_GROUPE, stale=True),
        state("0407", "9", contested=True),
    )
    lines = SortedRows(with_states(rows(*(candidate(one.number[-1], one.number) for one in kinds)), *kinds))
    lines.sort(Column.DECISION)
    assert ordered(lines) == ["0407", "0406", "0405", "0404", "0403", "0402", "0401"]
    unread = SortedRows(rows(candidate("1", "0401"), candidate("2", "0402")))
    unread.sort(Column.DECISION)
    assert ordered(unread) == ["0401", "0402"]
