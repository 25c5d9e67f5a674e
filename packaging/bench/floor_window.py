# SPDX-License-Identifier: AGPL-3.0-or-later
"""The limit of any window: Qt repainting all of the screen on a key, and nothing else."""

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from bench.screen_time import Moment, come_forward, press, release, rest, serve_in_loop

_COLOURS = (QColor(0xF4, 0xF4, 0xF4), QColor(0xE0, 0xE8, 0xF0))


class FloorWindow(QWidget):
    """One colour, the other one at each key."""

    painted = Signal()
    """Queued behind the flush to the screen."""

    _done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._turn = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._done.connect(self.painted, Qt.ConnectionType.QueuedConnection)

    def keyPressEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """Change the colour."""
        self._turn += 1
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint all of it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _COLOURS[self._turn % 2])
        painter.end()
        self._done.emit()

    def keys(self, count: int) -> list[float]:
        """Press a key so many times; return the milliseconds to the screen."""
        come_forward(self)
        times = []
        for _ in range(count):
            moment = Moment(self.painted)
            began = press(Qt.Key.Key_A)
            times.append((moment.wait() - began) * 1000)
            release(Qt.Key.Key_A)
            rest(20)
        return times


def main() -> int:
    """Serve ``keys``."""
    application = QApplication(sys.argv[:1])
    window = FloorWindow()
    window.setGeometry(QApplication.primaryScreen().availableGeometry())
    window.show()
    notifier = serve_in_loop({"keys": window.keys})
    code = application.exec()
    del notifier
    return code


if __name__ == "__main__":
    sys.exit(main())
