# SPDX-License-Identifier: AGPL-3.0-or-later
"""The limit of any start: a `QApplication` and one empty window of the screen's size."""

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from bench.actor import say
from bench.screen_time import reach_screen


class EmptyWindow(QWidget):
    """Says when it is on the screen, then closes."""

    _done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._done.connect(self._on_screen, Qt.ConnectionType.QueuedConnection)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing but the ground, which Qt paints."""
        self._done.emit()

    def _on_screen(self) -> None:
        say(reach_screen())
        self.close()


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    window = EmptyWindow()
    window.resize(1280, 800)
    window.show()
    sys.exit(application.exec())
