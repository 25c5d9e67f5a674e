# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mark tried, then changed, in the reading room of a jury of 150: each time runs from the key to the screen."""

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from bench.acts_desk import JURY, RAISED
from bench.driving import drive, until
from bench.screen_time import Moment, come_forward, press, release, rest, serve_in_loop
from lsl_desk.ui.deliberating.column import DeliberationColumn
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.ui.reading_room.room import ReadingRoom

_QUIET = 450
"""Milliseconds after which drafts are kept and the rest of the sitting is known again."""
_ALT = Qt.KeyboardModifier.AltModifier
_Key = Qt.Key


class Painted(QObject):
    """Tells, once it was flushed, that all of some widgets were painted since what they show is new."""

    shown = Signal()
    _done = Signal()

    def __init__(self, widgets: Sequence[QWidget], new: Callable[[QWidget], bool]) -> None:
        """Watch from now on.

        Args:
            widgets: each must be painted.
            new: whether a widget that is being painted shows the new values.
        """
        super().__init__()
        self._left, self._new = set(widgets), new
        self._done.connect(self.shown, Qt.ConnectionType.QueuedConnection)
        for one in widgets:
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count it off once it is painted anew."""
        if event.type() is QEvent.Type.Paint and watched in self._left and self._new(watched):
            self._left.discard(watched)
            if not self._left:
                self._done.emit()
        return False


class Driver:
    """Answers the benchmark by pressing keys in the window."""

    def __init__(self) -> None:
        self._notifier = serve_in_loop({"open": self.open, "change": self.change, "bench": self.bench})

    @property
    def _window(self) -> MainWindow:
        return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))

    @property
    def _room(self) -> ReadingRoom:
        room = self._window.room
        assert isinstance(room, ReadingRoom)
        return room

    @property
    def _column(self) -> DeliberationColumn:
        column = self._room.decision.column
        assert column is not None
        return column

    def open(self) -> int:
        """Open the jury, on its first candidate; return how many lines its table has."""
        window = self._window
        window.setGeometry(QApplication.primaryScreen().availableGeometry())
        come_forward(window)
        until(lambda: bool(window.home_page.tiles))
        window.open_jury(JURY)
        until(lambda: bool(self._room.panel.shown) and self._room.sitting.state is not None)
        rest(_QUIET)
        self._next()
        return len(self._room.panel.shown)

    def change(self, count: int) -> dict[str, list[float]]:
        """Raise a mark of so many candidates.

        Returns:
            Milliseconds from the last digit to what it would come to, "tried", and from the Enter that records to the
            total, what is missing, the proposal and the line in the table, "changed".
        """
        come_forward(self._window)
        found = dict[str, list[float]](tried=[], changed=[])
        for _ in range(count):
            found["tried"].append(self._try())
            rest(30)
            self._tap(_Key.Key_Return)
            for key in (_Key.Key_P, _Key.Key_R, _Key.Key_O, _Key.Key_G):
                self._tap(key)
            rest(_QUIET)
            found["changed"].append(self._record())
            rest(_QUIET)
            self._next()
        return found

    def bench(self, count: int) -> list[float]:
        """On the bench, try a mark of so many candidates; return the milliseconds from the last digit to its effect."""
        come_forward(self._window)
        times = []
        for _ in range(count):
            self._tap(_Key.Key_B)
            times.append(self._try())
            rest(30)
            for _ in range(2):
                self._tap(_Key.Key_Escape)
                rest(30)
            self._next()
        return times

    # -------------------------------------------------------------------------------------------- its means

    def _try(self) -> float:
        """Type « 10 » on a line of the marks; time the last digit."""
        column = self._column
        column.focus_marks()
        column.table.choose(RAISED)
        self._tap(_Key.Key_1)
        rest(80)
        head, effect = column.head, column.changing.value.effect
        watched = [head.total, head.missing, head.proposal, column.table.viewport(), effect]
        before = effect.text()
        return self._timed(
            watched, lambda _one: head.ground.tried and bool(effect.text()) and effect.text() != before, _Key.Key_0
        )

    def _record(self) -> float:
        column, room = self._column, self._room
        sheet = column.current.sheet
        assert sheet is not None
        number = sheet.number
        head, lines = column.head, room.panel.table.viewport()

        def new(widget: QWidget) -> bool:
            now, row = column.current.sheet, room.panel.model.row(number)
            if now is None or now.result is None or len(now.changes) == len(sheet.changes):
                return False
            if widget is lines:
                return row is not None and row.state is not None and row.state.points == now.result.points
            return not head.ground.tried

        watched = [head.total, head.missing, head.proposal, column.table.viewport(), lines]
        return self._timed(watched, new, _Key.Key_Return)

    def _timed(self, widgets: Sequence[QWidget], new: Callable[[QWidget], bool], key: Qt.Key) -> float:
        painted = Painted(widgets, new)
        moment = Moment(painted.shown)
        began = press(key)
        took = (moment.wait() - began) * 1000
        release(key)
        for one in widgets:
            one.removeEventFilter(painted)
        return took

    def _next(self) -> None:
        """The next candidate, and what they have."""
        before = self._column.current.sheet
        self._tap(_Key.Key_Down, _ALT)
        until(lambda: self._column.current.sheet is not before and self._column.current.sheet is not None)
        rest(100)

    @staticmethod
    def _tap(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(key, modifiers)
        release(key, modifiers)


if __name__ == "__main__":
    sys.exit(drive(Driver))
