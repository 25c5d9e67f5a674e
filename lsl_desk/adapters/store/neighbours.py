# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts that the academy has not ordered yet, those of other posts among them, as they arrived (decision 016)."""

from collections.abc import Container, Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store import academies, eve_acts, juries, outbox, schema
from lsl_desk.client.carried import CarriedAct
from lsl_desk.domain.acts import Act, LivretRead
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.receipts import Verdict
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import ACT, digest_of, payload_of

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

_PLACED = (
    select(_NEIGHBOUR.act, _NEIGHBOUR.envelope, _NEIGHBOUR.key)
    .outerjoin(schema.feed, and_(_FEED.act == _NEIGHBOUR.act, _FEED.rank.is_not(None)))
    .outerjoin(schema.receipt, and_(_RECEIPT.act == _NEIGHBOUR.act, _RECEIPT.academy == bindparam("academy")))
    .where(_NEIGHBOUR.jury == bindparam("jury"), _FEED.act.is_(None))
    .where(func.coalesce(_RECEIPT.verdict, "") != Verdict.REFUSED.value)
    .order_by(_NEIGHBOUR.place)
)
_AT_ONCE: Final = 500
"""Acts kept by one statement."""


def keep(connection: Connection, jury: JuryId, acts: Iterable[CarriedAct]) -> int:
    """Give a place to acts of a jury that have none and that the academy has not ordered; the caller has proved them.

    Of two acts of one post under one rank, the one that is here stays.

    Returns:
        How many were given one.
    """
    given = list(acts)
    return sum(_keep(connection, jury, given[at : at + _AT_ONCE]) for at in range(0, len(given), _AT_ONCE))


def _keep(connection: Connection, jury: JuryId, acts: Sequence[CarriedAct]) -> int:
    names = [one.act.act for one in acts]
    fed = set(connection.scalars(select(_FEED.act).where(_FEED.act.in_(names), _FEED.rank.is_not(None))))
    kept = [one for one in acts if one.act.act not in fed]
    if not kept:
        return 0
    rows = [
        {
            "act": one.act.act,
            "jury": jury,
            "device": one.act.device,
            "sequence": one.act.sequence,
            "envelope": one.envelope,
            "key": one.key,
        }
        for one in kept
    ]
    count = connection.execute(upsert(schema.neighbour_act).on_conflict_do_nothing(), rows).rowcount
    eve_acts.note(connection, [one.act for one in kept])
    read = [
        {"jury": jury, "number": one.act.body.number, "digest": one.act.body.digest}
        for one in kept
        if isinstance(one.act.body, LivretRead)
    ]
    if read:
        connection.execute(upsert(schema.livret_read).on_conflict_do_nothing(), read)
        juries.count_read(connection, jury)
    return count


def drop(connection: Connection, acts: Sequence[str]) -> None:
    """Forget those that the academy has ordered."""
    connection.execute(delete(schema.neighbour_act).where(_NEIGHBOUR.act.in_(acts)))


def placed(connection: Connection, jury: JuryId) -> list[CarriedAct]:
    """The acts of a jury that were given a place and have their effect, in order."""
    return [carried(envelope, key) for _, envelope, key in _placed(connection, jury)]


def own(connection: Connection, jury: JuryId) -> list[CarriedAct]:
    """This post's own acts that wait without a place, in order."""
    key: bytes = connection.scalars(select(_DEVICE.public).where(_DEVICE.private.is_not(None))).one()
    return [
        CarriedAct(one.act, one.digest, one.envelope, key) for one in outbox.ahead(connection, jury, placed_too=False)
    ]


def waiting(connection: Connection, jury: JuryId, but: Container[str] = ()) -> list[CarriedAct]:
    """What a jury's board takes after the academy's acts: those that have a place, then this post's own without one.

    Args:
        connection: where.
        jury: whose.
        but: acts to leave out, which are not read.
    """
    before = [carried(envelope, key) for act, envelope, key in _placed(connection, jury) if act not in but]
    return [*before, *(one for one in own(connection, jury) if one.act.act not in but)]


def effects(connection: Connection, jury: JuryId) -> list[Act]:
    """The same acts, by themselves."""
    payloads = (payload_of(envelope) for _, envelope, _ in _placed(connection, jury))
    return [*map(decode_act, payloads), *(one.act for one in outbox.ahead(connection, jury, placed_too=False))]


def _placed(connection: Connection, jury: JuryId) -> Sequence[Row[str, bytes, bytes]]:
    return connection.execute(_PLACED, {"jury": jury, "academy": academies.key_id(connection)}).all()


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
    payload = payload_of(envelope)
    return CarriedAct(decode_act(payload), digest_of(ACT, payload), envelope, key)
