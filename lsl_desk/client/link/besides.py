# SPDX-License-Identifier: AGPL-3.0-or-later
"""What passes between a post and its academy besides livrets and acts; none of it fails a sync.

When results were published; whom a centre's head calls; the names for the heads of a jury; erasures at their date.
"""

from collections.abc import Callable, Iterable

from lsl_desk.client.link.erased import tell_erasures, untold
from lsl_desk.client.link.heading import ASKED_AGAIN, keep_whom_to_call
from lsl_desk.client.link.naming import keep_names, lacking
from lsl_desk.client.link.ports import Academy, LinkStore, NamesStore
from lsl_desk.client.link.values import JuryOffer, SyncReport
from lsl_desk.client.link.watch import FAULTS_OF_LINK, Watch
from lsl_desk.client.ports import DeskStore
from lsl_desk.client.sit.published import keep_published
from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.heads import SEATS
from lsl_desk.domain.ids import JuryId


class Besides:
    """What a `Liaison` leaves to it. For any thread."""

    def __init__(self, store: DeskStore, link: LinkStore, names: NamesStore | None, watch: Watch) -> None:
        self._store = store
        self._link = link
        self._names = names
        self._watch = watch
        self._named: dict[JuryId, int] = {}  # answered in this run, of which version; an academy may have none to give
        self._told: set[str] = set()

    def enrolled(self) -> None:
        """The academy may be another one: it has heard of no erasure."""
        self._told.clear()

    def synced(self, academy: Academy, report: SyncReport) -> None:
        """Keep what a sync brought, ask for the rest, tell what was erased."""
        for jury, at in report.published.items():
            keep_published(self._store, jury, at)
        pinned = self._link.academy()
        role = None if pinned is None else pinned.role
        versions = {one.jury: one.version for one in report.done}
        if role is Role.CHEF_DE_CENTRE:
            self._ask(lambda: keep_whom_to_call(academy, self._store, versions))
        elif role in SEATS and (names := self._names) is not None:
            missing = {
                jury: version for jury, version in lacking(names, versions).items() if self._named.get(jury) != version
            }
            if missing:
                self._ask(lambda: self._named.update(keep_names(academy, names, missing)))
        if untold(self._store, self._told):
            self._ask(lambda: tell_erasures(academy, self._store, self._told))

    def offered(self, offers: Iterable[JuryOffer]) -> list[JuryId]:
        """Keep when results were published, of the juries that were ever taken; those of which that is news."""
        return [
            one.offered.jury
            for one in offers
            if self._link.taken(one.offered.jury) is not None
            and keep_published(self._store, one.offered.jury, one.published)
        ]

    def tell(self, opened: Callable[[], Academy]) -> None:
        """Tell what was erased since.

        Args:
            opened: the academy, opened when there is something to tell.

        Raises:
            Refusal: the link, the disk: it is told later.
        """
        if untold(self._store, self._told):
            academy = opened()
            with self._watch.exchange(timed=False):
                tell_erasures(academy, self._store, self._told)

    def _ask(self, ask: Callable[[], None]) -> None:
        try:
            with self._watch.exchange(timed=False):
                ask()
        except Refusal as refusal:
            if refusal.code not in FAULTS_OF_LINK | ASKED_AGAIN:
                raise
