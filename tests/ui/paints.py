# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notes each paint of a widget, among what else a test notes."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

PAINT = "paint"


class Paints(QObject):
    """Notes them while it lives."""

    def __init__(self, widget: QWidget, log: list[str] | None = None) -> None:
        super().__init__(widget)
        self.log: list[str] = [] if log is None else log
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See one."""
        if event.type() is QEvent.Type.Paint:
            self.log.append(PAINT)
        return False
