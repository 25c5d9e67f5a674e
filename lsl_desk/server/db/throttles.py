# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counting tries, in one statement each, so that tries at the same time are all counted."""

from dataclasses import dataclass

from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.schema import throttle


@dataclass(frozen=True, slots=True)
class Tries:
    """How many tries since when (UTC, as text), the last one included."""

    since: str
    count: int


def hit(connection: Connection, subject: str, *, now: str, oldest: str) -> Tries:
    """Count a try.

    Args:
        connection: in a transaction.
        subject: what is counted, as a digest.
        now: UTC, as text.
        oldest: tries counted since before this are over, and the count begins again.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    over = throttle.c.since <= oldest
    statement = (
        dialect.insert(throttle)
        .values(subject=subject, since=now, count=1)
        .on_conflict_do_update(
            index_elements=[throttle.c.subject],
            set_={
                "since": case((over, now), else_=throttle.c.since),
                "count": case((over, 1), else_=throttle.c.count + 1),
            },
        )
        .returning(throttle.c.since, throttle.c.count)
    )
    row = connection.execute(statement).one()
    return Tries(row[0], row[1])


def forgive(connection: Connection, subject: str) -> None:
    """Uncount a try: it was a good one."""
    connection.execute(
        update(throttle).where(throttle.c.subject == subject, throttle.c.count > 0).values(count=throttle.c.count - 1)
    )


def clear(connection: Connection, subject: str) -> None:
    """Forget every try."""
    connection.execute(delete(throttle).where(throttle.c.subject == subject))


def sweep(connection: Connection, oldest: str) -> None:
    """Forget the tries that are over."""
    connection.execute(delete(throttle).where(throttle.c.since <= oldest))
