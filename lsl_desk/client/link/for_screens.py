# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the screens ask of the link: one object, as `client.desk.Desk` is for the rest. `Liaison` implements it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lsl_desk.client.link.control import Control
from lsl_desk.client.link.values import (
    Elsewhere,
    EnrolmentOffer,
    JuryProgress,
    LinkStatus,
    Network,
    PinnedAcademy,
    SendReport,
    SyncReport,
)
from lsl_desk.client.progress import Report
from lsl_desk.domain.board import Board
from lsl_desk.domain.connection import LinkState
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.marks import MarkConflict


@dataclass(frozen=True, slots=True)
class StatusMoved:
    """The link, the outbox or the academy's word on this post changed."""

    status: LinkStatus


@dataclass(frozen=True, slots=True)
class ActWaits:
    """An act was recorded: `status` has one more to send. Whoever shows it asks once nobody waits for the store."""


@dataclass(frozen=True, slots=True)
class SyncMoved:
    """A progress bar moved."""

    progress: JuryProgress


@dataclass(frozen=True, slots=True)
class JuryMoved:
    """A jury changed in the store: acts of other posts, a newer version, or the verdict of a page.

    Attributes:
        jury: which.
        acts: acts of other posts came; conflicts may have.
        version: a newer version is current.
        pages: the own reading of a page changed a verdict, or made its text searchable.
    """

    jury: JuryId
    acts: bool = False
    version: bool = False
    pages: bool = False


@dataclass(frozen=True, slots=True)
class VersionOffered:
    """The academy has a newer version of a jury than this post; `sync` fetches it."""

    jury: JuryId
    version: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The academy has withdrawn this post, all its acts are receipted, and its sealed file was erased."""

    reason: str


News = StatusMoved | ActWaits | SyncMoved | JuryMoved | VersionOffered | Withdrawn
Listener = Callable[[News], None]
"""Told from whichever thread the news came in; it must not block."""


class LinkDesk(Protocol):
    """The link of an unlocked Desk. Every method blocks unless it says otherwise, and may raise `Refusal`."""

    def listen(self, listener: Listener) -> None:
        """Tell all news to this listener too, from now on. Does not block."""

    def status(self) -> LinkStatus:
        """What the badge and its panel show; asks the store only."""

    def state(self) -> LinkState:
        """The state of the link alone; asks nothing of anybody."""

    def isolate(self) -> None:
        """Cut this post from the academy by choice (features N13): every exchange is refused with NET_BY_CHOICE.

        What is under way ends as a cut would end it; a post that has no academy is cut already. Does not block.
        """

    def rejoin(self) -> None:
        """End the cut by choice: the link is looked for again, by itself. Does not block."""

    def network(self) -> Network:
        """How the network is reached."""

    def keep_network(self, network: Network) -> None:
        """Reach it another way from now on; refused with VALUE_OUT_OF_RANGE when that is no way."""

    def move(self, url: str) -> PinnedAcademy:
        """Reach the same academy at another address from now on, once it has answered there.

        Raises:
            Refusal: NOT_ENROLLED; NET_OTHER_SERVER when another one answers.
        """

    def begin_enrolment(self, url: str, label: str) -> EnrolmentOffer:
        """Ask an academy to take this post; the six digits are to be compared on both screens."""

    def enrolment_done(self, offer: EnrolmentOffer) -> PinnedAcademy | None:
        """Ask whether the academy said yes; None while nobody answered. Ask again after two seconds.

        Raises:
            Refusal: ENROLMENT_REFUSED, ENROLMENT_EXPIRED.
        """

    def sync(self, control: Control | None = None, *, juries: Collection[JuryId] | None = None) -> SyncReport:
        """Fetch what is new of all juries, the next sitting first, or of some. Progress comes as `SyncMoved`.

        Raises:
            Refusal: nothing could be fetched: the link, the disk.
            Cancelled: what is whole is kept.
        """

    def check_pages(self, report: Report) -> int:
        """Read the pages of what came and was not read yet, for the number lock and for search; to run beside.

        Returns:
            Livrets read.
        """

    def send(self) -> SendReport:
        """Send the acts that wait, now; those made in a room at their turn, awaited half a minute at most."""

    def keep_sending(self) -> None:
        """Send acts as they come, with growing pauses while the link is cut, until `close`; for a thread of its own.

        Call `acts_wait` when an act was recorded.
        """

    def acts_wait(self) -> None:
        """Say that an act was recorded. Does not block."""

    def follow(self) -> None:
        """Follow what the other posts do, until `close`; for a thread of its own. This is what moves the badge."""

    def board(self, jury: JuryId) -> Board:
        """Marks, conflicts and closing of a jury: its acts at the academy replayed, then this post's that wait."""

    def conflicts(self, jury: JuryId) -> tuple[MarkConflict, ...]:
        """The conflicts the president has to settle."""

    def elsewhere(self, jury: JuryId) -> Elsewhere:
        """What the other posts read, and what they have before them; asks the store only."""

    def whose(self, number: str) -> tuple[str, ...]:
        """Ask once which centres expect a paper livret of this number, as « 0990020B, Lycée Exemple ».

        Nothing when the link is cut, or when the academy does not answer or may not say.
        """

    def contact(self, jury: JuryId) -> datetime | None:
        """UTC, when the academy last confirmed the version held; asks the store only."""

    def diagnose(self) -> tuple[str, ...]:
        """The report of « Diagnostic réseau », in French lines that can be copied; nothing personal in it."""

    def close(self) -> None:
        """Cut what waits for the network; `follow` and `keep_sending` return. Does not block."""
