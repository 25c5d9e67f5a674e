# SPDX-License-Identifier: AGPL-3.0-or-later
"""Écarts: the exam office's own list of paper livrets (OCEAN) beside that of the jury (DELIBNET), features G02."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton

from lsl_desk.client.prepare.values import PaperLists, Side
from lsl_desk.ui.french import counted, moment
from lsl_desk.ui.models.signs import Sign
from lsl_desk.ui.prepare.lines import Cell, LinesTable
from lsl_desk.ui.prepare.office import OfficeBox
from lsl_desk.ui.prepare.seat import StationPage, beside_line, row_of
from lsl_desk.ui.prepare.stations import Station
from lsl_desk.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.prepare.presence import Whom
    from lsl_desk.ui.prepare.seat import Seat

_KINDS = ("Listes (*.csv *.xlsx *.ods)", "Tous les fichiers (*)")
_HERE, _NOT_HERE = Sign("✓", "oui", "ok"), Sign("✗", "non", "warning")
_JUDGED = {
    Side.BOTH: Sign("✓", "sur les deux listes", "ok"),
    Side.OCEAN: Sign("!", "dans OCEAN seulement", "warning"),
    Side.DELIBNET: Sign("!", "dans DELIBNET seulement", "warning"),
}


class GapsPage(StationPage):
    """Both lists side by side, differences first, each with whom to call."""

    station = Station.GAPS
    says = "La liste des livrets papier que compte la DEC (OCEAN), à côté de celle du jury (DELIBNET)."

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self.differences = StatusLine("Différences entre les deux listes")
        font = self.differences.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setBold(True)
        self.differences.setFont(font)
        self.dates = QLabel()
        self.dates.setWordWrap(True)
        self.bring = QPushButton("Importer la liste OCEAN…")
        self.bring.clicked.connect(
            lambda: seat.chooser.open_file("Choisir la liste OCEAN des livrets papier", _KINDS, self._import)
        )
        self.beside = beside_line()
        self.table: LinesTable[Whom] = LinesTable(
            "Livrets papier sur les deux listes",
            ("Jury", "N° PV", "N° élève", "OCEAN", "DELIBNET", "Écart", "Établissement à appeler"),
            (5, 6, 8, 9, 10, 28),
        )
        self.office = OfficeBox(seat)
        self.column.addWidget(self.differences)
        self.column.addWidget(self.dates)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(row_of(self.bring, self.beside))
        self.column.addWidget(self.office)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.office.told.connect(self.changed)

    def load(self) -> None:
        """Ask for both lists of every jury."""
        juries = self.ids
        self.ask(lambda eve: tuple((jury, eve.paper_lists(jury)) for jury in juries), self._show, self.beside)
        self.office.show_juries(juries)

    def take_keyboard(self) -> None:
        """The table."""
        self.table.setFocus()

    def _import(self, path: str) -> None:
        def done(lines: int) -> None:
            self.beside.approve(f"{counted(lines, 'ligne lue', 'lignes lues')} dans la liste OCEAN.")
            self.load()

        self.ask(lambda eve: eve.import_ocean(path), done, self.beside)

    def _show(self, found: tuple[tuple[JuryId, PaperLists], ...]) -> None:
        with_ocean = [one for _, one in found if one.ocean is not None]
        count = sum(one.differences for one in with_ocean)
        if not with_ocean:
            self.differences.say("Pas encore de liste OCEAN\u00a0: recevez-la de l’académie, ou importez-la.", "muted")
        else:
            words = counted(count, "différence") if count else "Les deux listes disent la même chose."
            self.differences.say_sign(Sign("!" if count else "✓", words, "warning" if count else "ok"))
        self.dates.setText(self._dated(found))
        lines: list[tuple[Whom, tuple[Cell, ...]]] = [
            ((jury, number), self._cells(jury, line, known=one.ocean is not None))
            for jury, one in found
            for line in one.lines
            for number in line[:1]
        ]
        lines.sort(key=lambda line: isinstance(line[1][5], Sign) and line[1][5].tone == "ok")
        self.table.hide_jury(not self.several)
        self.table.lines.fill(lines)

    def _dated(self, found: tuple[tuple[JuryId, PaperLists], ...]) -> str:
        zone = self.seat.zone
        ocean = sorted({f"{one.ocean_source}, {moment(one.ocean, zone)}" for _, one in found if one.ocean is not None})
        delibnet = sorted({moment(one.delibnet, zone) for _, one in found})
        return f"OCEAN\u00a0: {' — '.join(ocean) or 'aucune liste'} · DELIBNET\u00a0: {' — '.join(delibnet[:3])}"

    @staticmethod
    def _cells(jury: JuryId, line: tuple[str, str, Side, str], *, known: bool) -> tuple[Cell, ...]:
        number, pv, side, school = line
        ocean: Cell = (_NOT_HERE if side is Side.DELIBNET else _HERE) if known else Sign("–", "inconnu", "muted")
        judged: Cell = _JUDGED[side] if known else Sign("–", "liste OCEAN absente", "muted")
        return jury, pv, number, ocean, _NOT_HERE if side is Side.OCEAN else _HERE, judged, school

    def _chosen(self) -> None:
        whom = self.table.current
        if whom is not None:
            self.office.about(*whom)
