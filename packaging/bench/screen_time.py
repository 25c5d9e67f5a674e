# SPDX-License-Identifier: AGPL-3.0-or-later
"""In a child with a window: keys, waiting without holding the interpreter, and the moment pixels are on the screen."""

import os
import sys
import time
import traceback
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSocketNotifier, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.actor import Handlers, answer

PATIENCE = 20_000
"""Milliseconds after which what does not come is a fault."""


def reach_screen() -> float:
    """Wait until the X server has done all that was sent to it, and return the time (s, monotonic)."""
    # It answers in order: one pixel read back comes after everything painted before.
    QGuiApplication.primaryScreen().grabWindow(0, 0, 0, 1, 1)
    return time.monotonic()


class Moment:
    """Waits for a signal and keeps when its picture had reached the screen.

    Args:
        signal: comes after a paint was flushed.
        wanted: tells, with the signal's arguments, that it is the one.
    """

    def __init__(self, signal: SignalInstance, wanted: Callable[..., bool] = lambda *_facts: True) -> None:
        self._signal = signal
        self._wanted = wanted
        self._loop = QEventLoop()
        self.at = 0.0
        signal.connect(self._came)

    def _came(self, *facts: object) -> None:
        if not self.at and self._wanted(*facts):
            self.at = reach_screen()
            self._loop.quit()

    def wait(self) -> float:
        """Return the time at which it was on the screen.

        Raises:
            TimeoutError: it never came.
        """
        if not self.at:
            QTimer.singleShot(PATIENCE, self._loop, self._loop.quit)
            self._loop.exec()
        self._signal.disconnect(self._came)
        if not self.at:
            raise TimeoutError
        return self.at


class Paints(QObject):
    """Tells, once it was flushed, that a widget was painted."""

    painted = Signal()
    _done = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._done.connect(self.painted, Qt.ConnectionType.QueuedConnection)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See it painted."""
        if event.type() is QEvent.Type.Paint:
            self._done.emit()
        return False


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> float:
    """Press a key where the keyboard is, and return when it was pressed (s, monotonic)."""
    target = QApplication.focusWidget() or QApplication.activeWindow()
    if target is None:
        raise RuntimeError("no window has the keyboard")
    at = time.monotonic()
    QTest.keyPress(target, key, modifiers)
    return at


def release(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Let a key go."""
    target = QApplication.focusWidget()
    if target is not None:
        QTest.keyRelease(target, key, modifiers)


def rest(milliseconds: int, *signals: SignalInstance) -> None:
    """Let the window live until none of the signals came for a while."""
    loop = QEventLoop()
    timer = QTimer(singleShot=True, interval=milliseconds)
    timer.timeout.connect(loop.quit)

    def again(*_facts: object) -> None:
        timer.start()

    for signal in signals:
        signal.connect(again)
    timer.start()
    loop.exec()
    for signal in signals:
        signal.disconnect(again)


def come_forward(window: QWidget) -> None:
    """Put a window over the others, with the keyboard: a bare screen has no window manager to do it.

    Raises:
        TimeoutError: it does not get the keyboard.
    """
    window.raise_()
    window.activateWindow()
    until = time.monotonic() + PATIENCE / 1000
    while not window.isActiveWindow():
        if time.monotonic() > until:
            raise TimeoutError
        rest(10)
    rest(60)


def serve_in_loop(handlers: Handlers) -> QSocketNotifier:
    """Answer what is asked as an event of the application's loop, which ends when the input ends."""
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def readable() -> None:
        notifier.setEnabled(False)
        line = sys.stdin.buffer.readline()
        if not line:
            QApplication.closeAllWindows()
            QApplication.quit()
            return
        answered = False
        try:
            answer(line, handlers)
            answered = True
        finally:
            if not answered:  # the product would show the fault in a dialog, and whoever asked would wait for ever
                traceback.print_exc()
                os._exit(1)
        notifier.setEnabled(True)

    notifier.activated.connect(readable)
    return notifier
