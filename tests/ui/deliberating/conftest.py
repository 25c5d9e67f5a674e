# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lsl_desk.ui.deliberating.column import DeliberationColumn
from tests.fakes.deliberation import FakeDeliberation
from tests.fakes.desk import FakeSource, FakeSources, MemoryStore, make_desk
from tests.fakes.dossiers import small_jury
from tests.ui.reading_room.seat import Seat


class Jury(Seat):
    """Somebody who presides, in front of a candidate, with a keyboard and no mouse."""

    fake: FakeDeliberation

    @property
    def column(self) -> DeliberationColumn:
        """The third column."""
        column = self.room.decision.column
        assert column is not None
        return column

    @property
    def said(self) -> str:
        """What the column answered last, with its text of law."""
        return self.column.answer.text

    def marks(self, *rows: str) -> None:
        """Go to an épreuve by its code."""
        self.key("M")
        for exam in rows:
            while (line := self.column.table.current) is None or line.exam != exam:
                self.key(Qt.Key.Key_Down)

    def cell(self, exam: str, column: int) -> str:
        """What the table shows."""
        return next(one for one in self.column.table.marks.lines if one.exam == exam).cells[column]


JuryAt = Callable[..., Jury]


@pytest.fixture
def jury_at(qtbot: QtBot) -> Iterator[JuryAt]:
    """Sit in a jury, in front of a candidate."""
    taken: list[Jury] = []

    def sit(
        number: str = "0417",
        jury: str = "J01",
        source: FakeSource | None = None,
        store: MemoryStore | None = None,
        group: int = 1,
    ) -> Jury:
        store, sources = store or MemoryStore(), FakeSources()
        fake = FakeDeliberation(store)
        fake.group = group
        desk = make_desk(0, store, sources, deliberation=lambda _desk: fake)
        sources.folders["/invented/small"] = source or small_jury()
        desk.import_jury("/invented/small")
        seat = Jury(qtbot, desk, store, jury, number)
        seat.fake = fake
        taken.append(seat)
        return seat

    yield sit
    for seat in taken:
        seat.close()
