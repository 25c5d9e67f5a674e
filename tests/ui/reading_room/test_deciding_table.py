# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of candidates while a jury sits: points, decisions, order, lens; nothing moves under the reader."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from lsl_desk.client.sit.order import Column
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.ui.reading_room.candidate_panel import HINT_DECIDING, CandidatePanel
from tests.fakes.deliberation import FakeDeliberation
from tests.fakes.desk import MemoryStore
from tests.ui.conftest import unnamed
from tests.ui.reading_room.seat import Seat, SeatAt, shown

J01 = JuryId("J01")
Sat = tuple[Seat, FakeDeliberation]


@pytest.fixture
def sat(seat_at: SeatAt) -> Callable[..., Sat]:
    """Sit down in J01, which deliberates, once the test has bent what it holds."""

    def sit(bend: Callable[[FakeDeliberation], object] = lambda _none: None, number: str | None = None) -> Sat:
        store = MemoryStore()
        made: list[FakeDeliberation] = []

        def make(_desk: object) -> FakeDeliberation:
            made.append(FakeDeliberation(store))
            bend(made[0])
            return made[0]

        return seat_at(number=number, store=store, deliberation=make), made[0]

    return sit


def numbers(panel: CandidatePanel) -> list[str]:
    return [row.number for row in panel.shown]


def cell(panel: CandidatePanel, number: str, column: Column) -> str:
    place = panel.model.place_of(StudentNumber(number))
    return str(panel.model.data(panel.model.index(place, column.value)))


def hidden(panel: CandidatePanel) -> set[Column]:
    return {column for column in Column if panel.table.isColumnHidden(column.value)}


def test_a_desk_that_only_reads_has_the_columns_of_reading(seat: Seat) -> None:
    panel = seat.room.panel
    assert hidden(panel) == {Column.POINTS, Column.DECISION}
    assert not panel.head.isVisible()
    assert not panel.filters.sitting.isVisible()
    assert numbers(panel)[:2] == ["0401", "0402"]


def test_a_sitting_with_marks_shows_points_and_decisions_the_nearest_first(sat: Callable[..., Sat]) -> None:
    seat, desk = sat()
    panel = seat.room.panel
    assert hidden(panel) == {Column.LIVRET, Column.PAGES}
    distances = [desk.state(J01, StudentNumber(one)).distance or Decimal(0) for one in numbers(panel)]
    assert [abs(one) for one in distances] == sorted(abs(one) for one in distances)
    first = desk.state(J01, panel.shown[0].number)
    assert cell(panel, first.number, Column.POINTS).startswith(f"\u2212{first.short}")
    assert cell(panel, first.number, Column.DECISION) == "—", "a proposal is never shown as a decision"
    count = panel.model.tally
    assert panel.head.said.text() == f"livrets obligatoires\u00a0: {count.compulsory} · à lire\u00a0: {count.to_read}"
    assert count.compulsory > 0
    assert unnamed(panel) == []


def test_one_key_goes_through_the_orders(sat: Callable[..., Sat]) -> None:
    seat, _desk = sat()
    panel = seat.room.panel
    panel.table.setFocus()
    assert panel.head.order.currentText() == "plus proches"
    assert panel.said.text() == "Ordre\u00a0: au plus près de 8 ou de 10, au-dessus comme au-dessous"
    how = panel.head.order.accessibleDescription()
    assert "10,1 se range à côté de 9,9" in how
    assert how in panel.head.order.toolTip()
    assert panel.head.order.itemData(0, Qt.ItemDataRole.ToolTipRole) == how
    seat.key("/")
    assert panel.said.text() == HINT_DECIDING, "who searches reads what may be written"
    seat.key(Qt.Key.Key_Escape)
    assert panel.said.text().startswith("Ordre")
    seat.key("o")
    assert panel.said.text() == HINT_DECIDING
    assert panel.head.order.accessibleDescription() == "Dans l’ordre des N° PV."
    assert panel.head.order.currentText() == "ordre du PV"
    assert numbers(panel)[:3] == ["0401", "0402", "0403"]
    seat.key("o")
    assert panel.head.order.currentText() == "par série"
    assert [row.serie for row in panel.shown] == sorted(row.serie for row in panel.shown)
    seat.key("o")
    assert panel.head.order.currentText() == "plus proches"
    panel.table.sortByColumn(Column.READING.value, Qt.SortOrder.AscendingOrder)
    assert panel.head.order.currentText() == "autre ordre"
    panel.table.sortByColumn(Column.POINTS.value, Qt.SortOrder.DescendingOrder)
    assert panel.head.order.currentText() == "autre ordre", "the farthest first is not the nearest first"


def test_the_second_group_has_one_threshold(sat: Callable[..., Sat]) -> None:
    def second(desk: FakeDeliberation) -> None:
        desk.group = 2

    seat, _desk = sat(second)
    assert seat.room.panel.said.text() == "Ordre\u00a0: au plus près de 10, au-dessus comme au-dessous"
    assert "Seuils\u00a0: 10\u202f;" in seat.room.panel.head.order.accessibleDescription()


