# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signatures verified, on both sides of the room's door: what comes out of here is proved to be a post's."""

import base64

from lsl_desk.adapters.academy.proofs import feed_act
from lsl_desk.client.carried import CarriedAct
from lsl_desk.client.hall.values import Followed, PageTurn, Placed, Seated
from lsl_desk.client.link.values import FeedAct, FeedHead
from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.wire import envelope, hall
from lsl_desk.wire.acts import ActUnreadable, decode_act
from lsl_desk.wire.envelope import EnvelopeBroken, Signed, VerifyingKey
from lsl_desk.wire.exchange import FeedLine


def carried(act: str, key: str) -> CarriedAct:
    """An act, signed by the post whose key stands beside it.

    Args:
        act: base64 of its envelope.
        key: base64 of the key.

    Raises:
        Refusal: ACT_UNSIGNED, ACT_UNREADABLE.
    """
    data, raw = base64.b64decode(act), base64.b64decode(key)
    try:
        signed = Signed.from_bytes(data)
        VerifyingKey(raw).verify(signed, envelope.ACT)
        read = decode_act(signed.payload)
    except ActUnreadable as error:
        raise Refusal(Code.ACT_UNREADABLE) from error
    except (EnvelopeBroken, ValueError) as error:  # not the bytes of a key
        raise Refusal(Code.ACT_UNSIGNED) from error
    if read.device != signed.key:
        raise Refusal(Code.ACT_UNSIGNED)
    return CarriedAct(read, signed.digest, data, raw)


def fed(line: FeedLine, academy: bytes) -> FeedAct:
    """An act that the academy of this key ordered.

    Raises:
        Refusal: ACT_UNSIGNED, ACT_UNREADABLE, RECEIPT_UNSIGNED.
    """
    if not academy:
        raise Refusal(Code.RECEIPT_UNSIGNED)
    return feed_act(line, VerifyingKey(academy))


def feed_line(one: FeedAct) -> FeedLine:
    """The same, on its way."""
    return FeedLine(
        sequence=one.receipt.sequence,
        act=_text(one.act_envelope),
        receipt=_text(one.receipt_envelope),
        key=_text(one.key),
    )


def act_sent(one: CarriedAct) -> hall.HallAct:
    """An act on its way."""
    return hall.HallAct(act=_text(one.envelope), key=_text(one.key))


def told(news: Followed) -> hall.Followed:
    """News on their way."""
    turn = news.turn
    return hall.Followed(
        lines=[
            hall.HallLine(place=one.place, act=_text(one.carried.envelope), key=_text(one.carried.key))
            for one in news.lines
        ],
        seen=news.seen,
        more=news.more,
        members=[hall.HallMember(name=one.name, role=one.role.value, here=one.here) for one in news.seated],
        turn=None if turn is None else hall.HallTurn(number=turn.number, page=turn.page),
        academy=news.academy,
        sequence=news.head.sequence,
        chain=news.head.chain,
    )


def heard(news: hall.Followed, jury: JuryId) -> Followed:
    """News that came.

    Raises:
        Refusal: ACT_UNSIGNED, ACT_UNREADABLE.
    """
    turn = news.turn
    return Followed(
        lines=tuple(Placed(one.place, carried(one.act, one.key)) for one in news.lines),
        seen=news.seen,
        more=news.more,
        seated=tuple(Seated(one.name, Role(one.role), one.here) for one in news.members),
        turn=None if turn is None else PageTurn(jury, StudentNumber(turn.number), turn.page),
        academy=news.academy,
        head=FeedHead(news.sequence, Digest(news.chain)),
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
