# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signatures verified, once and here: what leaves this module is proved to be the academy's, or a post's."""

import base64
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from lsl_desk.adapters.academy.channel import Channel
from lsl_desk.client.link.values import (
    ActAnswer,
    FeedAct,
    Gap,
    Invalid,
    Kept,
    SignedAct,
    SignedManifest,
    SignedReceipt,
)
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.receipts import Receipt
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import ActUnreadable, decode_act
from lsl_desk.wire.envelope import EnvelopeBroken, Signed, VerifyingKey
from lsl_desk.wire.exchange import ActAnswered, FeedLine
from lsl_desk.wire.manifests import ManifestUnreadable, decode_manifest, edition
from lsl_desk.wire.receipts import ReceiptUnreadable, decode_receipt

Asked = TypeVar("Asked")
Proved = TypeVar("Proved")

_THREADS: Final = min(4, os.cpu_count() or 1)
_FEW: Final = 8
"""Fewer are proved by the thread that asks: threads cost about as much as some signatures."""


def each(prove: Callable[[Asked], Proved], things: Sequence[Asked]) -> tuple[Proved, ...]:
    """Prove several things, in order, on several processors: a signature's arithmetic lets other threads go on.

    Raises:
        Refusal: of the first of them that does not hold.
    """
    if len(things) < _FEW:
        return tuple(map(prove, things))
    share = -(-len(things) // _THREADS)
    shares = [things[at : at + share] for at in range(0, len(things), share)]
    with ThreadPoolExecutor(len(shares), "proofs") as threads:
        proved = threads.map(lambda some: [prove(one) for one in some], shares)
        return tuple(one for some in proved for one in some)


def pinned(channel: Channel) -> VerifyingKey:
    """The academy's key.

    Raises:
        Refusal: NOT_ENROLLED.
    """
    if channel.key is None:
        raise Refusal(Code.NOT_ENROLLED)
    return channel.key


def manifest(body: bytes, key: VerifyingKey, jury: JuryId) -> SignedManifest:
    """A jury's manifest, signed by the academy.

    Raises:
        Refusal: MANIFEST_UNSIGNED; MANIFEST_NEWER, this academy signed what this version does not understand.
    """
    try:
        signed = Signed.from_bytes(body)
        key.verify(signed, envelope.MANIFEST)
        read = decode_manifest(signed.payload)
    except EnvelopeBroken as error:
        raise Refusal(Code.MANIFEST_UNSIGNED, jury=jury) from error
    except ManifestUnreadable as error:
        raise Refusal(Code.MANIFEST_NEWER, jury=jury) from error
    if read.jury != jury:
        raise Refusal(Code.MANIFEST_UNSIGNED, jury=jury)
    return SignedManifest(read, body, edition(read.version, signed.signature))


def act_answer(answer: ActAnswered, act: SignedAct, key: VerifyingKey, host: str) -> ActAnswer:
    """What became of an act that was sent; a receipt is of this very act.

    Raises:
        Refusal: RECEIPT_UNSIGNED, NET_ANSWER.
    """
    match answer:
        case ActAnswered(state="kept", receipt=str() as text):
            signed, receipt = _receipt(text, key)
            if (receipt.act, receipt.digest, receipt.jury) != (act.act.act, act.digest, act.act.jury):
                raise Refusal(Code.RECEIPT_UNSIGNED)
            return Kept(SignedReceipt(receipt, signed))
        case ActAnswered(state="gap", expected=int() as expected):
            return Gap(expected)
        case ActAnswered(state="invalid", problem=problem) if problem is not None:
            code = Code(problem.code) if problem.code in {one.value for one in Code} else Code.ACT_UNREADABLE
            return Invalid(Refusal(code, **problem.facts))
        case _:
            raise Refusal(Code.NET_ANSWER, host=host)


def feed_act(line: FeedLine, key: VerifyingKey) -> FeedAct:
    """An act of the feed: signed by the post whose key stands beside it, receipted by the academy.

    Raises:
        Refusal: RECEIPT_UNSIGNED, ACT_UNSIGNED, ACT_UNREADABLE.
    """
    kept, receipt = _receipt(line.receipt, key)
    data = base64.b64decode(line.act)
    raw = base64.b64decode(line.key)
    try:
        signed = Signed.from_bytes(data)
        VerifyingKey(raw).verify(signed, envelope.ACT)
        act = decode_act(signed.payload)
    except EnvelopeBroken as error:
        raise Refusal(Code.ACT_UNSIGNED) from error
    except ActUnreadable as error:
        raise Refusal(Code.ACT_UNREADABLE) from error
    except ValueError as error:  # not the bytes of a key
        raise Refusal(Code.ACT_UNSIGNED) from error
    if act.device != signed.key:
        raise Refusal(Code.ACT_UNSIGNED)
    said = (receipt.act, receipt.digest, receipt.jury, receipt.sequence)
    if said != (act.act, signed.digest, act.jury, line.sequence):
        raise Refusal(Code.RECEIPT_UNSIGNED)
    return FeedAct(act, receipt, data, kept, raw)


def _receipt(text: str, key: VerifyingKey) -> tuple[bytes, Receipt]:
    data = base64.b64decode(text)
    try:
        signed = Signed.from_bytes(data)
        key.verify(signed, envelope.RECEIPT)
        return data, decode_receipt(signed.payload)
    except (EnvelopeBroken, ReceiptUnreadable) as error:
        raise Refusal(Code.RECEIPT_UNSIGNED) from error
