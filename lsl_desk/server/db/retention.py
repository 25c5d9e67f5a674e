# SPDX-License-Identifier: AGPL-3.0-or-later
"""Disputes, the livrets and names of juries, and the certificates of what was erased."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select

from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.retention import Hold
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.strict import moment_of, moment_text

_HOLD, _CANDIDATE, _IDENTITY = schema.hold.c, schema.candidate.c, schema.identity.c


def holds(connection: Connection) -> list[Hold]:
    """All of them, by jury and number."""
    rows = connection.execute(select(schema.hold).order_by(_HOLD.jury, _HOLD.number))
    return [
        Hold(JuryId(row.jury), StudentNumber(row.number) if row.number else None, row.reason, moment_of(row.since))
        for row in rows
    ]


def hold(connection: Connection, one: Hold) -> None:
    """Keep a dispute, in place of one about the same."""
    release(connection, one.jury, one.number)
    values = {"jury": one.jury, "number": one.number or "", "reason": one.reason, "since": moment_text(one.since)}
    connection.execute(insert(schema.hold).values(values))


def release(connection: Connection, jury: JuryId, number: StudentNumber | None) -> bool:
    """It has ended; whether there was one."""
    there = (_HOLD.jury == jury) & (_HOLD.number == (number or ""))
    return connection.execute(delete(schema.hold).where(there)).rowcount > 0


def livrets(connection: Connection) -> list[tuple[JuryId, StudentNumber, Digest | None]]:
    """Every candidate of the academy with the digest of its livret, by jury and number."""
    asked = select(_CANDIDATE.jury, _CANDIDATE.number, _CANDIDATE.digest)
    rows = connection.execute(asked.order_by(_CANDIDATE.jury, _CANDIDATE.number))
    return [(JuryId(row[0]), StudentNumber(row[1]), None if row[2] is None else Digest(row[2])) for row in rows]


def named(connection: Connection, jury: JuryId, but: Collection[StudentNumber]) -> int:
    """How many names of a jury would go."""
    rows = connection.scalars(select(_IDENTITY.number).where(_IDENTITY.jury == jury)).all()
    return sum(1 for number in rows if number not in but)


def erase_names(connection: Connection, jury: JuryId, but: Collection[StudentNumber]) -> None:
    """Who the candidates of a jury are goes, but for some."""
    connection.execute(delete(schema.identity).where(_IDENTITY.jury == jury, _IDENTITY.number.not_in(list(but))))


def certify(connection: Connection, jury: JuryId, at: datetime, sealed: bytes) -> None:
    """Keep a certificate."""
    connection.execute(insert(schema.erasure).values(jury=jury, erased=moment_text(at), sealed=sealed))


def certificates(connection: Connection) -> list[tuple[JuryId, bytes]]:
    """All of them, the first one first."""
    one = schema.erasure.c
    return [(JuryId(row[0]), row[1]) for row in connection.execute(select(one.jury, one.sealed).order_by(one.id))]


def acts(connection: Connection, jury: JuryId) -> int:
    """How many acts of a jury are kept."""
    return connection.scalar(select(schema.jury_head.c.sequence).where(schema.jury_head.c.jury == jury)) or 0
