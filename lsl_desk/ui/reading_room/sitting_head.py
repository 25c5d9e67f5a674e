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
_NEAREST = (
    "Les plus près d’un seuil de décision d’abord, au-dessus comme au-dessous : 10,1 se range à côté de 9,9. "
    "Seuils : {thresholds} ; ceux des mentions ne comptent pas. À distance égale, l’ordre du PV ; sans "
    "note, à la fin."
)
_NEAREST_LINE = "Ordre : au plus près de {thresholds}, au-dessus comme au-dessous"
_HOW: dict[Column, str] = {
    Column.PV: "Dans l’ordre des N° PV.",
    Column.SERIE: "Série par série, et dans chacune l’ordre de la liste du jury.",
}


def how_ordered(column: Column, group: int) -> str:
    """In plain words how an order one works in is made; the thresholds are those of the group of épreuves."""
    return _HOW.get(column) or _NEAREST.format(thresholds="10" if group == 2 else "8 et 10")


def order_line(column: Column | None, group: int) -> str:
    """The same of the nearest, in one line: elsewhere the name of the order says it all, hence ""."""
    return _NEAREST_LINE.format(thresholds="10" if group == 2 else "8 ou de 10") if column is Column.POINTS else ""


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
        self._group = 1
        self.show_order(None, 0)

    @property
    def told(self) -> str:
        """How the order in force is made, in one line; "" when its name says it."""
        return order_line(self._current, self._group)

    def show_counts(self, count: Tally) -> None:
        """Say what is left to examine."""
        self.said.say(head_line(count), "warning" if count.compulsory else "plain")

    def show_order(self, column: Column | None, series: int, group: int = 1) -> None:
        """Say by which column the table is sorted, and how that order is made.

        Args:
            column: None as the index is, or in the order turned over.
            series: how many there are.
            group: of épreuves, which has its own thresholds.
        """
        self._current, self._series, self._group = column, series, group
        known = list(ORDERS)
        for at, one in enumerate(known):
            self.order.setItemData(at, how_ordered(one, group), Qt.ItemDataRole.ToolTipRole)
        how = how_ordered(column, group) if column in ORDERS else "Dans l’ordre de la colonne choisie."
        self.order.setToolTip(f"Ordre de travail (O)\n{how}")
        self.order.setAccessibleDescription(how)
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
