# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one row that says which academy this is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.strict import moment_text


@dataclass(frozen=True, slots=True)
class AcademyRow:
    """Which academy.

    Attributes:
        name: as people know it.
        session: year.
        public: its key, 32 bytes.
    """

    name: str
    session: int
    public: bytes


def find(connection: Connection) -> AcademyRow | None:
    """The academy, None before `create`."""
    row = schema.academy.c
    found = connection.execute(select(row.name, row.session, row.public)).one_or_none()
    return None if found is None else AcademyRow(found.name, found.session, found.public)


def create(connection: Connection, *, name: str, session: int, public: bytes, now: datetime) -> None:
    """Say which academy this is, once.

    Raises:
        Refusal: STORE_EXISTS: another process said it meanwhile.
    """
    values = {"id": 1, "name": name, "session": session, "public": public, "created": moment_text(now)}
    try:
        connection.execute(insert(schema.academy).values(values))
    except IntegrityError:
        raise Refusal(Code.STORE_EXISTS) from None
