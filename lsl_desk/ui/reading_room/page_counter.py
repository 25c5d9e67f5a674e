# SPDX-License-Identifier: AGPL-3.0-or-later
"""From pages on the screen to the reading record: on disk first, on the screen after (features P13; design §5)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from lsl_desk.client.desk import Desk
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.livret import LivretRef, PageCheck
from lsl_desk.domain.reading import Reading, ReadState
from lsl_desk.ui.reading_room.reading_clock import ReadingClock
from lsl_desk.ui.tasks import Tasks

_TRY_AGAIN = frozenset({Code.DISK_FULL, Code.DISK_FAILED, Code.STORE_BUSY})
"""Refusals that a person can lift while the page stays on screen."""


@dataclass(frozen=True, slots=True)
class Open:
    """The livret on the screen: whose it is, and which bytes."""

    jury: JuryId
    number: StudentNumber
    livret: LivretRef


class PageCounter(QObject):
    """Counts the pages of the livret on the screen. What it announces is already on disk."""

    kept = Signal(object, object, object)
    """Jury, N° élève, and the `Reading` as it now stands on disk."""

    marked = Signal(object)
    """frozenset[int]: the pages of the livret on the screen that counted, as they stand on disk."""

    refused = Signal(object, int, object)
    """N° élève, page index and the `Refusal`: the page is not counted."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        seconds: float,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._open: Open | None = None
        self.clock = ReadingClock(seconds, now, self)
        self.clock.counted.connect(self._count)

    def start(self, opened: Open, reading: Reading) -> None:
        """Another livret is on the screen; the pages of one that is read are not counted again."""
        done = reading.state is ReadState.READ
        # First, so that the times of the livret that leaves are told under its own number.
        self.clock.start(page for page, check in enumerate(opened.livret.pages) if check.veiled or done)
        self._open = opened
        self._tasks.run(
            lambda: self._desk.pages_seen(opened.jury, opened.number),
            lambda pages: self._mark(opened, pages),
            owner=self,
        )

    def veiled(self, page: int, check: PageCheck) -> None:
        """A page under the veil came on screen: the Desk writes it, once for a page of a file."""
        shown = self._open
        if shown is None:
            return
        found = check.found or ""
        self._tasks.run(
            lambda: self._desk.incident(shown.jury, shown.number, shown.livret.digest, page, found),
            lambda _done: None,
            lambda refusal: self.refused.emit(shown.number, page, refusal),
            owner=self,
        )

    def _count(self, page: int, seconds: float) -> None:
        shown = self._open
        if shown is None:
            return

        def refused(refusal: Refusal) -> None:
            if self._open == shown and refusal.code in _TRY_AGAIN:
                self.clock.forget(page)
            self.refused.emit(shown.number, page, refusal)

        def work() -> tuple[Reading, frozenset[int]]:
            reading = self._desk.page_counted(shown.jury, shown.number, shown.livret.digest, page, seconds)
            return reading, self._desk.pages_seen(shown.jury, shown.number)

        def done(answer: tuple[Reading, frozenset[int]]) -> None:
            self.kept.emit(shown.jury, shown.number, answer[0])
            self._mark(shown, answer[1])

        self._tasks.run(work, done, refused, owner=self)

    def _mark(self, shown: Open, pages: frozenset[int]) -> None:
        if self._open == shown:
            self.marked.emit(pages)
