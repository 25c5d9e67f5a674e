# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database keeps what it said it kept, waits in turn, and says so when it cannot."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server.db import audit, engine
from lsl_desk.server.db.engine import Busy, Connection, Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database."""
    made = Database(database_url)
    yield made
    made.close()


def test_a_transaction_ends_on_the_disk(database: Database) -> None:
    """Without it a power cut takes back what was receipted; no test of ours can cut the power."""
    with database.writing() as connection:
        if database.sqlite:
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        else:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"


def test_what_raises_is_not_kept(database: Database) -> None:
    def fails(connection: Connection) -> None:
        connection.execute(text("UPDATE audit_head SET sequence = 7"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(fails)
    with database.reading() as connection:
        assert connection.execute(text("SELECT sequence FROM audit_head")).scalar() == 0


def test_writers_of_one_row_wait_for_each_other(database: Database) -> None:
    def add(connection: Connection) -> None:
        before, _ = audit.head(connection, hold=True)
        connection.execute(text("UPDATE audit_head SET sequence = :now"), {"now": before + 1})

    threads = [threading.Thread(target=lambda: [database.write(add) for _ in range(10)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.execute(text("SELECT sequence FROM audit_head")).scalar() == 80


def test_a_view_is_steady_while_others_write(database: Database) -> None:
    with database.reading() as view:
        assert view.execute(text("SELECT sequence FROM audit_head")).scalar() == 0
        with database.writing() as connection:
            connection.execute(text("UPDATE audit_head SET sequence = 1"))
        assert view.execute(text("SELECT sequence FROM audit_head")).scalar() == 0


def test_two_that_meet_are_tried_again_on_postgresql(database: Database) -> None:
    if database.sqlite:
        pytest.skip("SQLite has one writer at a time")
    locked, crossed = threading.Barrier(2, timeout=20), threading.Event()
    tries: list[str] = []

    def work(first: str, second: str) -> None:
        def both(connection: Connection) -> None:
            tries.append(first)
            connection.execute(
                text("INSERT INTO centre VALUES (:id, '') ON CONFLICT (id) DO UPDATE SET name = 'x'"), {"id": first}
            )
            if not crossed.is_set():
                locked.wait()
                crossed.set()
            connection.execute(
                text("INSERT INTO centre VALUES (:id, '') ON CONFLICT (id) DO UPDATE SET name = 'x'"), {"id": second}
            )

        database.write(both)

    threads = [threading.Thread(target=work, args=pair) for pair in (("A", "B"), ("B", "A"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tries) == 3


def test_sqlite_held_by_another_process_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_WAIT_SECONDS", 0.05)
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    one, two = Database(url), Database(url)
    with one.writing(), pytest.raises(Busy), two.writing():
        pass
    with one.writing(), pytest.raises(Busy), one.writing():
        pass
    one.close()
    two.close()


def test_postgresql_that_does_not_answer_is_busy(tmp_path: Path) -> None:
    database = Database(f"postgresql://lsl@/x?host={tmp_path}")
    with pytest.raises(Busy), database.reading():
        pass
    database.close()


class Met(sqlite3.OperationalError):
    """What SQLite raises."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.sqlite_errorcode = code


class State(Exception):  # noqa: N818 - what PostgreSQL raises, but for its state
    """What PostgreSQL raises."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.sqlstate = state


@pytest.mark.logs("no room for a write")
@pytest.mark.parametrize(
    "met",
    [State("53100"), Met(sqlite3.SQLITE_FULL), Met(sqlite3.SQLITE_IOERR_WRITE), Met(sqlite3.SQLITE_IOERR_SHMSIZE)],
    ids=["PostgreSQL", "SQLite", "a quota", "a longer shared memory"],
)
def test_a_disk_that_is_full_is_a_refusal_and_not_a_fault(database: Database, met: Exception) -> None:
    with pytest.raises(Refusal, match=Code.SERVER_FULL.value), database.writing():
        raise OperationalError("INSERT", None, met)


@pytest.mark.parametrize("met", [State("42601"), Met(sqlite3.SQLITE_ERROR)], ids=["PostgreSQL", "SQLite"])
def test_what_else_a_database_meets_is_a_fault(database: Database, met: Exception) -> None:
    with pytest.raises(OperationalError), database.writing():
        raise OperationalError("INSERT", None, met)


def test_a_connection_that_died_while_it_rested_is_replaced(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.sqlite:
        pytest.skip("SQLite has no server that may restart")
    monkeypatch.setattr(engine, "_REST_SECONDS", -1.0)
    _cut_every_connection(database, database_url)
    for opened in (database.looking, database.reading, database.writing):
        with opened() as connection:
            assert connection.execute(text("SELECT sequence FROM audit_head")).scalar() == 0


def test_one_that_died_in_use_costs_one_request(database: Database, database_url: str) -> None:
    if database.sqlite:
        pytest.skip("SQLite has no server that may restart")
    _cut_every_connection(database, database_url)
    with pytest.raises(Busy), database.looking() as connection:
        connection.execute(text("SELECT sequence FROM audit_head"))
    for opened in (database.looking, database.reading, database.writing):
        with opened() as connection:
            assert connection.execute(text("SELECT sequence FROM audit_head")).scalar() == 0


def test_a_look_writes_nothing(database: Database) -> None:
    if database.sqlite:
        with pytest.raises(DBAPIError), database.looking() as connection:
            connection.execute(text("UPDATE audit_head SET sequence = 1"))
    with database.looking() as connection:
        assert connection.execute(text("SELECT sequence FROM audit_head")).scalar() == 0
        with database.writing() as other:
            other.execute(text("UPDATE audit_head SET sequence = 1"))
        if not database.sqlite:  # each statement sees an instant of its own
            assert connection.execute(text("SELECT sequence FROM audit_head")).scalar() == 1


def _cut_every_connection(database: Database, address: str) -> None:
    """As a server that restarts does: two are at rest in the pool, and both are cut."""
    with database.writing(), database.reading():
        pass
    with psycopg.connect(address) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_values_never_reach_the_text_of_an_error(database: Database) -> None:
    with pytest.raises(DBAPIError, match="SQL parameters hidden") as failed, database.writing() as connection:
        connection.execute(text("INSERT INTO audit_head VALUES (1, 1, :name)"), {"name": "NOMÉTAIT"})
    assert "NOMÉTAIT" not in str(failed.value)
