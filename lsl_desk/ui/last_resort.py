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
from traceback import walk_tb
from types import TracebackType
from typing import TextIO

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from lsl_desk import __version__

log = logging.getLogger(__name__)

_LOG_BYTES = 512 * 1024
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_PATHS = re.compile(r"(?:\w+:)?[/\\][^\s\"'«»]+|\"[^\"]*\"|'[^']*'")


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


def places(error: BaseException) -> str:
    """Types and places of an error and its causes: « ui/home/home_page.py:42 in _open »; no message, no value."""
    lines = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(type(current).__name__)
        lines += [f"  {_place(frame.f_code.co_filename)}:{line} in {frame.f_code.co_name}"
                  for frame, line in walk_tb(current.__traceback__)]  # fmt: skip
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def _place(file: str) -> str:
    """Keep of a code file what is ours or a library's, and nothing of the user's folders."""
    parts = Path(file).parts
    for root in ("lsl_desk", "site-packages", "tests"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    return parts[-1] if parts else "?"


def report(error: BaseException) -> str:
    """The text a person may send us."""
    return f"{versions()}\n\n{places(error)}\n"


class LogFile(logging.FileHandler):
    """Keeps this log and the two before it, each about `_LOG_BYTES` long.

    `logging.handlers` does so too, and brings sockets, pickles and queues into every start.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, into a new file when this one is full."""
        if self.stream is not None and self.stream.tell() >= _LOG_BYTES:
            self._turn()
        super().emit(record)

    def _turn(self) -> None:
        path = Path(self.baseFilename)
        self.close()
        try:
            for older, newer in ((2, 1), (1, 0)):
                kept = path.with_name(f"{path.name}.{newer}") if newer else path
                if kept.exists():
                    kept.replace(path.with_name(f"{path.name}.{older}"))
        except OSError:  # another program holds it: this one grows on
            return


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
        self._log_file: LogFile | None = None
        self._faults: TextIO | None = None
        self._raised.connect(self._on_gui_thread, Qt.ConnectionType.QueuedConnection)

    def install(self, folder: Path) -> None:
        """Take every hook there is and log into ``folder``, which is made when it does not exist."""
        folder.mkdir(parents=True, exist_ok=True)
        handler = LogFile(folder / "desk.log", encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self._log_file = handler
        logging.getLogger("lsl_desk").addHandler(handler)
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
        if self._log_file:
            logging.getLogger("lsl_desk").removeHandler(self._log_file)
            self._log_file.close()

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
        """The Qt message handler: logged without the paths and quoted texts it may hold."""
        log.log(_LEVELS[kind], "Qt: %s", _PATHS.sub("…", message))

    def _on_gui_thread(self, text: str) -> None:
        if self._shown:
            return
        self._shown = True
        self._show(text)
        self._end(1)
