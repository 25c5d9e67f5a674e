# SPDX-License-Identifier: AGPL-3.0-or-later
"""Watch a worker from outside, through /proc: what it has open, and how much memory it took."""

import os
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from lsl_desk.pages.lane import PageLane

EXPECTED = {"/dev/null", "pipe", "/memfd:lsl-desk-pages (deleted)", "/proc/self/statm"}
"""What a worker has open and nothing else: nowhere, its two pipes, the pictures, and its own size in memory."""


class Watch:
    """Looks at the lane's worker every two milliseconds while the ``with`` block runs. Sees nothing but on Linux.

    Attributes:
        opened: what the worker had open at any moment, as /proc names it, numbers apart.
        peak: bytes of private memory at most.
    """

    def __init__(self, lane: PageLane) -> None:
        self.opened: set[str] = set()
        self.peak = 0
        self._lane = lane
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="watch")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.002):
            pid = self._lane.reader.pid
            # A worker still starting reads its modules; only one that said it is ready has closed its doors.
            if pid is None or not self._lane.reader.guarded or sys.platform != "linux":
                continue
            try:
                self.peak = max(self.peak, private_memory(pid))
                self.opened |= open_files(pid)
            except (OSError, IndexError):  # it ended meanwhile, or shows nothing of itself to an ordinary user
                continue


def private_memory(pid: int) -> int:
    """Bytes of a process's private memory that are in use."""
    return int(Path(f"/proc/{pid}/status").read_text("ascii").split("RssAnon:")[1].split()[0]) * 1024


def open_files(pid: int) -> set[str]:
    """What a process has open, such as « /dev/null » and « pipe »."""
    folder = f"/proc/{pid}/fd"
    names = {os.readlink(f"{folder}/{number}").partition(":[")[0] for number in os.listdir(folder)}  # noqa: PTH115, PTH208
    return {name.replace(f"/proc/{pid}/", "/proc/self/") for name in names}
