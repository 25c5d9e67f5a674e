# SPDX-License-Identifier: AGPL-3.0-or-later
"""The product's start: says when its first picture, then its juries, are on the screen."""

import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from bench.actor import say
from bench.screen_time import reach_screen
from bench.store import BenchGate, folder
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.ui.run import Start, run


class Watch(QObject):
    """Looks at the window's home: it is usable once it was painted with its juries."""

    def __init__(self, juries: int) -> None:
        super().__init__()
        self._juries = juries
        self._told = False
        self._window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
        self._window.painted.connect(self._painted)
        self._window.home_page.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See the home painted."""
        if event.type() is QEvent.Type.Paint and len(self._window.home_page.tiles) == self._juries and not self._told:
            self._told = True
            QTimer.singleShot(0, self._home_painted)
        return False

    def _painted(self) -> None:
        say(reach_screen())
        if not self._juries:
            self._window.close()

    def _home_painted(self) -> None:
        say(reach_screen())
        self._window.close()


def main(juries: int) -> int:
    """Start as the product does.

    Args:
        juries: how many will be listed; 0 leaves the store locked, at the prompt.
    """
    data = folder()
    data.make()
    watches: list[Watch] = []
    from lsl_desk.main import _warm  # noqa: PLC0415 - what the product loads behind its first picture

    application = QApplication(sys.argv[:1])
    QTimer.singleShot(0, lambda: watches.append(Watch(juries)))
    code = run(BenchGate(data), Start(data.root, demo=bool(juries), warm=_warm))
    del application
    return code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
