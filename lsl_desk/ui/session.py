# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Desk between its opening and its locking: who holds it, when it must go, and what waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from lsl_desk.ui.home.import_flow import ImportFlow

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.settings import Settings
    from lsl_desk.ui.idle_lock import IdleLock
    from lsl_desk.ui.tasks import Tasks


class Link(Protocol):
    """What a session needs of the link: `ui.link.linking.Linking`."""

    def stop(self) -> Callable[[], None]:
        """Cut it; what is returned waits, off the GUI thread, until it let go of the store."""

    def close(self) -> None:
        """End its threads."""


class Session(QObject):
    """Holds the open Desk. Locking lets the work under way reach the disk, then forgets the key."""

    flow_made = Signal(object)
    """The `ImportFlow` of this seat, once, when the Desk is first opened."""
    lock_due = Signal()
    """Nobody touched the Desk for the time set."""

    def __init__(self, tasks: Tasks, settings: Settings, idle: IdleLock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.settings = settings
        self.desk: Desk | None = None
        self.flow: ImportFlow | None = None
        self.link: Link | None = None
        """The link to the academy, once it was wanted."""
        self.hall: Link | None = None
        """The room without server, once it was wanted."""
        self._idle = idle
        idle.due.connect(self.lock_due)

    def begin(self, desk: Desk) -> None:
        """Hold a Desk that was just opened."""
        self.desk = desk
        if self.flow is None:
            self.flow = ImportFlow(desk, self._tasks, self)
            self.flow_made.emit(self.flow)
        self.flow.resume(desk)
        self._idle.start(self.settings.lock_minutes)

    def lock(self) -> None:
        """Close the Desk after all that was asked of it; an import finishes its jury, the next ones wait."""
        desk, self.desk = self.desk, None
        self._idle.stop()
        if desk is None:
            return
        if self.flow is not None:
            self.flow.pause()
        held = [one.stop() for one in (self.hall, self.link) if one is not None]

        def work() -> None:
            for let_go in held:
                let_go()
            desk.lock()

        self._tasks.run(work, lambda _none: None, owner=self)

    def end(self) -> None:
        """Close the Desk for good: an import under way is stopped and leaves nothing behind."""
        if self.flow is not None:
            self.flow.stop()
        self.lock()
        for one in (self.hall, self.link):
            if one is not None:
                one.close()
        self.hall = self.link = None

    def set_settings(self, settings: Settings) -> None:
        """Take other settings, at once."""
        self.settings = settings
        if self.desk is not None:
            self._idle.start(settings.lock_minutes)