def test_a_decision_is_shown_on_its_line_which_does_not_move(sat: Callable[..., Sat]) -> None:
    seat, desk = sat(number="0402")
    panel = seat.room.panel
    before = numbers(panel)
    desk.decide(J01, StudentNumber("0402"), Ruling.ADMIS, "", "", seen=0)
    seat.room.sitting.candidate_moved(StudentNumber("0402"))
    seat.settle()
    assert cell(panel, "0402", Column.DECISION) == "✓\u00a0admis"
    assert numbers(panel) == before
    panel.filters.buttons["undecided"].click()
    assert "0402" not in numbers(panel)


def test_acts_of_another_post_change_the_lines_and_move_nothing_that_is_read(sat: Callable[..., Sat]) -> None:
    seat, desk = sat(number="0402")
    panel = seat.room.panel
    before, at = numbers(panel), panel.table.verticalScrollBar().value()
    desk.decide(J01, StudentNumber("0405"), Ruling.ADMIS, "", "dispense", seen=0)
    seat.room.moved(J01)
    seat.settle()
    assert cell(panel, "0405", Column.DECISION) == "✓\u00a0admis"
    assert (numbers(panel), panel.table.verticalScrollBar().value(), shown(seat)) == (before, at, "0402")


def test_the_lens_marks_what_is_near_under_a_threshold_by_sign_and_word(sat: Callable[..., Sat]) -> None:
    seat, desk = sat()
    panel = seat.room.panel
    panel.filters.lens.setFocus()
    seat.key(Qt.Key.Key_End)
    assert desk.lens() == Decimal("0.5")
    near = [row for row in panel.shown if row.state is not None and row.state.near]
    for row in near:
        assert row.state is not None
        assert "▲" in cell(panel, row.number, Column.POINTS)
    assert len(near) == sum(one.near for one in desk.sitting(J01).states.values())
    seat.key(Qt.Key.Key_Home)
    assert desk.lens() == Decimal("0.05")


def test_n_goes_to_the_next_compulsory_livret_and_to_the_others_once_there_is_none(sat: Callable[..., Sat]) -> None:
    seat, desk = sat()
    panel = seat.room.panel
    panel.table.setFocus()
    seat.key("n")
    first = desk.state(J01, StudentNumber(shown(seat)))
    assert first.compulsory
    panel.filters.buttons["to_read"].click()
    panel.query.setText("decision=admis")
    desk.decide(J01, StudentNumber("0402"), Ruling.ADMIS, "", "", seen=0)
    seat.room.sitting.candidate_moved(StudentNumber("0402"))
    seat.settle()
    panel.query.setText("decision=admis ")
    panel.table.setFocus()
    seat.key("n")
    assert shown(seat) == "0402"


def test_shift_n_goes_to_the_next_without_a_decision(sat: Callable[..., Sat]) -> None:
    seat, desk = sat()
    panel = seat.room.panel
    panel.table.setFocus()
    seat.key("o")
    desk.decide(J01, StudentNumber("0402"), Ruling.ADMIS, "", "", seen=0)
    seat.room.sitting.candidate_moved(StudentNumber("0402"))
    seat.room.go_to(StudentNumber("0401"))
    seat.settle()
    seat.key("N", Qt.KeyboardModifier.ShiftModifier)
    assert shown(seat) == "0403"
    panel.query.setText("decision=admis")
    panel.table.setFocus()
    seat.key("N", Qt.KeyboardModifier.ShiftModifier)
    assert seat.room.header.notice.text() == "✓\u00a0tous les candidats affichés ont une décision"


def test_a_livret_read_to_its_end_is_no_longer_waited_for(sat: Callable[..., Sat]) -> None:
    seat, _desk = sat()
    seat.room.panel.table.setFocus()
    seat.key("n")
    number, before = shown(seat), seat.room.panel.model.tally.compulsory
    assert cell(seat.room.panel, number, Column.READING).startswith("⚠")
    seat.read_livret()
    assert seat.room.panel.model.tally.compulsory == before - 1
    assert cell(seat.room.panel, number, Column.READING) == "●\u00a0lu"


def test_another_jury_that_only_reads_takes_the_columns_back(sat: Callable[..., Sat]) -> None:
    seat, _desk = sat()
    panel = seat.room.panel
    panel.filters.buttons["compulsory"].click()
    panel.show_sitting(deciding=False)
    assert hidden(panel) == {Column.POINTS, Column.DECISION}
    assert panel.filters.quick == ""
    assert len(panel.shown) == panel.model.total


def test_a_room_that_was_left_starts_no_timer_with_a_late_answer(sat: Callable[..., Sat]) -> None:
    seat, _ = sat()
    sitting = seat.room.sitting
    assert sitting.open
    sitting.candidate_moved(StudentNumber("0402"))
    sitting.refresh()
    sitting.stop()
    told: list[object] = []
    sitting.changed.connect(told.append)
    sitting.candidate_changed.connect(told.append)
    seat.settle()
    assert told == []
    assert not sitting._whole.isActive()
    assert not sitting._pace.isActive()
