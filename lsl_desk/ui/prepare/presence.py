# SPDX-License-Identifier: AGPL-3.0-or-later
"""Présence: what is here and what is missing, numeric and paper (features G03, P37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLabel

from lsl_desk.domain.livret import LivretFormat
from lsl_desk.ui.french import counted, moment
from lsl_desk.ui.models.signs import Sign, format_sign
from lsl_desk.ui.prepare.lines import Cell, LinesTable
from lsl_desk.ui.prepare.office import OfficeBox
from lsl_desk.ui.prepare.seat import StationPage, beside_line, row_of
from lsl_desk.ui.prepare.stations import Station
from lsl_desk.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from datetime import tzinfo

    from PySide6.QtWidgets import QWidget

    from lsl_desk.client.prepare.values import Expected, Presence
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.prepare.seat import Seat

Whom = tuple["JuryId", "StudentNumber"]

_HEADINGS = ("Jury", "N° PV", "N° élève", "Série", "Attendu", "État", "Établissement à appeler", "Signalé à la DEC")


def state_sign(one: Expected, zone: tzinfo | None = None) -> Sign:
    """How a candidate's livret stands."""
    if one.format is LivretFormat.INCONNU:
        return Sign("?", "à demander à la DEC", "warning")
    if one.format is LivretFormat.ABSENT:
        return Sign("–", one.reason or "sans livret", "muted")
    if one.format is LivretFormat.PAPIER:
        if one.received is not None:
            return Sign("✓", f"reçu le {moment(one.received, zone)}", "ok")
        return Sign("!", "attendu", "warning")
    return Sign("✓", "présent", "ok") if one.present else Sign("!", "à réclamer", "warning")


def missing(one: Expected) -> bool:
    """Whether something is still to be done for a candidate."""
    return not one.present or one.format is LivretFormat.INCONNU


def counter(what: str, have: int, wanted: int) -> Sign:
    """« Numériques 68 / 68 »."""
    done = have >= wanted
    return Sign("✓" if done else "!", f"{what}\u00a0{have} / {wanted}", "ok" if done else "warning")


class PresencePage(StationPage):
    """The counters, and every candidate or only what is missing."""

    station = Station.PRESENCE
    says = (
        "Tous les livrets, numériques et papier, sont là quand les deux compteurs sont pleins et qu’aucun format n’est "
        "inconnu."
    )

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._found: tuple[Presence, ...] = ()
        self.numeric = StatusLine("Livrets numériques")
        self.paper = StatusLine("Livrets papier")
        self.unknown = StatusLine("Formats inconnus")
        self.only_missing = QCheckBox("&Manquants seulement")
        self.only_missing.toggled.connect(self._fill)
        self.source = QLabel()
        self.beside = beside_line()
        self.table: LinesTable[Whom] = LinesTable("Candidats et livrets", _HEADINGS, (5, 6, 8, 7, 14, 30, 42))
        self.office = OfficeBox(seat)
        for line in (self.numeric, self.paper, self.unknown):
            font = line.font()
            font.setPointSizeF(font.pointSizeF() * 1.2)
            font.setBold(True)
            line.setFont(font)
        counters = row_of(self.numeric, self.paper, self.unknown, self.only_missing)
        for place, share in enumerate((1, 1, 1, 0)):
            counters.setStretch(place, share)
        self.column.addLayout(counters)
        self.column.addWidget(self.source)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.beside)
        self.column.addWidget(self.office)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.office.told.connect(self.load)
        self.office.told.connect(self.changed)

    def load(self) -> None:
        """Ask for the presence of every jury."""
        juries = self.ids
        self.ask(lambda eve: tuple(eve.presence(jury) for jury in juries), self._show, self.beside)
        self.office.show_juries(juries)

    def take_keyboard(self) -> None:
        """The table."""
        self.table.setFocus()

    def _show(self, found: tuple[Presence, ...]) -> None:
        self._found = found
        numeric = [sum(one.numeric[place] for one in found) for place in (0, 1)]
        paper = [sum(one.paper[place] for one in found) for place in (0, 1)]
        unknown = sum(one.unknown for one in found)
        self.numeric.say_sign(counter("Numériques", *numeric))
        self.paper.say_sign(counter("Papier", *paper))
        words = f"{counted(unknown, 'format inconnu', 'formats inconnus')}" if unknown else "Aucun format inconnu"
        self.unknown.say_sign(Sign("?" if unknown else "✓", words, "warning" if unknown else "ok"))
        sources = sorted({f"{one.source}, {moment(one.listed, self.seat.zone)}" for one in found})
        self.source.setText(f"Liste\u00a0: {' — '.join(sources[:3])}" if sources else "")
        self.table.hide_jury(not self.several)
        self._fill()

    def _fill(self) -> None:
        only = self.only_missing.isChecked()
        lines: list[tuple[Whom, tuple[Cell, ...]]] = [
            ((of.jury, one.number), self._cells(of.jury, one))
            for of in self._found
            for one in of.lines
            if not only or missing(one)
        ]
        self.table.lines.fill(lines)
        if only and not lines:
            self.beside.approve("Rien ne manque.")
        else:
            self.beside.clear()

    def _cells(self, jury: JuryId, one: Expected) -> tuple[Cell, ...]:
        told = "" if one.told is None else moment(one.told, self.seat.zone)
        return (jury, one.pv, one.number, one.serie, format_sign(one.format), state_sign(one, self.seat.zone),
                one.school, told)  # fmt: skip

    def _chosen(self) -> None:
        whom = self.table.current
        if whom is not None:
            self.office.about(*whom)
