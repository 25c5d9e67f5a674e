# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window's hold on the link to the academy: made when the post is enrolled, or when a person asks, never before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lsl_desk.client.desk import Desk
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.fallback import Footing
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.actions import Actions
    from lsl_desk.ui.badge import Badge
    from lsl_desk.ui.dialogs.asking import Ask
    from lsl_desk.ui.home.home_page import HomePage
    from lsl_desk.ui.link.halling import Halling
    from lsl_desk.ui.link.linking import Linking
    from lsl_desk.ui.messages import MessageBar
    from lsl_desk.ui.rooms import Room
    from lsl_desk.ui.session import Session
    from lsl_desk.ui.tasks import Tasks
    from lsl_desk.ui.widgets.offer_button import OfferButton
    from lsl_desk.ui.windows import Windows

_HOME_PAINTS = 150
"""Milliseconds that the home has for its first picture before HTTP is imported."""


class Window(Protocol):
    """What the link needs of the window."""

    tasks: Tasks
    session: Session
    actions_: Actions
    badge: Badge
    offer: OfferButton
    home_page: HomePage
    windows: Windows
    messages: MessageBar

    def linked_room(self) -> tuple[Room, JuryId] | None:
        """The room that is open, and the jury it shows."""

    def refresh_home(self) -> None:
        """Ask the store for the juries again, when they are on the screen."""

    def show_seat(self) -> None:
        """The post may act in another name now."""

    def withdrawn(self, reason: str) -> None:
        """The academy has withdrawn this post: lock, erase, say why."""


class Linked(QObject):
    """Asks whether there is a link to make, and opens its screens."""

    halled = Signal(object)
    """The `Halling` of this window, once, when it is first wanted."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window = window
        self._made: Linking | None = None
        self._halls: Halling | None = None
        self._later = QTimer(self, singleShot=True, interval=_HOME_PAINTS)
        self._later.timeout.connect(self._link_at_rest)
        window.badge.clicked.connect(self.connection)
        does: dict[str, Callable[[], object]] = {
            "connection": self.connection,
            "enrol": self.enrol,
            "diagnosis": lambda: window.windows.diagnosis(self.linking().ask),
            "sync": self.sync,
            "sync_pause": self.pause,
            "sync_stop": self.cancel,
            "conflicts": self.settle,
            "hall": self.hall,
        }
        for name, act in does.items():
            window.actions_[name].triggered.connect(lambda _checked=False, act=act: act())
        for name in ("sync_pause", "sync_stop", "conflicts"):
            window.actions_.allow(name, False)

    def linking(self) -> Linking:
        """The link of the open Desk, made now if it is not."""
        made = self._made
        if made is None:
            from lsl_desk.ui.link.linking import Linking  # noqa: PLC0415 - most starts need no link

            made = self._made = Linking(self._window, self)
            self._window.session.link = made
        if self._window.session.desk is not None:
            made.begin(self._window.session.desk)
        return made

    def halling(self) -> Halling:
        """The room without server of the open Desk, made now if it is not; with the link, which tells the conflicts."""
        made = self._halls
        if made is None:
            from lsl_desk.ui.link.halling import Halling  # noqa: PLC0415 - most days need no room

            made = self._halls = Halling(self, self)
            self.linking().lanes.news.connect(made.hear_link)
            self._window.session.hall = made
            self.halled.emit(made)
        if self._window.session.desk is not None:
            self.linking()
            made.begin(self._window.session.desk)
        return made

    @property
    def badge(self) -> Badge:
        """See `ui.link.halling.Frame`."""
        return self._window.badge

    def acts_came(self, jury: JuryId) -> None:
        """See `ui.link.halling.Frame`."""
        self.linking().acts_came(jury)

    def begin(self, desk: Desk) -> None:
        """A Desk was opened: if an academy took it, link it once its first screen is painted."""
        if self._made is not None:
            self._link()
        else:
            self._window.tasks.run(desk.enrolled, self._enrolled, owner=self)

    def about_jury(self) -> None:
        """The room shows another jury."""
        if self._made is not None:
            self._made.about_jury()

    def read_from(self, footing: Footing | None) -> None:
        """The room reads from the copy kept here, or from the academy's again; None once it is left."""
        if self._made is not None:
            self._made.read_from(footing)
        else:
            self._window.badge.show_local(footing)

    def asking(self) -> Ask:
        """Asks the academy; the link is made if it is not."""
        return self.linking().ask

    # ------------------------------------------------------------------------------------------- its screens

    def connection(self) -> None:
        """Say what still works, what waits and where the data come from."""
        if self._window.session.desk is None:
            return
        status = self._made.status if self._made is not None else None
        linked = status is not None and status.academy is not None
        first = ("Synchroniser maintenant", self.sync) if linked else ("Relier ce poste…", self.enrol)
        does = dict([first, ("Diagnostic réseau…", self._window.actions_["diagnosis"].trigger)])
        if self._window.linked_room() is not None:
            does["Salle sans serveur…"] = self.hall
        moved = self._made.status_moved if self._made is not None else None
        self._window.windows.connection(status, self._held(), does, moved)

    def enrol(self) -> None:
        """Ask for an academy."""
        self._window.windows.enrol(self.linking())

    def sync(self) -> None:
        """Fetch what is new, or ask for an academy."""
        if self._made is None:
            self.enrol()
        else:
            self.linking().sync()

    def pause(self) -> None:
        """Pause what fetches, or let it go on."""
        self.linking().pause()

    def cancel(self) -> None:
        """Stop fetching; what is whole is kept."""
        self.linking().cancel()

    def hall(self) -> None:
        """The room without server, of the jury on the screen."""
        shown = self._window.linked_room()
        if shown is not None:
            self._window.windows.hall(self.halling(), shown[1])

    def settle(self) -> None:
        """Show the conflicts of the jury on the screen."""
        self.linking().settle()

    def _held(self) -> datetime | None:
        shown = self._window.linked_room()
        juries = self._window.home_page.juries
        dates = [one.imported for one in juries if shown is None or one.jury == shown[1]]
        return max(dates, default=None)

    def _enrolled(self, yes: bool) -> None:
        if yes:
            self._later.start()

    def _link_at_rest(self) -> None:
        desk = self._window.session.desk
        if desk is not None:
            self._window.tasks.at_rest(lambda: desk.link, lambda _link: self._link(), _unlinked, owner=self)

    def _link(self) -> None:
        if self._window.session.desk is not None:
            self.linking().begin(self._window.session.desk)


def _unlinked(_refusal: Refusal) -> None:
    """It was locked meanwhile, or its academy was left: there is nothing to link."""
