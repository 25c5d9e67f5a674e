# SPDX-License-Identifier: AGPL-3.0-or-later
"""The acts of a jury as the academy ordered them, those of the other posts among them (decision 008)."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Row, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store import eve_acts, juries, neighbours, outbox, schema
from lsl_desk.client.link.values import FeedAct, FeedHead, SignedReceipt
from lsl_desk.domain.acts import Act, LivretRead
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.receipts import Receipt, Verdict
from lsl_desk.wire.acts import decode_act, on_copy, opens_only
from lsl_desk.wire.envelope import payload_of
from lsl_desk.wire.receipts import decode_receipt

_FEED = schema.feed.c
# What each contact asks, made once: to make a statement costs as much as to run it.
_HEAD = (
    select(_FEED.rank, _FEED.chain)
    .where(_FEED.jury == bindparam("which"), _FEED.rank.is_not(None))
    .order_by(_FEED.rank.desc())
    .limit(1)
)


def head(connection: Connection, jury: JuryId) -> FeedHead:
    """The end of a jury's acts as held."""
    row = connection.execute(_HEAD, {"which": jury}).one_or_none()
    return FeedHead() if row is None or row.rank is None else FeedHead(row.rank, Digest(row.chain))


def acts(connection: Connection, jury: JuryId) -> tuple[FeedAct, ...]:
    """The acts of a jury held, in the academy's order."""
    rows = connection.execute(
        select(_FEED.envelope, _FEED.receipt, _FEED.key)
        .where(_FEED.jury == jury, _FEED.rank.is_not(None))
        .order_by(_FEED.rank)
    )
    return tuple(
        FeedAct(
            decode_act(payload_of(act)),
            decode_receipt(payload_of(receipt)),
            act,
            receipt,
            key,
        )
        for act, receipt, key in rows
    )


def effects(connection: Connection, jury: JuryId) -> Iterator[tuple[Act, Receipt]]:
    """The acts of a jury held that may change its sitting, in the academy's order; the last one whatever it is.

    Opening a livret does, once one was opened or read from a plan de secours: a cut lasts from one to another.

    Their envelopes were verified before they were kept. All is fetched here, and each is decoded when it is asked for:
    thousands of acts held at once cost the collector as much as reading them.
    """
    asked = select(_FEED.envelope, _FEED.receipt).where(_FEED.jury == jury, _FEED.rank.is_not(None))
    return _effects(connection.execute(asked.order_by(_FEED.rank)).all())


def _effects(rows: Sequence[Row[bytes, bytes]]) -> Iterator[tuple[Act, Receipt]]:
    cut = False
    for rank, (act, receipt) in enumerate(rows, 1):
        payload = payload_of(act)
        cut = cut or on_copy(payload)
        if rank == len(rows) or cut or not opens_only(payload):
            yield decode_act(payload), decode_receipt(payload_of(receipt))


def keep(connection: Connection, jury: JuryId, lines: Sequence[FeedAct], *, afresh: bool) -> None:
    """Keep acts of a jury, and what they do to its reading records."""
    if afresh:
        connection.execute(update(schema.feed).where(_FEED.jury == jury).values(rank=None))
    if not lines:
        return
    made = upsert(schema.feed)
    changed = {name: made.excluded[name] for name in ("jury", "rank", "chain", "envelope", "receipt", "key")}
    connection.execute(
        made.on_conflict_do_update(index_elements=["act"], set_=changed),
        [
            {
                "act": one.act.act,
                "jury": jury,
                "rank": one.receipt.sequence,
                "chain": one.receipt.chain,
                "envelope": one.act_envelope,
                "receipt": one.receipt_envelope,
                "key": one.key,
            }
            for one in lines
        ],
    )
    neighbours.drop(connection, [one.act.act for one in lines])
    eve_acts.note(connection, [one.act for one in lines])
    own = outbox.own_ids(connection, [one.act.act for one in lines])
    outbox.keep(connection, [SignedReceipt(one.receipt, one.receipt_envelope) for one in lines if one.act.act in own])
    read = [
        {"jury": jury, "number": one.act.body.number, "digest": one.act.body.digest}
        for one in lines
        if isinstance(one.act.body, LivretRead) and one.receipt.verdict is Verdict.ACCEPTED
    ]
    if read:
        connection.execute(upsert(schema.livret_read).on_conflict_do_nothing(), read)
        juries.count_read(connection, jury)
