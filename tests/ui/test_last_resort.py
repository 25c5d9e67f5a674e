# SPDX-License-Identifier: AGPL-3.0-or-later
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from lsl_desk.adapters.logs import logged
from lsl_desk.ui.dialogs.error_report import TITLE, ErrorReport
from lsl_desk.ui.last_resort import LastResort, report

SECRET = "ZZDUPONT 0417 Avis favorable"  # an invented name, number and text


def _fault() -> BaseException:
    livret = SECRET
    try:
        try:
            raise KeyError(livret)
        except KeyError as error:
            raise ValueError(f"cannot read {livret}") from error
    except ValueError as error:
        return error


def test_a_report_holds_types_and_places_and_nothing_of_the_jury() -> None:
    text = report(_fault())
    assert SECRET not in text
    assert "ZZDUPONT" not in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert "ui/test_last_resort.py" in text
    assert "in _fault" in text
    assert "PySide6" in text
    assert str(Path.home()) not in text


@pytest.fixture
def shown() -> list[str]:
    return []


@pytest.fixture
def last_resort(qtbot: QtBot, tmp_path: Path, shown: list[str]) -> Iterator[LastResort]:
    del qtbot
    before = sys.excepthook, threading.excepthook
    made = LastResort(shown.append, lambda code: shown.append(f"exit {code}"))
    made.install(tmp_path)
    with logged(tmp_path / "desk.log", "window"):
        yield made
    made.uninstall()
    sys.excepthook, threading.excepthook = before


@pytest.mark.logs("ValueError")
def test_a_fault_is_logged_and_shown_once(
    qtbot: QtBot, last_resort: LastResort, shown: list[str], tmp_path: Path
) -> None:
    fault = _fault()
    for _ in range(3):
        sys.excepthook(type(fault), fault, fault.__traceback__)
    qtbot.waitUntil(lambda: bool(shown))
    assert len(shown) == 2
    assert shown[1] == "exit 1"
    assert last_resort.faulted
    written = (tmp_path / "desk.log").read_text(encoding="utf-8")
    assert written.count("ValueError") == 3
    assert "ZZDUPONT" not in written


@pytest.mark.logs("ZeroDivisionError")
def test_a_fault_in_a_thread_is_shown_on_the_gui_thread(
    qtbot: QtBot, last_resort: LastResort, shown: list[str]
) -> None:
    del last_resort
    where: list[int] = []
    thread = threading.Thread(target=lambda: where.append(1 // 0))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(shown))
    assert "ZeroDivisionError" in shown[0]


@pytest.mark.logs("Qt: cannot open … for …")
def test_what_qt_says_is_logged_without_paths(last_resort: LastResort, tmp_path: Path) -> None:
    said = 'cannot open /home/zz/J01/0417.pdf for "ZZDUPONT" at 0418'
    last_resort.qt_message(QtMsgType.QtWarningMsg, QMessageLogContext(), said)
    written = (tmp_path / "desk.log").read_text(encoding="utf-8")
    assert "Qt: cannot open … for … at …" in written
    assert "ZZDUPONT" not in written


def test_every_hook_is_given_back(qtbot: QtBot, tmp_path: Path) -> None:
    del qtbot
    before = sys.excepthook, threading.excepthook
    made = LastResort(lambda _text: None, lambda _code: None)
    made.install(tmp_path)
    made.uninstall()
    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__
    sys.excepthook, threading.excepthook = before


def test_the_window_says_it_plainly_and_copies_the_report(qtbot: QtBot) -> None:
    window = ErrorReport("ValueError\n  ui/x.py:1 in f")
    qtbot.addWidget(window)
    window.show()
    assert TITLE == "LSL Desk a rencontré une erreur imprévue"
    window.copy_button.click()
    assert QGuiApplication.clipboard().text() == "ValueError\n  ui/x.py:1 in f"
    window.close_button.click()
    assert not window.isVisible()
