# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room as a person uses it, with the keyboard alone: the acceptance lines of `features.md` for reading."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from lsl_desk.client.sit.order import Column
from lsl_desk.domain.acts import LivretOpened, LivretRead, NumberIncident
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.reading import ReadState
from tests.fakes.desk import FakeSources, MemoryStore, jury_source, livret_text, make_desk
from tests.ui.paints import PAINT, Paints
from tests.ui.reading_room.seat import Seat, SeatAt, shown

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def test_a_jury_opens_on_nobody_and_writes_nothing(seat: Seat) -> None:
    assert shown(seat) == ""
    assert seat.acts() == []
    assert seat.room.panel.count.text() == "74 sur 74"
    seat.key("t", Modifier.ControlModifier)
    assert QApplication.focusWidget() is seat.room.panel.table
    assert shown(seat) == ""


def test_the_table_is_on_the_screen_before_the_store_is_troubled_again(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lsl_desk.ui.tasks._HELD_MS", 60_000)
    order = list[str]()
    room, tasks = seat.room, seat.tasks
    Paints(room.panel.table.viewport(), order)
    room.title_changed.connect(lambda _: tasks.run(lambda: order.append("asked"), lambda _done: None, owner=room))
    room.open(JuryId("J02"))
    seat.qtbot.waitUntil(lambda: "asked" in order)
    assert order[0] == PAINT


def test_selecting_a_line_opens_the_livret_at_once_and_writes_it(seat: Seat) -> None:
    seat.key("t", Modifier.ControlModifier)
    seat.key(Key.Key_Down)
    assert shown(seat) == "0401"
    seat.key(Key.Key_Down)
    assert shown(seat) == "0402"
    seat.wait_for_pages()
    assert [act.number for act in seat.bodies(LivretOpened)] == ["0401", "0402"]  # type: ignore[attr-defined]  # known by what was asked


def test_the_page_is_on_the_screen_before_the_store_is_troubled_and_the_opening_is_written_after(seat: Seat) -> None:
    seat.key("t", Modifier.ControlModifier)
    seat.key(Key.Key_Down)
    seat.wait_for_pages()
    written: list[int] = []
    seat.room.viewer.first_painted.connect(lambda _digest: written.append(len(seat.bodies(LivretOpened))))
    QTest.keyClick(seat.focus(), Key.Key_Down, Modifier.AltModifier)
    assert shown(seat) == "0402"
    seat.qtbot.waitUntil(lambda: bool(written))
    seat.settle()
    assert written == [1]
    assert [act.number for act in seat.bodies(LivretOpened)] == ["0401", "0402"]  # type: ignore[attr-defined]  # known by what was asked


@pytest.mark.parametrize("order", list(Qt.SortOrder))
@pytest.mark.parametrize("column", list(Column))
def test_sorting_any_column_keeps_the_selected_candidate(seat: Seat, column: Column, order: Qt.SortOrder) -> None:
    seat.room.open(JuryId("J01"), "0417")
    seat.settle()
    opened = len(seat.acts())
    seat.room.panel.table.sortByColumn(column.value, order)
    seat.settle()
    selected = seat.room.panel.table.selectionModel().selectedRows()
    assert [seat.room.panel.shown[index.row()].number for index in selected] == ["0417"]
    assert len(seat.acts()) == opened
    assert shown(seat) == "0417"


def test_ten_candidates_are_read_with_the_keyboard_alone(seat: Seat) -> None:
    for _ in range(11):
        seat.key("n")
        if shown(seat) != "0406":  # bears another number: the veil, and no reading
            seat.read_livret()
    read = [act.number for act in seat.bodies(LivretRead)]  # type: ignore[attr-defined]  # known by what was asked
    assert read == ["0401", "0402", "0403", "0404", "0405", "0407", "0409", "0410", "0411", "0412"]  # 0408 is on paper
    assert seat.room.panel.progress.text().startswith("10 lus · 55 à lire")


def test_two_pages_of_three_is_not_read(seat_at: SeatAt) -> None:
    seat = seat_at("J01", "0403")
    seat.wait_for_pages()
    seat.look()
    seat.actions["next_page"].trigger()
    seat.qtbot.waitUntil(lambda: 1 in seat.room.counter.clock.timed)
    seat.look()
    assert seat.reading("0403").state is ReadState.PARTIAL
    row = seat.room.panel.model.place_of(StudentNumber("0403"))
    cell = seat.room.panel.model.index(row, Column.READING.value)
    assert seat.room.panel.model.data(cell) == "◐\u00a02\u00a0/\u00a03"
    assert seat.room.header.reading.text() == "◐\u00a02 pages lues sur 3"
    assert seat.bodies(LivretRead) == []


def test_a_glance_shorter_than_the_setting_does_not_count(seat_at: SeatAt) -> None:
    seat = seat_at("J01", "0401")
    seat.wait_for_pages()
    seat.look(0.9)
    assert seat.reading("0401").state is ReadState.UNREAD


def test_a_window_left_for_another_does_not_read(seat_at: SeatAt, qtbot: QtBot) -> None:
    seat = seat_at("J01", "0401")
    seat.wait_for_pages()
    other = QLabel("autre")
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not seat.room.counter.clock.timed)
    seat.look(60)
    assert seat.reading("0401").state is ReadState.UNREAD
    seat.window.activateWindow()
    seat.wait_for_pages()
    seat.look()
    assert seat.reading("0401").state is ReadState.READ


