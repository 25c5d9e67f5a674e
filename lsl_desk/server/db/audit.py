# SPDX-License-Identifier: AGPL-3.0-or-later
"""The audit's lines and the end of its chain."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import insert, select, update

from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Connection


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line, but for its digest.

    Attributes:
        sequence: 1, 2, 3… without a gap.
        time: UTC, as text.
        actor: identifier of an account or a post, "" for a command on the server.
        action: a stable word.
        resource: what it was done to.
        facts: JSON.
        previous: digest of the line before.
    """

    sequence: int
    time: str
    actor: str
    action: str
    resource: str
    facts: str
    previous: str


def head(connection: Connection, *, hold: bool) -> tuple[int, str]:
    """The rank and digest of the last line; ``hold`` keeps others from adding until the transaction ends."""
    row = schema.audit_head.c
    asked = select(row.sequence, row.chain)
    end = connection.execute(asked.with_for_update() if hold else asked).one()
    return end.sequence, end.chain


def add(connection: Connection, line: AuditLine, digest: str) -> None:
    """Write a line and move the end."""
    connection.execute(insert(schema.audit).values(**asdict(line), digest=digest))
    connection.execute(update(schema.audit_head).values(sequence=line.sequence, chain=digest))


def lines(connection: Connection) -> Iterator[tuple[AuditLine, str]]:
    """Every line with its digest, in order."""
    row = schema.audit.c
    columns = (row.sequence, row.time, row.actor, row.action, row.resource, row.facts, row.previous, row.digest)
    for *fields, digest in connection.execute(select(*columns).order_by(row.sequence)):
        yield AuditLine(*fields), digest
