# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room around its candidates: search in the jury, lock and return, leaving, looks."""

import gc
import weakref
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.client.ports import Hit
from lsl_desk.client.sit.order import Column
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.ui.palettes import DARK, palette
from lsl_desk.ui.reading_room import livret_opener
from lsl_desk.ui.reading_room.jury_search import HINT
from tests.fakes.desk import FakeSource, MemoryStore, jury_source
from tests.ui.reading_room.seat import Seat, SeatAt, shown

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def test_a_planted_word_in_nine_livrets_gives_nine_lines_and_scans_are_named(seat_at: SeatAt) -> None:
    source = jury_source(candidates=40)
    livrets = dict(source._livrets)
    planted = sorted(livrets)[2:20:2]
    for file in planted:
        livrets[file] += " Persévérance"
    scan = sorted(livrets)[30]
    livrets[scan] = ""
    seat = seat_at("J01", source=FakeSource(source._offered, livrets))
    seat.key(Key.Key_F, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert QApplication.focusWidget() is seat.room.search.words
    seat.room.search.words.setText("persévérance")
    seat.key(Key.Key_Return)
    assert len(seat.room.search.model.hits) == len(planted) == 9
    assert seat.room.search.said.text() == "9 pages dans 9 livrets"
    assert seat.room.search.without.text() == f"sans texte\u00a0: {scan[8:12]}"
    hit = seat.room.search.model.hits[2]
    seat.key(Key.Key_Down)
    seat.key(Key.Key_Down)
    seat.key(Key.Key_Return)
    assert shown(seat) == hit.number
    seat.qtbot.waitUntil(lambda: seat.room.viewer.position().page == hit.page)
    seat.room.search.words.setFocus()
    seat.key(Key.Key_Escape)
    assert QApplication.focusWidget() is seat.room.panel.table


def test_lock_and_unlock_bring_everything_back(seat_at: SeatAt) -> None:
    store = MemoryStore()
    seat = seat_at("J01", "0417", store=store)
    seat.room.panel.query.setText("es et lu=non")
    seat.room.panel.filters.buttons["to_read"].click()
    seat.room.panel.table.sortByColumn(Column.NUMBER.value, Qt.SortOrder.DescendingOrder)
    seat.key("t", Modifier.ControlModifier)
    seat.key("14")
    state = seat.room.state()
    again = seat_at("J02", store=store)
    again.room.restore(state)
    again.settle()
    assert again.room.state() == state
    assert shown(again) == "0417"
    assert again.room.jumping.field.text == "14"


def test_an_unknown_number_asked_from_outside_is_said(seat_at: SeatAt) -> None:
    seat = seat_at("J01", "7777")
    assert "7777" in seat.room.header.notice.text()
    assert shown(seat) == ""


def test_a_jury_that_is_not_there_closes_the_room(seat_at: SeatAt, qtbot: QtBot) -> None:
    seat = seat_at()
    fresh = type(seat.room)(seat.desk, seat.tasks, seat.actions, seat.room._settings)
    qtbot.addWidget(fresh)
    with qtbot.waitSignal(fresh.closed):
        fresh.open(JuryId("J77"))
    with qtbot.waitSignal(fresh.closed):
        fresh.restore({})
    assert fresh.state() == {}


def test_every_widget_that_takes_the_keyboard_has_a_name(seat: Seat) -> None:
    seat.key("/")
    for widget in seat.room.findChildren(QLineEdit) + seat.room.findChildren(type(seat.room.panel.table)):
        assert widget.accessibleName(), widget


def test_a_room_that_is_left_is_freed_and_hears_no_action(seat: Seat) -> None:
    room = seat.room
    gone = weakref.ref(room)
    seat.key("n")
    room.close()
    seat.settle()
    seat.window.takeCentralWidget()
    room.deleteLater()
    QApplication.sendPostedEvents(room, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(room)
    for action in ("next_to_read", "next_candidate", "jump", "find_in_jury", "next_page"):
        seat.actions[action].trigger()
    del room, seat.room
    gc.collect()
    assert gone() is None


def test_a_place_not_read_with_the_jury_is_read_when_it_is_wanted(
    seat_at: SeatAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    before = seat_at("J01", "0404", store=store)
    before.wait_for_pages()
    before.actions["next_page"].trigger()
    before.room.close()
    before.settle()
    monkeypatch.setattr(livret_opener, "_PLACES_AT_ONCE", 0)
    after = seat_at("J02", store=store)
    after.room.open(JuryId("J01"), "0404")
    after.settle()
    assert after.wait_for_pages() == (1,)
    after.room._go(StudentNumber("0412"))
    after.room._go(StudentNumber("0408"))  # on paper: the place of 0412 comes when nobody wants it any more
    after.settle()
    assert shown(after) == "0408"
    assert after.room.counter.clock.timed == frozenset()


def test_the_room_keeps_the_place_by_itself_after_a_quiet_moment(seat_at: SeatAt, qtbot: QtBot) -> None:
    seat = seat_at("J01", "0404")
    seat.wait_for_pages()
    seat.actions["next_page"].trigger()
    qtbot.waitUntil(lambda: bool(seat.store.notes))


def test_a_place_within_a_page_is_kept_too(seat_at: SeatAt, qtbot: QtBot) -> None:
    seat = seat_at("J01", "0404")
    seat.wait_for_pages()
    seat.actions["next_page"].trigger()
    qtbot.waitUntil(lambda: bool(seat.store.notes))
    kept = dict(seat.store.notes)
    seat.actions["focus_livret"].trigger()
    seat.key(Qt.Key.Key_Down)
    assert seat.room.viewer.position().page == 1
    assert seat.room.viewer.position().offset > 0
    qtbot.waitUntil(lambda: seat.store.notes != kept)


def test_a_livret_that_cannot_be_drawn_says_so_and_offers_another_copy(seat_at: SeatAt) -> None:
    store = MemoryStore()
    seat = seat_at("J01", store=store)
    livret = store.files[JuryId("J01")].candidates[0].livret
    assert livret is not None
    store.livrets[livret.digest] = replace(store.livrets[livret.digest], texts=())
    seat.room.open(JuryId("J01"), "0401")
    seat.settle()
    seat.qtbot.waitUntil(seat.room.header.copy_button.isVisible)
    assert seat.room.header.notice.text().startswith("✗\u00a0Page illisible")


def test_a_folded_column_unfolds_when_it_is_asked_for(seat: Seat) -> None:
    for action in ("focus_query", "find_in_jury", "focus_table"):
        seat.room.columns.setSizes([0, 1300])
        assert seat.room.columns.sizes()[0] == 0
        seat.actions[action].trigger()
        assert seat.room.columns.sizes()[0] > 0


def test_the_colours_of_the_dark_are_taken_at_once(seat: Seat) -> None:
    seat.actions["find_in_jury"].trigger()
    seat.room.setPalette(palette(dark=True))
    cell = seat.room.panel.model.index(5, Column.LIVRET.value)
    assert seat.room.panel.model.data(cell, Qt.ItemDataRole.ForegroundRole) == DARK.danger


def test_a_search_that_finds_nothing_or_is_refused_says_so(seat_at: SeatAt) -> None:
    store = DeafStore()
    seat = seat_at("J01", store=store)
    seat.key(Key.Key_F, Modifier.ControlModifier | Modifier.ShiftModifier)
    seat.key(Key.Key_Return)
    assert seat.room.search.said.text() == HINT
    seat.room.search.words.setText("introuvable")
    seat.key(Key.Key_Return)
    assert seat.room.search.said.text() == "Aucune page ne contient «\u00a0introuvable\u00a0»"
    store.deaf = True
    seat.key(Key.Key_Return)
    assert seat.room.search.said.text().startswith("✗\u00a0Le coffre de ce poste est abîmé")


class DeafStore(MemoryStore):
    """A store that can no longer be searched."""

    deaf = False

    def search(self, jury: JuryId, words: str) -> tuple[Hit, ...]:
        if self.deaf:
            raise Refusal(Code.STORE_DAMAGED, detail="index")
        return super().search(jury, words)


def test_at_the_smallest_screen_no_word_of_the_header_is_cut(seat: Seat) -> None:
    for number in ("0406", "0404", "0421"):
        seat.room.open(JuryId("J01"), number)
        seat.settle()
        header = seat.room.header
        for line in (header.who, header.reading, header.lock):
            assert line.sizeHint().width() <= line.width(), line.text()
    assert seat.room.header.number.font().pointSizeF() == max(
        widget.font().pointSizeF() for widget in seat.room.findChildren(QWidget)
    )


def test_who_is_on_the_screen_has_the_whole_width_until_there_is_something_to_say(seat: Seat) -> None:
    header = seat.room.header
    assert not header.number.isVisible()
    seat.key("0417")
    seat.key(Key.Key_Return)
    seat.qtbot.waitUntil(lambda: header.number.isVisible() and not header.notice.isVisible())
    free, height = header.who.width(), header.height()
    header.say("✗\u00a0une page n’a pas pu être comptée", "danger")
    seat.qtbot.waitUntil(lambda: header.who.width() < free)
    assert header.notice.isVisible()
    assert header.height() == height


@pytest.mark.parametrize(
    ("label", "said"), [("Jury J01 · ES", "Jury J01 · ES"), ("J01", "Jury J01"), ("Série ES", "J01 · Série ES")]
)
def test_a_jury_is_never_named_without_its_identifier(seat_at: SeatAt, label: str, said: str) -> None:
    seat = seat_at("J01", source=jury_source("J01", label, 3))
    with seat.qtbot.waitSignal(seat.room.title_changed) as told:
        seat.room.open(JuryId("J01"))
    assert told.args == [said]
