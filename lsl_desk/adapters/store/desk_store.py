# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sealed store, unlocked: what `client.ports.DeskStore` asks for.

A start needs the list of juries and nothing else, so this much runs on the bare driver; `Records`, which brings in
SQLAlchemy, comes with the first other question, or with `warm` on the store lane once the window has painted.
"""

from __future__ import annotations

from contextlib import ExitStack
from threading import Lock
from typing import TYPE_CHECKING

from lsl_desk.adapters.store import person
from lsl_desk.adapters.store.connection import connect
from lsl_desk.adapters.store.errors import refusing
from lsl_desk.adapters.store.migrations import migrate, version_of
from lsl_desk.adapters.store.summaries import summaries
from lsl_desk.domain.errors import Code, Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from lsl_desk.adapters.store.cases import SealedCases
    from lsl_desk.adapters.store.eve import SealedEve
    from lsl_desk.adapters.store.hall import SealedHall
    from lsl_desk.adapters.store.keys import MasterKey
    from lsl_desk.adapters.store.link import SealedLink
    from lsl_desk.adapters.store.lock import StoreLock
    from lsl_desk.adapters.store.names import StoredNames
    from lsl_desk.adapters.store.records import Records
    from lsl_desk.adapters.store.sittings import SealedSittings
    from lsl_desk.client.ports import Clock, Hit, IncomingContext, Trail
    from lsl_desk.client.summary import JurySummary
    from lsl_desk.domain.acts import Act, Author, Body
    from lsl_desk.domain.anomalies import Anomaly
    from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
    from lsl_desk.domain.jury import JuryFile


class SealedDesk:
    """Implements `client.ports.DeskStore`. Every method may be called from any thread; writers wait for one another."""

    def __init__(self, path: Path, master: MasterKey, clock: Clock, lock: StoreLock) -> None:
        """Open the sealed file and bring it to the newest version; `opening` is how one gets here.

        Args:
            path: the file, which exists.
            master: the key from the key slots.
            clock: tells the time of acts.
            lock: held, and released by `close`; the caller keeps it when this raises.

        Raises:
            Refusal: STORE_NEWER, STORE_DAMAGED, DISK_FULL, DISK_FAILED.
        """
        self._path = path
        self._master: MasterKey | None = master
        self._clock = clock
        self._guard = Lock()
        self._records: Records | None = None
        with ExitStack() as opened, refusing():
            self._home = connect(path, master.part("store"), writable=True)
            opened.callback(self._home.close)
            if version_of(self._home) == 0:
                raise Refusal(
                    Code.STORE_DAMAGED, detail=path.name
                )  # absence is never a delete: it was made with tables
            migrate(self._home)
            self._author = person.author_of(self._home)
            opened.pop_all()
        self._lock = lock

    @property
    def author(self) -> Author:
        """Who acts.

        Raises:
            Refusal: STORE_DAMAGED when the store never learnt it.
        """
        if self._author is None:
            raise Refusal(Code.STORE_DAMAGED, detail="person")
        return self._author

    def take_seat(self, author: Author) -> None:
        """Write who acts from now on.

        Raises:
            Refusal: STORE_LOCKED, DISK_FULL, DISK_FAILED.
        """
        with self._guard, refusing():
            self._unlocked()
            person.keep_author(self._home, author)
            self._author = author

    def warm(self) -> None:
        """Bring in what the next questions need; call it on the store lane once the window has painted."""
        self._rest()

    def summaries(self) -> tuple[JurySummary, ...]:
        """See `DeskStore.summaries`."""
        with self._guard, refusing():
            self._unlocked()
            return summaries(self._home)

    def enrolled(self) -> bool:
        """Whether this post has an academy; asked at each start, so on the bare driver."""
        with self._guard, refusing():
            self._unlocked()
            return person.enrolled(self._home)

    def jury(self, jury: JuryId) -> JuryFile:
        """See `DeskStore.jury`."""
        return self._rest().jury(jury)

    def jury_of(self, number: str) -> tuple[JuryId, ...]:
        """See `DeskStore.jury_of`."""
        return self._rest().jury_of(number)

    def anomalies(self, jury: JuryId) -> tuple[Anomaly, ...]:
        """See `DeskStore.anomalies`."""
        return self._rest().anomalies(jury)

    def identities_sealed(self, jury: JuryId) -> int:
        """How many names are under seal for a jury's current version."""
        return self._rest().identities_sealed(jury)

    def incoming(self) -> IncomingContext:
        """See `DeskStore.incoming`."""
        return self._rest().incoming()

    def erase_jury(
        self, jury: JuryId, *, but: Collection[StudentNumber] = (), told: tuple[str, str] | None = None
    ) -> None:
        """See `DeskStore.erase_jury`."""
        self._rest().erase_jury(jury, frozenset(but), told)

    def livrets_of(self, jury: JuryId, but: Collection[StudentNumber] = ()) -> tuple[frozenset[Digest], ...]:
        """See `DeskStore.livrets_of`."""
        return self._rest().livrets_of(jury, frozenset(but))

    def livret(self, digest: Digest) -> bytes:
        """See `DeskStore.livret`."""
        return self._rest().livret(digest)

    def search(self, jury: JuryId, words: str) -> tuple[Hit, ...]:
        """See `DeskStore.search`."""
        return self._rest().search(jury, words)

    def pages_seen(self, jury: JuryId) -> Mapping[StudentNumber, Mapping[Digest, Mapping[int, float]]]:
        """See `DeskStore.pages_seen`."""
        return self._rest().pages_seen(jury)

    def see_page(self, jury: JuryId, number: StudentNumber, digest: Digest, page: int, seconds: float) -> None:
        """See `DeskStore.see_page`."""
        self._rest().see_page(jury, number, digest, page, seconds)

    def record(self, jury: JuryId, version: int, body: Body) -> Act:
        """See `DeskStore.record`."""
        return self._rest().record(jury, version, body, self.author, self._clock.now())

    def acts(self, jury: JuryId | None = None) -> Iterator[Act]:
        """See `DeskStore.acts`. All of the journal is proved before the first act is given."""
        return self._rest().acts(jury)

    def trail(self, jury: JuryId) -> Trail:
        """See `DeskStore.trail`."""
        return self._rest().trail(jury)

    def livrets_read(self, jury: JuryId) -> Mapping[StudentNumber, frozenset[Digest]]:
        """See `DeskStore.livrets_read`."""
        return self._rest().livrets_read(jury)

    def note(self, key: str) -> str | None:
        """See `DeskStore.note`."""
        return self._rest().note(key)

    def notes_of(self, keys: Collection[str]) -> Mapping[str, str]:
        """See `DeskStore.notes_of`."""
        return self._rest().notes_of(keys)

    def keep_note(self, key: str, value: str) -> None:
        """See `DeskStore.keep_note`."""
        self._rest().keep_note(key, value)

    def link(self) -> SealedLink:
        """The store's side of the link to the academy; refused as STORE_LOCKED once this is closed."""
        from lsl_desk.adapters.store.link import SealedLink  # noqa: PLC0415 - as `Records`

        return SealedLink(lambda: self._rest().engines)

    def eve(self) -> SealedEve:
        """What the store knows of the eve; refused as STORE_LOCKED once this is closed."""
        from lsl_desk.adapters.store.eve import SealedEve  # noqa: PLC0415 - as `Records`

        return SealedEve(lambda: self._rest().engines)

    def names(self) -> StoredNames:
        """The names under seal; refused as STORE_LOCKED once this is closed."""
        from lsl_desk.adapters.store.names import StoredNames  # noqa: PLC0415 - as `Records`

        return StoredNames(lambda: self._rest().engines, lambda: self._rest().names_key)

    def sittings(self) -> SealedSittings:
        """What the store knows of sittings; refused as STORE_LOCKED once this is closed."""
        from lsl_desk.adapters.store.sittings import SealedSittings  # noqa: PLC0415 - as `Records`

        return SealedSittings(lambda: self._rest().engines)

    def hall(self) -> SealedHall:
        """What the store keeps of a room without server; refused as STORE_LOCKED once this is closed."""
        from lsl_desk.adapters.store.hall import SealedHall  # noqa: PLC0415 - as `Records`

        return SealedHall(lambda: self._rest().engines)

    def cases(self) -> SealedCases:
        """What the file of a case is made from; refused as STORE_LOCKED once this is closed."""
        from lsl_desk.adapters.store.cases import SealedCases  # noqa: PLC0415 - as `Records`

        return SealedCases(lambda: self._rest().engines)

    def close(self) -> None:
        """See `DeskStore.close`. Twice does no harm; anything asked later is refused as STORE_LOCKED."""
        with self._guard:
            if self._master is None:
                return
            self._master = None
            with ExitStack() as closing:
                closing.callback(self._lock.release)
                closing.enter_context(refusing())
                closing.callback(self._home.close)
                if self._records is not None:
                    closing.callback(self._records.close)

    def _rest(self) -> Records:
        with self._guard:
            master = self._unlocked()
            if self._records is None:
                from lsl_desk.adapters.store.records import Records  # noqa: PLC0415 - half a second that a start saves

                self._records = Records(self._path, master, master.part("store"))
            return self._records

    def _unlocked(self) -> MasterKey:
        if self._master is None:
            raise Refusal(Code.STORE_LOCKED)
        return self._master
