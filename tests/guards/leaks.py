# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a test leaves alive fails it: threads, child processes, Qt threads, timers and windows (habit of napari).

What belongs to a fixture of a longer life but is started by a test is announced: ``@pytest.mark.keeps_alive("why")``.
"""

import gc
import multiprocessing.resource_tracker
import os
import select
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

_PATIENCE = 60.0
"""Seconds given to what is already ending when a test returns, on a busy machine too; nothing waits when nothing is
left."""

_qt_started: "weakref.WeakSet[Any]" = weakref.WeakSet()
"""Every QTimer and QThread that Python started, since Qt keeps no list of them."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", "keeps_alive(reason): what this test starts belongs to a fixture of longer life")


@pytest.fixture(autouse=True)
def nothing_left_alive(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compare what lives before and after a test."""
    _watch_qt()
    threads, processes, windows = set(threading.enumerate()), set(_children()), set(_windows())
    yield
    _delete_what_qt_was_asked_to()
    if request.node.get_closest_marker("keeps_alive") is not None:
        _qt_started.clear()
        return
    left = _qt_left() + [f"window {name}" for name in set(_windows()) - windows]
    left += [f"process {pid} ({name})" for pid, name in _children().items() if pid not in processes and _stays(pid)]
    left += [_told(thread) for thread in threading.enumerate() if thread not in threads and _runs_on(thread)]
    if left:
        pytest.fail("left alive by this test:\n  " + "\n  ".join(left))


def _runs_on(thread: threading.Thread) -> bool:
    # Python makes a dummy for a Qt thread that runs Python code; `_qt_left` looks at the real one.
    if isinstance(thread, threading._DummyThread):
        return False
    thread.join(_PATIENCE)
    return thread.is_alive()


def _told(thread: threading.Thread) -> str:
    return f"thread {thread.name!r}{' (daemon)' if thread.daemon else ''}"


def _children() -> dict[int, str]:
    """Return the running child processes by id, on Linux; the other systems keep no such list."""
    if not sys.platform.startswith("linux"):
        return {}
    # One process of the standard library serves the whole run, and ends with it.
    tracker = getattr(multiprocessing.resource_tracker._resource_tracker, "_pid", None)
    found = {}
    for task in Path("/proc/self/task").iterdir():
        try:
            pids = (task / "children").read_text("ascii").split()
        except OSError:  # a thread that ended meanwhile
            continue
        for pid in pids:
            state, name = _state(int(pid))
            if state not in {"Z", ""} and int(pid) != tracker:
                found[int(pid)] = name
    return found


def _state(pid: int) -> tuple[str, str]:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return "", ""
    name, _, rest = stat.partition(" (")[2].rpartition(") ")
    return rest[:1], name


def _stays(pid: int) -> bool:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        ended, _, _ = select.select([handle], [], [], _PATIENCE)
    finally:
        os.close(handle)
    return not ended


def _watch_qt() -> None:
    """Have every start of a Python-made QTimer and QThread noted, once Qt is there."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or hasattr(core.QTimer.start, "watched"):
        return
    for kind in (core.QTimer, core.QThread):
        kind.start = _noting(kind.start)


def _noting(start: Callable[..., Any]) -> Callable[..., Any]:
    def noted(self: Any, *arguments: Any) -> Any:
        _qt_started.add(self)
        return start(self, *arguments)

    noted.watched = True  # type: ignore[attr-defined] # marks the replacement, so that it is made once
    return noted


def _delete_what_qt_was_asked_to() -> None:
    """Carry out every deleteLater: without a running event loop Qt would keep them for the next test."""
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)


def _qt_left() -> list[str]:
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        return []
    shiboken = sys.modules["shiboken6"]
    left = []
    noted = [item for item in _qt_started if shiboken.isValid(item)]
    _qt_started.clear()  # the test that started it is blamed, and not those after it
    for started in noted:
        if isinstance(started, core.QTimer):
            if started.isActive() and not started.isSingleShot():
                left.append(f"QTimer {started.objectName()!r} every {started.interval()} ms")
        elif not started.wait(int(_PATIENCE * 1000)):
            left.append(f"QThread {started.objectName()!r}")
    pool = core.QThreadPool.globalInstance()
    if not pool.waitForDone(int(_PATIENCE * 1000)):
        left.append(f"{pool.activeThreadCount()} tasks of the global QThreadPool")
    return left


def _windows() -> list[str]:
    """Return the windows on screen, by kind and identity."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    # PySide makes a Python object a window: a collection in the midst of it frees windows that are still in Qt's list.
    collecting = gc.isenabled()
    gc.disable()
    try:
        shown = [window for window in widgets.QApplication.topLevelWidgets() if window.isVisible()]
        return [f"{type(window).__name__} {window.objectName()!r} {id(window):x}" for window in shown]
    finally:
        if collecting:
            gc.enable()
