# SPDX-License-Identifier: AGPL-3.0-or-later
"""Receiving acts (decision 008): each with its effect, its rank, the jury's chain and its receipt, or not at all.

A batch is one transaction. What is wrong with an act ends the batch there; what came before it is kept.
"""

import base64
import binascii
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import takewhile
from typing import Final

from lsl_desk.domain.acts import Act, AttendanceTaken, PresidencyHanded, SittingClosed, SittingOpened
from lsl_desk.domain.board import decide
from lsl_desk.domain.board_view import Accepted, Conflicted, Outcome, Refused
from lsl_desk.domain.closing_acts import CaseReopened, SignatureRefused
from lsl_desk.domain.closing_state import MOVES
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.domain.receipts import Receipt, Verdict, next_chain
from lsl_desk.domain.rights import AccountRole, Actor, Resource, Standing, allow, effect_of
from lsl_desk.formats.rule_packs.book import rules_of
from lsl_desk.server.db import acts as rows
from lsl_desk.server.db import devices, heads, sittings
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import eve
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.proving import actor_of_post, known
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import ActUnreadable, decode_act
from lsl_desk.wire.envelope import EnvelopeBroken, Signed, SigningKey, VerifyingKey
from lsl_desk.wire.exchange import ActAnswered, FeedLine, Problem
from lsl_desk.wire.receipts import encode_receipt

log = logging.getLogger(__name__)

FEED_LINES: Final = 200
"""Acts in one answer of the feed."""


_KEYS: Final = 20_000
_keys: dict[DeviceId, VerifyingKey] = {}


@dataclass(frozen=True, slots=True)
class _Sent:
    """An act that its post signed.

    Attributes:
        act: what it says.
        signed: what was signed.
    """

    act: Act
    signed: Signed


@dataclass(slots=True)
class _Batch:
    """A transaction under way: where everything it moves stands."""

    key: SigningKey
    connection: Connection
    actor: Actor
    now: datetime
    head: Head
    rules: sittings.RulesOf
    juries: dict[JuryId, heads.Head]
    known: dict[ActId, rows.KeptAct]
    moved: set[JuryId] = field(default_factory=set)


def receive(academy: Academy, device: DeviceId, envelopes: Sequence[str]) -> list[ActAnswered]:
    """Keep a batch of acts of a post, in the order of its chain.

    Args:
        academy: where.
        device: the post, as its token says.
        envelopes: base64 of DSSE.

    Returns:
        One answer an act, in order; it ends at the first that could not be kept.

    Raises:
        Refusal: DEVICE_UNKNOWN.
        Busy: nothing was kept.
    """
    key = _key(academy, device)
    read = [_read(key, text) for text in envelopes]
    wrong = next((one for one in read if isinstance(one, Code)), None)
    sent = [one for one in takewhile(lambda one: one is not wrong, read) if isinstance(one, _Sent)]
    answers, moved = academy.database.write(lambda connection: _keep(academy, connection, device, sent))
    academy.notices.tell(moved)
    if wrong is not None and all(answer.state == "kept" for answer in answers):
        answers.append(_invalid(wrong))
    _report(device, answers)
    return answers


def feed(academy: Academy, jury: JuryId, after: int) -> tuple[list[FeedLine], int]:
    """The acts of a jury after a rank, `FEED_LINES` at most, and the rank of its newest one."""
    with academy.database.looking() as connection:
        kept, last = rows.feed(connection, jury, after, FEED_LINES)
    return [_line(academy.key, act, public) for act, public in kept], last


def _key(academy: Academy, device: DeviceId) -> VerifyingKey:
    """The key of a post. It is named by its own digest, so that one read once is never another."""
    held = _keys.get(device)
    if held is None:
        held = VerifyingKey(known(academy.database, device).public)
        if len(_keys) >= _KEYS:
            _keys.clear()
        _keys[device] = held
    return held


def _read(key: VerifyingKey, text: str) -> _Sent | Code:
    """Read an act and prove that its post signed it; else the reason why it cannot be kept."""
    try:
        signed = Signed.from_bytes(base64.b64decode(text, validate=True))
        key.verify(signed, envelope.ACT)
        act = decode_act(signed.payload)
    except EnvelopeBroken:
        return Code.ACT_UNSIGNED
    except (binascii.Error, ActUnreadable):
        return Code.ACT_UNREADABLE
    return _Sent(act, signed) if act.device == key.id else Code.ACT_UNSIGNED


def _keep(
    academy: Academy, connection: Connection, device: DeviceId, sent: Sequence[_Sent]
) -> tuple[list[ActAnswered], list[heads.Head]]:
    post = devices.held(connection, device)
    if post is None:  # pragma: no cover - posts are never removed
        raise Refusal(Code.DEVICE_UNKNOWN)
    batch = _Batch(
        key=academy.key,
        connection=connection,
        actor=actor_of_post(connection, post),
        now=academy.clock(),
        head=Head(post.sequence, Digest(post.head)),
        rules=partial(rules_of, academy.session),
        juries=heads.hold(connection, {one.act.jury for one in sent}),
        known=rows.known(connection, [one.act.act for one in sent]),
    )
    answers: list[ActAnswered] = []
    for one in sent:
        answers.append(_take(batch, one))
        if answers[-1].state != "kept":
            break
    if batch.moved:
        devices.move_head(connection, device, sequence=batch.head.sequence, head=batch.head.digest)
    moved = [batch.juries[jury] for jury in sorted(batch.moved)]
    for head in moved:
        heads.move(connection, head)
    return answers, moved


