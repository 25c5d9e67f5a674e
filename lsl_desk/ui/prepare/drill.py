# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exercice de coupure: the Desk cuts itself, opens every livret, and says what it proves (features N13)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget, QPushButton, QSpinBox

from lsl_desk.sentences import sentence
from lsl_desk.ui.french import counted, moment, number
from lsl_desk.ui.link_words import lasting
from lsl_desk.ui.models.signs import Sign
from lsl_desk.ui.prepare.lines import Cell, LinesTable
from lsl_desk.ui.prepare.saving import file_name
from lsl_desk.ui.prepare.seat import StationPage, beside_line, row_of
from lsl_desk.ui.prepare.stations import Station
from lsl_desk.ui.prepare.working import Working

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lsl_desk.client.prepare.values import DrillDoneOf, DrillState
    from lsl_desk.client.progress import Report
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.prepare.seat import Seat


def state_sign(drill: DrillState) -> Sign:
    """Green only when every livret was proved."""
    if drill.failed:
        shown = ", ".join(drill.failed[:3]) + ("…" if len(drill.failed) > 3 else "")
        return Sign(
            "✗", f"{counted(len(drill.failed), 'livret illisible', 'livrets illisibles')}\u00a0: {shown}", "danger"
        )
    if drill.last is None:
        return Sign("○", "à faire", "muted")
    if drill.proved < drill.wanted:
        return Sign("!", f"{counted(drill.wanted - drill.proved, 'livret')} à éprouver", "warning")
    return Sign("✓", "réussi", "ok")


def done_words(done: DrillDoneOf) -> str:
    """« 340 livrets ouverts, 1 020 pages, en 5 min ; le plus lent : 0417 (J01), 140 ms »."""
    opened = counted(done.livrets, "livret ouvert", "livrets ouverts")
    said = f"{opened}, {counted(done.pages, 'page')}, en {lasting(done.seconds)}"
    if done.slowest is None:
        return f"{said}."
    jury, slow, milliseconds = done.slowest
    return f"{said}\u202f; le plus lent\u00a0: {slow} ({jury}), {number(milliseconds)}\u00a0ms."


