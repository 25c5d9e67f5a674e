# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the eve over a preparation in memory; what a person would choose in a file dialog is the test's."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lsl_desk.ui.prepare.page import PreparePage
from lsl_desk.ui.prepare.seat import Seat, StationPage
from lsl_desk.ui.prepare.stations import Station
from lsl_desk.ui.tasks import Tasks
from tests.fakes.desk import make_desk
from tests.fakes.preparation import FakePreparation

P = TypeVar("P", bound=StationPage)


class Chooser:
    """Answers at once with the path given, or with none: the person cancelled."""

    def __init__(self) -> None:
        self.path = ""
        self.asked: list[tuple[str, str, tuple[str, ...]]] = []

    def save_file(self, title: str, name: str, kinds: Sequence[str], chosen: Callable[[str], None]) -> None:
        self._answer((title, name, tuple(kinds)), chosen)

    def open_file(self, title: str, kinds: Sequence[str], chosen: Callable[[str], None]) -> None:
        self._answer((title, "", tuple(kinds)), chosen)

    def place(self, title: str, chosen: Callable[[str], None]) -> None:
        self._answer((title, "", ()), chosen)

    def _answer(self, asked: tuple[str, str, tuple[str, ...]], chosen: Callable[[str], None]) -> None:
        self.asked.append(asked)
        if self.path:
            chosen(self.path)


class Eve:
    """A page « Préparer » on an invented centre, and what a test needs to drive it."""

    def __init__(self, qtbot: QtBot, juries: int) -> None:
        self.qtbot = qtbot
        desk = make_desk(juries)
        self.summaries = desk.juries()
        self.fake = FakePreparation(self.summaries, desk.open_jury)
        self.tasks, self.long = Tasks(), Tasks(name="eve-lane")
        self.chooser = Chooser()
        self.page = PreparePage(Seat(lambda: self.fake, self.tasks, self.long, self.chooser))
        self.changes = 0
        self.page.changed.connect(self._changed)
        self.page.resize(1366, 700)
        self.page.show()
        qtbot.waitExposed(self.page)
        self.page.activateWindow()

    def at(self, kind: type[P], jury: str | None = "J01") -> P:
        """Go to a station, and wait until it is filled."""
        found = next((one.jury for one in self.summaries if one.jury == jury), None)
        self.page.open(self.summaries, found, kind.station)
        self.settle()
        self.page.show_readiness(self.fake.readiness())
        shown = self.page.pages[kind.station]
        assert isinstance(shown, kind)
        shown.take_keyboard()
        return shown

    def at_refused(self, kind: type[P]) -> P:
        """Go to a station that is refused what it asks."""
        self.page.open(self.summaries, self.summaries[0].jury, kind.station)
        self.settle()
        shown = self.page.pages[kind.station]
        assert isinstance(shown, kind)
        return shown

    def settle(self) -> None:
        """Wait until neither lane has anything left."""
        self.qtbot.waitUntil(lambda: not self.tasks.busy and not self.long.busy)

    def station(self, station: Station) -> str:
        """What the list says of a station."""
        return self.page.list.item(list(Station).index(station)).text().replace("\n", "\u00a0: ")

    def close(self) -> None:
        self.page.stop()
        self.page.close()
        self.page.deleteLater()
        for lane in (self.long, self.tasks):
            lane.close()

    def _changed(self) -> None:
        self.changes += 1


@pytest.fixture
def eve(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., Eve]]:
    """Make pages; each is closed at the end."""
    del qapp
    made: list[Eve] = []

    def make(juries: int = 2) -> Eve:
        made.append(Eve(qtbot, juries))
        return made[-1]

    yield make
    for one in made:
        one.close()
