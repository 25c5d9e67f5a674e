# SPDX-License-Identifier: AGPL-3.0-or-later
"""Between the room without server and the window: who is in, what came, which page the chair turned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from lsl_desk.client.hall.for_screens import ActsCame, HallMoved
from lsl_desk.client.hall.values import HallStatus, Part
from lsl_desk.client.link.for_screens import JuryMoved
from lsl_desk.ui.hall_words import badge_words
from lsl_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.hall.for_screens import HallDesk, HallNews
    from lsl_desk.client.link.for_screens import News
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.badge import Badge

T = TypeVar("T")


class Frame(Protocol):
    """What the room without server needs of the window."""

    @property
    def badge(self) -> Badge:
        """Says where the data come from."""

    def acts_came(self, jury: JuryId) -> None:
        """Acts of other posts are on the disk: show them, and move nothing that is being read."""


class Halling(QObject):
    """The room without server of the window's Desk, from its opening to its locking."""

    status_moved = Signal(object)
    """A `HallStatus`."""
    page_turned = Signal(object)
    """A `PageTurn`: the page that whoever presides looks at, on another post."""

    _heard = Signal(int, object)

    def __init__(self, frame: Frame, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self._desk: Desk | None = None
        self._hall: HallDesk | None = None
        self._turn = 0
        self._asking = Tasks(self, "hall-asking")
        self.status = HallStatus()
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def begin(self, desk: Desk) -> None:
        """A Desk was opened; asked twice for the same one, it does nothing more."""
        if desk is self._desk:
            return
        self._desk = desk
        self._turn += 1
        turn = self._turn

        def make() -> HallDesk:
            hall = desk.hall
            hall.listen(lambda news: self._heard.emit(turn, news))
            return hall

        self._asking.run(make, lambda hall: self._made(turn, hall), _nothing, owner=self)

    def stop(self) -> Callable[[], None]:
        """The Desk is being locked, which shuts the room; nothing is to be waited for."""
        self._turn += 1
        self._desk = self._hall = None
        self._show(HallStatus())
        return lambda: None

    def close(self) -> None:
        """End the thread, once stopped."""
        self._asking.close()

    def ask(
        self, work: Callable[[HallDesk], HallStatus], refused: Callable[[Refusal], None], *, owner: QObject
    ) -> None:
        """Open, join, leave: off the GUI thread; what became of it comes as `status_moved`."""
        desk = self._desk
        if desk is not None:
            self._asking.run(lambda: work(desk.hall), _nothing, refused, owner=owner)

    def turn_page(self, jury: JuryId, number: StudentNumber, page: int) -> None:
        """Tell the posts of the room which page (from 1) is looked at here, when this one opened it."""
        if self._hall is not None and self.status.part is Part.HOST:
            self._hall.turn_page(jury, number, page)

    def hear_link(self, news: News) -> None:
        """Acts came from the academy: the room's posts are to have them too."""
        if self._hall is not None and isinstance(news, JuryMoved) and news.acts:
            self._hall.feed_moved(news.jury)

    def _made(self, turn: int, hall: HallDesk) -> None:
        if turn == self._turn:
            self._hall = hall

    def _hear(self, turn: int, news: HallNews) -> None:
        if turn != self._turn:
            return
        match news:
            case HallMoved():
                self._show(news.status)
            case ActsCame():
                self._frame.acts_came(news.jury)
            case _:
                self.page_turned.emit(news)

    def _show(self, status: HallStatus) -> None:
        self.status = status
        lost = status.over or status.problem is not None
        self._frame.badge.show_hall(badge_words(status), lost=lost)
        self.status_moved.emit(status)


def _nothing(_answer: object) -> None:
    """The room says it as news."""
