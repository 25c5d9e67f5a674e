# SPDX-License-Identifier: AGPL-3.0-or-later
"""This post's own acts as they are sent, and the academy's receipts of them (design §5)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Integer, Row, Select, and_, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store import academies, schema
from lsl_desk.adapters.store.proved import words_of
from lsl_desk.client.link.values import RefusedAct, SignedAct, SignedReceipt
from lsl_desk.domain.ids import DeviceId, Digest, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.domain.receipts import Verdict
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.receipts import decode_receipt

_ACT, _DEVICE, _RECEIPT = schema.act.c, schema.device.c, schema.receipt.c


_Rows = Select[str, int, str, bytes, bytes]


def _own() -> _Rows:
    return (
        select(_ACT.act, _ACT.sequence, _ACT.device, _ACT.payload, _ACT.signature)
        .join_from(schema.act, schema.device, _DEVICE.id == _ACT.device)
        .where(_DEVICE.private.is_not(None))
        .order_by(_ACT.sequence)
    )


def _unreceipted() -> _Rows:
    here = and_(_RECEIPT.act == _ACT.act, _RECEIPT.academy == bindparam("academy"))
    return _own().outerjoin(schema.receipt, here).where(_RECEIPT.act.is_(None))


# What each contact asks, made once: to make a statement costs as much as to run it.
_AFTER = _own().where(_ACT.sequence > bindparam("after")).limit(bindparam("most", type_=Integer))
_PENDING = _unreceipted().limit(bindparam("most", type_=Integer))
_WAITING = _unreceipted().order_by(None).subquery()
_COUNT = select(func.count()).select_from(_WAITING)
_FIRST = select(func.min(_WAITING.c.sequence))


def head(connection: Connection) -> Head:
    """The end of this post's chain."""
    row = connection.execute(select(_DEVICE.sequence, _DEVICE.head).where(_DEVICE.private.is_not(None))).one()
    return Head(row.sequence, Digest(row.head))


def acts_after(connection: Connection, after: int, limit: int) -> tuple[SignedAct, ...]:
    """Acts of this post after a rank, in order."""
    return _signed(connection.execute(_AFTER, {"after": after, "most": limit}))


def pending(connection: Connection, limit: int) -> tuple[SignedAct, ...]:
    """The acts that the academy has not receipted, in order."""
    asked = {"academy": academies.key_id(connection), "most": limit}
    return _signed(connection.execute(_PENDING, asked))


def count(connection: Connection) -> int:
    """How many acts the academy has not receipted."""
    return connection.scalar(_COUNT, {"academy": academies.key_id(connection)}) or 0


def receipted(connection: Connection) -> int:
    """The rank up to which every act has its receipt."""
    first = connection.scalar(_FIRST, {"academy": academies.key_id(connection)})
    return head(connection).sequence if first is None else first - 1


def keep(connection: Connection, receipts: Iterable[SignedReceipt]) -> None:
    """Keep receipts; a later one of the same act takes the place of the earlier."""
    rows = [
        {"act": one.receipt.act, "verdict": one.receipt.verdict.value, "envelope": one.envelope} for one in receipts
    ]
    if rows:
        made = upsert(schema.receipt).values(academy=academies.key_id(connection))
        changed = {"verdict": made.excluded.verdict, "envelope": made.excluded.envelope}
        connection.execute(made.on_conflict_do_update(index_elements=["act", "academy"], set_=changed), rows)


def refused(connection: Connection) -> tuple[RefusedAct, ...]:
    """The acts that the academy keeps without effect, in order."""
    rows = connection.execute(
        select(_ACT.payload, _RECEIPT.envelope)
        .join_from(schema.act, schema.receipt, _RECEIPT.act == _ACT.act)
        .where(_RECEIPT.academy == academies.key_id(connection), _RECEIPT.verdict == Verdict.REFUSED.value)
        .order_by(_ACT.sequence)
    )
    return tuple(
        RefusedAct(decode_act(payload), decode_receipt(Signed.from_bytes(receipt).payload)) for payload, receipt in rows
    )


def proposals(connection: Connection) -> int:
    """How many acts the academy keeps beside what stood there."""
    found = select(func.count()).where(
        _RECEIPT.academy == academies.key_id(connection), _RECEIPT.verdict == Verdict.CONFLICT.value
    )
    return connection.execute(found).scalar_one()


def ahead(connection: Connection, jury: JuryId, *, placed_too: bool = True) -> tuple[SignedAct, ...]:
    """The acts in a jury that its feed has not brought back, but for those refused, in order.

    Args:
        connection: where.
        jury: whose.
        placed_too: also those that a room gave a place (`neighbours`).
    """
    fed, neighbour = schema.feed.c, schema.neighbour_act.c
    mine = and_(_RECEIPT.act == _ACT.act, _RECEIPT.academy == academies.key_id(connection))
    rows = (
        _own()
        .outerjoin(schema.feed, and_(fed.act == _ACT.act, fed.rank.is_not(None)))
        .outerjoin(schema.receipt, mine)
        .where(fed.act.is_(None), func.coalesce(_RECEIPT.verdict, "") != Verdict.REFUSED.value)
    )
    if not placed_too:
        rows = rows.outerjoin(schema.neighbour_act, neighbour.act == _ACT.act).where(neighbour.act.is_(None))
    named = words_of(jury)
    of_jury = [row for row in connection.execute(rows) if named in row[3]]
    return tuple(one for one in _signed(of_jury) if one.act.jury == jury)


def own_ids(connection: Connection, acts: Sequence[str]) -> frozenset[str]:
    """Of some identifiers, those of this post's own acts."""
    rows = connection.scalars(
        select(_ACT.act)
        .join_from(schema.act, schema.device, _DEVICE.id == _ACT.device)
        .where(_DEVICE.private.is_not(None), _ACT.act.in_(acts))
    )
    return frozenset(rows)


def _signed(rows: Iterable[Row[str, int, str, bytes, bytes]]) -> tuple[SignedAct, ...]:
    acts = []
    for _, _, device, payload, signature in rows:
        signed = Signed(envelope.ACT, payload, DeviceId(device), signature)
        acts.append(SignedAct(decode_act(payload), signed.digest, signed.to_bytes()))
    return tuple(acts)
