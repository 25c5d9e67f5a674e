# SPDX-License-Identifier: AGPL-3.0-or-later
"""Importing juries one after another, off the GUI thread, stoppable at each livret."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lsl_desk.client.progress import Cancelled, Progress
from lsl_desk.domain.errors import Code, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.ports import ColumnChoice
    from lsl_desk.client.prepare.import_jury import ImportReport
    from lsl_desk.ui.tasks import Tasks

_REST = 0.05
"""Least seconds between two reports to the screen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One import asked: the folder or zip; the columns and the name to keep it under, once a person settled them."""

    path: str
    choice: ColumnChoice | None = None
    jury: str | None = None

    @property
    def name(self) -> str:
        """The folder's or zip's own name."""
        return PurePath(self.path).name or self.path


class ImportFlow(QObject):
    """The queue of imports of an open Desk; each ends in one of the signals from `imported` to `stopped`."""

    began = Signal(str)
    """The name of the folder or zip being read."""
    progressed = Signal(object)
    """A `Progress`."""
    imported = Signal(object)
    """An `ImportReport`."""
    refused = Signal(object)
    """A `Refusal`."""
    ambiguous = Signal(object, object)
    """A `Refusal` INDEX_AMBIGUOUS and the `Asked` to give to `again` with a choice."""
    other_session = Signal(object, object)
    """A `Refusal` JURY_OTHER_SESSION and the `Asked` to give to `under` with another name."""
    several = Signal(object, object)
    """A `Refusal` SEVERAL_JURIES and the paths of the jury folders inside."""
    coded = Signal(object, object)
    """A `Refusal` COPY_CODE_NEEDED and the `Asked`: a plan de secours, which opens with its code."""
    stopped = Signal()
    """A person stopped it; nothing of that jury was kept."""
    ended = Signal()
    """Nothing is left to import."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._queue: deque[Asked] = deque()
        self._stop = threading.Event()
        self._running = False
        self._paused = False
        self._reported = 0.0

    @property
    def running(self) -> bool:
        """Whether an import is under way."""
        return self._running

    def add(self, paths: Iterable[str]) -> None:
        """Import these folders and zips, in turn."""
        self._queue.extend(Asked(path) for path in paths)
        self._next()

    def again(self, asked: Asked, choice: ColumnChoice) -> None:
        """Import what was ambiguous, now that a person chose."""
        self._queue.append(replace(asked, choice=choice))
        self._next()

    def under(self, asked: Asked, jury: str) -> None:
        """Import a jury of another session, now that a person named it."""
        self._queue.append(replace(asked, jury=jury))
        self._next()

    def pause(self) -> None:
        """Finish the jury under way and begin no other: the Desk is about to be locked."""
        self._paused = True

    def resume(self, desk: Desk) -> None:
        """Go on with what was waiting, in the Desk that was unlocked."""
        self._desk = desk
        self._paused = False
        self._next()

    def stop(self) -> None:
        """Ask to stop at the next livret, and forget what was waiting."""
        self._queue.clear()
        self._stop.set()

    def _next(self) -> None:
        if self._running or self._paused:
            return
        if not self._queue:
            self.ended.emit()
            return
        asked = self._queue.popleft()
        self._running = True
        self._stop.clear()
        self.began.emit(asked.name)
        desk = self._desk
        self._tasks.run(
            lambda: self._import(desk, asked), self._done, lambda refusal: self._turned_down(asked, refusal), owner=self
        )

    def _import(self, desk: Desk, asked: Asked) -> ImportReport | None:
        """In the store lane."""
        try:
            return desk.import_jury(asked.path, choice=asked.choice, jury=asked.jury, report=self._report)
        except Cancelled:
            return None

    def _report(self, progress: Progress) -> bool:
        """In the store lane: tell the screen, not too often, and say whether to go on."""
        now = time.monotonic()
        if now - self._reported >= _REST or progress.done == progress.total:
            self._reported = now
            self.progressed.emit(progress)
        return not self._stop.is_set()

    def _done(self, report: ImportReport | None) -> None:
        self._running = False
        if report is None:
            self.stopped.emit()
        else:
            self.imported.emit(report)
        self._next()

    def _turned_down(self, asked: Asked, refusal: Refusal) -> None:
        self._running = False
        if refusal.code is Code.INDEX_AMBIGUOUS:
            self.ambiguous.emit(refusal, asked)
        elif refusal.code is Code.JURY_OTHER_SESSION:
            self.other_session.emit(refusal, asked)
        elif refusal.code is Code.COPY_CODE_NEEDED:
            self.coded.emit(refusal, asked)
        elif refusal.code is Code.SEVERAL_JURIES and not asked.path.lower().endswith(".zip"):
            names = [name.strip() for name in str(refusal.facts.get("names", "")).split(",") if name.strip()]
            self.several.emit(refusal, tuple(str(PurePath(asked.path) / name) for name in names))
        else:
            self.refused.emit(refusal)
        self._next()
