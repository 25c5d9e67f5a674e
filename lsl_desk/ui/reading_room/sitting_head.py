# SPDX-License-Identifier: AGPL-3.0-or-later
"""At the head of the table of a sitting: livrets the law waits for, and in what order one works (features P05, P17)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from lsl_desk.client.sit.order import Column
from lsl_desk.client.sit.tally import Tally, head_line
from lsl_desk.ui.widgets.status_line import StatusLine

ORDERS: dict[Column, str] = {
    Column.POINTS: "plus proches",
    Column.PV: "ordre du PV",
    Column.SERIE: "par série",
}
"""The orders one works in, in the turn of the key."""
_OTHER = "autre ordre"


class SittingHead(QWidget):
    """« livrets obligatoires : 11 · à lire : 23 », and the order."""

    order_wanted = Signal(object)
    """A `Column` to sort by."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = StatusLine("Livrets obligatoires et à lire")
        font = self.said.font()
        font.setBold(True)
        self.said.setFont(font)
        self.order = QComboBox()
        self.order.setAccessibleName("Ordre des candidats")
        self.order.view().setAccessibleName("Ordres")
        self.order.setToolTip("Ordre de travail (O)")
        self.order.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.order.addItems([*ORDERS.values(), _OTHER])
        self.order.activated.connect(self._chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.said, 1)
        row.addWidget(self.order)
        self._current: Column | None = None
        self._series = 0

    def show_counts(self, count: Tally) -> None:
        """Say what is left to examine."""
        self.said.say(head_line(count), "warning" if count.compulsory else "plain")

    def show_order(self, column: Column | None, series: int) -> None:
        """Say by which column the table is sorted, None as the index is; ``series`` is how many there are."""
        self._current, self._series = column, series
        known = list(ORDERS)
        place = known.index(column) if column in known else len(known)
        self.order.setCurrentIndex(place)

    def next_order(self) -> None:
        """Ask for the order that comes after this one; the série has its turn where there are several."""
        turn = [column for column in ORDERS if column is not Column.SERIE or self._series > 1]
        place = turn.index(self._current) + 1 if self._current in turn else 0
        self.order_wanted.emit(turn[place % len(turn)])

    def _chosen(self, place: int) -> None:
        columns = list(ORDERS)
        if place < len(columns):
            self.order_wanted.emit(columns[place])
        else:
            self.show_order(self._current, self._series)
