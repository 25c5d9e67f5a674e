# SPDX-License-Identifier: AGPL-3.0-or-later
"""The projector's window: a page, a number, marks, and nothing else (features P27, N17)."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from lsl_desk.domain.pages import RenderKey
from lsl_desk.ui.projector.canvas import Canvas
from lsl_desk.ui.projector.pictures import PictureSource
from lsl_desk.ui.projector.side import Side
from lsl_desk.ui.projector.values import NOBODY, Shown

TITLE = "Projection — LSL Desk"
FIRST_WIDTH, FIRST_HEIGHT = 960, 540
"""Logical pixels of the window where there is no second screen to fill."""
_SIDE_SHARE, _SIDE_LEAST, _SIDE_MOST = 0.27, 200, 620


class ProjectorWindow(QWidget):
    """Never takes the keyboard: whoever presides goes on typing in the main window."""

    closed = Signal()
    """A person closed it."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.setMinimumSize(480, 270)
        self.resize(FIRST_WIDTH, FIRST_HEIGHT)
        self.model = NOBODY
        self.canvas, self.side = Canvas(self), Side(self)

    def take(self, shown: Shown) -> None:
        """Show another model."""
        if shown != self.model:
            before, self.model = self.model, shown
            self.side.take(shown)
            self.canvas.take(shown)
            if before.masked != shown.masked:
                self._lay_out()

    def draw_from(self, source: PictureSource | None) -> None:
        """Take pictures from here."""
        self.canvas.draw_from(source)

    def renew(self, key: RenderKey) -> None:
        """A picture came."""
        self.canvas.renew(key)

    def _lay_out(self) -> None:
        share = min(max(round(self.width() * _SIDE_SHARE), _SIDE_LEAST), _SIDE_MOST)
        width = self.width() if self.model.masked else self.width() - share
        self.side.setVisible(not self.model.masked)  # black from edge to edge
        self.canvas.setGeometry(QRect(0, 0, width, self.height()))
        self.side.setGeometry(QRect(self.width() - share, 0, share, self.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page takes what the marks leave."""
        super().resizeEvent(event)
        self._lay_out()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that it is closed."""
        super().closeEvent(event)
        self.closed.emit()
