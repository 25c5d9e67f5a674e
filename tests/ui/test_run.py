# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whole starts, each in a process of its own: `run` owns the application, the hooks and the exit code."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = (
    "sqlalchemy",
    "sqlcipher3",
    "cryptography",
    "pymupdf",
    "lxml",
    "pydantic",
    "typst",
    "keyring",
    "securesystemslib",
)

_BEGIN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from lsl_desk.ui.run import Start, run
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.domain.errors import Code, Refusal
from tests.fakes.desk import PASSPHRASE
from tests.fakes.gate import FakeGate

folder = Path(sys.argv[1])
said = []

def window():
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))

def when_painted(act):
    # `run` makes the window; a first turn of its loop finds it, whatever the speed of the machine.
    def look():
        if QApplication.instance() and any(one.isVisible() and one._was_painted
                                           for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)):
            act()
        else:
            QTimer.singleShot(5, look)
    return look

application = QApplication([])
"""


def _start(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", _BEGIN + script, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_importing_the_window_imports_nothing_heavy_and_leaves_no_hook_that_reads_all_sources() -> None:
    script = f"""
import builtins, sys, lsl_desk.ui.run
print([name for name in {HEAVY!r} if name in sys.modules], builtins.__import__.__name__ == "__feature_import__")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[] False"


def test_heavy_parts_are_warmed_after_the_first_paint_and_closing_ends_well(tmp_path: Path) -> None:
    done = _start(
        """
import gc
from PySide6.QtCore import QObject, Signal
class Warmed(QObject):
    done = Signal()
warmed = Warmed()
def warm():
    said.append((window()._was_painted, gc.isenabled()))
    warmed.done.emit()
warmed.done.connect(lambda: window().close())
code = run(FakeGate(), Start(folder, warm=(warm,)))
print(said, gc.isenabled(), code)
sys.exit(code)
""",
        tmp_path,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[(True, False)] True 0"), done.stderr


def test_the_demonstration_opens_by_itself(tmp_path: Path) -> None:
    done = _start(
        """
def look():
    if window().session.desk is None or not window().home_page.tiles:
        QTimer.singleShot(5, look)
        return
    said.append(window().windowTitle())
    window().close()
QTimer.singleShot(0, when_painted(look))
code = run(FakeGate(keyring=True), Start(folder, demo=True))
print(said)
sys.exit(code)
""",
        tmp_path,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "['démonstration — LSL Desk']"), done.stderr


def test_the_keyring_is_asked_for_after_the_first_paint_and_off_the_gui_thread(tmp_path: Path) -> None:
    done = _start(
        """
import threading
class Slow(FakeGate):
    def has_keyring_slot(self):
        said.append((threading.current_thread() is threading.main_thread(), window()._was_painted))
        return True
def look():
    if not window().unlock_page.unlock_form.keyring.isVisible():
        QTimer.singleShot(5, look)
        return
    window().close()
QTimer.singleShot(0, when_painted(look))
code = run(Slow(), Start(folder))
print(said)
sys.exit(code)
""",
        tmp_path,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[(False, True)]"), done.stderr


def test_a_fault_of_ours_is_told_and_the_exit_code_says_so(tmp_path: Path) -> None:
    done = _start(
        """
from lsl_desk.ui.dialogs.error_report import ErrorReport
def answer():
    report = [one for one in QApplication.topLevelWidgets() if isinstance(one, ErrorReport) and one.isVisible()]
    if not report:
        QTimer.singleShot(5, answer)
        return
    said.append(report[0].report.toPlainText())
    report[0].close_button.click()
def fail():
    QTimer.singleShot(5, answer)
    raise KeyError("ZZDUPONT")
QTimer.singleShot(0, when_painted(fail))
code = run(FakeGate(), Start(folder))
print("KeyError" in said[0], "ZZDUPONT" in said[0])
sys.exit(code)
""",
        tmp_path,
    )
    assert (done.returncode, done.stdout.strip()) == (1, "True False"), done.stderr
    assert "Traceback" not in done.stderr, "no traceback reaches a user"
    assert "ZZDUPONT" not in "".join(path.read_text("utf-8", "replace") for path in tmp_path.glob("*.log"))


def test_settings_that_cannot_be_read_are_said_and_the_window_opens(tmp_path: Path) -> None:
    done = _start(
        """
gate = FakeGate()
gate.settings_refusal = Refusal(Code.SETTINGS_UNREADABLE, where="ligne 3")
def look():
    said.extend(window().messages.texts)
    window().close()
QTimer.singleShot(0, when_painted(look))
code = run(gate, Start(folder))
print("ligne 3" in said[0])
sys.exit(code)
""",
        tmp_path,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr


def test_a_second_start_raises_the_first_window_and_ends(tmp_path: Path) -> None:
    done = _start(
        """
import subprocess
from PySide6.QtCore import QProcess
second = QProcess()
script = '''
import sys
from pathlib import Path
from lsl_desk.ui.run import Start, run
from tests.fakes.gate import FakeGate
sys.exit(run(FakeGate(), Start(Path(sys.argv[1]), jury="J02", livret="1417")))
'''
def look():
    window().showMinimized()
    second.finished.connect(ended)
    second.start(sys.executable, ["-c", script, str(folder)])
def ended(code, _status):
    main = window()
    said.extend([code, main._wanted.jury, main._wanted.livret, main.isMinimized()])
    main.close()
QTimer.singleShot(0, when_painted(look))
code = run(FakeGate(), Start(folder))
print(said)
sys.exit(code)
""",
        tmp_path,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[0, 'J02', '1417', False]"), done.stderr
