# SPDX-License-Identifier: AGPL-3.0-or-later
"""When we are at fault: a log line, one plain window, an orderly end. Nothing is sent, nothing personal is written.

A report holds types and places in the code only: never a message, a value or a path of the user's.
"""

import faulthandler
import logging
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from lsl_desk import __version__
from lsl_desk.client.faults import places

log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_VALUES = re.compile(r"(?:\w+:)?[/\\][^\s\"'«»]+|\"[^\"]*\"|'[^']*'|\d+")


def versions() -> str:
    """The versions that a report needs, one a line."""
    import platform  # noqa: PLC0415 - for a report, and a start has none

    return "\n".join(
        (
            f"LSL Desk {__version__}",
            f"Python {platform.python_version()}",
            f"PySide6 {pyside_version}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
        )
    )


def report(error: BaseException) -> str:
    """The text a person may send us."""
    return f"{versions()}\n\n{places(error)}\n"


class LastResort(QObject):
    """Catches what nobody caught, on any thread; the first fault is shown, the following are only logged."""

    _raised = Signal(str)

    def __init__(self, show: Callable[[str], object], end: Callable[[int], object] = QCoreApplication.exit) -> None:
        """Take what to call, both on the GUI thread.

        Args:
            show: shows a report in a window and returns when it is closed.
            end: ends the event loop with an exit code.
        """
        super().__init__()
        self._end = end
        self._show = show
        self._shown = False
        self._faults: TextIO | None = None
        self._raised.connect(self._on_gui_thread, Qt.ConnectionType.QueuedConnection)

    def install(self, folder: Path) -> None:
        """Take every hook there is; what kills the process is written into ``folder``, made when it does not exist."""
        folder.mkdir(parents=True, exist_ok=True)
        self._faults = (folder / "faults.log").open("a", encoding="utf-8")
        faulthandler.enable(self._faults)
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread
        qInstallMessageHandler(self.qt_message)

    def uninstall(self) -> None:
        """Give every hook back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        faulthandler.disable()
        if self._faults:
            self._faults.close()

    @property
    def faulted(self) -> bool:
        """Whether a fault was shown: the process must then end with code 1."""
        return self._shown

    def caught(self, kind: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
        """The `sys.excepthook`."""
        if issubclass(kind, KeyboardInterrupt):
            self._end(130)
            return
        text = report(error)
        log.critical("%s", text)
        self._raised.emit(text)

    def _caught_in_thread(self, fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value is not None:
            self.caught(fault.exc_type, fault.exc_value, fault.exc_traceback)

    def qt_message(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        """The Qt message handler: logged without the paths, quoted texts and numbers it may hold."""
        log.log(_LEVELS[kind], "Qt: %s", _VALUES.sub("…", message))

    def _on_gui_thread(self, text: str) -> None:
        if self._shown:
            return
        self._shown = True
        self._show(text)
        self._end(1)
