# SPDX-License-Identifier: AGPL-3.0-or-later
"""The product's start: says when its first picture, then its juries, are on the screen."""

import os
import sys
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer

from bench.actor import say
from bench.screen_time import PATIENCE, reach_screen
from bench.store import BenchGate, folder
from lsl_desk.main import WARM
from lsl_desk.ui import run
from lsl_desk.ui.main_window import MainWindow


class WatchedWindow(MainWindow):
    """The product's window, which says when it was painted, and when its home was, with all its juries.

    Nothing watches the application as a whole: the first event that Python is shown of a widget it does not know makes
    PySide load every class it has, which is as much as a tenth of the start that is measured.
    """

    juries = 0
    """How many will be listed; 0 stays at the prompt."""

    def __init__(self, *parts: Any, **options: Any) -> None:
        super().__init__(*parts, **options)
        QTimer.singleShot(PATIENCE, self, lambda: os._exit(3))
        self.painted.connect(self._first_picture)
        self._watch = HomeWatch(self)

    def home_painted(self) -> None:
        """The home and its juries are on the screen."""
        say(reach_screen())
        self.close()

    def _first_picture(self) -> None:
        say(reach_screen())
        if not self.juries:
            self.close()


class HomeWatch(QObject):
    """Sees the home painted with its juries."""

    def __init__(self, window: WatchedWindow) -> None:
        super().__init__(window)
        self._window = window
        self._told = False
        window.home_page.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Once they are all there, the next paint is the one."""
        listed = len(self._window.home_page.tiles)
        if event.type() is QEvent.Type.Paint and listed and listed == self._window.juries and not self._told:
            self._told = True
            QTimer.singleShot(0, self._window.home_painted)
        return False


def start(window: type[WatchedWindow], juries: int, *, by_itself: bool = True) -> int:
    """Start as the product does.

    Args:
        window: the watched one of this run.
        juries: how many will be listed; 0 leaves the store locked, at the prompt.
        by_itself: whether the store opens without a passphrase.
    """
    data = folder()
    data.make()
    window.juries = juries
    vars(run)["MainWindow"] = window
    # What the product loads behind its first picture.
    return run.run(BenchGate(data), run.Start(data.root, demo=by_itself and bool(juries), warm=WARM))


if __name__ == "__main__":
    sys.exit(start(WatchedWindow, int(sys.argv[1])))
