# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one window: its pages are the unlock page, the home and the reading room."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from lsl_desk.client.settings import THEMES
from lsl_desk.domain.ids import JuryId
from lsl_desk.ui import menus
from lsl_desk.ui.actions import Actions, Screen
from lsl_desk.ui.around import Around
from lsl_desk.ui.badge import Badge
from lsl_desk.ui.french import ROLE_WORDS, counted
from lsl_desk.ui.home.home_page import HomePage
from lsl_desk.ui.home.import_strip import ImportStrip
from lsl_desk.ui.home.unlock_page import UnlockPage
from lsl_desk.ui.home_session import HomeSession
from lsl_desk.ui.home_stages import Stages
from lsl_desk.ui.import_questions import ImportQuestions
from lsl_desk.ui.keeping import Keeping
from lsl_desk.ui.linked import Linked
from lsl_desk.ui.messages import Choice, MessageBar
from lsl_desk.ui.palettes import apply_theme, follow_desktop
from lsl_desk.ui.prepared import Prepared
from lsl_desk.ui.rooms import Room, RoomFactory, reading_room
from lsl_desk.ui.single_instance import Wanted
from lsl_desk.ui.sitting_frame import SittingFrame
from lsl_desk.ui.widgets.offer_button import OfferButton
from lsl_desk.ui.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.gate import Gate
    from lsl_desk.client.prepare.import_jury import ImportReport
    from lsl_desk.client.settings import Settings, Theme
    from lsl_desk.client.summary import JurySummary
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.ui.home.erasing import Erasing
    from lsl_desk.ui.home.import_flow import ImportFlow
    from lsl_desk.ui.session import Session
    from lsl_desk.ui.tasks import Tasks
    from lsl_desk.ui.window_state import WindowState


