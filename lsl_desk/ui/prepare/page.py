# SPDX-License-Identifier: AGPL-3.0-or-later
"""Préparer: the stations of the eve at the left, the one that is done at the right; for a jury or the whole centre."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.ui.home.jury_tile import state_colour
from lsl_desk.ui.home.tile_lines import SIGNS
from lsl_desk.ui.icons import pixmap
from lsl_desk.ui.palettes import current_tints
from lsl_desk.ui.prepare.copies import CopiesPage
from lsl_desk.ui.prepare.drill import DrillPage
from lsl_desk.ui.prepare.gaps import GapsPage
from lsl_desk.ui.prepare.heads import HeadsPage
from lsl_desk.ui.prepare.paper import PaperPage
from lsl_desk.ui.prepare.presence import PresencePage
from lsl_desk.ui.prepare.sheet import SheetPage
from lsl_desk.ui.prepare.stations import Station, standing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lsl_desk.client.prepare.values import JuryReadiness
    from lsl_desk.client.summary import JurySummary
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.home.tile_lines import State
    from lsl_desk.ui.palettes import Tints
    from lsl_desk.ui.prepare.seat import Seat, StationPage

_PAGES: dict[Station, type[StationPage]] = {
    Station.PRESENCE: PresencePage,
    Station.PAPER: PaperPage,
    Station.GAPS: GapsPage,
    Station.HEADS: HeadsPage,
    Station.COPY: CopiesPage,
    Station.DRILL: DrillPage,
    Station.SHEET: SheetPage,
}
_CENTRE = "Tout le centre"


class PreparePage(QWidget):
    """The eve. It asks the store lane for everything and draws the answers."""

    title_changed = Signal(str)
    closed = Signal()
    """Escape: back to the home."""
    changed = Signal()
    """Something was recorded: how the juries stand has to be asked again."""
    sync_wanted = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self._juries: tuple[JurySummary, ...] = ()
        self._ready: tuple[JuryReadiness, ...] = ()
        self.pages: dict[Station, StationPage] = {}
        self.scope = QComboBox()
        self.scope.setAccessibleName("Jury à préparer")
        self.scope.view().setAccessibleName("Jurys")
        self.scope.currentIndexChanged.connect(self._scope_moved)
        self.list = QListWidget()
        self.list.setAccessibleName("Étapes de la veille")
        self.list.setIconSize(QSize(18, 18))
        self.list.currentRowChanged.connect(self._station_moved)
        self.list.itemActivated.connect(lambda _item: self.take_keyboard())
        self._stack = QStackedWidget()
        self._title = QLabel("Préparer")
        self._lay_out()

    def open(self, juries: Sequence[JurySummary], jury: JuryId | None, station: Station | None = None) -> None:
        """Show a jury, or the whole centre, at a station; None keeps the one shown."""
        self._juries = tuple(juries)
        with QSignalBlocker(self.scope):
            self.scope.clear()
            self.scope.addItem(_CENTRE, "")
            for one in juries:
                self.scope.addItem(
                    one.label if one.label.startswith(one.jury) else f"{one.jury} · {one.label}", one.jury
                )
            self.scope.setCurrentIndex(max(0, self.scope.findData(jury or "")))
        wanted = list(Station).index(station) if station is not None else max(0, self.list.currentRow())
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(wanted)
        self._show()

    def moved(self, juries: Sequence[JurySummary]) -> None:
        """Show the same station of the same juries again, with what came since."""
        if [one.jury for one in juries] != [one.jury for one in self._juries]:
            self.open(juries, self.jury, self.station)
            return
        self._juries = tuple(juries)
        self._page.show_juries(tuple(one for one in juries if self.jury in {None, one.jury}))

    def show_readiness(self, ready: Sequence[JuryReadiness]) -> None:
        """Say how each station stands."""
        self._ready = tuple(ready)
        self._say_stations()

    def take_keyboard(self) -> None:
        """Give the keyboard to what is done first at the station shown."""
        self._page.take_keyboard()

    def stop(self) -> None:
        """The page is being left for good: stop what lasts."""
        for page in self.pages.values():
            page.stop()

    @property
    def jury(self) -> JuryId | None:
        """The jury shown, None for the whole centre."""
        found = self.scope.currentData()
        return cast("JuryId", found) if found else None

    @property
    def station(self) -> Station:
        """The station shown."""
        return list(Station)[max(0, self.list.currentRow())]

    @property
    def _page(self) -> StationPage:
        station = self.station
        if station not in self.pages:
            page = self.pages[station] = _PAGES[station](self.seat)
            page.changed.connect(self.changed)
            if isinstance(page, DrillPage):
                page.sync_wanted.connect(self.sync_wanted)
            self._stack.addWidget(page)
        return self.pages[station]

    def _show(self) -> None:
        page, jury = self._page, self.jury
        self._stack.setCurrentWidget(page)
        page.show_juries(tuple(one for one in self._juries if jury in {None, one.jury}))
        self._say_stations()
        self.title_changed.emit(f"Préparer · {jury or _CENTRE.lower()}")

    def _scope_moved(self, _row: int) -> None:
        self._show()

    def _station_moved(self, row: int) -> None:
        if row >= 0:
            self._show()

    def _say_stations(self) -> None:
        shown = current_tints()
        ready = [one for one in self._ready if self.jury in {None, one.jury}]
        for row, station in enumerate(Station):
            state, words = standing_of(station, ready)
            item = self.list.item(row)
            item.setText(f"{station.value}\n{words}" if words else station.value)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{station.value}{', ' + words if words else ''}")
            item.setIcon(_sign(state, shown))

    def _lay_out(self) -> None:
        font = QFont(self._title.font())
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setBold(True)
        self._title.setFont(font)
        for station in Station:
            item = QListWidgetItem(f"{station.value}\n")
            item.setSizeHint(QSize(200, 2 * self.fontMetrics().height() + 14))
            self.list.addItem(item)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        side = QWidget()
        side.setFixedWidth(250)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 18, 0, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self.scope)
        column.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self._stack, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the stations, then home."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.list.hasFocus():
            self.closed.emit()
        else:
            self.list.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._say_stations()


def _sign(state: State, shown: Tints) -> QIcon:
    """The sign of a state, in the colours of a line and of the chosen line; an empty one where there is none."""
    made = QIcon()
    empty = QPixmap(18, 18)
    empty.fill(Qt.GlobalColor.transparent)
    for mode, colour in ((QIcon.Mode.Normal, state_colour(state, shown)), (QIcon.Mode.Selected, shown.on_accent)):
        made.addPixmap(pixmap(SIGNS[state], colour, 18, 2.0) if state in SIGNS else empty, mode)
    return made
