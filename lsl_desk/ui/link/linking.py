# SPDX-License-Identifier: AGPL-3.0-or-later
"""Between the link's lanes and the window: what comes from the academy is shown, and never moves what is being read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from lsl_desk.client.link.for_screens import ActWaits, JuryMoved, StatusMoved, SyncMoved, VersionOffered, Withdrawn
from lsl_desk.client.link.values import Phase
from lsl_desk.domain.connection import LinkState
from lsl_desk.sentences import sentence
from lsl_desk.ui.link.lanes import LinkLanes
from lsl_desk.ui.link_words import done_words, missing_words, progress_words, sent_words, tile_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.link.for_screens import LinkDesk, News
    from lsl_desk.client.link.values import Elsewhere, JuryProgress, LinkStatus, PinnedAcademy, SyncReport
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.fallback import Footing
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.domain.marks import MarkConflict
    from lsl_desk.ui.actions import Actions
    from lsl_desk.ui.badge import Badge
    from lsl_desk.ui.home.home_page import HomePage
    from lsl_desk.ui.messages import MessageBar
    from lsl_desk.ui.tasks import Tasks
    from lsl_desk.ui.widgets.offer_button import OfferButton
    from lsl_desk.ui.windows import Windows

T = TypeVar("T")


class LinkedRoom(Protocol):
    """What the link tells the reading room."""

    def moved(self, jury: JuryId) -> None:
        """Acts, a version or verdicts came: show them, and move nothing that is being read."""

    def show_link(self, elsewhere: Elsewhere, conflicts: int) -> None:
        """Show who read on other posts, and how many conflicts wait."""

    def show_footing(self, footing: Footing) -> None:
        """Say that the work falls on the copy kept here, or is back."""

    def say_sent(self, words: str) -> None:
        """Say what became of the acts that had waited."""


class Frame(Protocol):
    """What the link needs of the window."""

    tasks: Tasks
    actions_: Actions
    badge: Badge
    offer: OfferButton
    home_page: HomePage
    windows: Windows
    messages: MessageBar

    def linked_room(self) -> tuple[LinkedRoom, JuryId] | None:
        """The room and the jury it shows."""

    def refresh_home(self) -> None:
        """Ask the store for the juries again, if they are on the screen."""

    def show_seat(self) -> None:
        """The post acts in another name now."""

    def withdrawn(self, reason: str) -> None:
        """The academy has withdrawn this post: lock, erase, say why."""


class Linking(QObject):
    """The link of the window's Desk, from its opening to its locking."""

    status_moved = Signal(object)
    """A `LinkStatus`."""

    def __init__(self, frame: Frame, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self._desk: Desk | None = None
        self.status: LinkStatus | None = None
        self._offers: dict[JuryId, int] = {}
        self._footing: Footing | None = None
        self._waited = self._refused = self._proposals = 0
        self._asking = self._ask_again = False
        self.conflicts: tuple[MarkConflict, ...] = ()
        self.lanes = LinkLanes(self)
        self.lanes.news.connect(self._hear)
        self.lanes.opened.connect(self._opened)
        self.lanes.fetching.connect(self._fetching)
        self.lanes.refused.connect(self._not_fetched)
        self.lanes.synced.connect(self._synced)
        frame.offer.clicked.connect(self._take_offer)
        frame.home_page.sync.pause_wanted.connect(self.pause)
        frame.home_page.sync.stop_wanted.connect(self.cancel)

    # ------------------------------------------------------------------------------------------- open and locked

    def begin(self, desk: Desk) -> None:
        """A Desk was opened; asked twice for the same one, it does nothing more."""
        if desk is not self._desk:
            self._desk = desk
            self.lanes.open(desk, self._frame.tasks)

    def stop(self) -> Callable[[], None]:
        """The Desk is being locked; see `LinkLanes.stop`."""
        self._desk, self.status, self._footing = None, None, None
        self._waited = 0
        self._frame.badge.show_local()
        self._offers.clear()
        self.conflicts = ()
        self._frame.offer.show_offers({})
        self._frame.home_page.forget_sync()
        return self.lanes.stop()

    def close(self) -> None:
        """End the threads, once stopped."""
        self.lanes.close()

    def ask(
        self,
        work: Callable[[LinkDesk], T],
        done: Callable[[T], None],
        refused: Callable[[Refusal], None],
        *,
        owner: QObject,
    ) -> None:
        """Ask the link something that may wait for the network; answers as `Tasks.run` gives them."""
        desk = self._desk
        if desk is not None:
            self.lanes.asking.run(lambda: work(desk.link), done, refused, owner=owner)

    def enrolled(self, _academy: PinnedAcademy) -> None:
        """The academy said yes: follow, send, and fetch for the first time."""
        self._frame.show_seat()
        self.lanes.run()
        self.ask(lambda link: link.status(), self._show_status, _nothing, owner=self)
        self.lanes.sync()

    # ------------------------------------------------------------------------------------------- buttons

    def sync(self) -> None:
        """« Synchroniser maintenant »; a paused sync goes on."""
        if self.status is None or self.status.academy is None:
            self._frame.windows.enrol(self)
            return
        self._frame.home_page.sync.show_paused(paused=False)
        self.lanes.sync()

    def pause(self) -> None:
        """Pause what fetches, or let it go on."""
        control = self.lanes.control
        if control is not None:
            (control.resume if control.paused else control.pause)()
            self._frame.home_page.sync.show_paused(paused=control.paused)

    def cancel(self) -> None:
        """Stop fetching; what is whole is kept."""
        if self.lanes.control is not None:
            self.lanes.control.cancel()

    def settle(self) -> None:
        """Show the conflicts of the jury on the screen."""
        shown, desk = self._frame.linked_room(), self._desk
        if shown is not None and desk is not None and self.conflicts:
            self._frame.windows.conflicts(desk, shown[1], self.conflicts, lambda: self.about_jury(again=True))

    # ------------------------------------------------------------------------------------------- the room

    def about_jury(self, *, again: bool = False) -> None:
        """Tell the room who else read, and what waits for the president; asks the store only."""
        shown, link = self._frame.linked_room(), self.lanes.link
        if shown is None or link is None:
            self._show_conflicts(())
            return
        room, jury = shown

        def done(answer: tuple[Elsewhere, tuple[MarkConflict, ...]]) -> None:
            now = self._frame.linked_room()
            if now is not None and now[0] is room and now[1] == jury:
                room.show_link(answer[0], len(answer[1]))
                self._show_conflicts(answer[1])

        if again:
            room.moved(jury)
        self._frame.tasks.run(lambda: (link.elsewhere(jury), link.conflicts(jury)), done, _nothing, owner=self)

    def _show_conflicts(self, conflicts: tuple[MarkConflict, ...]) -> None:
        self.conflicts = conflicts
        self._frame.actions_.allow("conflicts", bool(conflicts))

    # ------------------------------------------------------------------------------------------- what comes

    def _opened(self) -> None:
        self.ask(lambda link: link.status(), self._show_status, _nothing, owner=self)
        self.ask(self._contacts, self._frame.home_page.show_contacts, _nothing, owner=self)
        self.about_jury()

    def _contacts(self, link: LinkDesk) -> dict[JuryId, datetime]:
        desk = self._desk
        juries = desk.juries() if desk is not None else ()
        held = {one.jury: link.contact(one.jury) for one in juries}
        return {jury: at for jury, at in held.items() if at is not None}

    def read_from(self, footing: Footing | None) -> None:
        """The room reads from the copy kept here, or from the academy's again; None once it is left."""
        self._footing = footing
        if self.status is not None:
            self._frame.badge.show_link(self.status.link, footing, self.status.outbox)

    def _ask_footing(self) -> None:
        """A cut, or the way back, while a jury is on the screen."""
        shown, desk = self._frame.linked_room(), self._desk
        if shown is None or desk is None:
            return
        room, jury = shown

        def done(footing: Footing) -> None:
            now = self._frame.linked_room()
            if now is not None and now[0] is room and now[1] == jury:
                room.show_footing(footing)
                self.read_from(footing)

        self._frame.tasks.run(lambda: desk.footing(jury), done, _nothing, owner=self)

    def _report_sent(self, status: LinkStatus) -> None:
        """After a cut, tell once what became of the acts that had waited (J3 step 12)."""
        if status.link.state is LinkState.CUT:
            self._waited = max(self._waited, status.outbox)
            refused, proposals = len(status.refused), status.proposals
            self._refused = min(self._refused, refused) if self._waited else refused
            self._proposals = min(self._proposals, proposals) if self._waited else proposals
        elif self._waited and not status.outbox:
            refused, proposals = len(status.refused) - self._refused, status.proposals - self._proposals
            words = sent_words(self._waited, refused, proposals)
            self._waited = 0
            shown = self._frame.linked_room()
            if shown is not None:
                shown[0].say_sent(words)
            else:
                self._frame.home_page.sync.say(words)

    def _show_status(self, status: LinkStatus) -> None:
        before, self.status = self.status, status
        self._frame.badge.show_link(status.link, self._footing, status.outbox)
        if before is None or before.link.state is not status.link.state:
            self._ask_footing()
        self._report_sent(status)
        if status.academy is not None:
            self.lanes.run()
        self.status_moved.emit(status)

    def _hear(self, news: News) -> None:
        match news:
            case StatusMoved():
                self._show_status(news.status)
            case ActWaits():
                self._ask_status()
            case SyncMoved():
                self._show_progress(news.progress)
            case JuryMoved():
                self._jury_moved(news)
            case VersionOffered():
                self._offers[news.jury] = news.version
                self._frame.offer.show_offers(self._offers)
            case Withdrawn():
                self._frame.withdrawn(news.reason)

    def _ask_status(self) -> None:
        """How many acts wait now: once what the act was recorded for is on the screen."""
        link = self.lanes.link
        if link is None or self._asking:
            self._ask_again = self._asking
            return
        self._asking, self._ask_again = True, False

        def over() -> None:
            self._asking = False
            if self._ask_again:
                self._ask_status()

        def told(status: LinkStatus) -> None:
            if self.lanes.link is link:
                self._show_status(status)
            over()

        self._frame.tasks.at_rest(link.status, told, lambda _locked: over(), owner=self)

    def acts_came(self, jury: JuryId) -> None:
        """Acts of other posts came by another way than the academy."""
        self._jury_moved(JuryMoved(jury, acts=True))

    def _jury_moved(self, news: JuryMoved) -> None:
        shown = self._frame.linked_room()
        if shown is not None and shown[1] == news.jury:
            self.about_jury(again=True)
        else:
            self._frame.refresh_home()

    def _show_progress(self, progress: JuryProgress) -> None:
        home = self._frame.home_page
        if progress.phase in {Phase.DONE, Phase.FAILED}:
            self._offers.pop(progress.jury, None)
            self._frame.offer.show_offers(self._offers)
            at = datetime.now(UTC) if progress.phase is Phase.DONE else None
            bad = progress.phase is Phase.FAILED or bool(progress.missing)
            home.show_sync(progress.jury, done_words(progress, at), None, bad=bad)
            return
        share = progress.done / progress.total if progress.total else 0.0
        said = progress_words(progress)
        bad = bool(progress.missing)
        home.show_sync(progress.jury, tile_words(progress) + missing_words(progress), share, bad=bad)
        if progress.phase is not Phase.WAITING:
            home.sync.show_progress(progress.label, said, progress.done, progress.total)

    def _fetching(self, busy: bool) -> None:
        self._frame.home_page.sync.show_busy(busy=busy)
        for name in ("sync_pause", "sync_stop"):
            self._frame.actions_.allow(name, busy)

    def _synced(self, report: SyncReport) -> None:
        said = [sentence(problem) for problem in report.failed.values()]
        self._frame.home_page.sync.say(" ".join(said))
        self._frame.refresh_home()

    def _not_fetched(self, refusal: Refusal) -> None:
        self._frame.home_page.sync.say(sentence(refusal))

    def _take_offer(self) -> None:
        self.lanes.sync(tuple(self._offers))

    @property
    def seat(self) -> str:
        """The name of this post, proposed to the academy."""
        return self._desk.author.name if self._desk is not None else ""


def _nothing(_refusal: Refusal) -> None:
    """The badge says it."""
