# SPDX-License-Identifier: AGPL-3.0-or-later
"""The scripted journey: the true window on the invented centre, driven by its keys; a picture of each screen.

``python packaging/journey.py FOLDER [ACADEMY]`` needs a display; `screens.play` gives it a private one. With
the data folder of an academy, the post is enrolled there and fetches the centre from it. Every step waits for what it
expects to see: a screen that never comes ends the journey with exit code 1 and its name.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from academy import HEAD, DemoAcademy
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretProblem, NumberCheck
from lsl_desk.main import DemoGate, make_demo, make_linked_demo
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.ui.prepare.stations import Station
from lsl_desk.ui.reading_room.room import ReadingRoom
from lsl_desk.ui.run import Start, run
from lsl_desk.ui.viewer.page_view import PageView

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_SECONDS = 60
_POLL_MILLISECONDS = 20
_SETTLE_MILLISECONDS = 400
Wish = Callable[[], bool]


class Journey:
    """Walks the steps: each says what it waits for, and the next runs once that has come."""

    def __init__(self, pictures: Path, academy: DemoAcademy | None = None) -> None:
        self._pictures = pictures
        self._academy = academy
        self._count = 0
        self.failed = ""
        self._room: ReadingRoom | None = None
        self._fresh = False
        self._steps = self._walk()
        self._wish: tuple[str, Wish] = ("the window", lambda: self._find() is not None)
        self._since = time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._poll)
        self._timer.start(_POLL_MILLISECONDS)

    # ------------------------------------------------------------------------------------------- the journey

    def _walk(self) -> Iterator[tuple[str, Wish]]:
        window = self._window
        screen = QApplication.primaryScreen().availableGeometry()
        window.setGeometry(screen)
        window.activateWindow()  # a bare screen has no window manager to do it
        yield "the keyboard", window.isActiveWindow
        yield "the home", lambda: self._on("home") and bool(window.home_page.current)
        yield self._picture("accueil")
        yield from self._walk_eve()
        window.open_jury("J01")
        yield "the jury", lambda: self._on("room") and self._room_ready()
        yield self._picture("jury")
        self._keys("0417", Qt.Key.Key_Return)
        yield "livret 0417", self._painted
        yield self._picture("livret-0417")
        yield from self._walk_cut()
        self._keys(Qt.Key.Key_V)
        yield self._picture("vignettes")
        self._keys(Qt.Key.Key_P)
        yield self._picture("page-entiere")
        self._keys(Qt.Key.Key_L, Qt.Key.Key_V)
        self._chord(Qt.Key.Key_F)
        self._keys("investissement")
        yield self._picture("chercher")
        self._keys(Qt.Key.Key_Escape)
        self._chord(Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
        self._keys("travail approfondi")
        self._keys(Qt.Key.Key_Return)
        yield "the pages found", lambda: self._room is not None and self._room.search.model.rowCount() > 0
        yield self._picture("chercher-dans-le-jury")
        self._keys(Qt.Key.Key_Escape)
        yield from self._walk_odd_ones()
        yield from self._walk_dialogs()
        window.actions_["theme_dark"].trigger()
        window.open_jury("J01", "0417")
        yield "livret 0417 in the dark", lambda: self._shows("0417")
        yield self._picture("livret-sombre")
        window.go_home()
        yield "the home again", lambda: self._on("home")
        yield self._picture("accueil-sombre")
        window.actions_["theme_system"].trigger()
        window.lock()
        yield self._picture("verrouille")

    def _walk_eve(self) -> Iterator[tuple[str, Wish]]:
        """The stations of the eve, over the whole centre: the centre's head alone has them."""
        window = self._window
        if not window.actions_["prepare"].isEnabled():
            return
        yield "how the juries stand", lambda: bool(window.home_page.eve and window.home_page.eve.lines[0].isVisible())
        yield self._picture("accueil-chef-de-centre")
        for station in Station:
            window.prepared.open(None, station)
            yield f"the station {station.name}", lambda station=station: self._at(station)  # type: ignore[misc]  # bound now
            yield self._picture(f"preparer-{station.name.lower()}")
        window.go_home()
        yield "the home after the eve", lambda: self._on("home")

    def _at(self, station: Station) -> bool:
        page = self._window.prepared.page
        shown = page is not None and self._window.pages.currentWidget() is page and page.station is station
        return shown and not self._window.tasks.busy

    def _walk_cut(self) -> Iterator[tuple[str, Wish]]:
        """The academy's server stops in the middle of a livret, and comes back: the page stays, reading goes on."""
        if self._academy is None:
            return
        yield "the academy", lambda: self._says("en ligne")
        self._chord(Qt.Key.Key_PageDown)
        yield self._picture("en-ligne")
        page = self._place()
        self._academy.stop()
        yield "the cut", lambda: self._says("plan de secours — copie du")
        yield "the same page after the cut", lambda: self._place() == page
        yield self._picture("coupure")
        self._keys(Qt.Key.Key_F8)
        yield self._picture("ce-qui-marche-encore")
        yield self._without_dialogs()
        QTest.keyClick(self._focus(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        yield "the next candidate, from the copy", lambda: not self._shows("0417")
        QTest.keyClick(self._focus(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        yield "the livret again", lambda: self._shows("0417")
        page = self._place()
        self._academy.start()
        yield "the way back", lambda: self._says("de retour au candidat suivant")
        yield "the same page after the way back", lambda: self._place() == page
        yield self._picture("retour-au-candidat-suivant")
        QTest.keyClick(self._focus(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        yield "the next candidate, on line", lambda: not self._shows("0417") and self._says("en ligne")
        yield self._picture("retour")
        QTest.keyClick(self._focus(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        yield "the livret once more", lambda: self._shows("0417")

    def _place(self) -> tuple[object, ...]:
        """Livret, page, zoom and scroll of what is read."""
        room = self._window.room
        assert isinstance(room, ReadingRoom)
        view = room.viewer.findChild(PageView)
        assert isinstance(view, PageView)
        bar = view.verticalScrollBar()
        return room.state().get("number"), view.sheet.current, view.sheet.layout.box(0), bar.value()

    def _walk_odd_ones(self) -> Iterator[tuple[str, Wish]]:
        window = self._window
        for name, jury, number in self._odd_ones():
            window.open_jury(jury, number)
            yield f"the header of {name}", lambda number=number: self._shows(number)  # type: ignore[misc]  # bound now
            if name == "numero-different":
                self._chord(Qt.Key.Key_PageDown)
                self._chord(Qt.Key.Key_PageDown)
            yield self._picture(name)

    def _walk_dialogs(self) -> Iterator[tuple[str, Wish]]:
        self._chord(Qt.Key.Key_D)
        yield self._picture("anomalies")
        yield self._without_dialogs()
        self._keys("?")
        yield self._picture("touches")
        yield self._without_dialogs()
        self._keys(Qt.Key.Key_F1)
        yield self._picture("guide")
        yield self._without_dialogs()
        self._chord(Qt.Key.Key_Comma)
        yield self._picture("reglages")
        yield self._without_dialogs()

    def _says(self, words: str) -> bool:
        return words in self._window.badge.words.text()

    def _odd_ones(self) -> list[tuple[str, str, str]]:
        """A veiled livret, a scan, a paper one and a refused one, wherever the invented centre put them."""
        found: dict[str, tuple[str, str, str]] = {}
        desk = self._window.session.desk
        assert desk is not None
        for jury in desk.juries():
            for one in desk.open_jury(jury.jury).file.candidates:
                name = _oddity(one)
                if name:
                    found.setdefault(name, (name, jury.jury, one.number))
        return list(found.values())

    # ------------------------------------------------------------------------------------------- its means

    @property
    def _window(self) -> MainWindow:
        window = self._find()
        assert window is not None
        return window

    @staticmethod
    def _find() -> MainWindow | None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, MainWindow) and widget.isVisible():
                return widget
        return None

    def _on(self, page: str) -> bool:
        window = self._window
        shown = {"home": window.home_page, "room": window.room}[page]
        return shown is not None and window.pages.currentWidget() is shown

    def _room_ready(self) -> bool:
        """The jury's candidates are in the table; from now on the viewer tells what it painted."""
        room = self._window.room
        if not isinstance(room, ReadingRoom) or not room.panel.shown:
            return False
        if room is not self._room:
            self._room = room
            room.viewer.first_painted.connect(lambda _digest: setattr(self, "_fresh", True))
        return True

    def _shows(self, number: str) -> bool:
        room = self._window.room
        return isinstance(room, ReadingRoom) and self._room_ready() and room.state().get("number") == number

    def _painted(self) -> bool:
        """A livret's true picture reached the screen since the last time this was asked."""
        fresh, self._fresh = self._fresh, False
        return fresh

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def _keys(self, *keys: str | Qt.Key) -> None:
        for key in keys:
            # One character at a time: the first digit of a number opens a field, which takes the others.
            if isinstance(key, str):
                for character in key:
                    QTest.keyClicks(self._focus(), character)
            else:
                QTest.keyClick(self._focus(), key)

    def _chord(self, key: Qt.Key, more: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus(), key, Qt.KeyboardModifier.ControlModifier | more)

    def _without_dialogs(self) -> tuple[str, Wish]:
        """Close what stands before the window, and wait until the keyboard is the window's again."""
        self._close_dialogs()
        self._window.activateWindow()
        return "the keyboard again", self._window.isActiveWindow

    @staticmethod
    def _close_dialogs() -> None:
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and not isinstance(widget, MainWindow):
                widget.close()

    def _picture(self, name: str) -> tuple[str, Wish]:
        """Wait until the screen has not changed for a moment, then keep it."""
        self._count += 1
        path = self._pictures / f"{self._count:02d}-{name}.png"
        last: list[bytes] = []
        quiet: list[float] = []

        def still() -> bool:
            shot = QApplication.primaryScreen().grabWindow(0)
            now, seen = time.monotonic(), bytes(shot.toImage().constBits())
            if not last or last[0] != seen:
                last[:], quiet[:] = [seen], [now]
                return False
            if (now - quiet[0]) * 1000 < _SETTLE_MILLISECONDS:
                return False
            if not shot.save(str(path)):
                raise OSError(path.name)
            return True

        return f"a still picture of {name}", still

    def _poll(self) -> None:
        name, wish = self._wish
        if not wish():
            if time.monotonic() - self._since > _PATIENCE_SECONDS:
                self._end(name)
            return
        self._since = time.monotonic()
        try:
            self._wish = next(self._steps)
        except StopIteration:
            self._end("")

    def _end(self, failed: str) -> None:
        self.failed = failed
        self._timer.stop()
        self._close_dialogs()
        window = self._find()
        if window is not None:
            window.close()


def _oddity(one: Candidate) -> str:
    if one.livret is not None:
        if one.livret.mismatched:
            return "numero-different"
        scanned = any(page.check is NumberCheck.NO_TEXT for page in one.livret.pages)
        return "page-numerisee" if scanned else ""
    if one.problem is LivretProblem.TRUNCATED:
        return "livret-refuse"
    return "livret-papier" if one.format is LivretFormat.PAPIER else ""


def main(folder: Path, academy_data: Path | None, login: str = HEAD, played: type[Journey] = Journey) -> int:
    """Play the journey, writing its pictures into a folder that exists; return the exit code.

    Args:
        folder: for the pictures.
        academy_data: of the invented academy the centre is fetched from; None imports its folders instead.
        login: whose post it is there.
        played: what is walked.
    """
    data = DataFolder(DataFolder.find(os.environ).root / "demo")
    with ExitStack() as ending:
        academy = None
        if academy_data is None:
            make_demo(data)
        else:
            academy = ending.enter_context(DemoAcademy(ROOT, Path(sys.executable), academy_data, login))
            make_linked_demo(data, academy.url, academy.approve)
        application = QApplication(sys.argv[:1])
        journey = played(folder, academy)
        code = run(DemoGate(data), Start(data.root, demo=True))
        del application
    if journey.failed:
        print(f"the journey stopped: {journey.failed} never came", file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
