# SPDX-License-Identifier: AGPL-3.0-or-later
"""A receipt as the exact bytes that the academy signs, and back. Strict, as `wire.acts`."""

import json
from typing import Literal

from pydantic import TypeAdapter

from lsl_desk.domain.ids import ActId, Digest, JuryId
from lsl_desk.domain.receipts import Receipt, Verdict
from lsl_desk.wire.strict import (
    Dated,
    Moment,
    Rank,
    Sha256,
    Short,
    Unreadable,
    Uuid,
    moment_of,
    moment_text,
    read_dated,
)
from lsl_desk.wire.version import PROTOCOL


class ReceiptUnreadable(Unreadable):
    """The bytes are not a receipt that this version understands."""


class _Receipt(Dated):
    act: Uuid
    digest: Sha256
    jury: Short
    sequence: Rank
    chain: Sha256
    verdict: Literal["accepted", "conflict", "refused"]
    code: Short
    facts: dict[str, Short | int]
    received: Moment


_ADAPTER: TypeAdapter[_Receipt] = TypeAdapter(_Receipt)


def encode_receipt(receipt: Receipt) -> bytes:
    """Write the bytes that are signed for a receipt.

    Raises:
        ValueError: its time is not in UTC.
        ReceiptUnreadable: `decode_receipt` would refuse it.
    """
    fields = {
        "protocol": PROTOCOL,
        "act": receipt.act,
        "digest": receipt.digest,
        "jury": receipt.jury,
        "sequence": receipt.sequence,
        "chain": receipt.chain,
        "verdict": receipt.verdict.value,
        "code": receipt.code,
        "facts": dict(receipt.facts),
        "received": moment_text(receipt.received),
    }
    payload = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    _read(payload)
    return payload


def decode_receipt(payload: bytes) -> Receipt:
    """Read a receipt from the bytes that were signed.

    Raises:
        ReceiptUnreadable: another protocol, an unknown field, or a field of another shape.
    """
    read = _read(payload)
    return Receipt(
        act=ActId(read.act),
        digest=Digest(read.digest),
        jury=JuryId(read.jury),
        sequence=read.sequence,
        chain=Digest(read.chain),
        verdict=Verdict(read.verdict),
        received=moment_of(read.received),
        code=read.code,
        facts=read.facts,
    )


def _read(payload: bytes) -> _Receipt:
    return read_dated(_ADAPTER, payload, ReceiptUnreadable, "not a receipt")
