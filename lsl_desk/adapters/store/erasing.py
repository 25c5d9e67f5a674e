# SPDX-License-Identifier: AGPL-3.0-or-later
"""One jury out of the store: its versions, livrets and names go, the journal stays whole (design §5).

Freed pages are overwritten (``PRAGMA secure_delete``); the file keeps its size and later imports fill it.
"""

from dataclasses import replace

from sqlalchemy import Connection, delete, select

from lsl_desk.adapters.store import identities, juries, schema
from lsl_desk.client.prepare.kept_notes import keys_of
from lsl_desk.client.sit.drafts import note_key as drafts_key
from lsl_desk.client.sit.position import note_key
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber

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
    gone, _ = livrets_of(connection, jury)
    for table in _OF_A_JURY:
        connection.execute(delete(table).where(table.c.jury == jury))
    _erase_notes(connection, jury)
    for digest in gone:
        _erase_livret(connection, digest)


def erase_but(connection: Connection, wrapping: bytes, jury: JuryId, but: frozenset[StudentNumber]) -> None:
    """Erase a jury but for some candidates, whom a dispute holds: their livret, marks and name stay as they are.

    Of the versions only the current one stays. The academy's signed list stays whole, since it proves nothing once cut:
    it bears numbers and marks, no name. What the import doctor listed goes: a row of it may name anybody.

    Args:
        connection: in a transaction.
        wrapping: 32 bytes, the key that wraps the names' own key.
        jury: which.
        but: whom, one at least.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    file = juries.current(connection, jury)
    gone, _ = livrets_of(connection, jury, but)
    names = tuple(one for one in identities.unseal(connection, wrapping, jury) if one.number in but)
    for table in (schema.anomaly, schema.identity):
        connection.execute(delete(table).where(table.c.jury == jury))
    for table in (schema.candidate, schema.page_seen, schema.own_check):
        connection.execute(delete(table).where(table.c.jury == jury, table.c.number.not_in(but)))
    for table in (schema.candidate, schema.manifest, schema.version):
        connection.execute(delete(table).where(table.c.jury == jury, table.c.version != file.version))
    identities.seal(connection, wrapping, jury, file.version, names)
    juries.sum_up(connection, replace(file, candidates=tuple(one for one in file.candidates if one.number in but)))
    _erase_notes(connection, jury)
    for digest in gone:
        _erase_livret(connection, digest)


def livrets_of(
    connection: Connection, jury: JuryId, but: frozenset[StudentNumber] = frozenset()
) -> tuple[frozenset[Digest], frozenset[Digest]]:
    """The livrets of all versions of a jury that would go with it, and those that another jury holds.

    Args:
        connection: where.
        jury: which.
        but: candidates whose livret of the current version stays.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    version = juries.current_version(connection, jury)
    # Candidates name the livrets that are shown; own readings also those that cannot be.
    candidate, check = schema.candidate.c, schema.own_check.c
    shown = select(candidate.digest).where(candidate.digest.is_not(None))
    read = select(check.digest)
    ours = {*connection.scalars(shown.where(candidate.jury == jury))}
    ours |= {*connection.scalars(read.where(check.jury == jury))}
    others = {*connection.scalars(shown.where(candidate.jury != jury))}
    others |= {*connection.scalars(read.where(check.jury != jury))}
    current = shown.where(candidate.jury == jury, candidate.version == version, candidate.number.in_(but))
    stays = {*connection.scalars(current), *connection.scalars(read.where(check.jury == jury, check.number.in_(but)))}
    return frozenset(map(Digest, ours - others - stays)), frozenset(map(Digest, (ours & others) - stays))


def _erase_notes(connection: Connection, jury: JuryId) -> None:
    connection.execute(delete(schema.note).where(schema.note.c.key.in_([*keys_of(jury), drafts_key(jury)])))


def _erase_livret(connection: Connection, digest: Digest) -> None:
    livret = schema.livret.c
    ours = select(livret.id).where(livret.digest == digest)
    connection.execute(delete(schema.livret_text).where(schema.livret_text.c.livret.in_(ours)))
    connection.execute(delete(schema.livret).where(livret.digest == digest))
    connection.execute(delete(schema.note).where(schema.note.c.key == note_key(digest)))
