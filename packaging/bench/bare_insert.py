# SPDX-License-Identifier: AGPL-3.0-or-later
"""The limit of receiving acts: a row as heavy as an act and its receipt, inserted and committed, each durable."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bench.actor import serve
from bench.figures import milliseconds


def inserts(path: str, count: int) -> float:
    """Insert so many, one transaction each; returns the milliseconds of all."""
    rows = [(f"{at:032x}", f"{at:064x}", at, os.urandom(600), os.urandom(500)) for at in range(count)]
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("CREATE TABLE act (act TEXT PRIMARY KEY, digest TEXT, rank INTEGER, said BLOB, receipt BLOB)")

        def work() -> None:
            for row in rows:
                database.execute("BEGIN IMMEDIATE")
                database.execute("INSERT INTO act VALUES (?, ?, ?, ?, ?)", row)
                database.execute("COMMIT")

        took = milliseconds(work)
    for end in ("", "-wal", "-shm"):
        Path(path + end).unlink(missing_ok=True)
    return took


if __name__ == "__main__":
    serve({"inserts": inserts})
