# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from lsl_desk.client.desk import Desk
from lsl_desk.client.sit.for_screens import DeliberationDesk
from tests.fakes.desk import FakeSource, FakeSources, MemoryStore, make_desk
from tests.ui.reading_room.seat import Seat, SeatAt


@pytest.fixture
def seat_at(qtbot: QtBot) -> Iterator[SeatAt]:
    """Sit down at a Desk: juries made ready by `make_desk`, or by the sources given."""
    taken: list[Seat] = []

    def sit(
        jury: str = "J01",
        number: str | None = None,
        *,
        source: FakeSource | None = None,
        store: MemoryStore | None = None,
        deliberation: Callable[[Desk], DeliberationDesk] | None = None,
    ) -> Seat:
        store = store or MemoryStore()
        sources = FakeSources()
        desk = make_desk(0 if source else 2, store, sources, deliberation=deliberation)
        if source is not None:
            sources.folders["/invented/folder"] = source
            desk.import_jury("/invented/folder")
        seat = Seat(qtbot, desk, store, jury, number)
        taken.append(seat)
        return seat

    yield sit
    for seat in taken:
        seat.close()


@pytest.fixture
def seat(seat_at: SeatAt) -> Seat:
    """Sit down in J01, in front of nobody's livret."""
    return seat_at()
