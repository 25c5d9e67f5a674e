# SPDX-License-Identifier: AGPL-3.0-or-later
"""A reading room in a window, over a Desk in memory, with a clock that the test moves."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.client.desk import Desk
from lsl_desk.client.settings import Settings
from lsl_desk.domain.acts import Act
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.reading import Reading
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.reading_room.room import ReadingRoom
from lsl_desk.ui.tasks import Tasks
from tests.fakes.desk import MemoryStore


class Ticker:
    """Seconds, as the test says."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Seat:
    """Somebody at the Desk, with a keyboard and no mouse."""

    def __init__(
        self, qtbot: QtBot, desk: Desk, store: MemoryStore, jury: str = "J01", number: str | None = None
    ) -> None:
        self.qtbot, self.store, self.desk = qtbot, store, desk
        self.now = Ticker()
        self.tasks = Tasks()
        self.window = QMainWindow()
        self.actions = Actions(self.window)
        for name in self.actions:
            self.window.addAction(self.actions[name])
        self.room = ReadingRoom(desk, self.tasks, self.actions, Settings(), now=self.now)
        self.window.setCentralWidget(self.room)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.actions.show_screen("room")
        qtbot.waitUntil(self.room.isActiveWindow)
        self.room.open(JuryId(jury), number)
        self.settle()

    def settle(self) -> None:
        """Wait until the store lane has answered everything."""
        self.qtbot.waitUntil(lambda: not self.tasks.busy)

    def key(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        if isinstance(key, str):
            for one in key:  # each where the keyboard is by then: the first digit of a jump moves it
                QTest.keyClicks(self.focus(), one, modifier)
        else:
            QTest.keyClick(self.focus(), key, modifier)
        self.settle()

    def focus(self) -> QWidget:
        """The widget that has the keyboard."""
        return QApplication.focusWidget() or self.window

    def wait_for_pages(self) -> tuple[int, ...]:
        """Wait until a page can be read."""
        self.qtbot.waitUntil(lambda: bool(self.room.counter.clock.timed))
        return tuple(sorted(self.room.counter.clock.timed))

    def look(self, seconds: float = 1.0) -> None:
        """Look at what is on the screen for a while."""
        self.now.seconds += seconds
        self.room.counter.clock.check()
        self.settle()

    def reading(self, number: str) -> Reading:
        """What the table shows of a candidate."""
        row = self.room.panel.model.row(StudentNumber(number))
        assert row is not None
        return row.reading

    def read_livret(self) -> None:
        """Read the livret on the screen from its first page to its last."""
        pages = self.room.header.page_count
        self.key(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        for page in range(pages):
            self.qtbot.waitUntil(lambda page=page: page in self.room.counter.clock.timed)  # type: ignore[misc]  # bound now
            self.look()
            if page + 1 < pages:
                self.key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)

    def bodies(self, kind: type) -> list[object]:
        """The acts of a kind, in the order written."""
        return [act.body for act in self.store.journal if isinstance(act.body, kind)]

    def acts(self) -> list[Act]:
        """The journal."""
        return self.store.journal

    def close(self) -> None:
        """Leave."""
        if hasattr(self, "room") and shiboken6.isValid(self.room):
            self.room.close()
            self.settle()
        self.window.close()
        self.tasks.close()
        self.desk.lock()


def widgets(root: QWidget) -> list[QWidget]:
    """Every widget under a root, and the root."""
    return [root, *root.findChildren(QWidget)]


SeatAt = Callable[..., Seat]


def shown(seat: Seat) -> str:
    """The N° élève of the candidate shown."""
    return seat.room.header.number.text()
