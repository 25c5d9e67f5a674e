# SPDX-License-Identifier: AGPL-3.0-or-later
"""The livrets' bytes, each once, named by its digest and held to it at each reading."""

from hashlib import sha256

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store.folding import PAGE_END, collapsed, folded
from lsl_desk.adapters.store.schema import candidate, livret, livret_text
from lsl_desk.client.ports import NewLivret
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest

# Built once: they run for each livret of an import, and each time a page is opened.
_DATA = select(livret.c.data).where(livret.c.digest == bindparam("digest"))
_HELD = select(livret.c.id).where(livret.c.digest == bindparam("digest"))
_ADD = upsert(livret).on_conflict_do_nothing()
_ADD_TEXT = insert(livret_text)


def data_of(connection: Connection, digest: Digest) -> bytes:
    """The bytes of a livret.

    Raises:
        Refusal: NO_LIVRET when not held, LIVRET_REFUSED when the bytes no longer bear their digest.
    """
    data: bytes | None = connection.scalar(_DATA, {"digest": digest})
    if data is None:
        raise Refusal(Code.NO_LIVRET, number=_number_of(connection, digest))
    if sha256(data).hexdigest() != digest:
        raise Refusal(Code.LIVRET_REFUSED, number=_number_of(connection, digest))
    return data


def holds(connection: Connection, digest: Digest) -> bool:
    """Tell whether a livret is held."""
    return connection.scalar(_HELD, {"digest": digest}) is not None


def add(connection: Connection, new: NewLivret) -> None:
    """Write a livret and the text of its pages, unless its bytes are held already."""
    made = connection.execute(_ADD, {"digest": new.digest, "data": new.data})
    if not made.rowcount:
        return
    text = PAGE_END.join(collapsed(text) for text in new.texts)
    if text.strip(PAGE_END):
        connection.execute(_ADD_TEXT, {"livret": made.lastrowid, "text": text, "folded": folded(text)})


def _number_of(connection: Connection, digest: Digest) -> str:
    found = connection.scalar(select(candidate.c.number).where(candidate.c.digest == digest).limit(1))
    return found or f"{digest[:12]}…"
