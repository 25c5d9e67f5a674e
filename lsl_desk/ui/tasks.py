# SPDX-License-Identifier: AGPL-3.0-or-later
"""A lane: what blocks runs here, one thing at a time, and answers on the GUI thread; the store has one."""

import logging
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from lsl_desk.domain.errors import Refusal

T = TypeVar("T")

_log = logging.getLogger(__name__)

_HELD_MS = 100
"""A paint that does not come holds nothing up for longer."""
_AFTER_MS = 20
"""Between a paint and what was held: its picture reaches the screen, and the keyboard its new place, undisturbed."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    refused: Callable[[Refusal], None] | None
    owner: QObject


class Tasks(QObject):
    """One worker thread; answers come back on the GUI thread, in the order of the questions.

    An exception that is not a `Refusal` is a fault of ours: it goes to `sys.excepthook` on the GUI thread.
    """

    refusal = Signal(object)
    """A `Refusal` that nobody asked to handle; the frame shows it in its message bar."""

    idle = Signal()
    """Nothing is left to do."""

    _answered = Signal(int, object)

    def __init__(self, parent: QObject | None = None, name: str = "store-lane") -> None:
        super().__init__(parent)
        self._lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._jobs: dict[int, _Job] = {}
        self._tickets = count(1)
        self._closed = False
        self._held: list[int] = []
        self._resting: deque[int] = deque()
        self._holding = QTimer(self, singleShot=True)
        self._holding.timeout.connect(self.go_on)
        self._answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something is running or waiting."""
        return bool(self._jobs)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        refused: Callable[[Refusal], None] | None = None,
        *,
        owner: QObject,
    ) -> None:
        """Do some blocking work after all that was asked before it.

        Args:
            work: called in the worker thread; it touches no widget.
            done: called on the GUI thread with the answer, never once ``owner`` is destroyed or the lane closed.
            refused: called on the GUI thread with the `Refusal` instead; without it the signal `refusal` carries it.
            owner: the object that wants the answer.
        """
        if self._closed:
            return
        ticket = self._ticket(work, done, refused, owner)
        if self._holding.isActive():
            self._held.append(ticket)
        else:
            self._start(ticket)

    def at_rest(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        refused: Callable[[Refusal], None] | None = None,
        *,
        owner: QObject,
    ) -> None:
        """Do what nobody waits for, as `run` does, once nothing else is asked; in the order of asking.

        What is asked meanwhile waits for one such piece at most: large work comes in small ones. It may never be done.
        """
        if not self._closed:
            self._resting.append(self._ticket(work, done, refused, owner))
            self._rest()

    def hold(self) -> None:
        """Let a paint go first: what is asked from now on waits for `go_on`, for a tenth of a second at most.

        A worker that runs Python takes the interpreter away from the window: each of the many calls that a paint makes
        would wait for it, and a page that is ready would come several milliseconds later.
        """
        if not self._closed and not self._holding.isActive():
            self._holding.start(_HELD_MS)

    def hold_for(self, widget: QWidget) -> None:
        """Let the next paint of a widget go first, and what comes with it; then `go_on` by itself."""
        self.hold()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the paint that was waited for."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            if self._holding.isActive():
                self._holding.start(_AFTER_MS)
        return False

    def go_on(self) -> None:
        """Begin what was held, in the order of asking."""
        self._holding.stop()
        held, self._held = self._held, []
        for ticket in held:
            self._start(ticket)

    def close(self) -> None:
        """Do all that was asked of `run`, so that nothing written is lost, and answer nothing any more."""
        self.go_on()
        self._closed = True
        self._resting.clear()
        self._lane.shutdown(wait=True)
        self._jobs.clear()

    def _ticket(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None,
        owner: QObject,
    ) -> int:
        ticket = next(self._tickets)
        # The job stays here, and not in the worker, so that no widget is ever freed by the worker's thread.
        self._jobs[ticket] = _Job(work, done, refused, owner)
        return ticket

    def _rest(self) -> None:
        if self._resting and len(self._jobs) == len(self._resting):
            self._start(self._resting.popleft())

    def _start(self, ticket: int) -> None:
        future = self._lane.submit(self._perform, ticket)
        future.add_done_callback(lambda finished: self._answered.emit(ticket, finished))

    def _perform(self, ticket: int) -> object:
        return self._jobs[ticket].work()

    def _answer(self, ticket: int, finished: "Future[object]") -> None:
        job = self._jobs.pop(ticket, None)
        if job is None:
            return
        try:
            self._deliver(job, finished)
        finally:
            self._rest()
            if not self._jobs and not self._closed:
                self.idle.emit()

    def _deliver(self, job: _Job, finished: "Future[object]") -> None:
        error = finished.exception()
        if error is not None and not isinstance(error, Refusal):
            sys.excepthook(type(error), error, error.__traceback__)
            return
        if error is not None:
            _log.info("refused: %s", error.code.value)
        if not shiboken6.isValid(job.owner):
            return
        if error is None:
            job.done(finished.result())
        elif job.refused is None:
            self.refusal.emit(error)
        else:
            job.refused(error)
