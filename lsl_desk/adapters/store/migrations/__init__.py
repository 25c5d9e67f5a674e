# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of the sealed file through time: numbered, upwards, each all or nothing.

A migration is statements only. It imports nothing of ours, so that what it does never changes once it is released.
"""

from collections.abc import Sequence

import sqlcipher3.dbapi2 as sqlcipher

from lsl_desk.adapters.store.migrations import (
    m0001_first,
    m0002_academy,
    m0003_taken,
    m0004_eve,
    m0005_copies,
    m0006_neighbours,
    m0007_period,
)
from lsl_desk.domain.errors import Code, Refusal

Migration = Sequence[str]

ALL: tuple[Migration, ...] = (
    m0001_first.STATEMENTS,
    m0002_academy.STATEMENTS,
    m0003_taken.STATEMENTS,
    m0004_eve.STATEMENTS,
    m0005_copies.STATEMENTS,
    m0006_neighbours.STATEMENTS,
    m0007_period.STATEMENTS,
)
"""The first brings an empty file to version 1, the second brings version 1 to 2, and so on."""


def version_of(connection: sqlcipher.Connection) -> int:
    """The version of the file's shape, 0 for an empty file (``PRAGMA user_version``)."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlcipher.Connection, migrations: Sequence[Migration] = ALL) -> None:
    """Bring the file to the newest version, one committed transaction a migration.

    Raises:
        Refusal: STORE_NEWER; nothing was written.
        sqlcipher3.dbapi2.Error: the migration under way was rolled back.
    """
    found = version_of(connection)
    if found > len(migrations):
        raise Refusal(Code.STORE_NEWER, found=found, known=len(migrations))
    for number, statements in enumerate(migrations[found:], start=found + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except sqlcipher.Error:
            connection.rollback()
            raise
