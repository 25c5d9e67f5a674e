# SPDX-License-Identifier: AGPL-3.0-or-later
"""The product's start: says when its first picture, then its juries, are on the screen."""

import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from bench.actor import say
from bench.screen_time import PATIENCE, reach_screen
from bench.store import BenchGate, folder
from lsl_desk.main import _warm
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.ui.run import Start, run


class Watch(QObject):
    """Looks at the window from the moment it is shown; its home is usable once it was painted with its juries."""

    def __init__(self, application: QApplication, juries: int) -> None:
        super().__init__(application)
        self._application = application
        self._juries = juries
        self._told = False
        self._window: MainWindow | None = None
        application.installEventFilter(self)
        QTimer.singleShot(PATIENCE, self, lambda: os._exit(3))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See the window shown, then its home painted."""
        if self._window is None:
            if event.type() is QEvent.Type.Show and isinstance(watched, MainWindow):
                self._begin(watched)
        elif event.type() is QEvent.Type.Paint and len(self._window.home_page.tiles) == self._juries and not self._told:
            self._told = True
            QTimer.singleShot(0, self._home_painted)
        return False

    def _begin(self, window: MainWindow) -> None:
        # From now on only the home is looked at: a filter over everything would slow the start that is measured.
        self._application.removeEventFilter(self)
        self._window = window
        window.painted.connect(self._painted)
        window.home_page.installEventFilter(self)

    def _painted(self) -> None:
        say(reach_screen())
        if not self._juries and self._window is not None:
            self._window.close()

    def _home_painted(self) -> None:
        say(reach_screen())
        if self._window is not None:
            self._window.close()


def main(juries: int) -> int:
    """Start as the product does.

    Args:
        juries: how many will be listed; 0 leaves the store locked, at the prompt.
    """
    data = folder()
    data.make()
    application = QApplication(sys.argv[:1])
    watch = Watch(application, juries)
    # What the product loads behind its first picture.
    code = run(BenchGate(data), Start(data.root, demo=bool(juries), warm=_warm))
    del watch, application
    return code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
