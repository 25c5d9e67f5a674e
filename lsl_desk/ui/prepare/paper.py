# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papier reçus: a number typed or scanned, the answer beside it, and the field ready for the next one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from lsl_desk.client.prepare.values import ListKind
from lsl_desk.domain.acts import Entry
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.sentences import sentence
from lsl_desk.ui.french import counted, moment
from lsl_desk.ui.models.signs import Sign
from lsl_desk.ui.prepare.lines import Cell, LinesTable
from lsl_desk.ui.prepare.saving import SaveButton, file_name
from lsl_desk.ui.prepare.seat import StationPage, beside_line, row_of
from lsl_desk.ui.prepare.stations import Station
from lsl_desk.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from lsl_desk.client.prepare.for_screens import PreparationDesk
    from lsl_desk.client.prepare.values import Expected, PaperTaken
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.prepare.presence import Whom
    from lsl_desk.ui.prepare.seat import Seat

_SCANNER_SECONDS = 0.035
"""A person does not type a key every 35 milliseconds; a bar code reader does."""
_PICTURES = ("Images (*.png *.jpg *.jpeg *.tif *.tiff *.pdf)", "Tous les fichiers (*)")
_LISTS = {
    "Liste à imprimer (*.pdf)": (".pdf", ListKind.PDF),
    "Tableur (*.xlsx)": (".xlsx", ListKind.XLSX),
    "CSV pour tableur français (*.csv)": (".csv", ListKind.CSV_EXCEL),
    "CSV d’échange, RFC 4180 (*.csv)": (".csv", ListKind.CSV_EXCHANGE),
}


class NumberField(QLineEdit):
    """Where a person types, or a bar code reader does: both end with Enter."""

    entered = Signal(str, object)
    """The text, and an `Entry`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: list[float] = []
        self.setAccessibleName("N° élève, N° PV ou code-barres")
        self.setPlaceholderText("N° élève ou code-barres, puis Entrée")
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        self.setFont(font)
        self.returnPressed.connect(self._enter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Note when each key came."""
        if event.text().isprintable() and event.text():
            if not self.text() or self.hasSelectedText():
                self._pressed.clear()
            self._pressed.append(time.monotonic())
        super().keyPressEvent(event)

    def _enter(self) -> None:
        text, pressed = self.text().strip(), self._pressed
        self._pressed = []
        if not text:
            return
        lasted = pressed[-1] - pressed[0] if len(pressed) == len(text) > 3 else None
        scanned = lasted is not None and lasted / (len(text) - 1) < _SCANNER_SECONDS
        self.clear()
        self.entered.emit(text, Entry.SCANNED if scanned else Entry.TYPED)