class DrillPage(StationPage):
    """How long to cut, what to open, and what the drills prove."""

    station = Station.DRILL
    says = (
        "Ce poste se coupe du réseau pour un temps et ouvre chaque page de chaque livret, comme demain matin sans "
        "réseau. Le travail peut continuer sur les autres écrans."
    )

    sync_wanted = Signal()
    """Fetch again what could not be read."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._drills: tuple[DrillState, ...] = ()
        self._since = 0.0
        self.table: LinesTable[JuryId] = LinesTable(
            "Exercices de coupure", ("Jury", "Livrets éprouvés", "Dernier exercice", "Coupé", "État"), (6, 17, 20, 10)
        )
        self.table.setFixedHeight(5 * (self.fontMetrics().height() + 9) + 32)
        self.minutes = QSpinBox()
        self.minutes.setRange(0, 60)
        self.minutes.setValue(5)
        self.minutes.setSuffix(" min")
        self.minutes.setAccessibleName("Durée de la coupure, en minutes")
        label = QLabel("Se &couper au moins")
        label.setBuddy(self.minutes)
        self.only_waiting = QCheckBox("Seulement les livrets &pas encore éprouvés")
        self.start = QPushButton("Commencer l’exercice")
        self.start.setDefault(True)
        self.start.clicked.connect(self._start)
        self.working = Working("l’exercice")
        self.cut = QLabel()
        self.cut.setMinimumHeight(self.cut.fontMetrics().height() + 2)
        self.beside = beside_line()
        self.results = QListWidget()
        self.results.setAccessibleName("Livrets qui n’ont pas pu être ouverts")
        self.results.setWordWrap(True)
        self.recover = QPushButton("Récupérer")
        self.recover.setToolTip("Redemander à l’académie ce qui n’a pas pu être ouvert")
        self.recover.clicked.connect(self.sync_wanted)
        self.certificate = QPushButton("Attestation…")
        self.certificate.clicked.connect(self._certificate)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._say_cut)
        self.column.addWidget(self.table)
        self.column.addLayout(row_of(label, self.minutes, self.start, self.only_waiting))
        self.column.addWidget(self.working)
        self.column.addWidget(self.cut)
        self.column.addWidget(self.beside)
        self.column.addWidget(self.results, 1)
        self.column.addLayout(row_of(self.certificate, self.recover, QLabel()))

    def forget(self) -> None:
        """What was said of the juries before goes."""
        super().forget()
        self.results.clear()

    def load(self) -> None:
        """Ask what the drills prove."""
        juries = set(self.ids)
        self.ask(lambda eve: tuple(one for one in eve.drills() if one.jury in juries), self._show, self.beside)

    def take_keyboard(self) -> None:
        """The button."""
        self.start.setFocus()

    def stop(self) -> None:
        """Stop the drill; what was opened counts."""
        self.working.stop()

    def _show(self, drills: tuple[DrillState, ...]) -> None:
        self._drills = drills
        lines: list[tuple[JuryId, tuple[Cell, ...]]] = [(one.jury, self._cells(one)) for one in drills]
        self.table.lines.fill(lines)
        proved = sum(one.proved for one in drills)
        self.only_waiting.setEnabled(0 < proved < sum(one.wanted for one in drills))
        self.recover.setEnabled(any(one.failed for one in drills))
        self.certificate.setEnabled(any(one.last is not None for one in drills))

    def _cells(self, one: DrillState) -> tuple[Cell, ...]:
        share = f"{one.proved} / {one.wanted}"
        if one.last is None:
            return one.jury, share, "–", "–", state_sign(one)
        return one.jury, share, moment(one.last, self.seat.zone), lasting(one.seconds), state_sign(one)

    def _start(self) -> None:
        if self.working.running:
            return
        juries, seconds, eve = self.ids, 60 * self.minutes.value(), self.seat.eve
        only = self.only_waiting.isEnabled() and self.only_waiting.isChecked()
        self.beside.clear()
        self.results.clear()
        self._hold(working=True)

        def work(report: Report) -> DrillDoneOf:
            return eve().drill(juries, seconds, report, only_waiting=only)

        self._since = time.monotonic()
        self._say_cut()
        self._tick.start()
        self.working.run(self.seat.long, "Livrets ouverts", work, self._done, self._refused)

    def _say_cut(self) -> None:
        self.cut.setText(f"Réseau coupé par choix depuis {lasting(time.monotonic() - self._since)}.")

    def _done(self, done: DrillDoneOf | None) -> None:
        self._hold(working=False)
        if done is None or self.working.stopped:
            self.beside.inform(f"Exercice arrêté\u00a0: ce qui a été ouvert compte. {done_words(done) if done else ''}")
        elif done.refusals:
            count = counted(len(done.refusals), "livret n’a", "livrets n’ont")
            self.beside.refuse(f"{count} pas pu être ouvert\u00a0: voir ci-dessous. {done_words(done)}")
            self.results.addItems([f"✗ {one}\u00a0: {sentence(why)}" for one, why in done.refusals.items()])
        else:
            self.beside.approve(done_words(done))
        self.load()
        self.changed.emit()

    def _refused(self, refusal: Refusal) -> None:
        self._hold(working=False)
        self.beside.refuse(sentence(refusal))

    def _hold(self, *, working: bool) -> None:
        for part in (self.start, self.minutes, self.only_waiting):
            part.setEnabled(not working)
        if not working:
            self._tick.stop()
            self.cut.clear()

    def _certificate(self) -> None:
        juries = self.ids

        def write(path: str) -> None:
            self.ask(
                lambda eve: eve.write_certificate(path, juries),
                lambda _none: self.beside.approve(f"Enregistrée\u00a0: {path}"),
                self.beside,
            )

        name = file_name("attestation-exercice", self.whom)
        self.seat.chooser.save_file("Enregistrer l’attestation", f"{name}.pdf", ("Document PDF (*.pdf)",), write)