class MainWindow(QMainWindow):
    """Menus, messages, pages, badge. It asks the store lane for everything and draws the answers."""

    painted = Signal()
    """The first picture is on the screen; heavy parts may be loaded now."""

    def __init__(
        self,
        gate: Gate,
        tasks: Tasks,
        session: Session,
        state: WindowState,
        *,
        demo: bool = False,
        wanted: Wanted | None = None,
        room_factory: RoomFactory = reading_room,
    ) -> None:
        super().__init__()
        self._gate, self._tasks, self.session, self._state = gate, tasks, session, state
        self.tasks = tasks
        self._demo = demo
        self._title = self._stage = ""
        self._wanted = wanted or Wanted()
        self._room_factory = room_factory
        self._was_painted = False
        self._room_state: dict[str, str] | None = None
        self._coming_back: dict[str, str] = {}
        self.room: QWidget | None = None
        self.actions_ = Actions(self)
        self.windows = Windows(self, gate, tasks, self.actions_)
        self.messages = MessageBar()
        self.strip = ImportStrip()
        self.unlock_page = UnlockPage(gate, tasks, demo=demo)
        self.home_page = HomePage(self.actions_)
        self.pages = QStackedWidget()
        self.actions_.allow("erase_store", not demo)
        self._eraser: Erasing | None = None
        self._seat = QLabel()
        self.about = QLabel()
        self._lay_out()
        self._questions = ImportQuestions(self)
        self.linked = Linked(self)
        self.prepared, self.stages, self.keeping = Prepared(self), Stages(self), Keeping(self)
        self.home_session = HomeSession(self, gate)
        self.sitting = SittingFrame(self)
        self.statusBar().addWidget(self.sitting.pace, 1)
        self.around = Around(self)
        self.linked.halled.connect(self.around.following.attach)
        self.around.say_in(self.statusBar(), 1)  # before the badge, which never moves
        self._connect()
        self.show_title("")
        self.show_screen("unlock")

    # ------------------------------------------------------------------------------------------- screens

    def open_wanted(self, wanted: Wanted) -> None:
        """Come to the front, and open what a later start asked for: now, or once unlocked."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if wanted.jury is None:
            return
        self._wanted = wanted
        if self.session.desk is not None:
            self._open_wanted()

    def open_jury(self, jury: str, number: str | None = None) -> None:
        """Show a jury in the reading room."""
        if self.pages.currentWidget() is self.home_page:
            self.home_page.say_opening(JuryId(jury))
        self._room().open(JuryId(jury), number)
        self.show_screen("room")

    def go_home(self) -> None:
        """Leave the reading room, or the eve, for the juries."""
        self._leave_room()
        self.show_title("")
        self._refresh_home(then_show=True)

    def lock(self, why: str = "Verrouillé. Tout revient au déverrouillage.") -> None:
        """Cover the screen and close the Desk; the room's state is kept in memory."""
        if self.session.desk is None:
            return
        if self.room is not None:
            # A room still coming back has nothing to tell yet: what it is coming back to stands.
            self._room_state = cast("Room", self.room).state() or self._coming_back
        self.windows.hide_all()
        self.prepared.lock()
        self.around.lock()
        self._leave_room()
        self.session.lock()
        self.show_title("")
        self._seat.clear()
        self.unlock_page.ask(why)
        self.unlock_page.look_for_keyring()
        self.show_screen("unlock")

    def _opened(self, desk: Desk) -> None:
        self.session.begin(desk)
        self.show_seat()
        state, self._room_state = self._room_state, None
        if self._wanted.jury is not None:
            self._open_wanted()
        elif state:
            self._coming_back = state
            self._room().restore(state)
            self.show_screen("room")
        elif not self.prepared.come_back():
            self._refresh_home(then_show=True)
        self.windows.show_again()
        self.around.unlock()
        self.linked.begin(desk)

    def show_seat(self) -> None:
        """Say in whose name this post acts."""
        if self.session.desk is not None:
            author = self.session.desk.author
            seat = f"{author.name} · {ROLE_WORDS[author.role]}"
            self._seat.setText(f"·  {seat}" if self._demo else seat)
            self.prepared.begin()

    def _open_wanted(self) -> None:
        wanted, self._wanted = self._wanted, Wanted()
        if wanted.jury is not None:
            self.open_jury(wanted.jury, wanted.livret)

    def _room(self) -> Room:
        if self.room is None:
            desk = self.session.desk
            if desk is None:
                raise RuntimeError("the reading room needs an open desk")
            made = self._room_factory(desk, self._tasks, self.actions_, self.session.settings)
            made.title_changed.connect(self.show_title)
            made.title_changed.connect(self.linked.about_jury)
            made.read_from.connect(self.linked.read_from)
            self.sitting.follow(made)
            self.around.follow(made)
            made.closed.connect(self.go_home, Qt.ConnectionType.QueuedConnection)
            self.room = cast("QWidget", made)
            self.pages.addWidget(self.room)
            self._state.restore_layout(self.room)
        return cast("Room", self.room)

    def _leave_room(self) -> None:
        room, self.room = self.room, None
        if room is None:
            return
        cast("Room", room).closed.disconnect(self.go_home)
        self.linked.read_from(None)
        self.sitting.show_state(None)
        self.around.leave()
        self._state.save_layout(room)
        room.close()
        self.pages.removeWidget(room)
        room.deleteLater()

    def show_screen(self, screen: Screen) -> None:
        """Show one of the pages."""
        pages = {"unlock": self.unlock_page, "home": self.home_page, "room": self.room, "prepare": self.prepared.page}
        page = pages[screen]
        if page is not None:
            self.pages.setCurrentWidget(page)
        self.actions_.show_screen(screen)
        covered = screen == "unlock"
        self.messages.setVisible(not covered and bool(self.messages.messages))
        self.strip.setVisible(not covered and self.session.flow is not None and self.session.flow.running)
        if screen == "home":
            self.home_page.focus_jury(None)

    def show_title(self, title: str) -> None:
        """Say what is on the screen; "" for nothing in particular."""
        # The application's name last: Qt puts it there by itself when it is not.
        self._title = title
        self.show_stage("" if not title else self._stage)
        parts = [title, "démonstration" if self._demo else "", "LSL Desk"]
        self.setWindowTitle(" — ".join(part for part in parts if part))

    def show_stage(self, stage: str) -> None:
        """Say where the jury on the screen stands, beside its title; "" for a jury that does not sit."""
        self._stage = stage
        said = " · ".join(part for part in (self._title, stage) if part)
        self.about.setText(said)
        self.about.setAccessibleName(f"Jury ouvert\u00a0: {said}" if said else "Aucun jury ouvert")
        self.menuBar().setCornerWidget(self.about)  # given again: the bar makes room for the words there are
        self.about.show()

    def _refresh_home(self, *, then_show: bool = False) -> None:
        desk = self.session.desk
        if desk is None:
            return

        def refused(refusal: Refusal) -> None:
            self.messages.refuse(refusal)
            if then_show:
                self.show_screen("home")

        def done(juries: tuple[JurySummary, ...]) -> None:
            if self.session.desk is not desk:
                return
            self.home_page.show_juries(juries)
            self.prepared.juries_shown()
            self.stages.juries_shown()
            self.keeping.juries_shown()
            if then_show:
                self.show_screen("home")

        self._tasks.run(desk.juries, done, refused, owner=self)

    # ------------------------------------------------------------------------------------------- imports

    def import_paths(self, paths: list[str]) -> None:
        """Import folders and zips, in turn."""
        if self.session.flow is not None:
            self.session.flow.add(paths)

    def _follow(self, flow: ImportFlow) -> None:
        flow.began.connect(self.strip.begin)
        flow.progressed.connect(self.strip.show_progress)
        flow.ended.connect(self.strip.hide)
        flow.imported.connect(self.imported)
        flow.refused.connect(self.messages.refuse)
        self._questions.follow(flow)
        flow.stopped.connect(lambda: self.messages.say("Import arrêté\u00a0: rien n’en a été gardé."))
        self.strip.stop_wanted.connect(flow.stop)

    def imported(self, report: ImportReport) -> None:
        """A jury came: say what was understood, show it."""
        from lsl_desk.client.prepare.understood import changes, understood  # noqa: PLC0415 - after an import

        said = f"{report.jury}\u00a0: {understood(report)}. {changes(report)}".rstrip()
        if report.anomalies:
            see = Choice(
                f"Voir {counted(len(report.anomalies), 'point')} à vérifier",
                lambda: self.windows.doctor(report.jury, report.anomalies),
            )
            self.messages.say(said, "warning", see)
        else:
            self.messages.say(said, "warning" if report.stale or report.gone else "done")
        self._refresh_home()
        if self.room is not None:
            cast("Room", self.room).imported(report.jury)
        self.cover_messages()

    def cover_messages(self) -> None:
        """What is said while the Desk is locked waits behind the unlock page."""
        if self.pages.currentWidget() is self.unlock_page:
            self.messages.hide()

    # ------------------------------------------------------------------------------------------- actions

    def _doctor(self) -> None:
        desk = self.session.desk
        jury = self._room_jury() or self.home_page.current
        if desk is not None and jury is not None:
            self._tasks.run(
                lambda: desk.open_jury(jury), lambda found: self.windows.doctor(jury, found.anomalies), owner=self
            )

    def _erase_jury(self) -> None:
        desk, jury = self.session.desk, self.home_page.current
        if desk is not None and jury is not None:
            self._erasing().ask_jury(desk, jury)

    def erase_store(self) -> None:
        """Say what erasing the whole store would lose, and ask."""
        if self.session.desk is not None:
            self._erasing().ask_store(self.session.desk)

    def _erasing(self) -> Erasing:
        if self._eraser is None:
            from lsl_desk.ui.home.erasing import Erasing  # noqa: PLC0415 - a start erases nothing

            self._eraser = Erasing(self._tasks, self.windows.erase, self)
            self._eraser.erased.connect(self._erased)
            self._eraser.refused.connect(self.messages.refuse)
            self._eraser.store_due.connect(self._erase_now)
        return self._eraser

    def withdrawn(self, reason: str) -> None:
        """The academy has withdrawn this post and has all its acts: nothing of it stays here."""
        from lsl_desk.ui.link_words import withdrawn_sentence  # noqa: PLC0415 - with the link

        self._erase_now(withdrawn_sentence(reason))

    def _erase_now(self, why: str = "Coffre effacé.") -> None:
        def done(_none: None) -> None:
            self.unlock_page.ask(why)
            self.unlock_page.look_for_keyring()

        self.lock()
        self.messages.clear()
        self._tasks.run(self._gate.erase, done, owner=self)

    def _erased(self, said: str) -> None:
        self.messages.say(said, "done")
        self._refresh_home()

    def linked_room(self) -> tuple[Room, JuryId] | None:
        """The room that is open and its jury, for what comes from the academy."""
        jury = self._room_jury()
        return None if jury is None else (cast("Room", self.room), jury)

    def refresh_home(self) -> None:
        """Ask the store for the juries again, when they are on the screen, or prepared there."""
        if self.pages.currentWidget() is self.home_page:
            self._refresh_home()
        else:
            self.prepared.moved()

    def _room_jury(self) -> JuryId | None:
        jury = cast("Room", self.room).state().get("jury") if self.room is not None else None
        return JuryId(jury) if jury else None

    def _set_theme(self, theme: Theme) -> None:
        wanted = replace(self.session.settings, theme=theme)
        self._settings_kept(wanted)
        self._tasks.run(lambda: self._gate.keep_settings(wanted), lambda _none: None, owner=self)

    def _settings_kept(self, settings: Settings) -> None:
        before = self.session.settings
        self.session.set_settings(settings)
        if settings.theme != before.theme:
            apply_theme(settings.theme)
        self.actions_[f"theme_{settings.theme}"].setChecked(True)
        if self.room is not None and settings != replace(before, theme=settings.theme):
            state = cast("Room", self.room).state()
            self._leave_room()
            self._room().restore(state)
            self.show_screen("room")

    def _desktop_changed(self, scheme: Qt.ColorScheme) -> None:
        if self.session.settings.theme == "system":
            follow_desktop(scheme)

    def _full_screen(self, wanted: bool) -> None:
        if wanted:
            self.showFullScreen()
        else:
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)

    # ------------------------------------------------------------------------------------------- making

    def _lay_out(self) -> None:
        menus.fill(self.menuBar(), self.actions_)
        # Which jury is on the screen is also said where there is no title bar, in full screen.
        font = self.about.font()
        font.setBold(True)
        self.about.setFont(font)
        self.about.setContentsMargins(0, 2, 14, 0)  # on the line of the menus
        for page in (self.unlock_page, self.home_page):
            self.pages.addWidget(page)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        column.addWidget(self.strip)
        self.setCentralWidget(middle)
        status = self.statusBar()
        status.setSizeGripEnabled(False)
        if self._demo:
            status.addPermanentWidget(QLabel("Démonstration, candidats inventés"))
        self.offer = OfferButton()
        status.addPermanentWidget(self.offer)
        status.addPermanentWidget(self._seat)
        self.badge = Badge()
        status.addPermanentWidget(self.badge)
        self.setAcceptDrops(True)
        self.setMinimumSize(760, 480)

    def _connect(self) -> None:
        self._tasks.refusal.connect(self.messages.refuse)
        self.unlock_page.opened.connect(self._opened)
        self.unlock_page.refused.connect(self.messages.refuse)
        self.home_page.wanted.connect(self.open_jury)
        self.session.flow_made.connect(self._follow)
        self.session.lock_due.connect(
            lambda: self.lock("Verrouillé, faute d’activité. Tout revient au déverrouillage.")
        )
        windows = self.windows
        does: dict[str, Callable[[], object]] = {
            "import_jury": lambda: windows.choose_folder(lambda path: self.import_paths([path])),
            "import_zip": lambda: windows.choose_zip(lambda path: self.import_paths([path])),
            "erase_jury": self._erase_jury,
            "erase_store": self.erase_store,
            "retention": self.keeping.show,
            "export_acts": self.keeping.export,
            "home": self.go_home,
            "doctor": self._doctor,
            "settings": lambda: windows.settings(self.session.settings, self._settings_kept, self.linked.asking),
            "change_passphrase": lambda: windows.change_passphrase(
                lambda: self.messages.say("Phrase de passe changée.", "done")
            ),
            "lock": self.lock,
            "quit": self.close,
            "keys": windows.keys,
            "guide": windows.guide,
            "about": windows.about,
        }
        for name, act in does.items():
            self.actions_[name].triggered.connect(lambda _checked=False, act=act: act())
        for theme in THEMES:
            action = self.actions_[f"theme_{theme}"]
            action.setChecked(theme == self.session.settings.theme)
            action.triggered.connect(lambda _checked=False, theme=theme: self._set_theme(theme))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)
        self.actions_["full_screen"].toggled.connect(self._full_screen)

    # ------------------------------------------------------------------------------------------- Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A folder or a zip may be dropped when the Desk is open."""
        if self.session.desk is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        event.acceptProposedAction()
        self.import_paths([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the first picture is there."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme, and the window manager's own full screen."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.messages.dress()
            if self._was_painted:
                menus.dress(self.actions_, QGuiApplication.palette())
        elif event.type() is QEvent.Type.WindowStateChange:
            self.actions_["full_screen"].setChecked(self.isFullScreen())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep where the window was, let the work reach the disk, close the Desk."""
        self._state.save_window(self)
        self.prepared.close()
        self.around.close()
        self._leave_room()
        self._state.sync()
        self.session.end()
        super().closeEvent(event)
