# SPDX-License-Identifier: AGPL-3.0-or-later
"""No widget of the room holds a name, first name, INE, class or school (features P22; arrêté of 13 Oct. 2014)."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt

from lsl_desk.domain.ids import JuryId
from tests.fakes.desk import jury_source
from tests.ui.reading_room.planted import IDENTITY, PLANTED, NamedStore, everything
from tests.ui.reading_room.seat import Seat, SeatAt


def walk(seat: Seat) -> Iterator[str]:
    """Go through every state of the room and say all that is on the screen in each."""
    for number in ("0401", "0408", "0421", "0406"):
        seat.room.open(JuryId("J01"), number)
        seat.settle()
        yield from everything(seat.window)
    seat.key("0401")
    seat.key(Qt.Key.Key_Return)
    seat.read_livret()
    seat.actions["find_in_jury"].trigger()
    seat.room.search.words.setText("favorable")
    seat.room.search.search()
    seat.settle()
    yield from everything(seat.window)
    seat.actions["focus_query"].trigger()
    seat.key("lux=")
    yield from everything(seat.window)
    yield from (str(value) for value in seat.room.state().values())


def test_no_widget_model_or_action_holds_a_planted_name(seat_at: SeatAt) -> None:
    store = NamedStore()
    source = jury_source()
    source._offered = replace(source._offered, identities=(IDENTITY,))
    seat = seat_at("J01", source=source, store=store)
    assert store.identities == (IDENTITY,), "the names must be on this Desk for the test to mean anything"
    seen = [text.casefold() for text in walk(seat)]
    assert any("0401" in text for text in seen), "the walk must see what is on the screen"
    assert not [text for text in seen if any(name in text for name in PLANTED)]


def test_the_walk_finds_a_name_that_is_on_the_screen(seat: Seat) -> None:
    seat.room.header.number.setToolTip(IDENTITY.name)
    assert any(IDENTITY.name in text for text in everything(seat.window))
