# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way to the tables, on SQLite or PostgreSQL: short transactions, durable when they end."""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from lsl_desk.domain.errors import Code, Refusal

log = logging.getLogger(__name__)

__all__ = ["Busy", "Connection", "Database", "DatabaseFault"]

DatabaseFault = DBAPIError
"""What a database raises that is not `Busy`: a fault of ours, of its disk or of its tables."""

_Done = TypeVar("_Done")

_READERS = 16
_WAIT_SECONDS: Final = 20.0
_TRIES: Final = 4
_PAUSE_SECONDS: Final = 0.02
_REST_SECONDS: Final = 1.0
"""A connection that rested longer is asked first whether it lives: to ask each time costs more than most statements.
One that died since is met by one request, which is told to come again; the others get new ones."""
_AGAIN = frozenset({"40001", "40P01", "23505"})
"""PostgreSQL: two transactions met (serialization, deadlock, the same new key): the second is tried again."""


_NO_ROOM: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})
"""SQLite says so of a full disk; of a quota, that it cannot write, or not make its shared memory longer."""
_DISK_FULL: Final = "53100"
"""PostgreSQL."""


class Busy(Exception):  # noqa: N818 - the state of the database
    """The database could not take this now: too many at once, or it is restarting. Nothing was kept."""


class Database:
    """One database; from any thread."""

    def __init__(self, url: str) -> None:
        """Take an address; nothing is opened yet.

        Args:
            url: ``sqlite:///path`` or ``postgresql://…``.
        """
        parsed = make_url(url)
        self.sqlite = parsed.get_backend_name() == "sqlite"
        if self.sqlite:
            self._writer = _sqlite(str(parsed.database), writable=True)
            self._reader = self._looker = _sqlite(str(parsed.database), writable=False)
        else:
            self._writer = create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                pool_size=_READERS,
                max_overflow=0,
                pool_timeout=_WAIT_SECONDS,
                hide_parameters=True,
            )
            event.listen(self._writer, "connect", _durable)
            _ask_the_rested(self._writer)
            # The same connections; a reading transaction sees one instant and cannot write.
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            self._looker = self._writer.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """For statements that read, each seeing an instant of its own: nothing has to begin or end around them.

        Raises:
            Busy: see there.
        """
        with _told(), self._looker.connect() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One steady view of what is committed.

        Raises:
            Busy: see there.
        """
        with _told(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: durable once it ends, nothing of it if anything is raised. SQLite has one at a time.

        Raises:
            Busy: see there.
            Refusal: SERVER_FULL.
        """
        with _told(), self._writer.connect() as connection, connection.begin():
            yield connection

    def write(self, work: "Callable[[Connection], _Done]") -> _Done:
        """Do work in one transaction, again from its beginning when another one was in its way.

        Args:
            work: reads and writes through the connection and nothing else: it may run more than once.

        Raises:
            Busy: see there.
        """
        for left in reversed(range(_TRIES)):
            try:
                with self.writing() as connection:
                    return work(connection)
            except (OperationalError, IntegrityError) as error:
                if not left or getattr(error.orig, "sqlstate", None) not in _AGAIN:
                    raise
                time.sleep(_PAUSE_SECONDS * (_TRIES - left))
        raise AssertionError("unreachable")  # pragma: no cover - the last try returns or raises

    def close(self) -> None:
        """Close every connection."""
        self._reader.dispose()
        self._writer.dispose()


def _durable(raw: Any, _record: object) -> None:
    """Whatever the cluster's own setting: what is answered as kept survives a power cut."""
    raw.execute("SET synchronous_commit TO on")
    raw.commit()


def _ask_the_rested(engine: Engine) -> None:
    """Have a connection that rested asked whether it lives, and replaced if not: the server may have restarted."""

    def given_back(_raw: object, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    def taken(raw: Any, record: Any, _proxy: object) -> None:
        since = record.info.get("rests_since")
        if since is None or time.monotonic() - since <= _REST_SECONDS:
            return
        try:
            engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool makes another one

    event.listen(engine, "checkin", given_back)
    event.listen(engine, "checkout", taken)


def _sqlite(path: str, *, writable: bool) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=path),
        pool_size=1 if writable else _READERS,
        max_overflow=0,
        pool_timeout=_WAIT_SECONDS,
        # The driver begins nothing by itself: what is read before writing is then under the same lock.
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": _WAIT_SECONDS},
        hide_parameters=True,
    )

    def connected(raw: Any, _record: object) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"):
            raw.execute(f"PRAGMA {pragma}")
        if not writable:
            raw.execute("PRAGMA query_only = ON")

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begin)
    return engine


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except PoolTimeoutError as error:
        raise Busy from error
    except DBAPIError as error:
        if _full(error):
            log.exception("no room for a write")
            raise Refusal(Code.SERVER_FULL) from error
        if error.connection_invalidated or _unreachable(error):
            raise Busy from error
        raise


def _full(error: DBAPIError) -> bool:
    """Whether there was no room for what had to be written: the disk or a quota is at its end."""
    if isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorcode in _NO_ROOM
    return getattr(error.orig, "sqlstate", None) == _DISK_FULL


def _unreachable(error: DBAPIError) -> bool:
    """Whether SQLite waited in vain for another process, or PostgreSQL does not answer (its errors have a state)."""
    if isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", "") is None
