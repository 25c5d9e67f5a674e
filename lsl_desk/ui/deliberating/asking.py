# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the column asks of the Desk, in the store lane: a sheet, a trial, a change; the window never waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.sit.for_screens import DeliberationDesk
    from lsl_desk.client.sit.values import CandidateSheet, CandidateState, Pace, Trial
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.tasks import Tasks

    Work = Callable[[DeliberationDesk, JuryId, StudentNumber], CandidateSheet]


class Asking(QObject):
    """One candidate at a time; an answer about another one is dropped."""

    opened = Signal(object, object)
    """The sheet of another candidate, and what was being typed about them, by place."""
    shown = Signal(object)
    """The sheet of the same candidate, as it is now."""
    tried = Signal(object)
    """The sheet that the marks tried would make."""
    try_refused = Signal(object)
    """Why these marks cannot be, a `Refusal`."""
    drafted = Signal(object)
    """N° élève of those about whom something is half typed."""
    recorded = Signal(object, object, object)
    """Something is on the disk: the jury, the `CandidateState` of whom, and the `Pace`, as they are with it."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._about: tuple[JuryId, StudentNumber] | None = None
        self._wanted: Trial | None = None
        self._trying = False
        self._turn = 0

    @property
    def about(self) -> tuple[JuryId, StudentNumber] | None:
        """Whom."""
        return self._about

    def open(self, jury: JuryId, number: StudentNumber) -> None:
        """Ask for a candidate, and what was being typed about them."""
        about = self._about = (jury, number)
        self.stop_trying()
        desk = self._desk

        def work() -> tuple[CandidateSheet, dict[str, str]]:
            deliberation = desk.deliberation
            return deliberation.sheet(jury, number), deliberation.drafts(jury, number)

        def done(answer: tuple[CandidateSheet, dict[str, str]]) -> None:
            if self._about == about:
                self.opened.emit(*answer)

        self._tasks.run(work, done, owner=self)

    def close(self) -> None:
        """Nobody is on the screen."""
        self._about = None
        self.stop_trying()

    def refresh(self) -> None:
        """Something came from elsewhere: ask for the sheet again."""
        about, desk = self._about, self._desk
        if about is not None:
            self._tasks.run(lambda: desk.deliberation.sheet(*about), lambda sheet: self._show(about, sheet), owner=self)

    def ask_drafted(self, jury: JuryId) -> None:
        """Ask about whom something is half typed, while nobody is on the screen."""
        desk = self._desk

        def done(numbers: tuple[StudentNumber, ...]) -> None:
            if self._about is None and numbers:
                self.drafted.emit(numbers)

        self._tasks.run(lambda: desk.deliberation.drafted(jury), done, owner=self)

    def try_marks(self, trial: Trial) -> None:
        """Ask what marks would come to; while an answer is awaited only the last wish is kept."""
        self._wanted = trial
        if not self._trying:
            self._try()

    def stop_trying(self) -> None:
        """What is being asked about a trial interests nobody any more."""
        self._wanted = None
        self._turn += 1
        self._trying = False

    def record(
        self,
        work: Work,
        done: Callable[[CandidateSheet], None],
        refused: Callable[[Refusal], None],
        *,
        typed: Sequence[str] = (),
    ) -> None:
        """Have something recorded, then show it; until the disk has it nothing is said to be done.

        Sheet, line and pace come in one answer and make one picture; all else that follows waits until it is painted.

        Args:
            work: records.
            done: told the sheet, once it is shown.
            refused: told why not.
            typed: places of what was being typed of it, which goes once it is recorded.
        """
        about, desk = self._about, self._desk
        if about is None:
            return
        jury, number = about

        def recording() -> tuple[CandidateSheet, CandidateState, Pace]:
            deliberation = desk.deliberation
            sheet = work(deliberation, jury, number)
            return sheet, deliberation.state(jury, number), deliberation.pace(jury)

        def over(answer: tuple[CandidateSheet, CandidateState, Pace]) -> None:
            sheet, line, pace = answer
            self.recorded.emit(jury, line, pace)
            for place in typed:
                self._keep_draft(about, place, "")
            if self._about == about:
                self.shown.emit(sheet)
                done(sheet)

        def no(refusal: Refusal) -> None:
            if self._about == about:
                refused(refusal)

        self._tasks.run(recording, over, no, owner=self)

    def keep_draft(self, place: str, text: str) -> None:
        """Keep what is being typed."""
        if self._about is not None:
            self._keep_draft(self._about, place, text)

    def _keep_draft(self, about: tuple[JuryId, StudentNumber], place: str, text: str) -> None:
        desk = self._desk
        self._tasks.run(lambda: desk.deliberation.keep_draft(*about, place, text), lambda _none: None, owner=self)

    def _try(self) -> None:
        about, trial, desk = self._about, self._wanted, self._desk
        if about is None or trial is None:
            return
        self._wanted, self._trying = None, True
        turn = self._turn

        def over(signal: object, answer: object) -> None:
            if turn != self._turn:
                return
            self._trying = False
            if self._wanted is not None:
                self._try()
            else:
                signal.emit(answer)  # type: ignore[attr-defined] # a bound signal has no public type

        self._tasks.run(
            lambda: desk.deliberation.try_marks(*about, trial),
            lambda sheet: over(self.tried, sheet),
            lambda refusal: over(self.try_refused, refusal),
            owner=self,
        )

    def _show(self, about: tuple[JuryId, StudentNumber], sheet: CandidateSheet) -> None:
        if self._about == about:
            self.shown.emit(sheet)