def test_the_screen_says_read_only_once_it_is_on_disk(seat_at: SeatAt) -> None:
    store = RefusingStore()
    seat = seat_at("J01", "0401", store=store)
    seat.wait_for_pages()
    store.refuse = True
    seat.look()
    assert seat.reading("0401").state is ReadState.UNREAD
    assert seat.room.header.notice.text().startswith("✗\u00a00401, page 1 non comptée\u00a0: Le disque est plein")
    store.refuse = False
    seat.look()
    assert seat.reading("0401").state is ReadState.READ
    assert len(seat.bodies(LivretRead)) == 1


class RefusingStore(MemoryStore):
    """A store whose disk fills up."""

    refuse = False

    def see_page(self, jury: JuryId, number: StudentNumber, digest: Digest, page: int, seconds: float) -> None:
        if self.refuse:
            raise Refusal(Code.DISK_FULL)
        super().see_page(jury, number, digest, page, seconds)


def test_a_livret_changed_since_it_was_read_is_to_read_again(qtbot: QtBot, seat_at: SeatAt) -> None:
    store, sources = MemoryStore(), FakeSources()
    first = seat_at("J01", "0401", store=store)
    first.wait_for_pages()
    first.look()
    assert first.reading("0401").state is ReadState.READ
    changed = jury_source()
    changed._livrets = dict(changed._livrets) | {"livrets/0401.pdf": livret_text("0401", 2) + " corrigé"}
    sources.folders["/invented/v2"] = changed
    make_desk(0, store, sources).import_jury("/invented/v2")
    first.room.imported(JuryId("J01"))
    first.settle()
    assert first.reading("0401").state is ReadState.STALE
    assert shown(first) == "0401"
    assert first.room.header.reading.text().endswith("à relire")
    assert len(first.bodies(LivretRead)) == 1
    qtbot.waitUntil(lambda: first.room.counter.clock.timed == frozenset({0}))


def test_a_page_of_another_candidate_is_told_once_and_never_counts(seat_at: SeatAt) -> None:
    seat = seat_at("J01", "0406")
    seat.qtbot.waitUntil(lambda: bool(seat.bodies(NumberIncident)))
    assert seat.room.header.lock.text() == "✗\u00a0numéro différent pages 1, 2\u00a0: lecture non comptée"
    seat.look(60)
    seat.key(Key.Key_Down, Modifier.AltModifier)
    seat.key(Key.Key_Up, Modifier.AltModifier)
    seat.look(60)
    pages = [act.page for act in seat.bodies(NumberIncident)]  # type: ignore[attr-defined]  # known by what was asked
    assert len(pages) == len(set(pages))
    assert seat.reading("0406").state is ReadState.UNREAD


