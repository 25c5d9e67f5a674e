# SPDX-License-Identifier: AGPL-3.0-or-later
"""The verbatim card at the head of the marks: lines word for word, a page each, by keyboard; nothing for a scan."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from lsl_desk.client.sit.values import Card, CardLine
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.ui.deliberating.livret_card import HEADING, NOTHING_SAID, UNREADABLE, LivretCard
from lsl_desk.ui.window_state import WindowState
from tests.fakes.deliberation import FakeDeliberation
from tests.fakes.desk import MemoryStore
from tests.ui.conftest import unnamed
from tests.ui.reading_room.seat import Seat, SeatAt

SAID = Card(
    (CardLine("Favorable", 3),),
    (CardLine("Délégation de classe", 3),),
    (CardLine("Tient <b>bon</b> & progresse.", 2), CardLine("Assidue.", 3)),
    readable=True,
)


class Says(FakeDeliberation):
    """Livrets that say what the test wants."""

    card_said = SAID

    def card(self, jury: JuryId, number: StudentNumber) -> Card:
        del jury, number
        return self.card_said


def sit(seat_at: SeatAt, said: Card = SAID, number: str = "0401") -> tuple[Seat, LivretCard]:
    store = MemoryStore()
    desk = Says(store)
    desk.card_said = said
    seat = seat_at(number=number, store=store, deliberation=lambda _desk: desk)
    column = seat.room.decision.column
    assert column is not None
    return seat, column.card


def words(card: LivretCard) -> str:
    return card.words.toPlainText()  # Qt makes spaces of no-break spaces here


def test_every_line_is_word_for_word_with_its_page(seat_at: SeatAt) -> None:
    _seat, card = sit(seat_at)
    assert words(card).splitlines() == [
        "Avis en vue de l’examen",
        "« Favorable » page 4",
        "Engagements",
        "« Délégation de classe » page 4",
        "Observations",
        "« Tient <b>bon</b> & progresse. » page 3",
        "« Assidue. » page 4",
    ]
    assert card.fold.button.text() == f"{HEADING}\u00a0: Favorable"
    assert unnamed(card) == []


def test_the_keyboard_goes_to_a_line_opens_its_page_and_comes_back(seat_at: SeatAt) -> None:
    seat, card = sit(seat_at)
    column = seat.room.decision.column
    assert column is not None
    pages: list[int] = []
    card.page_wanted.connect(pages.append)
    card.fold.unfold(False)
    seat.key("a")
    assert card.words.isVisible()
    assert card.words.hasFocus()
    for _ in range(3):
        seat.key(Qt.Key.Key_Tab)
    seat.key(Qt.Key.Key_Return)
    assert pages == [2]
    assert seat.room.viewer.isAncestorOf(seat.window.focusWidget()) or seat.room.viewer.hasFocus()
    seat.key("a")
    seat.key(Qt.Key.Key_Escape)
    assert column.table.hasFocus()


@pytest.mark.parametrize(("said", "told"), [(Card(), UNREADABLE), (Card(readable=True), NOTHING_SAID)])
def test_a_text_that_says_nothing_is_said_and_nothing_is_invented(seat_at: SeatAt, said: Card, told: str) -> None:
    _seat, card = sit(seat_at, said)
    assert words(card) == told.replace("\u00a0", " ")
    assert card.fold.button.text() == HEADING


def test_a_candidate_without_a_livret_has_no_card(seat_at: SeatAt) -> None:
    seat, card = sit(seat_at)
    paper = next(one for one in seat.store.jury(JuryId("J01")).candidates if one.livret is None)
    seat.room.go_to(paper.number)
    seat.settle()
    assert card.card is None
    assert not card.fold.isVisible()


def test_a_folded_card_comes_back_folded(seat_at: SeatAt, tmp_path: Path) -> None:
    seat, card = sit(seat_at)
    state = WindowState(tmp_path)
    card.fold.unfold(False)
    state.save_layout(seat.room)
    state.sync()
    card.fold.unfold()
    WindowState(tmp_path).restore_layout(seat.room)
    assert not card.fold.button.isChecked()
    assert not card.words.isVisible()
