# SPDX-License-Identifier: AGPL-3.0-or-later
"""The livrets' bytes, each once, named by its digest and held to it at each reading."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import BindParameter, Column, Connection, bindparam, func, insert, select
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store.engine import driver_of
from lsl_desk.adapters.store.folding import PAGE_END, collapsed, folded
from lsl_desk.adapters.store.schema import candidate, livret, livret_text
from lsl_desk.client.ports import NewLivret
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest

_SQL = sqlite_dialect()


def _named(*columns: Column[Any]) -> dict[str, BindParameter[Any]]:
    return {column.name: bindparam(column.name) for column in columns}


# Built once: they run for each livret of an import, and each time a page is opened.
_DATA = select(livret.c.data, livret.c.held).where(livret.c.digest == bindparam("digest"))
# As the words the driver takes: an import is made of these two, and going through the constructs costs it a tenth.
_ADD = str(
    upsert(livret)
    .values({"digest": bindparam("digest"), "data": func.zeroblob(bindparam("size")), "held": bindparam("held")})
    .on_conflict_do_nothing()
    .compile(dialect=_SQL)
)
_ADD_TEXT = str(
    insert(livret_text)
    .values(_named(livret_text.c.livret, livret_text.c.text, livret_text.c.folded))
    .compile(dialect=_SQL)
)


def data_of(connection: Connection, digest: Digest) -> bytes:
    """The bytes of a livret.

    Raises:
        Refusal: NO_LIVRET when not held, LIVRET_REFUSED when the bytes no longer bear their digest.
    """
    row = connection.execute(_DATA, {"digest": digest}).one_or_none()
    if row is None:
        raise Refusal(Code.NO_LIVRET, number=_number_of(connection, digest))
    data: bytes = row.data
    if sha256(data).hexdigest() != (row.held or digest):
        raise Refusal(Code.LIVRET_REFUSED, number=_number_of(connection, digest))
    return data


def add(connection: Connection, new: NewLivret) -> None:
    """Write a livret and the text of its pages, unless its bytes are held already."""
    row = _put(connection, new.digest, new.data, new.held)
    if row is None:
        return
    text = PAGE_END.join(collapsed(text) for text in new.texts)
    if text.strip(PAGE_END):
        connection.exec_driver_sql(_ADD_TEXT, (row, text, folded(text)))


def all_held(connection: Connection) -> frozenset[Digest]:
    """The digests of all livrets."""
    return frozenset(map(Digest, connection.scalars(select(livret.c.digest))))


def stage(connection: Connection, new: Sequence[tuple[Digest, bytes]]) -> None:
    """Write livrets whose text is not known yet, unless their bytes are held already."""
    for digest, data in new:
        _put(connection, digest, data)


def add_text(connection: Connection, digest: Digest, texts: Sequence[str]) -> None:
    """Make the text of a livret searchable, unless it is already."""
    text = PAGE_END.join(collapsed(one) for one in texts)
    row = connection.scalar(select(livret.c.id).where(livret.c.digest == digest))
    if row is not None and text.strip(PAGE_END):
        values = {"livret": row, "text": text, "folded": folded(text)}
        connection.execute(upsert(livret_text).on_conflict_do_nothing(), values)


def _put(connection: Connection, digest: Digest, data: bytes, held: Digest | None = None) -> int | None:
    """Write the bytes of a livret, None when they are held already; else return its row.

    The row is made with its length alone and the bytes go straight into its pages: as a value, SQLite would copy them
    twice on the way, and SQLCipher wipe both copies, which is half of what a livret costs.
    """
    made = connection.exec_driver_sql(_ADD, (digest, len(data), held))
    if not made.rowcount:
        return None
    row: int = made.lastrowid
    with driver_of(connection).open_blob(livret.name, livret.c.data.name, row) as place:
        place.write(data)
    return row


def _number_of(connection: Connection, digest: Digest) -> str:
    found = connection.scalar(select(candidate.c.number).where(candidate.c.digest == digest).limit(1))
    return found or f"{digest[:12]}…"
