# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose server this post is enrolled with, how the network is reached, and when each jury was last confirmed."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store import notes, schema
from lsl_desk.adapters.store.moments import from_text, to_text
from lsl_desk.client.link.values import Network, PinnedAcademy
from lsl_desk.domain.acts import Role
from lsl_desk.domain.ids import CentreId, JuryId

_PROXY, _AUTHORITY = "network.proxy", "network.authority"
_CARRIED = "secours.academie"
# Made once: to make a statement costs as much as to run it.
_CONTACT = upsert(schema.contact)
_KEEP_CONTACT = _CONTACT.on_conflict_do_update(index_elements=["jury"], set_={"time": _CONTACT.excluded.time})


def pinned(connection: Connection) -> PinnedAcademy | None:
    """The academy this post is enrolled with."""
    row = connection.execute(select(schema.academy)).one_or_none()
    if row is None:
        return None
    role = None if row.role is None else Role(row.role)
    return PinnedAcademy(row.url, row.name, row.key, row.who, role, CentreId(row.centre))


def key_id(connection: Connection) -> str:
    """Under what name receipts of the pinned academy's key are kept; "" without one."""
    key: bytes | None = connection.scalar(select(schema.academy.c.key))
    return "" if key is None else sha256(key).hexdigest()


def pin(connection: Connection, academy: PinnedAcademy) -> None:
    """Keep whose server it is; the acts of juries of another academy lose their rank, its versions their meaning."""
    before = signer(connection)
    values = {
        "url": academy.url,
        "name": academy.name,
        "key": academy.key,
        "who": academy.who,
        "role": None if academy.role is None else academy.role.value,
        "centre": academy.centre,
    }
    made = upsert(schema.academy).values(id=1, **values)
    connection.execute(made.on_conflict_do_update(index_elements=["id"], set_=values))
    if before not in {None, academy.key}:
        connection.execute(update(schema.feed).values(rank=None))
        connection.execute(delete(schema.taken))


def takes_from(connection: Connection, key: bytes) -> bool:
    """Whether what the academy of this key signed may be kept: it is the one here, or the first one heard of."""
    before = signer(connection)
    if before is None:
        notes.keep(connection, _CARRIED, key.hex())
    return before in {None, key}


def signer(connection: Connection) -> bytes | None:
    """The key of the academy whose acts are kept: the one pinned, else the one that a plan de secours named."""
    pinned: bytes | None = connection.scalar(select(schema.academy.c.key))
    named = None if pinned is not None else notes.note(connection, _CARRIED)
    return pinned if named is None else bytes.fromhex(named)


def network(connection: Connection) -> Network:
    """How the network is reached."""
    return Network(notes.note(connection, _PROXY) or "", notes.note(connection, _AUTHORITY) or "")


def keep_network(connection: Connection, chosen: Network) -> None:
    """Keep how the network is reached."""
    notes.keep(connection, _PROXY, chosen.proxy)
    notes.keep(connection, _AUTHORITY, chosen.authority)


def contact(connection: Connection, jury: JuryId) -> datetime | None:
    """When the academy last confirmed a jury's version."""
    time = connection.scalar(select(schema.contact.c.time).where(schema.contact.c.jury == jury))
    return None if time is None else from_text(time)


def keep_contact(connection: Connection, juries: Iterable[JuryId], at: datetime) -> None:
    """Keep that they were confirmed just now."""
    rows = [{"jury": jury, "time": to_text(at)} for jury in juries]
    if rows:
        connection.execute(_KEEP_CONTACT, rows)