class PaperPage(StationPage):
    """The field, the answer, and the paper livrets of the juries."""

    station = Station.PAPER
    says = "Tapez le numéro du livret reçu, ou lisez son code-barres\u00a0: le champ garde le clavier pour le suivant."

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._lines: dict[Whom, Expected] = {}
        self.field = NumberField()
        self.field.entered.connect(self.receive)
        self.answer = StatusLine("Dernier livret reçu", lines=2)
        font = self.answer.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.answer.setFont(font)
        self.picture = QPushButton("Lire un code dans une image…")
        self.picture.clicked.connect(
            lambda: seat.chooser.open_file("Choisir l’image du code-barres", _PICTURES, self._read_code)
        )
        self.counter = QLabel()
        self.table: LinesTable[Whom] = LinesTable(
            "Livrets papier", ("Jury", "N° PV", "N° élève", "Série", "État", "Établissement à appeler"),
            (5, 6, 8, 7, 30),
        )  # fmt: skip
        self.take_back = QPushButton("Annuler la réception")
        self.take_back.clicked.connect(self._take_back)
        self.labels = QPushButton("Étiquettes…")
        self.labels.clicked.connect(self._labels)
        self.save = SaveButton("Enregistrer la liste", _LISTS, seat.chooser)
        self.save.chosen.connect(self._save)
        self.beside = beside_line()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._chosen)

    def _lay_out(self) -> None:
        self.field.setMinimumWidth(420)
        entry = row_of(self.field, self.picture, QLabel())
        self.column.addLayout(entry)
        self.column.addWidget(self.answer)
        self.column.addWidget(self.counter)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(row_of(self.save, self.labels, self.take_back, self.beside))

    def forget(self) -> None:
        """What was said of the juries before goes, what is typed stays."""
        super().forget()
        self.answer.clear()

    def load(self) -> None:
        """Ask for the paper livrets of every jury."""
        juries = self.ids
        self.save.name = file_name("liste-papier", self.whom)

        def work(eve: PreparationDesk) -> list[tuple[JuryId, Expected]]:
            lines = [(jury, one) for jury in juries for one in eve.presence(jury).lines]
            return [(jury, one) for jury, one in lines if one.format is LivretFormat.PAPIER or one.received]

        self.ask(work, self._show, self.beside)

    def take_keyboard(self) -> None:
        """The field."""
        self.field.setFocus()

    def receive(self, text: str, entry: Entry) -> None:
        """Record that a livret was received."""
        eve = self.seat.eve
        self.seat.tasks.run(
            lambda: eve().receive_paper(text, entry), self._taken, lambda no: self._refused(text, no), owner=self
        )

    def _taken(self, taken: PaperTaken) -> None:
        have, wanted = taken.count
        whom = f"{taken.number}, N° PV {taken.pv}, jury {taken.jury}"
        if taken.already is not None:
            self.answer.say(
                f"! {whom}\u00a0: déjà reçu le {moment(taken.already, self.seat.zone)}", "warning", aloud=True
            )
        elif not taken.expected:
            self.answer.say(f"! {whom}\u00a0: reçu, mais aucun livret papier n’était attendu", "warning", aloud=True)
        else:
            self.answer.say(f"✓ {whom}\u00a0: reçu, {have} sur {wanted} du jury", "ok", aloud=True)
        self.beside.clear()
        self.load()
        self.changed.emit()

    def _refused(self, text: str, refusal: Refusal) -> None:
        self.answer.say(f"✗ {sentence(refusal)}", "danger", aloud=True)
        if not self.field.text():
            # Left to be corrected; the next code that is read takes its place.
            self.field.setText(text)
            self.field.selectAll()
        self.field.setFocus()

    def _read_code(self, path: str) -> None:
        self.ask(lambda eve: eve.read_code(path), lambda text: self.receive(text, Entry.SCANNED), self.beside)

    def _show(self, found: list[tuple[JuryId, Expected]]) -> None:
        self._lines = {(jury, one.number): one for jury, one in found}
        lines: list[tuple[Whom, tuple[Cell, ...]]] = []
        for jury, one in found:
            lines.append(((jury, one.number), (jury, one.pv, one.number, one.serie, self._sign(one), one.school)))
        self.table.hide_jury(not self.several)
        self.table.lines.fill(lines)
        received = sum(one.received is not None for _, one in found)
        expected = sum(one.format is LivretFormat.PAPIER for _, one in found)
        self.counter.setText(
            f"{counted(received, 'livret reçu', 'livrets reçus')} sur {counted(expected, 'attendu')}"
            if found
            else "Aucun livret papier n’est attendu."
        )
        self._chosen()

    def _sign(self, one: Expected) -> Sign:
        if one.received is None:
            return Sign("○", "attendu", "warning")
        when = moment(one.received, self.seat.zone)
        if one.format is LivretFormat.PAPIER:
            return Sign("✓", f"reçu le {when}", "ok")
        return Sign("!", f"reçu le {when}, non attendu", "warning")

    def _chosen(self) -> None:
        whom = self.table.current
        self.take_back.setEnabled(whom in self._lines and self._lines[whom].received is not None if whom else False)
        self.labels.setEnabled(bool(self._lines) and (whom is not None or not self.several))

    def _take_back(self) -> None:
        whom = self.table.current
        if whom is None:
            return
        jury, candidate = whom

        def done(_none: None) -> None:
            self.answer.say(f"{candidate}, jury {jury}\u00a0: réception annulée", "muted", aloud=True)
            self.load()
            self.changed.emit()

        self.ask(lambda eve: eve.take_back_paper(jury, candidate), done, self.beside)

    def _labels(self) -> None:
        whom = self.table.current
        jury = whom[0] if whom is not None else self.ids[0]
        numbers = [whom[1]] if whom is not None else [number for of, number in self._lines if of == jury]
        name = file_name("etiquettes", whom[1] if whom else jury)

        def write(path: str) -> None:
            self.ask(
                lambda eve: eve.write_labels(path, jury, numbers),
                lambda _none: self.beside.approve(f"{counted(len(numbers), 'étiquette')}\u00a0: {path}"),
                self.beside,
            )

        self.seat.chooser.save_file("Enregistrer les étiquettes", f"{name}.pdf", ("Document PDF (*.pdf)",), write)

    def _save(self, path: str, kind: ListKind) -> None:
        juries = self.ids
        self.ask(
            lambda eve: eve.write_paper_list(path, kind, juries),
            lambda _none: self.beside.approve(f"Enregistré\u00a0: {path}"),
            self.beside,
        )
