# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury's file on its way in: one transaction for all of it (features I05)."""

from contextlib import ExitStack
from typing import Self

from sqlalchemy import Connection

from lsl_desk.adapters.store import identities as names
from lsl_desk.adapters.store import juries, livrets
from lsl_desk.adapters.store.engine import Engines, blaming
from lsl_desk.client.ports import NewLivret
from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.jury import JuryFile, SealedIdentity


class IncomingJury:
    """Implements `client.ports.IncomingContext`, and the `Incoming` it gives."""

    def __init__(self, engines: Engines, wrapping: bytes) -> None:
        self._engines = engines
        self._wrapping = wrapping
        self._held = ExitStack()
        self._open: Connection | None = None

    def __enter__(self) -> Self:
        """Begin."""
        with self._held as held:
            connection = held.enter_context(self._engines.bulk())
            connection.begin()
            self._held = held.pop_all()
        self._open = connection
        return self

    def holds(self, digest: Digest) -> bool:
        """Tell whether these bytes are already in the store."""
        with blaming():
            return livrets.holds(self._connection, digest)

    def add(self, livret: NewLivret) -> None:
        """Write a livret; its digest is taken at its word here, and checked at each reading.

        Raises:
            Refusal: DISK_FULL, DISK_FAILED.
        """
        with blaming():
            livrets.add(self._connection, livret)

    def commit(self, file: JuryFile, identities: tuple[SealedIdentity, ...], anomalies: tuple[Anomaly, ...]) -> None:
        """Make the version current, durably.

        Raises:
            Refusal: DISK_FULL, DISK_FAILED.
            ValueError: the version's number does not follow the current one's.
        """
        with blaming():
            juries.add_version(self._connection, file, anomalies)
            names.seal(self._connection, self._wrapping, file.jury, file.version, identities)
            self._connection.commit()
        self._open = None

    def __exit__(self, *exc: object) -> None:
        """Roll back whatever was not committed."""
        connection, self._open = self._open, None
        with self._held:
            if connection is not None:
                connection.rollback()

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise ValueError("this version was committed or given up")
        return self._open
