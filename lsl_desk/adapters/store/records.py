# SPDX-License-Identifier: AGPL-3.0-or-later
"""All of the sealed file that needs SQLAlchemy and signatures; `desk_store` brings it in after the first paint."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from lsl_desk.adapters.store import identities, juries, livrets, notes, proved, readings
from lsl_desk.adapters.store.engine import Engines
from lsl_desk.adapters.store.incoming import IncomingJury
from lsl_desk.adapters.store.journal import Journal, make_device
from lsl_desk.adapters.store.keys import MasterKey
from lsl_desk.adapters.store.search import search
from lsl_desk.client.ports import Hit, IncomingContext, Trail
from lsl_desk.domain.acts import Act, Author, Body
from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import JuryFile

T = TypeVar("T")


class Records:
    """The tables, one method for each of `client.ports.DeskStore`, each one transaction."""

    def __init__(self, path: Path, master: MasterKey, key: bytes) -> None:
        self._master = master
        self.engines = Engines(path, key)
        self._journal = Journal()
        self._proof_kept = 0

    def jury(self, jury: JuryId) -> JuryFile:
        """See `DeskStore.jury`."""
        with self.engines.reading() as connection:
            return juries.current(connection, jury)

    def jury_of(self, number: str) -> tuple[JuryId, ...]:
        """See `DeskStore.jury_of`."""
        with self.engines.reading() as connection:
            return juries.with_number(connection, number)

    def anomalies(self, jury: JuryId) -> tuple[Anomaly, ...]:
        """See `DeskStore.anomalies`."""
        with self.engines.reading() as connection:
            return juries.anomalies_of(connection, jury)

    def identities_sealed(self, jury: JuryId) -> int:
        """How many names are under seal for a jury's current version."""
        with self.engines.reading() as connection:
            return identities.count(connection, jury)

    @property
    def names_key(self) -> bytes:
        """The key that wraps the names' own key."""
        return self._master.part("identities")

    def incoming(self) -> IncomingContext:
        """See `DeskStore.incoming`."""
        return IncomingJury(self.engines, self.names_key)

    def erase_jury(self, jury: JuryId, but: frozenset[StudentNumber], told: tuple[str, str] | None) -> None:
        """See `DeskStore.erase_jury`; nothing of it is left in the write-ahead log either."""
        from lsl_desk.adapters.store import erasing  # noqa: PLC0415 - it knows what the eve keeps; no opening needs it

        with self.engines.writing() as connection:
            if but:
                erasing.erase_but(connection, self.names_key, jury, but)
            else:
                erasing.erase(connection, jury)
            if told is not None:
                notes.keep(connection, *told)
        self.engines.fold()

    def livrets_of(self, jury: JuryId, but: frozenset[StudentNumber]) -> tuple[frozenset[Digest], ...]:
        """See `DeskStore.livrets_of`."""
        from lsl_desk.adapters.store import erasing  # noqa: PLC0415 - as above

        with self.engines.reading() as connection:
            return erasing.livrets_of(connection, jury, but)

    def livret(self, digest: Digest) -> bytes:
        """See `DeskStore.livret`."""
        with self.engines.reading() as connection:
            return livrets.data_of(connection, digest)

    def search(self, jury: JuryId, words: str) -> tuple[Hit, ...]:
        """See `DeskStore.search`."""
        with self.engines.reading() as connection:
            return search(connection, jury, words)

    def pages_seen(self, jury: JuryId) -> Mapping[StudentNumber, Mapping[Digest, Mapping[int, float]]]:
        """See `DeskStore.pages_seen`."""
        with self.engines.reading() as connection:
            return readings.pages_seen(connection, jury)

    def see_page(self, jury: JuryId, number: StudentNumber, digest: Digest, page: int, seconds: float) -> None:
        """See `DeskStore.see_page`."""
        with self.engines.writing() as connection:
            readings.see_page(connection, jury, number, digest, page, seconds)

    def make_device(self) -> None:
        """Make this installation's signing key, unless there is one."""
        with self.engines.writing() as connection:
            make_device(connection)

    def record(self, jury: JuryId, version: int, body: Body, author: Author, time: datetime) -> Act:
        """See `DeskStore.record`."""
        with self.engines.writing() as connection:
            return self._journal.record(connection, jury=jury, version=version, body=body, author=author, time=time)

    def acts(self, jury: JuryId | None) -> Iterator[Act]:
        """See `DeskStore.acts`. All of the journal is proved before the first act is given."""
        return iter(self._proving(lambda connection: self._journal.acts(connection, jury)))

    def trail(self, jury: JuryId) -> Trail:
        """See `DeskStore.trail`."""
        return self._proving(lambda connection: self._journal.trail(connection, jury))

    def _proving(self, read: Callable[[Connection], T]) -> T:
        before = self._journal.proof
        with self.engines.reading() as connection:
            found = read(connection)
            kept = proved.kept(connection).rows if before is None else self._proof_kept
        self._keep_proof(kept)
        return found

    def _keep_proof(self, kept: int) -> None:
        """Keep what was just proved, when it is much more than the proof kept."""
        self._proof_kept = kept
        proof = self._journal.proof
        if proof is None or proof.rows < kept + proved.ENOUGH:
            return
        # A disk without room does not stop a reading: the next session verifies again, and that is all.
        with suppress(Refusal), self.engines.writing() as connection:
            proved.keep(connection, proof)
            self._proof_kept = proof.rows

    def livrets_read(self, jury: JuryId) -> Mapping[StudentNumber, frozenset[Digest]]:
        """See `DeskStore.livrets_read`."""
        with self.engines.reading() as connection:
            return readings.livrets_read(connection, jury)

    def note(self, key: str) -> str | None:
        """See `DeskStore.note`."""
        with self.engines.reading() as connection:
            return notes.note(connection, key)

    def notes_of(self, keys: Collection[str]) -> Mapping[str, str]:
        """See `DeskStore.notes_of`."""
        with self.engines.reading() as connection:
            return notes.notes_of(connection, keys)

    def keep_note(self, key: str, value: str) -> None:
        """See `DeskStore.keep_note`."""
        with self.engines.writing() as connection:
            notes.keep(connection, key, value)

    def close(self) -> None:
        """Close every connection."""
        self.engines.close()
