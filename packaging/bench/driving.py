# SPDX-License-Identifier: AGPL-3.0-or-later
"""The product's window driven by a benchmark: what each such process does before and between its measures."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from bench.screen_time import rest
from bench.store import BenchGate, folder
from lsl_desk.ui.run import Start, run


def until(wish: Callable[[], bool]) -> None:
    """Let the window live until something is true.

    Raises:
        TimeoutError: it is not after some twenty seconds.
    """
    for _ in range(2000):
        if wish():
            return
        rest(10)
    raise TimeoutError


def drive(driver: Callable[[], object]) -> int:
    """Open the window as the demonstration does, the store by itself; make what drives it; return the exit code."""
    application = QApplication(sys.argv[:1])
    data = folder()
    drivers: list[object] = []
    QTimer.singleShot(0, lambda: drivers.append(driver()))
    code = run(BenchGate(data), Start(data.root, demo=True))
    del application
    return code
