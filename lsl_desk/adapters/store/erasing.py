# SPDX-License-Identifier: AGPL-3.0-or-later
"""One jury out of the store: its versions, livrets and names go, the journal stays whole (design §5).

Freed pages are overwritten (``PRAGMA secure_delete``); the file keeps its size and later imports fill it.
"""

from sqlalchemy import Connection, delete, select

from lsl_desk.adapters.store import juries, schema
from lsl_desk.client.prepare.kept_notes import keys_of
from lsl_desk.client.sit.drafts import note_key as drafts_key
from lsl_desk.client.sit.position import note_key
from lsl_desk.domain.ids import Digest, JuryId

_OF_A_JURY = (
    schema.candidate,
    schema.anomaly,
    schema.identity,
    schema.page_seen,
    schema.manifest,
    schema.own_check,
    schema.contact,
    schema.version,
    schema.jury,
)
"""In an order that leaves nothing without what it refers to."""


def erase(connection: Connection, jury: JuryId) -> None:
    """Erase a jury; what another jury also holds stays.

    The acts, and which livrets they say were read, stay: a jury imported again finds its readings. So does the number
    of the highest list taken from the academy: an older one is no more to be taken than before.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    juries.current_version(connection, jury)
    # Candidates name the livrets that are shown; own readings also those that cannot be.
    candidate, check = schema.candidate.c, schema.own_check.c
    shown = select(candidate.digest).where(candidate.digest.is_not(None))
    read = select(check.digest)
    gone = {
        *connection.scalars(shown.where(candidate.jury == jury)),
        *connection.scalars(read.where(check.jury == jury)),
    }
    for table in _OF_A_JURY:
        connection.execute(delete(table).where(table.c.jury == jury))
    connection.execute(delete(schema.note).where(schema.note.c.key.in_([*keys_of(jury), drafts_key(jury)])))
    gone -= {*connection.scalars(shown), *connection.scalars(read)}
    for digest in gone:
        _erase_livret(connection, Digest(digest))


def _erase_livret(connection: Connection, digest: Digest) -> None:
    livret = schema.livret.c
    ours = select(livret.id).where(livret.digest == digest)
    connection.execute(delete(schema.livret_text).where(schema.livret_text.c.livret.in_(ours)))
    connection.execute(delete(schema.livret).where(livret.digest == digest))
    connection.execute(delete(schema.note).where(schema.note.c.key == note_key(digest)))
