# SPDX-License-Identifier: AGPL-3.0-or-later
"""One jury out of the store: its versions, livrets and names go, the journal stays whole (design §5).

Freed pages are overwritten (``PRAGMA secure_delete``); the file keeps its size and later imports fill it.
"""

from sqlalchemy import Connection, delete, select

from lsl_desk.adapters.store import juries, schema
from lsl_desk.client.sit.position import note_key
from lsl_desk.domain.ids import Digest, JuryId


def erase(connection: Connection, jury: JuryId) -> None:
    """Erase a jury; what another jury also holds stays.

    The acts, and which livrets they say were read, stay: a jury imported again finds its readings.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    juries.current_version(connection, jury)
    candidate = schema.candidate.c
    held = select(candidate.digest).where(candidate.digest.is_not(None))
    gone = set(connection.scalars(held.where(candidate.jury == jury)))
    for table in (schema.candidate, schema.anomaly, schema.identity, schema.page_seen, schema.version, schema.jury):
        connection.execute(delete(table).where(table.c.jury == jury))
    gone -= set(connection.scalars(held))
    for digest in gone:
        _erase_livret(connection, Digest(digest))


def _erase_livret(connection: Connection, digest: Digest) -> None:
    livret = schema.livret.c
    ours = select(livret.id).where(livret.digest == digest)
    connection.execute(delete(schema.livret_text).where(schema.livret_text.c.livret.in_(ours)))
    connection.execute(delete(schema.livret).where(livret.digest == digest))
    connection.execute(delete(schema.note).where(schema.note.c.key == note_key(digest)))
