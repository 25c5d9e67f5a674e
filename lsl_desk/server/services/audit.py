# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chained record of what was done at the academy itself: imports, enrolments, revocations, publications.

What juries do is not in it: acts have their own chain. No name, INE or number of a candidate is ever written here.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from lsl_desk.domain.ids import Digest
from lsl_desk.server.db import audit as rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.strict import moment_text


def record(
    connection: Connection,
    *,
    actor: str,
    action: str,
    resource: str = "",
    facts: Mapping[str, str | int] | None = None,
    now: datetime,
) -> None:
    """Add a line, in the transaction of what it tells.

    Args:
        connection: that transaction; on PostgreSQL lines wait for each other, so this comes last in it.
        actor: identifier of an account or a post, "" for a command on the server.
        action: a stable word (« device_revoked »).
        resource: identifier of what it was done to.
        facts: numbers and identifiers.
        now: UTC.
    """
    sequence, previous = rows.head(connection, hold=True)
    line = rows.AuditLine(
        sequence=sequence + 1,
        time=moment_text(now),
        actor=actor,
        action=action,
        resource=resource,
        facts=json.dumps(dict(facts or {}), sort_keys=True, ensure_ascii=False),
        previous=previous,
    )
    rows.add(connection, line, digest_of(line))


def digest_of(line: rows.AuditLine) -> Digest:
    """SHA-256 of a line, which the next one names."""
    fields = [line.sequence, line.time, line.actor, line.action, line.resource, line.facts, line.previous]
    return Digest(sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest())


def first_broken(connection: Connection) -> int | None:
    """Check the whole chain; the rank of the first line that does not follow, None when all do."""
    expected, previous = 1, "0" * 64
    for line, digest in rows.lines(connection):
        if line.sequence != expected or line.previous != previous or digest != digest_of(line):
            return expected
        expected, previous = expected + 1, digest
    return None if rows.head(connection, hold=False) == (expected - 1, previous) else expected