def _take(batch: _Batch, sent: _Sent) -> ActAnswered:
    act, digest = sent.act, sent.signed.digest
    kept = batch.known.get(act.act)
    if kept is not None:
        same = kept.device == act.device and kept.digest == digest
        return _kept(batch.key, kept) if same else _invalid(Code.ACT_ALTERED)
    expected = batch.head.sequence + 1
    if act.sequence > expected:
        return ActAnswered(state="gap", expected=expected)
    if act.sequence < expected or act.previous != batch.head.digest:
        return _invalid(Code.CHAIN_FORKED, sequence=act.sequence)
    kept = _store(batch, sent)
    batch.known[act.act] = kept
    batch.head = Head(act.sequence, digest)
    batch.moved.add(act.jury)
    return _kept(batch.key, kept)


def _store(batch: _Batch, sent: _Sent) -> rows.KeptAct:
    act, digest = sent.act, sent.signed.digest
    before = batch.juries[act.jury]
    view = sittings.DatabaseBoard(batch.connection, before, batch.rules)
    outcome = _decide(view, batch.actor, act)
    receipt = _receipt(act, sent.signed, before, outcome, batch.now)
    signed = batch.key.sign(envelope.RECEIPT, encode_receipt(receipt))
    kept = rows.KeptAct(
        act=act.act,
        device=act.device,
        sequence=act.sequence,
        jury=act.jury,
        jury_sequence=receipt.sequence,
        digest=digest,
        payload=sent.signed.payload,
        signature=sent.signed.signature,
        verdict=receipt.verdict,
        receipt=signed.payload,
        receipt_signature=signed.signature,
    )
    rows.add(batch.connection, kept)
    batch.juries[act.jury] = _moved(before, act, outcome, receipt)
    _effect(batch.connection, view, act, outcome, batch.now)
    return kept


def _moved(before: heads.Head, act: Act, outcome: Outcome, receipt: Receipt) -> heads.Head:
    after = replace(before, sequence=receipt.sequence, chain=receipt.chain)
    if isinstance(outcome, Accepted):
        match act.body:
            case SittingOpened():
                return replace(after, opened=act.act)
            case body if isinstance(body, MOVES):
                closed = {SittingClosed: act.act, CaseReopened: None}.get(type(body), before.closed)
                return replace(after, closed=closed, closing_acts=before.closing_acts + 1)
            case AttendanceTaken():
                return replace(after, attendance=act.act)
            case PresidencyHanded(to):
                return replace(after, handed=to)
    return after


def _decide(view: sittings.DatabaseBoard, actor: Actor, act: Act) -> Outcome:
    """What an act does: what its post may have it do first, then what the board says."""
    if actor.standing is not Standing.ACTIVE:
        return Refused(Code.DEVICE_REVOKED)
    if actor.role is None or act.author.role.value != actor.role.value:
        return Refused(Code.ROLE_OTHER)
    if act.jury not in actor.juries:
        return Refused(Code.JURY_NOT_YOURS, {"jury": act.jury})
    outcome = decide(view, act)
    presiding = AccountRole(view.presiding().value)
    sitting = Resource(jury=act.jury, closed=view.closed(), presiding=presiding)
    allowed = allow(actor, effect_of(act.body), sitting)
    return outcome if allowed or isinstance(outcome, Refused) else Refused(Code.FORBIDDEN)


def _receipt(act: Act, signed: Signed, before: heads.Head, outcome: Outcome, now: datetime) -> Receipt:
    refused = outcome if isinstance(outcome, Refused) else None
    conflict = isinstance(outcome, Conflicted)
    verdict = Verdict.REFUSED if refused else Verdict.CONFLICT if conflict else Verdict.ACCEPTED
    code = refused.code.value if refused else ""
    return Receipt(
        act=act.act,
        digest=signed.digest,
        jury=act.jury,
        sequence=before.sequence + 1,
        chain=next_chain(before.chain, signed.digest, verdict, code),
        verdict=verdict,
        received=now,
        code=code,
        facts=refused.facts if refused else {},
    )


def _effect(
    connection: Connection, view: sittings.DatabaseBoard, act: Act, outcome: Outcome, received: datetime
) -> None:
    """Do what an act does, but for what the jury's head says."""
    if isinstance(outcome, Conflicted):
        sittings.put_conflict(connection, act.jury, outcome.conflict)
        return
    if not isinstance(outcome, Accepted):
        return
    told = isinstance(act.body, SignatureRefused)  # the exam office is told of it, as of a message (N12)
    if not sittings.put(connection, view, act) or told:
        eve.put(connection, act, received)


def _line(key: SigningKey, kept: rows.KeptAct, public: bytes) -> FeedLine:
    signed = Signed(envelope.ACT, kept.payload, kept.device, kept.signature)
    return FeedLine(
        sequence=kept.jury_sequence,
        act=base64.b64encode(signed.to_bytes()).decode(),
        receipt=_receipt_text(key, kept),
        key=base64.b64encode(public).decode(),
    )


def _kept(key: SigningKey, kept: rows.KeptAct) -> ActAnswered:
    return ActAnswered(state="kept", receipt=_receipt_text(key, kept))


def _receipt_text(key: SigningKey, kept: rows.KeptAct) -> str:
    signed = Signed(envelope.RECEIPT, kept.receipt, key.public.id, kept.receipt_signature)
    return base64.b64encode(signed.to_bytes()).decode()


def _invalid(code: Code, **facts: str | int) -> ActAnswered:
    return ActAnswered(state="invalid", problem=Problem(code=code.value, facts=facts))


def _report(device: DeviceId, answers: Iterable[ActAnswered]) -> None:
    for answer in answers:
        if answer.problem is not None:
            log.warning("act refused", extra={"device": device, "code": answer.problem.code})
