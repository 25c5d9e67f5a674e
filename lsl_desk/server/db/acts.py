# SPDX-License-Identifier: AGPL-3.0-or-later
"""The acts received, as they were signed, with their receipts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, insert, select

from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId
from lsl_desk.domain.receipts import Verdict
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Connection

_ACT = schema.act.c


@dataclass(frozen=True, slots=True)
class KeptAct:
    """An act as it is kept.

    Attributes:
        act: identifier.
        device: the post that signed it.
        sequence: rank on that post.
        jury: of which jury.
        jury_sequence: rank in that jury.
        digest: SHA-256 of the signed bytes.
        payload: what was signed.
        signature: of the post.
        verdict: what became of it.
        receipt: what the academy signed.
        receipt_signature: of the academy.
    """

    act: ActId
    device: DeviceId
    sequence: int
    jury: JuryId
    jury_sequence: int
    digest: Digest
    payload: bytes
    signature: bytes
    verdict: Verdict
    receipt: bytes
    receipt_signature: bytes


_KEPT = select(
    _ACT.act,
    _ACT.device,
    _ACT.sequence,
    _ACT.jury,
    _ACT.jury_sequence,
    _ACT.digest,
    _ACT.payload,
    _ACT.signature,
    _ACT.verdict,
    _ACT.receipt,
    _ACT.receipt_signature,
)


# Made once: to make a statement costs as much as to run it.
_KNOWN = _KEPT.where(_ACT.act.in_(bindparam("acts", expanding=True)))
_ADD = insert(schema.act)
_FEED = (
    _KEPT.add_columns(schema.device.c.public, schema.jury_head.c.sequence.label("last"))
    .select_from(schema.jury_head)
    .outerjoin(schema.act, and_(_ACT.jury == schema.jury_head.c.jury, _ACT.jury_sequence > bindparam("after")))
    .outerjoin(schema.device, schema.device.c.id == _ACT.device)
    .where(schema.jury_head.c.jury == bindparam("which"))
    .order_by(_ACT.jury_sequence)
    .limit(bindparam("most", type_=Integer))
)


_EVERY = select(_ACT.payload, _ACT.receipt).where(_ACT.jury == bindparam("which")).order_by(_ACT.jury_sequence)


def known(connection: Connection, acts: Iterable[ActId]) -> dict[ActId, KeptAct]:
    """Those of these acts that are kept, whoever sent them."""
    rows = connection.execute(_KNOWN, {"acts": list(acts)})
    return {kept.act: kept for kept in map(_kept, rows)}


def add(connection: Connection, kept: KeptAct) -> None:
    """Keep an act with its receipt."""
    connection.execute(
        _ADD,
        {
            "act": kept.act,
            "device": kept.device,
            "sequence": kept.sequence,
            "jury": kept.jury,
            "jury_sequence": kept.jury_sequence,
            "digest": kept.digest,
            "payload": kept.payload,
            "signature": kept.signature,
            "verdict": kept.verdict.value,
            "receipt": kept.receipt,
            "receipt_signature": kept.receipt_signature,
        },
    )


def feed(connection: Connection, jury: JuryId, after: int, most: int) -> tuple[list[tuple[KeptAct, bytes]], int]:
    """The acts of a jury after a rank, in order, each with the key of its post, ``most`` of them at most.

    Returns:
        them, and the rank of the jury's newest act; one statement, hence one instant.
    """
    rows = connection.execute(_FEED, {"which": jury, "after": after, "most": most}).all()
    return [(_kept(row), row.public) for row in rows if row.act is not None], rows[0].last if rows else 0


def every(connection: Connection, jury: JuryId) -> list[tuple[bytes, bytes]]:
    """All acts of a jury in order, each with its receipt, as they were signed."""
    return [(row.payload, row.receipt) for row in connection.execute(_EVERY, {"which": jury})]


def _kept(row: Row[*tuple[Any, ...]]) -> KeptAct:
    return KeptAct(
        act=ActId(row.act),
        device=DeviceId(row.device),
        sequence=row.sequence,
        jury=JuryId(row.jury),
        jury_sequence=row.jury_sequence,
        digest=Digest(row.digest),
        payload=row.payload,
        signature=row.signature,
        verdict=Verdict(row.verdict),
        receipt=row.receipt,
        receipt_signature=row.receipt_signature,
    )
