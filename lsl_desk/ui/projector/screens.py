# SPDX-License-Identifier: AGPL-3.0-or-later
"""The screens there are, behind a port: the real ones of Qt here, others in the tests."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class ScreenSeen:
    """A screen.

    Attributes:
        name: that the system gives it.
        place: logical pixels, all of it.
    """

    name: str
    place: QRect


class Screens(Protocol):
    """What the projector needs to know of them."""

    removed: SignalInstance
    """Name of a screen that is being unplugged."""

    def all(self) -> tuple[ScreenSeen, ...]:
        """Every screen, as the system counts them."""

    def of(self, window: QWidget) -> str:
        """The screen on which most of a window is."""

    def put(self, window: QWidget, name: str) -> None:
        """Have a window fill a screen."""


class TrueScreens(QObject):
    """Those of Qt."""

    removed = Signal(str)
    """Name of a screen that is being unplugged."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._removed)

    def all(self) -> tuple[ScreenSeen, ...]:
        """Every screen, as the system counts them."""
        return tuple(ScreenSeen(one.name(), one.geometry()) for one in QGuiApplication.screens())

    def of(self, window: QWidget) -> str:
        """The screen on which most of a window is."""
        return window.screen().name()

    def put(self, window: QWidget, name: str) -> None:
        """Have a window fill a screen."""
        found = next((one for one in QGuiApplication.screens() if one.name() == name), None)
        if found is not None:
            window.setScreen(found)
            window.setGeometry(found.geometry())
            # Not `showFullScreen`, which asks for the keyboard too.
            window.setWindowState(Qt.WindowState.WindowFullScreen)
            window.show()

    def _removed(self, screen: QScreen) -> None:
        self.removed.emit(screen.name())
