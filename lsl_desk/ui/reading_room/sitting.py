# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sitting of the jury on the screen, as the store lane last told it; every part of the room reads it here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lsl_desk.client.sit.values import Stage

if TYPE_CHECKING:
    from lsl_desk.client.desk import Desk
    from lsl_desk.client.sit.values import CandidateState, Pace, SittingState
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.tasks import Tasks

_PACE_MS = 30_000
"""The expected end moves with the clock even while nothing is decided."""
_WHOLE_MS = 250
"""The stage and what keeps from closing are asked again this long after the last change: the change itself is first."""


def read_sitting(desk: Desk, jury: JuryId, *, again: bool = False) -> SittingState | None:
    """Ask for a sitting, with the jury's file; blocks. None on a Desk that only reads.

    Args:
        desk: the Desk.
        jury: which.
        again: read the store anew: another version came.

    Raises:
        Refusal: JURY_NOT_YOURS and what `DeliberationDesk.sitting` refuses.
    """
    if not desk.deliberates:
        return None
    return desk.deliberation.refresh(jury) if again else desk.deliberation.sitting(jury)


class Sitting(QObject):
    """Holds one `SittingState`; asks for it anew, or for one line of it."""

    changed = Signal(object)
    """The `SittingState` as it now is."""

    candidate_changed = Signal(object)
    """The `CandidateState` of one candidate: the rest of the table stands as it did."""

    paced = Signal(object)
    """The `Pace` as it now is."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self.state: SittingState | None = None
        self._pace = QTimer(self, interval=_PACE_MS)
        self._pace.timeout.connect(self._ask_pace)
        self._whole = QTimer(self, singleShot=True, interval=_WHOLE_MS)
        self._whole.timeout.connect(self._ask_whole)

    @property
    def open(self) -> bool:
        """Marks and decisions may be changed: the sitting is open, and not closed."""
        return self.state is not None and self.state.stage in {Stage.OPENED, Stage.DELIBERATED}

    @property
    def with_marks(self) -> bool:
        """Somebody has marks or a decision: the table has something to say of them."""
        state = self.state
        return state is not None and any(
            one.points is not None or one.decision.version for one in state.states.values()
        )

    def take(self, state: SittingState | None) -> None:
        """Show a sitting that was just read, None for no sitting."""
        self.state = state
        self._pace.start() if self.open else self._pace.stop()
        if state is not None:
            self.changed.emit(state)
            self.paced.emit(state.pace)

    def refresh(self) -> None:
        """Acts or a version came: read the store anew."""
        state, desk = self.state, self._desk
        if state is not None:
            jury = state.jury
            self._tasks.run(lambda: desk.deliberation.refresh(jury), self._told, owner=self)

    def candidate_moved(self, number: StudentNumber) -> None:
        """Something was recorded of a candidate here: ask for their line, then for the rest when there is time."""
        state, desk = self.state, self._desk
        if state is None:
            return
        jury = state.jury

        def done(answer: tuple[CandidateState, Pace]) -> None:
            self.show_line(jury, *answer)

        self._tasks.run(lambda: (desk.deliberation.state(jury, number), desk.deliberation.pace(jury)), done, owner=self)

    def show_line(self, jury: JuryId, line: CandidateState, pace: Pace) -> None:
        """Show one line as it was just read or recorded; the rest is asked for when there is time."""
        state = self.state
        if state is not None and state.jury == jury:
            self.state = replace(state, states={**state.states, line.number: line}, pace=pace)
            self.candidate_changed.emit(line)
            self.paced.emit(pace)
            self._whole.start()

    def stop(self) -> None:
        """The room is left: an answer that comes after shows nothing, and starts no timer again."""
        self.state = None
        self._pace.stop()
        self._whole.stop()

    def _told(self, state: SittingState) -> None:
        if self.state is not None and self.state.jury == state.jury:
            self.take(state)

    def _ask_whole(self) -> None:
        state, desk = self.state, self._desk
        if state is not None:
            jury = state.jury
            self._tasks.run(lambda: desk.deliberation.sitting(jury), self._told, owner=self)

    def _ask_pace(self) -> None:
        state, desk = self.state, self._desk
        if state is None:
            return
        jury = state.jury

        def done(pace: Pace) -> None:
            if self.state is not None and self.state.jury == jury:
                self.state = replace(self.state, pace=pace)
                self.paced.emit(pace)

        self._tasks.run(lambda: desk.deliberation.pace(jury), done, _quiet, owner=self)


def _quiet(_refusal: Refusal) -> None:
    """The pace that was said stays."""
