# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window's hold on the eve: the home of the centre's head and the page « Préparer »."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from lsl_desk.domain.acts import Role

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QStackedWidget

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.prepare.values import Deadline, JuryReadiness
    from lsl_desk.client.summary import JurySummary
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.actions import Actions, Screen
    from lsl_desk.ui.home.eve_words import Todo
    from lsl_desk.ui.home.home_page import HomePage
    from lsl_desk.ui.messages import MessageBar
    from lsl_desk.ui.prepare.page import PreparePage
    from lsl_desk.ui.prepare.stations import Station
    from lsl_desk.ui.rooms import Room
    from lsl_desk.ui.session import Session
    from lsl_desk.ui.tasks import Tasks
    from lsl_desk.ui.windows import Windows

_HOME_PAINTS = 60
"""Milliseconds that the home has for its first picture before the store is asked how the juries stand."""


class Window(Protocol):
    """What the eve needs of the window."""

    tasks: Tasks
    session: Session
    actions_: Actions
    home_page: HomePage
    windows: Windows
    messages: MessageBar
    pages: QStackedWidget

    def linked_room(self) -> tuple[Room, JuryId] | None:
        """The room that is open, and the jury it shows."""

    def show_screen(self, screen: Screen) -> None:
        """Show one of the pages."""

    def show_title(self, title: str) -> None:
        """Say what is on the screen."""

    def go_home(self) -> None:
        """Show the juries."""


class Prepared(QObject):
    """Asks how the juries stand once the home is painted, and opens what is asked of the eve."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window = window
        self.page: PreparePage | None = None
        self._long: Tasks | None = None
        self._kept: tuple[JuryId | None, Station] | None = None
        self._later = QTimer(self, singleShot=True, interval=_HOME_PAINTS)
        self._later.timeout.connect(self.ask)
        window.home_page.prepare_wanted.connect(self._wanted)
        window.actions_["prepare"].triggered.connect(lambda: self._wanted(self._current(), None))

    # ------------------------------------------------------------------------------------------- the home

    def begin(self) -> None:
        """A Desk was opened, or who acts at it changed: the eve is for the centre's head."""
        self._window.home_page.show_head(self._head)
        self._window.actions_.allow("prepare", self._head)

    def juries_shown(self) -> None:
        """The home has its juries: ask how they stand once they are painted."""
        if self._head:
            self._later.start()

    def ask(self) -> None:
        """Ask how the juries stand, for the home and for the page."""
        desk = self._window.session.desk
        if desk is None or not self._head:
            return
        today = datetime.now(UTC).astimezone().date()

        def work() -> tuple[tuple[JuryReadiness, ...], tuple[Deadline, ...]]:
            eve = desk.preparation
            ready = eve.readiness()
            return ready, eve.deadlines(ready, today)

        self._window.tasks.run(work, lambda found: self._stands(desk, *found, today), owner=self)

    def _stands(
        self, desk: Desk, ready: tuple[JuryReadiness, ...], deadlines: tuple[Deadline, ...], today: date
    ) -> None:
        if self._window.session.desk is not desk:
            return
        self._window.home_page.show_readiness(ready, deadlines, today)
        if self.page is not None:
            self.page.show_readiness(ready)

    @property
    def _head(self) -> bool:
        desk = self._window.session.desk
        return desk is not None and desk.author.role is Role.CHEF_DE_CENTRE

    def _current(self) -> JuryId | None:
        shown = self._window.linked_room()
        return self._window.home_page.current if shown is None else shown[1]

    # ------------------------------------------------------------------------------------------- the page

    def _wanted(self, jury: JuryId | None, todo: Todo | None) -> None:
        station = None
        if todo is not None:
            from lsl_desk.ui.prepare.stations import station_of  # noqa: PLC0415 - with the page

            station = station_of(todo.matter)
        self.open(jury, station)

    def open(self, jury: JuryId | None, station: Station | None = None) -> None:
        """Show « Préparer » for a jury, None for the whole centre."""
        desk = self._window.session.desk
        if desk is None or not self._head:
            return

        def done(juries: tuple[JurySummary, ...]) -> None:
            if self._window.session.desk is desk and juries:
                page = self._made(desk)
                page.open(juries, jury, station)
                self._window.show_screen("prepare")
                page.take_keyboard()
                self.ask()

        self._window.tasks.run(desk.juries, done, owner=self)

    def moved(self) -> None:
        """Something came from the academy: what is shown of the eve is asked again, and nothing typed goes."""
        desk, page = self._window.session.desk, self.page
        if desk is None or page is None or self._window.pages.currentWidget() is not page:
            return

        def done(juries: tuple[JurySummary, ...]) -> None:
            if self.page is page and juries:
                page.moved(juries)
                self.ask()

        self._window.tasks.run(desk.juries, done, owner=self)

    def come_back(self) -> bool:
        """After a locking: show the page that was covered; False when there was none."""
        if self._kept is None:
            return False
        (jury, station), self._kept = self._kept, None
        self.open(jury, station)
        return True

    def lock(self) -> None:
        """Cover it: what lasts is stopped, and the store shut after; the page comes back at the unlocking."""
        if self.page is not None and self._window.pages.currentWidget() is self.page:
            self._kept = self.page.jury, self.page.station
        self.leave()
        if self._long is not None and self._long.busy:
            ended = threading.Event()
            self._long.run(ended.set, lambda _none: None, owner=self)
            self._window.tasks.run(ended.wait, lambda _yes: None, owner=self)

    def leave(self) -> None:
        """Take the page away; what lasts is stopped at the next livret."""
        self._later.stop()
        page, self.page = self.page, None
        if page is not None:
            page.stop()
            self._window.pages.removeWidget(page)
            page.deleteLater()

    def close(self) -> None:
        """The window is being closed: let what lasts end whole."""
        self.leave()
        if self._long is not None:
            self._long.close()
            self._long = None

    def _made(self, desk: Desk) -> PreparePage:
        if self.page is None:
            from lsl_desk.ui.prepare.page import PreparePage  # noqa: PLC0415 - most starts prepare nothing
            from lsl_desk.ui.prepare.seat import Seat  # noqa: PLC0415
            from lsl_desk.ui.tasks import Tasks  # noqa: PLC0415

            if self._long is None:
                self._long = Tasks(name="eve-lane")
                self._long.refusal.connect(self._window.messages.refuse)
            seat = Seat(lambda: desk.preparation, self._window.tasks, self._long, self._window.windows)
            page = self.page = PreparePage(seat)
            page.changed.connect(self.ask)
            page.closed.connect(self._window.go_home)
            page.title_changed.connect(self._window.show_title)
            page.sync_wanted.connect(self._window.actions_["sync"].trigger)
            self._window.pages.addWidget(page)
        return self.page
