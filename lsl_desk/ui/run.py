# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starts the window: what it needs to paint first, everything else after."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from lsl_desk import __version__
from lsl_desk.client.settings import Settings
from lsl_desk.domain.errors import Refusal
from lsl_desk.ui import menus
from lsl_desk.ui.collector import Collector
from lsl_desk.ui.french import FRENCH
from lsl_desk.ui.icons import icon
from lsl_desk.ui.idle_lock import IdleLock
from lsl_desk.ui.last_resort import LastResort
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.ui.palettes import LIGHT, apply_theme
from lsl_desk.ui.rooms import ROOM_PIECES
from lsl_desk.ui.session import Session
from lsl_desk.ui.single_instance import SingleInstance, Wanted
from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.warming import Warming
from lsl_desk.ui.widgets.focus_ring import FocusRing
from lsl_desk.ui.window_state import WindowState

if TYPE_CHECKING:
    from lsl_desk.client.gate import Gate

DONE, OUR_FAULT, REFUSED = 0, 1, 2

_NAME = "lsl-desk"

_PROMPT_RESTS = 100
"""Milliseconds after which anything heavy is imported although no home was painted: the passphrase is asked for."""
_UNSEEN = 1000
"""Milliseconds after which later starts are heard though nothing was painted."""


@dataclass(frozen=True, slots=True)
class Start:
    """How the window was asked for.

    Attributes:
        folder: the data folder: window sizes, log and the lock that makes the window single.
        demo: the Desk holds the invented centre; the window says so.
        jury: jury to open at once, None for the home.
        livret: N° élève to open in it.
        full_screen: fill the screen from the start.
        warm: each imports a piece of what reading needs (store, cryptography); called in the store lane, in order, once
            the window has painted and has nothing to ask of it.
    """

    folder: Path
    demo: bool = False
    jury: str | None = None
    livret: str | None = None
    full_screen: bool = False
    warm: Sequence[Callable[[], None]] = ()


def run(gate: "Gate", start: Start) -> int:
    """Show the window until it is closed.

    Returns:
        0 when it was closed or another window of the folder came forward, 1 after a fault of ours, 2 when the folder's
        window does not answer.
    """
    application = make_application()
    instance = SingleInstance(start.folder)
    wanted = Wanted(start.jury, start.livret)
    if not instance.claim():
        return DONE if instance.hand_over(wanted) else REFUSED
    last_resort = LastResort(_show_report)
    last_resort.install(start.folder)
    settings, refusal = _settings(gate)
    apply_theme(settings.theme)
    tasks = Tasks()
    session = Session(tasks, settings, idle := IdleLock(settings.lock_minutes))
    collector = Collector(idle.untouched)
    state = WindowState(start.folder)
    window = MainWindow(gate, tasks, session, state, demo=start.demo, wanted=wanted)
    instance.asked.connect(window.open_wanted)
    state.restore_window(window)
    FocusRing(application, window)
    if refusal is not None:
        window.messages.refuse(refusal)

    warming = Warming(tasks, start.warm, ROOM_PIECES, window)

    def at_rest() -> None:
        instance.listen()
        warming.begin()
        menus.dress(window.actions_, window.palette())
        application.setWindowIcon(_window_icon())

    def after_first_paint() -> None:
        window.unlock_page.look_for_keyring()
        if start.demo:
            window.unlock_page.open_by_itself()
        _once_at_rest(window, at_rest)

    # A window that is not seen, on another desktop, never paints, and must come forward when it is asked to.
    QTimer.singleShot(_UNSEEN, instance, instance.listen)
    # One turn of the loop later: the picture must have left for the screen before anything is imported.
    window.painted.connect(lambda: QTimer.singleShot(0, after_first_paint))
    if start.full_screen:
        window.showFullScreen()
    else:
        window.show()
    try:
        code = application.exec()
    finally:
        session.end()
        tasks.close()
        collector.end()
        instance.close()
        last_resort.uninstall()
    return OUR_FAULT if last_resort.faulted else code


def _once_at_rest(window: MainWindow, does: Callable[[], None]) -> None:
    """Do it behind an opening that asks for nothing, and the picture of its juries: neither needs what it brings in."""
    timer = QTimer(window, singleShot=True)
    timer.timeout.connect(does, Qt.ConnectionType.SingleShotConnection)
    window.home_page.painted.connect(lambda: timer.start(0), Qt.ConnectionType.SingleShotConnection)
    if window.tasks.busy:
        window.tasks.idle.connect(lambda: timer.start(_PROMPT_RESTS), Qt.ConnectionType.SingleShotConnection)
    else:
        timer.start(0)


def make_application() -> QApplication:
    """The one QApplication: Fusion, French; the one there is, dressed so, when there is one."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
        if application.applicationName() == _NAME:
            return application
        application.setStyle("Fusion")
    else:
        # By its option: asking for a style afterwards makes two, and wraps one for Python with all that styles can do.
        application = QApplication([*sys.argv[:1], "-style", "Fusion"])
    QLocale.setDefault(FRENCH)
    application.setApplicationName(_NAME)
    application.setApplicationDisplayName("LSL Desk")
    application.setApplicationVersion(__version__)
    speak_french(application)
    return application


def speak_french(application: QApplication) -> None:
    """Qt's own words in French: « Annuler », « Fermer », the file dialog."""
    translator = QTranslator(application)
    if translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)


def _settings(gate: "Gate") -> tuple[Settings, Refusal | None]:
    try:
        return gate.settings(), None
    except Refusal as refusal:
        return Settings(), refusal


def _show_report(text: str) -> None:
    from lsl_desk.ui.dialogs.error_report import ErrorReport  # noqa: PLC0415 - a start has no fault to show

    ErrorReport(text).exec()


def _window_icon() -> QIcon:
    return icon("desk", LIGHT.accent)