def test_no_page_is_counted_for_the_candidate_who_comes_next(seat_at: SeatAt) -> None:
    seat = seat_at("J01", "0401")
    seat.wait_for_pages()
    seat.now.seconds += 0.9
    seat.key(Key.Key_Down, Modifier.AltModifier)
    seat.wait_for_pages()
    seat.now.seconds += 0.2
    seat.room.counter.clock.check()
    seat.settle()
    assert seat.reading("0401").state is ReadState.UNREAD
    assert seat.reading("0402").state is ReadState.UNREAD


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0408", "Livret papier\u00a0: il s’examine en main."),
        ("0421", "Aucun livret\u00a0: opposition de la famille."),
        ("0431", "Format inconnu\u00a0: demandez à la DEC."),
    ],
)
def test_without_a_livret_the_screen_says_why(seat_at: SeatAt, number: str, said: str) -> None:
    seat = seat_at("J01", number)
    assert said in {label.text() for label in seat.room.viewer.findChildren(QLabel)}
    assert shown(seat) == number
    assert seat.bodies(LivretOpened) == []


def test_a_missing_livret_offers_another_copy(seat_at: SeatAt, qtbot: QtBot) -> None:
    store = MemoryStore()
    seat = seat_at("J01", store=store)
    file = store.files[JuryId("J01")]
    one = replace(file.candidates[0], livret=None)
    store.files[file.jury] = replace(file, candidates=(one, *file.candidates[1:]))
    seat.room.open(JuryId("J01"), "0401")
    seat.settle()
    assert seat.room.header.copy_button.isVisible()
    ways = seat.room.header.copy_button.menu().actions()
    for way, name in zip(ways, ("import_jury", "import_zip"), strict=True):
        with qtbot.waitSignal(seat.actions[name].triggered):
            way.trigger()
    seat.key("n")
    assert not seat.room.header.copy_button.isVisible()


def test_both_numbers_open_the_same_livret_from_anywhere(seat: Seat) -> None:
    for typed in ("17", "0417"):
        seat.room.open(JuryId("J01"), "0401")
        seat.settle()
        seat.key("t", Modifier.ControlModifier)
        seat.key(typed)
        assert seat.room.jumping.field.isVisible()
        seat.key(Key.Key_Return)
        assert shown(seat) == "0417"
        assert not seat.room.jumping.field.isVisible()
        assert seat.room.viewer.isAncestorOf(seat.focus())


def test_a_number_of_another_jury_is_named_and_offered(seat: Seat) -> None:
    seat.key("1412")
    seat.key(Key.Key_Return)
    assert seat.room.jumping.field.said.text() == "jury J02"
    seat.key(Key.Key_Return)
    assert shown(seat) == "1412"
    assert seat.room.state()["jury"] == "J02"


def test_a_number_of_nobody_is_said_and_escape_gives_the_keyboard_back(seat: Seat) -> None:
    seat.key("t", Modifier.ControlModifier)
    seat.key("9")
    seat.key("999")
    seat.key(Key.Key_Return)
    assert seat.room.jumping.field.said.text() == "«\u00a09999\u00a0»\u00a0: aucun candidat de ce poste"
    seat.key(Key.Key_Escape)
    assert not seat.room.jumping.field.isVisible()
    assert QApplication.focusWidget() is seat.room.panel.table


def test_when_a_pv_and_a_student_number_clash_the_student_number_wins_and_it_is_said(seat_at: SeatAt) -> None:
    source = jury_source(candidates=20)
    clash = replace(source._offered.candidates[0], pv=PvNumber(source._offered.candidates[9].number))
    source._offered = replace(source._offered, candidates=(clash, *source._offered.candidates[1:]))
    seat = seat_at("J01", source=source)
    seat.key("0410")
    seat.key(Key.Key_Return)
    assert shown(seat) == "0410"
    assert seat.room.header.notice.text() == "N° élève 0410\u202f; le N° PV 0410 est le candidat 0401"


def test_digits_typed_in_a_text_field_stay_there(seat: Seat) -> None:
    seat.key("/")
    assert QApplication.focusWidget() is seat.room.panel.query
    seat.key("0417")
    assert seat.room.panel.query.text() == "0417"
    assert not seat.room.jumping.field.isVisible()
    assert seat.room.panel.count.text() == "1 sur 74"


def test_the_keypad_starts_a_jump_too(seat: Seat) -> None:
    seat.key("t", Modifier.ControlModifier)
    QTest.keyClick(seat.focus(), Key.Key_4, Modifier.KeypadModifier)
    assert seat.room.jumping.field.text == "4"


