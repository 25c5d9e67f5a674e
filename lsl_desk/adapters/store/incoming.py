# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury's file on its way in: one transaction for all of it (features I05).

Livrets are sealed in a thread of their own, in the order they come: encryption and the disk go on while the next ones
are read and checked. The transaction stays one, and nothing else touches its connection before that thread is done.
"""

from collections import deque
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Self

from sqlalchemy import Connection

from lsl_desk.adapters.store import carrying, juries, livrets, readings
from lsl_desk.adapters.store import identities as names
from lsl_desk.adapters.store.engine import Engines, blaming
from lsl_desk.client.carried import CarriedJury
from lsl_desk.client.ports import NewLivret
from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.jury import JuryFile, SealedIdentity

_WAITING = 4
"""Livrets read and not yet sealed: few to hold in memory."""


class IncomingJury:
    """Implements `client.ports.IncomingContext`, and the `Incoming` it gives."""

    def __init__(self, engines: Engines, wrapping: bytes) -> None:
        self._engines = engines
        self._wrapping = wrapping
        self._held = ExitStack()
        self._open: Connection | None = None
        self._sealing: ThreadPoolExecutor | None = None
        self._waiting: deque[Future[None]] = deque()
        self._broken = False

    def __enter__(self) -> Self:
        """Begin."""
        with self._held as held:
            connection = held.enter_context(self._engines.bulk())
            connection.begin()
            self._held = held.pop_all()
        self._open = connection
        self._sealing = ThreadPoolExecutor(1, "sealing")
        return self

    def add(self, livret: NewLivret) -> None:
        """Write a livret, or soon; its digest is taken at its word here, and checked at each reading.

        Raises:
            Refusal: DISK_FULL, DISK_FAILED, for this livret or one before it.
        """
        connection = self._connection
        if self._sealing is None:
            raise ValueError("nothing is sealed outside of the transaction")
        self._sealed(but=_WAITING - 1)
        self._waiting.append(self._sealing.submit(self._seal, connection, livret))

    def commit(
        self,
        file: JuryFile,
        identities: tuple[SealedIdentity, ...],
        anomalies: tuple[Anomaly, ...],
        read: Collection[tuple[StudentNumber, Digest]] = (),
        carried: CarriedJury | None = None,
    ) -> None:
        """Make the version current, durably, the livrets named read on other posts, and keep what came with it.

        Raises:
            Refusal: DISK_FULL, DISK_FAILED.
            ValueError: the version's number is not above the current one's.
        """
        self._sealed()
        with blaming():
            readings.keep_read(self._connection, file.jury, read)
            juries.add_version(self._connection, file, anomalies)
            names.seal(self._connection, self._wrapping, file.jury, file.version, identities)
            if carried is not None:
                carrying.keep(self._connection, file, carried)
            self._connection.commit()
        self._open = None

    def carry(self, file: JuryFile, carried: CarriedJury) -> None:
        """Instead of `commit`: keep, durably, what came with a version that is current already.

        Raises:
            Refusal: DISK_FULL, DISK_FAILED.
        """
        self._sealed()
        with blaming():
            carrying.keep(self._connection, file, carried)
            self._connection.commit()
        self._open = None

    def __exit__(self, *exc: object) -> None:
        """Roll back whatever was not committed."""
        connection, self._open = self._open, None
        if self._sealing is not None:
            self._sealing.shutdown(cancel_futures=True)
        with self._held:
            if connection is not None:
                connection.rollback()

    def _sealed(self, *, but: int = 0) -> None:
        """Wait until no more than so many livrets wait to be sealed; raise what one of them met."""
        while len(self._waiting) > but:
            self._waiting.popleft().result()

    def _seal(self, connection: Connection, livret: NewLivret) -> None:
        """In the sealing thread."""
        if self._broken:
            return  # SQLite may have given the transaction up: what follows would be written outside of any
        self._broken = True
        with blaming():
            livrets.add(connection, livret)
        self._broken = False

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise ValueError("this version was committed or given up")
        return self._open
