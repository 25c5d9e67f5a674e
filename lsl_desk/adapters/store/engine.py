# SPDX-License-Identifier: AGPL-3.0-or-later
"""SQLAlchemy over the sealed file: one connection that writes, a few that read beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from lsl_desk.adapters.store.connection import CACHE_KIB, connect
from lsl_desk.adapters.store.errors import refusing
from lsl_desk.domain.errors import Code, Refusal

_READERS = 4
_WAIT_SECONDS = 30.0
_BULK_CACHE_KIB = 2_000
_CHECKPOINT_PAGES = 1000
"""SQLite's own default: at 32 KiB a page, the write-ahead log is folded into the file every 32 MB."""


class Engines:
    """The way to the tables. Reading never waits for writing: the write-ahead log gives each its own view."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._writer = _engine(path, key, writable=True)
        self._readers = _engine(path, key, writable=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One steady view of what is committed; from any thread.

        One page that cannot be decrypted poisons its connection until it rolls back (sqlcipher issue 617): each view is
        a transaction, so that one damaged livret costs no other.

        Raises:
            Refusal: what the disk or the file refused.
        """
        with blaming(), self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: committed durably at the end, rolled back if anything is raised.

        Raises:
            Refusal: what the disk or the file refused; nothing was kept. STORE_BUSY when another thread has been
                writing for half a minute.
        """
        with blaming(), self._writer.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def bulk(self) -> Iterator[Connection]:
        """The writing connection for one large transaction, which the caller begins and ends.

        The write-ahead log is folded into the file by the next small transaction, or at closing, not by this one.
        """
        with blaming(), self._writer.connect() as connection:
            driver = driver_of(connection)
            driver.execute("PRAGMA wal_autocheckpoint = 0")
            # Pages are sealed as they come, beside the reading of the next livret, and not all at the commit.
            driver.execute(f"PRAGMA cache_size = -{_BULK_CACHE_KIB}")
            try:
                yield connection
            finally:
                driver.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
                driver.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")

    def fold(self) -> None:
        """Fold the write-ahead log into the file and empty it; what a reader still looks at is folded later.

        Raises:
            Refusal: what the disk or the file refused.
        """
        with blaming(), self._writer.connect() as connection:
            driver_of(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        with refusing():
            self._readers.dispose()
            self._writer.dispose()


def driver_of(connection: Connection) -> sqlcipher.Connection:
    """The bare driver's side of a connection, in the same transaction; its errors are `blaming`'s too."""
    driver: sqlcipher.Connection | None = connection.connection.driver_connection
    if driver is None:  # pragma: no cover - only of a pool that was detached
        raise ValueError("no connection")
    return driver


def _engine(path: Path, key: bytes, *, writable: bool) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key, writable=writable),
        poolclass=QueuePool,
        pool_size=1 if writable else _READERS,
        max_overflow=0,
        pool_timeout=_WAIT_SECONDS,
        hide_parameters=True,  # values never reach an error's text
    )

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    event.listen(engine, "begin", begin)
    return engine


@contextmanager
def blaming() -> Iterator[None]:
    """Turn what SQLAlchemy raises into refusals, as `errors.refusing` does for the bare driver.

    Raises:
        Refusal: DISK_FULL, DISK_FAILED, STORE_DAMAGED, STORE_BUSY.
    """
    try:
        with refusing():
            yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlcipher.Error):
            with refusing():
                raise error.orig from error
        raise
    except PoolTimeoutError as error:
        raise Refusal(Code.STORE_BUSY) from error
