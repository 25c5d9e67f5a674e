# SPDX-License-Identifier: AGPL-3.0-or-later
"""The guards fail what they should: each is shown a test that leaves something behind."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

pytest_plugins = ["pytester"]

_GUARDS = ("logs", "leaks", "worker_exit")


def _run(pytester: pytest.Pytester, source: str, *options: str) -> tuple[int, str]:
    """Run tests under the guards alone, in a process of their own; return the exit code and all that was printed."""
    pytester.makepyfile(source)
    plugins = [word for name in _GUARDS for word in ("-p", f"tests.guards.{name}")]
    result = pytester.runpytest_subprocess("-q", *plugins, *options)
    return int(result.ret), "\n".join([*result.outlines, *result.errlines])


_LEAKING = """
import subprocess, sys, threading, pytest
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QWidget

kept = []

def test_thread():
    stop = threading.Event()
    kept.append(stop)
    threading.Thread(target=stop.wait, args=(9,), name="forgotten", daemon=True).start()

def test_process():
    kept.append(subprocess.Popen([sys.executable, "-c", "import signal; signal.sigwait([signal.SIGTERM])"]))

def test_timer(qapp):
    timer = QTimer(interval=5000, objectName="ticking")
    kept.append(timer)
    timer.start()

def test_window(qapp):
    window = QWidget(objectName="open")
    window.show()
    kept.append(window)

def test_qthread(qapp):
    thread = QThread(objectName="running")
    kept.append(thread)
    thread.start()

@pytest.mark.keeps_alive("a longer fixture stops it")
def test_announced():
    stop = threading.Event()
    kept.append(stop)
    threading.Thread(target=stop.wait, args=(9,), name="announced", daemon=True).start()

def test_clean(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    subprocess.run([sys.executable, "-c", ""], check=True)
    thread = threading.Thread(target=lambda: None)
    thread.start()

@pytest.fixture(scope="session", autouse=True)
def swept():
    yield
    for thing in kept:
        if isinstance(thing, threading.Event): thing.set()
        if isinstance(thing, subprocess.Popen): thing.terminate(); thing.wait()
        if isinstance(thing, QTimer): thing.stop()
        if isinstance(thing, QWidget): thing.close()
        if isinstance(thing, QThread): thing.quit(); thing.wait()
"""


@pytest.fixture(autouse=True)
def our_folders_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child finds the guards where we do."""
    monkeypatch.setenv("PYTHONPATH", ":".join(path for path in sys.path if path))


def _all_in(words: Sequence[str], text: str) -> bool:
    return all(word in text for word in words)


def test_an_unexpected_or_absent_log_line_fails(pytester: pytest.Pytester) -> None:
    code, text = _run(
        pytester,
        """
        import logging, pytest

        def test_unexpected():
            logging.getLogger("lsl").warning("nobody announced this")

        @pytest.mark.logs("did not come")
        def test_absent():
            logging.getLogger("lsl").info("too low to count")

        @pytest.mark.logs("meant")
        def test_meant():
            logging.getLogger("lsl").error("this was meant")
        """,
    )
    assert code == 1
    assert _all_in(["3 passed, 2 errors", "WARNING lsl: nobody announced this", "did not come"], text)


def test_what_a_test_leaves_alive_fails_it(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("import tests.guards.leaks\ntests.guards.leaks._PATIENCE = 0.1\n")
    code, text = _run(
        pytester,
        _LEAKING,
    )
    assert code == 1
    left = ["thread 'forgotten' (daemon)", "(python", "QTimer 'ticking' every 5000 ms", "window QWidget 'open'"]
    assert _all_in([*left, "QThread 'running'"], text)
    assert "7 passed, 5 errors" in text


_COLLECTED_MEANWHILE = """
import gc
from PySide6.QtWidgets import QApplication, QDialog
from tests.guards import leaks

application = QApplication([])
for late in range(60):
    gc.collect()
    gc.disable()
    for _ in range(20):
        dialog = QDialog()
        dialog.itself = dialog
    del dialog
    gc.set_threshold(gc.get_count()[0] + late)
    gc.enable()
    leaks._windows()
"""


def test_windows_are_counted_whenever_the_collector_is_due() -> None:
    subprocess.run([sys.executable, "-c", _COLLECTED_MEANWHILE], check=True, capture_output=True)


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_process_that_dies_after_its_tests_fails_the_run(pytester: pytest.Pytester, workers: str) -> None:
    code, text = _run(
        pytester,
        """
        import atexit, os

        def test_that_passes():
            atexit.register(os.abort)
        """,
        "-n",
        workers,
    )
    assert "1 passed" in text
    assert code != 0


def test_a_worker_that_takes_its_time_to_end_is_not_called_dead(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("from xdist.workermanage import NodeManager\nNodeManager.EXIT_TIMEOUT = 0.001\n")
    code, text = _run(pytester, "def test_that_passes():\n    pass\n", "-n", "1")
    assert "1 passed" in text
    assert code == 0, text
