# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lasts: how far it is, and the button that stops it; the place is kept when nothing runs."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from lsl_desk.client.progress import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsl_desk.client.progress import Progress, Report
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.ui.tasks import Tasks

T = TypeVar("T")
_REST = 0.05
"""Seconds between two pictures of the progress."""


class Relay(QObject):
    """Between a lane and the bar: it outlives the page, which may be taken away while the lane still works."""

    progressed = Signal(object)
    """A `Progress`, from the lane."""

    def __init__(self) -> None:
        super().__init__()
        self.stop = threading.Event()
        self._told = 0.0

    def report(self, progress: Progress) -> bool:
        """In the lane: tell the screen, not too often, and say whether to go on."""
        if self.stop.is_set():
            return False
        now = time.monotonic()
        if now - self._told >= _REST or progress.done == progress.total:
            self._told = now
            self.progressed.emit(progress)
        return not self.stop.is_set()


class Working(QWidget):
    """A bar, a sentence and « Annuler »."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make it.

        Args:
            name: what lasts, for a screen reader: « l’édition ».
            parent: the widget around it.
        """
        super().__init__(parent)
        self.running = False
        self.relay = Relay()
        self._lead = ""
        self.said, self.bar, self.stop_button = QLabel(), QProgressBar(), QPushButton("Annuler")
        self.said.setMinimumWidth(260)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(10)
        self.bar.setAccessibleName(f"Avancement de {name}")
        self.stop_button.setAccessibleName(f"Annuler {name}")
        self.stop_button.clicked.connect(self.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.said)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        kept = self.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        kept.setVerticalPolicy(QSizePolicy.Policy.Fixed)
        self.setSizePolicy(kept)
        self.relay.progressed.connect(self._show)
        self.hide()

    def run(
        self,
        lane: Tasks,
        lead: str,
        work: Callable[[Report], T],
        done: Callable[[T | None], None],
        refused: Callable[[Refusal], None],
    ) -> None:
        """Do it in a lane.

        Args:
            lane: where it runs.
            lead: what is done, before « 12 / 68 ».
            work: is given what to report to.
            done: hears the answer, None when it was stopped.
            refused: hears the refusal.
        """
        self.running, self._lead = True, lead
        self.relay.stop.clear()
        self.bar.setRange(0, 0)
        self.said.setText(f"{lead}…")
        self.stop_button.setEnabled(True)
        self.show()

        def ended(answer: T | None) -> None:
            self._end()
            done(answer)

        def turned_down(refusal: Refusal) -> None:
            self._end()
            refused(refusal)

        relay = self.relay
        lane.run(lambda: _perform(work, relay), ended, turned_down, owner=self)

    @property
    def stopped(self) -> bool:
        """Whether a person stopped what ran last."""
        return self.relay.stop.is_set()

    def stop(self) -> None:
        """Ask to stop at the next livret."""
        if self.running:
            self.relay.stop.set()
            self.stop_button.setEnabled(False)
            self.said.setText(f"{self._lead}\u00a0: arrêt…")

    def _show(self, progress: Progress) -> None:
        if not self.running or self.relay.stop.is_set():
            return
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        item = f", N°\u00a0{progress.item}" if progress.item else ""
        self.said.setText(f"{self._lead}\u00a0: {progress.done} / {progress.total}{item}")

    def _end(self) -> None:
        self.running = False
        self.hide()


def _perform(work: Callable[[Report], T], relay: Relay) -> T | None:
    """In the lane."""
    try:
        return work(relay.report)
    except Cancelled:
        return None
