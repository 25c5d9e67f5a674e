# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feuille de salle: one A4 a jury, and the number to call on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from lsl_desk.domain.acts import Role
from lsl_desk.ui.french import counted, moment
from lsl_desk.ui.models.signs import Sign
from lsl_desk.ui.prepare.lines import Cell, LinesTable
from lsl_desk.ui.prepare.saving import file_name
from lsl_desk.ui.prepare.seat import StationPage, beside_line, row_of
from lsl_desk.ui.prepare.stations import Station

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lsl_desk.client.prepare.for_screens import PreparationDesk
    from lsl_desk.client.prepare.values import CopyState, Heads
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.prepare.seat import Seat


class SheetPage(StationPage):
    """What each sheet will bear, the help phone, and the button that writes them."""

    station = Station.SHEET
    says = (
        "Une feuille A4 par jury\u00a0: numéro, président, code, téléphone d’aide, empreintes, que faire sans réseau. "
        "Le code y est imprimé\u00a0: gardez-la avec la clé, sous enveloppe."
    )

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._kept = ""
        self.phone = QLineEdit()
        self.phone.setPlaceholderText("Dix chiffres")
        self.phone.setAccessibleName("Téléphone d’aide, le jour de la délibération")
        self.phone.setFixedWidth(220)
        self.phone.editingFinished.connect(self._keep)
        label = QLabel("&Téléphone d’aide")
        label.setBuddy(self.phone)
        label.setMinimumWidth(label.sizeHint().width() + 6)
        self.beside_phone = beside_line()
        self.table: LinesTable[JuryId] = LinesTable(
            "Feuilles de salle", ("Jury", "Délibération", "Président", "Vice-président", "Plan de secours"),
            (6, 20, 26, 26),
        )  # fmt: skip
        self.write = QPushButton("Enregistrer les feuilles…")
        self.write.setDefault(True)
        self.write.clicked.connect(self._write)
        self.beside = beside_line()
        self.column.addLayout(row_of(label, self.phone, self.beside_phone))
        self.column.addWidget(self.table, 1)
        self.column.addLayout(row_of(self.write, self.beside))

    def load(self) -> None:
        """Ask for what the sheets will bear."""
        juries = self.ids

        def work(eve: PreparationDesk) -> tuple[str, list[tuple[Heads, CopyState]]]:
            copies = {one.jury: one for one in eve.copies()}
            return eve.help_phone(), [(eve.heads(jury), copies[jury]) for jury in juries]

        self.ask(work, lambda found: self._show(*found), self.beside)

    def take_keyboard(self) -> None:
        """The phone when there is none, else the button."""
        (self.write if self.phone.text() else self.phone).setFocus()

    def _show(self, phone: str, found: list[tuple[Heads, CopyState]]) -> None:
        self._kept = phone
        if not self.phone.isModified():
            self.phone.setText(phone)
        self.write.setText("Enregistrer les feuilles…" if self.several else "Enregistrer la feuille…")
        lines: list[tuple[JuryId, tuple[Cell, ...]]] = []
        for heads, copy in found:
            names = {one.role: one.name for one in heads.seats}
            president = names[Role.PRESIDENT] or Sign("✗", "manquant", "danger")
            second = names[Role.VICE_PRESIDENT] or Sign("–", "non saisi", "muted")
            when = "–" if heads.sitting is None else moment(heads.sitting, self.seat.zone)
            made = Sign("✗", "à faire", "danger")
            if copy.made is not None:
                made = Sign("✓", f"v{copy.version}, {moment(copy.made, self.seat.zone)}", "ok")
            lines.append((heads.jury, (heads.jury, when, president, second, made)))
        self.table.lines.fill(lines)

    def _keep(self) -> None:
        text = self.phone.text().strip()
        if text == self._kept:
            return

        def done(_none: None) -> None:
            self._kept = text
            self.phone.setModified(False)
            self.beside_phone.approve("enregistré ici")

        self.ask(lambda eve: eve.keep_help_phone(text), done, self.beside_phone)

    def _write(self) -> None:
        juries = self.ids

        def write(path: str) -> None:
            self.ask(
                lambda eve: eve.write_room_sheets(path, juries),
                lambda _none: self.beside.approve(f"{counted(len(juries), 'feuille')}\u00a0: {path}"),
                self.beside,
            )

        name = file_name("feuille-de-salle", self.whom)
        self.seat.chooser.save_file(
            "Enregistrer les feuilles de salle", f"{name}.pdf", ("Document PDF (*.pdf)",), write
        )
