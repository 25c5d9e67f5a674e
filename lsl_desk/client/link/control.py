# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pause, resume and cancel what fetches, from another thread."""

from threading import Event

from lsl_desk.client.progress import Cancelled


class Control:
    """The buttons of a sync. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._go = Event()
        self._go.set()
        self._cancelled = Event()

    @property
    def paused(self) -> bool:
        """Someone paused it, and nobody resumed or cancelled."""
        return not self._go.is_set()

    @property
    def going(self) -> bool:
        """Neither paused nor cancelled."""
        return self._go.is_set() and not self._cancelled.is_set()

    def pause(self) -> None:
        """Stop fetching as soon as possible; what is whole is kept."""
        self._go.clear()

    def resume(self) -> None:
        """Go on."""
        self._go.set()

    def cancel(self) -> None:
        """Stop for good; what is whole is kept for the next time."""
        self._cancelled.set()
        self._go.set()

    def wait(self) -> None:
        """Return at once, or when the pause ends.

        Raises:
            Cancelled: someone cancelled.
        """
        self._go.wait()
        self.check()

    def check(self) -> None:
        """Return at once.

        Raises:
            Cancelled: someone cancelled.
        """
        if self._cancelled.is_set():
            raise Cancelled