def test_a_filter_keeps_the_selection_while_it_shows_it_and_the_livret_always(seat: Seat) -> None:
    seat.room.open(JuryId("J01"), "0417")
    seat.settle()
    seat.room.panel.filters.buttons["paper"].click()
    assert shown(seat) == "0417"
    assert seat.room.panel.table.selectionModel().selectedRows() == []
    seat.room.panel.filters.buttons["paper"].click()
    selected = seat.room.panel.table.selectionModel().selectedRows()
    assert [seat.room.panel.shown[index.row()].number for index in selected] == ["0417"]
    assert len(seat.bodies(LivretOpened)) == 1


def test_alt_and_arrows_go_to_the_neighbours_in_the_order_shown(seat: Seat) -> None:
    seat.room.panel.table.sortByColumn(Column.NUMBER.value, Qt.SortOrder.DescendingOrder)
    seat.room.open(JuryId("J01"), "0417")
    seat.settle()
    seat.key(Key.Key_Down, Modifier.AltModifier)
    assert shown(seat) == "0416"
    seat.key(Key.Key_Up, Modifier.AltModifier)
    seat.key(Key.Key_Up, Modifier.AltModifier)
    assert shown(seat) == "0418"
    seat.room.open(JuryId("J01"), "0474")
    seat.settle()
    assert not seat.actions["previous_candidate"].isEnabled()
    assert seat.actions["next_candidate"].isEnabled()


def test_when_all_shown_are_read_the_room_says_so(seat_at: SeatAt) -> None:
    seat = seat_at("J01", source=jury_source(candidates=2))
    for _ in range(2):
        seat.key("n")
        seat.read_livret()
    seat.key("n")
    assert seat.room.header.notice.text() == "✓\u00a0tous les livrets affichés sont lus"


def test_the_last_one_to_read_says_that_it_is_the_last(seat_at: SeatAt) -> None:
    seat = seat_at("J01", "0401", source=jury_source(candidates=1))
    seat.key("n")
    assert shown(seat) == "0401"
    assert "dernier" in seat.room.header.notice.text()


def test_the_neighbours_are_made_ready_in_the_order_shown(seat_at: SeatAt) -> None:
    seat = seat_at("J01", "0412")
    seat.wait_for_pages()
    held = {one.livret.digest: one.number for one in seat.store.files[JuryId("J01")].candidates if one.livret}

    def ready() -> set[str]:
        return {held[key.digest] for key in seat.desk.pages.asked}  # type: ignore[attr-defined]  # known by what was asked

    seat.qtbot.waitUntil(lambda: {"0410", "0411", "0413", "0414", "0415"} <= ready())


def test_back_on_a_livret_after_five_others_one_is_at_the_same_place(seat_at: SeatAt) -> None:
    seat = seat_at("J01", "0404")
    seat.wait_for_pages()
    for action in ("next_page", "zoom_in", "rotate"):
        seat.actions[action].trigger()
    place = seat.room.viewer.position()
    assert place.page == 1
    for _ in range(5):
        seat.key(Key.Key_Down, Modifier.AltModifier)
    seat.room.open(JuryId("J01"), "0404")
    seat.settle()
    back = seat.room.viewer.position()
    assert (back.page, back.zoom, back.rotation) == (place.page, place.zoom, place.rotation)
    assert back.offset == pytest.approx(place.offset, abs=0.01)


def test_the_place_is_kept_in_the_store_when_one_leaves(seat_at: SeatAt) -> None:
    store = MemoryStore()
    seat = seat_at("J01", "0404", store=store)
    seat.wait_for_pages()
    seat.actions["next_page"].trigger()
    page = seat.room.viewer.position().page
    seat.room.close()
    seat.settle()
    file = store.files[JuryId("J01")]
    livret = file.candidates[3].livret
    assert livret is not None
    place = seat.desk.positions([livret.digest])[livret.digest]
    assert place is not None
    assert place.page == page == 1


def test_restarted_the_candidate_that_was_on_the_screen_is_one_key_away(qtbot: QtBot) -> None:
    store = MemoryStore()
    before = Seat(qtbot, make_desk(store=store), store, number="0404")
    before.close()
    acts = len(store.journal)
    after = Seat(qtbot, make_desk(store=store, juries=0), store)
    try:
        said = next(one.text() for one in after.room.viewer.findChildren(QLabel) if "Reprendre" in one.text())
        assert "N° PV\u00a04, livret 0404" in said
        assert len(store.journal) == acts, "nothing is opened before the person says so"
        after.key(Qt.Key.Key_Return)
        after.settle()
        assert after.room.state()["number"] == "0404"
    finally:
        after.close()
