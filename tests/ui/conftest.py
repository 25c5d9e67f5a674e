# SPDX-License-Identifier: AGPL-3.0-or-later
"""What tests of screens share: the application as `run` makes it, a store lane, a window on a Desk in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.client.desk import Desk
from lsl_desk.client.link.values import Elsewhere
from lsl_desk.client.settings import Settings
from lsl_desk.client.sit.values import SittingState
from lsl_desk.domain.fallback import Footing
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.pages import RenderKey
from lsl_desk.ui import menus
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.french import FRENCH
from lsl_desk.ui.idle_lock import IdleLock
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.ui.palettes import apply_theme
from lsl_desk.ui.projector.values import NOBODY
from lsl_desk.ui.run import speak_french
from lsl_desk.ui.session import Session
from lsl_desk.ui.single_instance import Wanted
from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.window_state import WindowState
from tests.fakes.desk import PASSPHRASE
from tests.fakes.gate import FakeGate


@pytest.fixture(scope="session", autouse=True)
def french(qapp: QApplication) -> None:
    """Fusion, in French, as the product starts."""
    QLocale.setDefault(FRENCH)
    qapp.setStyle("Fusion")
    speak_french(qapp)
    apply_theme("light")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """A store lane, closed at the end."""
    del qapp
    lane = Tasks()
    yield lane
    lane.close()


class StandInProjection(QObject):
    """What a stand-in room lets be seen: nothing."""

    changed = Signal(object)
    arrived = Signal(object)
    shown = NOBODY

    @property
    def source(self) -> "StandInProjection":
        return self

    def show_decision(self, wanted: bool) -> None:
        del wanted

    def end(self) -> None:
        self.deleteLater()

    def image(self, key: RenderKey) -> None:
        del key

    def nearest(self, key: RenderKey) -> None:
        del key

    def show_elsewhere(self, key: RenderKey | None, height: int) -> None:
        del key, height


class StandInRoom(QWidget):
    """A reading room with what the window needs of one: a jury, a candidate, a typed text."""

    title_changed = Signal(str)
    read_from = Signal(object)
    closed = Signal()
    sitting_changed = Signal(object)
    paced = Signal(object)
    not_yours = Signal(object)
    page_turned = Signal(object, int, int)
    went_on = Signal(object)
    where: tuple[StudentNumber | None, int, int] = (None, 0, 0)

    def __init__(self, desk: Desk, tasks: Tasks, actions: Actions, settings: Settings) -> None:
        super().__init__()
        self.desk, self.tasks, self.actions_, self.settings = desk, tasks, actions, settings
        self.jury = ""
        self.number = ""
        self.query = QLineEdit()
        self.query.setAccessibleName("Filtrer")
        self.livret = QPushButton("Livret")
        column = QVBoxLayout(self)
        column.addWidget(self.query)
        column.addWidget(self.livret)
        self.news: list[str] = []
        self.read_elsewhere = Elsewhere()
        self.conflicts = 0

    def open(self, jury: JuryId, number: str | None = None) -> None:
        self.jury, self.number = jury, number or ""
        self.title_changed.emit(jury)

    def imported(self, jury: JuryId) -> None:
        self.news.append(jury)

    def moved(self, jury: JuryId) -> None:
        self.news.append(f"{jury} moved")

    def show_link(self, elsewhere: Elsewhere, conflicts: int) -> None:
        self.read_elsewhere, self.conflicts = elsewhere, conflicts

    def show_footing(self, footing: Footing) -> None:
        self.news.append(f"{'fallen' if footing.fallen else 'on line'}{', back' if footing.back else ''}")

    def say_sent(self, words: str) -> None:
        self.news.append(words)

    def take_sitting(self, state: SittingState) -> None:
        self.sitting_changed.emit(state)

    def go_to(self, number: StudentNumber, page: int | None = None) -> None:
        self.number = f"{number} page {page}"

    def show_page(self, number: StudentNumber, page: int) -> None:
        self.number = f"{number} page {page}"

    def projection(self) -> StandInProjection:
        return StandInProjection(self)

    def state(self) -> dict[str, str]:
        return {"jury": self.jury, "number": self.number, "query": self.query.text()} if self.jury else {}

    def restore(self, state: dict[str, str]) -> None:
        self.open(JuryId(state["jury"]), state["number"])
        self.query.setText(state["query"])


class FakeClock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Bench:
    """A main window over a fake gate, and what a test needs to drive it."""

    def __init__(self, qtbot: QtBot, folder: Path, gate: FakeGate, wanted: Wanted | None) -> None:
        self.qtbot = qtbot
        self.gate = gate
        self.tasks = Tasks()
        self.clock = FakeClock()
        settings = gate.settings()
        self.idle = IdleLock(settings.lock_minutes, clock=self.clock)
        self.session = Session(self.tasks, settings, self.idle)
        self.state = WindowState(folder)
        self.window = MainWindow(gate, self.tasks, self.session, self.state, wanted=wanted, room_factory=StandInRoom)
        self.window.unlock_page.look_for_keyring()
        self.settle()
        menus.dress(self.window.actions_, self.window.palette())
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()

    def settle(self) -> None:
        """Wait until the store lane has nothing left and its answers were drawn."""
        self.qtbot.waitUntil(lambda: not self.tasks.busy)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase and wait."""
        self.window.unlock_page.unlock_form.phrase.setText(passphrase)
        self.window.unlock_page.unlock_form.button.click()
        self.settle()

    @property
    def room(self) -> StandInRoom:
        """The stand-in room shown."""
        assert isinstance(self.window.room, StandInRoom)
        return self.window.room

    def close(self) -> None:
        """Close the window and the lane."""
        self.window.close()
        self.tasks.close()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    """Make main windows; each is closed at the end."""
    made: list[Bench] = []

    def make(gate: FakeGate | None = None, wanted: Wanted | None = None) -> Bench:
        made.append(Bench(qtbot, tmp_path, gate or FakeGate(), wanted))
        return made[-1]

    yield make
    for one in made:
        one.close()
        one.window.deleteLater()
    apply_theme("light")


def unnamed(root: QWidget) -> list[str]:
    """Every widget that takes the keyboard and has no name a screen reader can say (features P40).

    « & » marks a letter for the eye: it is no part of a name.
    """
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.objectName().startswith("qt_"):
            continue
        if isinstance(widget.parentWidget(), (QLineEdit,)) or widget.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name)
        if not name.strip() or "&" in name:
            found.append(f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parentWidget()).__name__}")
    return found
