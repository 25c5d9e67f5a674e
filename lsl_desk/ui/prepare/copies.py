# SPDX-License-Identifier: AGPL-3.0-or-later
"""Édition LSL par jury: the plan de secours of one jury or of all, its versions, place and code (memo, annex 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget, QPushButton

from lsl_desk.sentences import sentence
from lsl_desk.ui.french import counted, moment
from lsl_desk.ui.home.eve_words import again_words
from lsl_desk.ui.link_words import hour, size
from lsl_desk.ui.models.signs import Sign
from lsl_desk.ui.prepare.code import CodeLine
from lsl_desk.ui.prepare.lines import Cell, LinesTable
from lsl_desk.ui.prepare.places import PlaceChoice
from lsl_desk.ui.prepare.seat import StationPage, beside_line, row_of
from lsl_desk.ui.prepare.stations import Station
from lsl_desk.ui.prepare.working import Working

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from PySide6.QtGui import QHideEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from lsl_desk.client.prepare.for_screens import PreparationDesk
    from lsl_desk.client.prepare.values import CopyDone, CopyState
    from lsl_desk.client.progress import Report
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.prepare.seat import Seat


def state_sign(copy: CopyState) -> Sign:
    """Whether a copy is up to date."""
    if not copy.version:
        return Sign("✗", "à faire", "danger")
    if copy.changed:
        shown = ", ".join(copy.changed[:3]) + ("…" if len(copy.changed) > 3 else "")
        return Sign("!", f"{again_words(len(copy.changed))}\u00a0: {shown}", "warning")
    return Sign("✓", "à jour", "ok")


def again_sentence(copies: Sequence[CopyState], zone: tzinfo | None = None) -> str:
    """« déjà fait à 15:02 ; refaire crée la version 2 », or nothing when something is to be made."""
    made = [one for one in copies if one.made is not None]
    if not made or len(made) < len(copies):
        return ""
    if len(made) == 1 and made[0].made is not None:
        return f"Déjà fait à {hour(made[0].made, zone)}\u202f; refaire crée la version {made[0].version + 1}."
    return "Déjà fait pour chaque jury\u202f; refaire crée une version de plus."


def done_words(done: CopyDone) -> str:
    """« J01 : version 2, 68 livrets (67 à jour, 1 refait), dans … », or why it was not made."""
    if done.refusal is not None or done.state is None:
        return f"✗ {done.jury}\u00a0: " + (sentence(done.refusal) if done.refusal is not None else "pas faite")
    anew = f"{done.made} refait{'s' if done.made > 1 else ''}" if done.made else "aucun à refaire"
    parts = f" ({done.kept} à jour, {anew})" if done.kept else ""
    held = counted(done.state.livrets, "livret")
    return f"✓ {done.jury}\u00a0: version {done.state.version}, {held}{parts}, dans {done.where}"


class CopiesPage(StationPage):
    """The copies of the juries, where to write the next one, and how it went."""

    station = Station.COPY
    says = (
        "Le plan de secours\u00a0: un dossier qui s’ouvre partout, livrets protégés par le code du jury. Cette "
        "opération est obligatoire."
    )

    made = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._copies: tuple[CopyState, ...] = ()
        self._last: tuple[CopyDone, ...] = ()
        self.table: LinesTable[JuryId] = LinesTable(
            "Plans de secours", ("Jury", "Version", "Faite le", "Livrets", "Taille", "Lieu", "État"),
            (6, 8, 20, 8, 10, 14),
        )  # fmt: skip
        self.table.setFixedHeight(5 * (self.fontMetrics().height() + 9) + 32)
        self.place = PlaceChoice(seat.chooser)
        label = QLabel("Écrire &dans")
        label.setBuddy(self.place.list)
        self.archive = QCheckBox("&Une archive zip par jury")
        self.make = QPushButton("Éditer le plan de secours")
        self.make.setDefault(True)
        self.make.clicked.connect(self._make)
        self.again = QLabel()
        self.beside = beside_line()
        self.working = Working("l’édition")
        self.results = QListWidget()
        self.results.setAccessibleName("Résultat et versions précédentes")
        self.results.setWordWrap(True)
        self.code = CodeLine(seat, self.beside)
        self.column.addWidget(self.table)
        self.column.addLayout(row_of(label, self.place))
        self.column.addLayout(row_of(self.make, self.archive, self.again))
        self.column.addWidget(self.working)
        self.column.addWidget(self.beside)
        self.column.addWidget(self.results, 1)
        self.column.addWidget(self.code)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)

    def forget(self) -> None:
        """What was said of the juries before goes."""
        super().forget()
        self._last = ()

    def take_keyboard(self) -> None:
        """The button."""
        self.make.setFocus()

    def stop(self) -> None:
        """Stop what is being written; nothing half-written stays."""
        self.working.stop()
        self.code.hide_code()

    def load(self) -> None:
        """Ask for the copies of the juries."""
        juries = set(self.ids)
        self.ask(lambda eve: tuple(one for one in eve.copies() if one.jury in juries), self._show, self.beside)

    def _show(self, copies: tuple[CopyState, ...]) -> None:
        self._copies = copies
        lines: list[tuple[JuryId, tuple[Cell, ...]]] = [(one.jury, self._cells(one)) for one in copies]
        self.table.lines.fill(lines)
        self.again.setText(again_sentence(copies, self.seat.zone))
        self._show_results()
        self._chosen()

    def _cells(self, one: CopyState) -> tuple[Cell, ...]:
        if one.made is None:
            return one.jury, "–", "–", "–", "–", "–", state_sign(one)
        when = moment(one.made, self.seat.zone)
        return one.jury, f"v{one.version}", when, str(one.livrets), size(one.size), one.place, state_sign(one)

    def _show_results(self) -> None:
        """How the last edition went, then the versions before, newest first."""
        lines = [done_words(one) for one in self._last]
        for copy in self._copies:
            for version, at, livrets, place in copy.log:
                when = moment(at, self.seat.zone)
                lines.append(
                    f"{copy.jury}\u00a0: version {version}, {when}, {counted(livrets, 'livret')}, {place} (remplacée)"
                )
        self.results.clear()
        self.results.addItems(lines)

    def _chosen(self) -> None:
        self.code.about(self.table.current or (self.ids[0] if len(self.ids) == 1 else None))

    def _make(self) -> None:
        if self.working.running:
            return
        place, juries, archive, eve = self.place.path, self.ids, self.archive.isChecked(), self.seat.eve
        if not place:
            self.beside.refuse("Choisissez d’abord où écrire\u00a0: une clé, ou un dossier.")
            return
        self.beside.clear()
        self._last = ()
        self._show_results()
        self._hold(working=True)

        def work(report: Report) -> tuple[CopyDone, ...]:
            desk: PreparationDesk = eve()
            return desk.make_copies(juries, place, archive=archive, report=report)

        self.working.run(self.seat.long, "Édition", work, self._done, self._refused)

    def _done(self, done: tuple[CopyDone, ...] | None) -> None:
        self._hold(working=False)
        if done is None:
            self.beside.inform(
                "Édition arrêtée\u00a0: rien d’inachevé n’est resté\u202f; les jurys déjà faits le sont."
            )
        else:
            self._tell(done)
        self.load()
        self.changed.emit()
        self.made.emit()

    def _tell(self, done: tuple[CopyDone, ...]) -> None:
        self._last = done
        failed = [one for one in done if one.refusal is not None]
        if not failed:
            s = "s" if len(done) > 1 else ""
            self.beside.approve(f"{counted(len(done), 'jury')} édité{s}, relu{s} et vérifié{s} sur place.")
        elif len(done) == 1:
            self.beside.refuse(sentence(failed[0].refusal) if failed[0].refusal else "")
        else:
            self.beside.refuse(
                f"{counted(len(failed), 'jury n’a', 'jurys n’ont')} pas été fait\u00a0: voir ci-dessous."
            )

    def _refused(self, refusal: Refusal) -> None:
        self._hold(working=False)
        self.beside.refuse(sentence(refusal))
        self.load()

    def _hold(self, *, working: bool) -> None:
        for part in (self.make, self.archive, self.place):
            part.setEnabled(not working)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what is plugged in."""
        super().showEvent(event)
        self.place.look(self.seat.tasks)

    def hideEvent(self, event: QHideEvent) -> None:
        """No code is left on a screen one comes back to."""
        super().hideEvent(event)
        self.code.hide_code()
