# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose store it is; read at each start, so without SQLAlchemy (see `summaries`)."""

import sqlcipher3.dbapi2 as sqlcipher

from lsl_desk.domain.acts import Author, Role


def author_of(connection: sqlcipher.Connection) -> Author | None:
    """Who the store was made for, None when its making was cut short."""
    row = connection.execute("SELECT name, role FROM person").fetchone()
    return None if row is None else Author(row[0], Role(row[1]))


def keep_author(connection: sqlcipher.Connection, author: Author) -> None:
    """Write who acts from now on."""
    connection.execute(
        "INSERT INTO person (id, name, role) VALUES (1, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role",
        (author.name, author.role.value),
    )


def enrolled(connection: sqlcipher.Connection) -> bool:
    """Whether an academy took this post."""
    return connection.execute("SELECT 1 FROM academy").fetchone() is not None
