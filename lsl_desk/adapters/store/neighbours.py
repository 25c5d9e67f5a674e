# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts that the academy has not ordered yet, those of other posts among them, as they arrived (decision 016)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store import academies, eve, juries, outbox, schema
from lsl_desk.client.carried import CarriedAct
from lsl_desk.domain.acts import LivretRead
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.receipts import Verdict
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import Signed, payload_of

_NEIGHBOUR, _FEED, _RECEIPT, _DEVICE = schema.neighbour_act.c, schema.feed.c, schema.receipt.c, schema.device.c

# What each contact asks, made once: to make a statement costs as much as to run it.
_OTHERS = (
    select(_NEIGHBOUR.jury, func.min(_NEIGHBOUR.place))
    .where(_NEIGHBOUR.device != bindparam("device"))
    .group_by(_NEIGHBOUR.jury)
)
_MINE = select(_NEIGHBOUR.act, _NEIGHBOUR.place).where(
    _NEIGHBOUR.device == bindparam("device"), _NEIGHBOUR.jury == bindparam("jury")
)


def keep(connection: Connection, jury: JuryId, acts: Iterable[CarriedAct]) -> int:
    """Give a place to acts of a jury that have none and that the academy has not ordered; the caller has proved them.

    Of two acts of one post under one rank, the one that is here stays.

    Returns:
        How many were given one.
    """
    fed = set(connection.scalars(select(_FEED.act).where(_FEED.jury == jury, _FEED.rank.is_not(None))))
    kept = [one for one in acts if one.act.act not in fed]
    before = _count(connection)
    for one in kept:
        made = upsert(schema.neighbour_act).values(
            act=one.act.act,
            jury=jury,
            device=one.act.device,
            sequence=one.act.sequence,
            envelope=one.envelope,
            key=one.key,
        )
        connection.execute(made.on_conflict_do_nothing())
    eve.note(connection, [one.act for one in kept])
    read = [
        {"jury": jury, "number": one.act.body.number, "digest": one.act.body.digest}
        for one in kept
        if isinstance(one.act.body, LivretRead)
    ]
    if read:
        connection.execute(upsert(schema.livret_read).on_conflict_do_nothing(), read)
        juries.count_read(connection, jury)
    return _count(connection) - before


def drop(connection: Connection, acts: Sequence[str]) -> None:
    """Forget those that the academy has ordered."""
    connection.execute(delete(schema.neighbour_act).where(_NEIGHBOUR.act.in_(acts)))


def placed(connection: Connection, jury: JuryId) -> list[CarriedAct]:
    """The acts of a jury that were given a place and have their effect, in order."""
    fed = and_(_FEED.act == _NEIGHBOUR.act, _FEED.rank.is_not(None))
    received = and_(_RECEIPT.act == _NEIGHBOUR.act, _RECEIPT.academy == academies.key_id(connection))
    rows = connection.execute(
        select(_NEIGHBOUR.envelope, _NEIGHBOUR.key)
        .outerjoin(schema.feed, fed)
        .outerjoin(schema.receipt, received)
        .where(_NEIGHBOUR.jury == jury, _FEED.act.is_(None))
        .where(func.coalesce(_RECEIPT.verdict, "") != Verdict.REFUSED.value)
        .order_by(_NEIGHBOUR.place)
    )
    return [carried(envelope, key) for envelope, key in rows]


def own(connection: Connection, jury: JuryId) -> list[CarriedAct]:
    """This post's own acts that wait, in order."""
    key: bytes = connection.scalars(select(_DEVICE.public).where(_DEVICE.private.is_not(None))).one()
    return [CarriedAct(one.act, one.digest, one.envelope, key) for one in outbox.ahead(connection, jury)]


def waiting(connection: Connection, jury: JuryId) -> list[CarriedAct]:
    """What a jury's board takes after the academy's acts: those that have a place, then this post's own without one."""
    before = placed(connection, jury)
    known = {one.act.act for one in before}
    return [*before, *(one for one in own(connection, jury) if one.act.act not in known)]


def held_back(connection: Connection) -> int | None:
    """The rank of the first act of this post that waits and has one of another post before it."""
    device = connection.scalars(select(_DEVICE.id).where(_DEVICE.private.is_not(None))).one()
    others = connection.execute(_OTHERS, {"device": device}).all()
    found = []
    for jury, first in others:
        places = {row.act: row.place for row in connection.execute(_MINE, {"device": device, "jury": jury})}
        found += [
            one.act.sequence
            for one in outbox.ahead(connection, JuryId(jury))
            if first < places.get(one.act.act, first + 1)
        ]
    return min(found, default=None)


def carried(envelope: bytes, key: bytes) -> CarriedAct:
    """An act out of the envelope that was verified before it was kept."""
    signed = Signed.from_bytes(envelope)
    return CarriedAct(decode_act(payload_of(envelope)), signed.digest, envelope, key)


def _count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(schema.neighbour_act)) or 0
