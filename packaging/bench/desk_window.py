# SPDX-License-Identifier: AGPL-3.0-or-later
"""The true window on the invented centre, driven by its keys; each time runs from the key to the screen."""

import sys

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QApplication

from bench.driving import drive, until
from bench.screen_time import Moment, come_forward, press, release, rest, serve_in_loop
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.ui.reading_room.room import ReadingRoom
from lsl_desk.ui.viewer.page_view import PageView
from lsl_desk.ui.viewer.pictures import Pictures

_QUIET = 150
"""Milliseconds without a picture coming or a paint: what is rendered ahead is there."""

_ALT, _CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_DIGITS = {digit: Qt.Key(Qt.Key.Key_0.value + int(digit)) for digit in "0123456789"}


class Driver:
    """Answers the benchmarks by pressing keys in the window."""

    def __init__(self) -> None:
        self._notifier = serve_in_loop({"open": self.open, "cold": self.cold, "switch": self.switch, "turn": self.turn})

    @property
    def _window(self) -> MainWindow:
        return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))

    @property
    def _room(self) -> ReadingRoom:
        room = self._window.room
        assert isinstance(room, ReadingRoom)
        return room

    @property
    def _view(self) -> PageView:
        view = self._room.viewer.findChild(PageView)
        assert isinstance(view, PageView)
        return view

    def open(self, jury: str) -> list[str]:
        """Open a jury; return the N° élève of the lines that have a livret, in their order, and how many lines."""
        window = self._window
        if window.size() != QApplication.primaryScreen().size():
            window.setGeometry(QApplication.primaryScreen().availableGeometry())
        come_forward(window)
        self._until_home()
        window.open_jury(jury)
        until(lambda: bool(self._room.panel.shown) and self._room.state().get("jury") == jury)
        self._settle()
        return [row.number for row in self._room.panel.shown if row.held]

    def cold(self, numbers: list[str]) -> list[tuple[float, int]]:
        """Open each livret by its number, from Enter to the screen; return milliseconds and width of the page."""
        come_forward(self._window)
        return [self._jump(number) for number in numbers]

    def switch(self, count: int) -> list[float]:
        """Go down the table with Alt+Down, ``count`` livrets shown (fewer at its end); return milliseconds each."""
        come_forward(self._window)
        times: list[float] = []
        shown = list(self._room.panel.shown)
        numbers = [row.number for row in shown]
        current = self._room.state().get("number")
        place = next((at for at, number in enumerate(numbers) if number == current), -1)
        while len(times) < count and place + 1 < len(shown):
            place += 1
            if not shown[place].held:
                press(Qt.Key.Key_Down, _ALT)
                release(Qt.Key.Key_Down, _ALT)
            else:
                times.append(self._timed(self._room.viewer.first_painted, Qt.Key.Key_Down, _ALT))
            self._settle()
        return times

    def turn(self, count: int) -> list[float]:
        """Turn pages forth and back in livrets of the jury; return milliseconds each."""
        come_forward(self._window)
        times: list[float] = []
        while len(times) < count:
            sheet = self._view.sheet
            for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                for _ in range(len(sheet.sizes) - 1):
                    if len(times) < count and not self._veiled_beside():
                        times.append(self._turned(key))
                        self._settle()
            if not self.switch(1):
                break
        return times

    # -------------------------------------------------------------------------------------------- its means

    def _jump(self, number: str) -> tuple[float, int]:
        for digit in number:
            press(_DIGITS[digit])
            release(_DIGITS[digit])
        rest(30)
        took = self._timed(self._room.viewer.first_painted, Qt.Key.Key_Return)
        box = self._view.sheet.layout.box(0)
        assert box is not None
        self._settle()
        return took, box.width

    def _timed(
        self, signal: SignalInstance, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> float:
        moment = Moment(signal)
        began = press(key, modifiers)
        took = (moment.wait() - began) * 1000
        release(key, modifiers)
        return took

    def _turned(self, key: Qt.Key) -> float:
        view = self._view
        before = view.sheet.current
        moment = Moment(view.reached, lambda: view.sheet.current != before and view.painted(view.sheet.current))
        began = press(key, _CONTROL)
        took = (moment.wait() - began) * 1000
        release(key, _CONTROL)
        return took

    def _veiled_beside(self) -> bool:
        livret = self._view.sheet.livret
        return livret is None or any(livret.veiled(page) for page in range(len(self._view.sheet.sizes)))

    def _settle(self) -> None:
        pictures = self._room.viewer.findChild(Pictures)
        assert isinstance(pictures, Pictures)
        rest(_QUIET, pictures.arrived, self._view.reached)

    def _until_home(self) -> None:
        until(lambda: self._window.session.desk is not None and bool(self._window.home_page.tiles))


if __name__ == "__main__":
    sys.exit(drive(Driver))
