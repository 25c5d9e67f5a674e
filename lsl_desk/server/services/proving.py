# SPDX-License-Identifier: AGPL-3.0-or-later
"""Posts: how one proves which it is, what it is told of itself, how it is withdrawn.

A challenge costs the academy nothing to give: it is its own witness (a time, chance, and a code only the academy can
make). It is kept once answered, so that none is answered twice.
"""

import hmac
import secrets
import struct
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId
from lsl_desk.domain.rights import NOBODY, AccountRole, Actor, Kind, Standing
from lsl_desk.server.db import devices as rows
from lsl_desk.server.db.engine import Connection, Database
from lsl_desk.server.services import audit
from lsl_desk.server.services.passwords import new_secret, secret_digest
from lsl_desk.server.services.sessions import confided, presided
from lsl_desk.wire.enrolment import NONCE_BYTES, challenge_payload
from lsl_desk.wire.envelope import CHALLENGE, EnvelopeBroken, Signed, SigningKey, VerifyingKey
from lsl_desk.wire.strict import moment_of, moment_text

CHALLENGE_LIFE: Final = timedelta(minutes=2)
TOKEN_LIFE: Final = timedelta(minutes=15)
_REASON_LENGTH = 200
_TIME, _CHANCE, _CODE = 8, 8, 16
"""Bytes of each part of a challenge."""


def challenge(key: SigningKey, device: str, now: datetime) -> bytes:
    """A number of 32 bytes for a post to sign, good for `CHALLENGE_LIFE`."""
    told = struct.pack(">Q", int(now.timestamp() * 1_000_000)) + secrets.token_bytes(_CHANCE)
    return told + _witness(key, device, told)


def issue_token(database: Database, key: SigningKey, signed: bytes, now: datetime) -> str:
    """Give a token to the post that signed a challenge.

    Args:
        database: of the academy.
        key: of the academy.
        signed: a DSSE envelope of type `CHALLENGE`.
        now: UTC.

    Raises:
        Refusal: DEVICE_UNKNOWN; CHALLENGE_REFUSED, for another academy or post, too old, answered, or not signed.
    """
    try:
        envelope = Signed.from_bytes(signed)
    except EnvelopeBroken as error:
        raise Refusal(Code.CHALLENGE_REFUSED) from error
    with database.reading() as connection:
        post = rows.find(connection, envelope.key)
    if post is None:
        raise Refusal(Code.DEVICE_UNKNOWN)
    nonce = _verified(envelope, post, key, now)
    token = new_secret()
    end = moment_text(now + TOKEN_LIFE)

    def keep(connection: Connection) -> bool:
        text, forgotten = b64encode(nonce).decode(), moment_text(now + CHALLENGE_LIFE)
        if not rows.answer_challenge(connection, text, post.id, now=moment_text(now), expires=forgotten):
            return False
        rows.add_token(connection, secret_digest(token), post.id, now=moment_text(now), expires=end)
        return True

    if not database.write(keep):
        raise Refusal(Code.CHALLENGE_REFUSED)
    return token


def bearer_of(database: Database, token: str, now: datetime) -> Actor:
    """Who a token says is there: its post, or nobody."""
    with database.looking() as connection:
        found = rows.of_token(connection, secret_digest(token)) if token else None
        if found is None:
            return NOBODY
        post, expires = found
        actor = actor_of_post(connection, post)
    return replace(actor, standing=Standing.EXPIRED) if now >= moment_of(expires) else actor


def actor_of_post(connection: Connection, post: rows.SeatedPost) -> Actor:
    """The actor that a post is now."""
    role = AccountRole(post.role)
    standing = Standing.ACTIVE if post.state == "active" else Standing.REVOKED
    return Actor(
        kind=Kind.DEVICE,
        role=role,
        centre=None if post.centre is None else CentreId(post.centre),
        juries=confided(connection, role=role, centre=post.centre, seats=post.seats),
        presides=presided(post.seats),
        standing=standing,
        id=post.id,
        account=post.account,
    )


def known(database: Database, identifier: str) -> rows.DeviceRow:
    """A post as it is kept now.

    Raises:
        Refusal: DEVICE_UNKNOWN.
    """
    with database.looking() as connection:
        post = rows.find(connection, identifier)
    if post is None:
        raise Refusal(Code.DEVICE_UNKNOWN)
    return post


def actor_now(database: Database, identifier: str) -> Actor:
    """The actor that a post is now.

    Raises:
        Refusal: DEVICE_UNKNOWN.
    """
    with database.looking() as connection:
        post = rows.seated(connection, identifier)
        if post is None:
            raise Refusal(Code.DEVICE_UNKNOWN)
        return actor_of_post(connection, post)


def find(connection: Connection, identifier: str) -> rows.DeviceRow:
    """A post.

    Raises:
        Refusal: NOT_FOUND.
    """
    post = rows.find(connection, identifier)
    if post is None:
        raise Refusal(Code.NOT_FOUND)
    return post


def revoke(connection: Connection, identifier: str, *, reason: str, by: Actor, now: datetime) -> None:
    """Withdraw a post: it may still send its acts, then erases what it holds.

    Args:
        connection: in a transaction.
        identifier: of the post.
        reason: in words; shown on the post, and kept with it.
        by: who withdraws it.
        now: UTC.

    Raises:
        Refusal: REASON_MISSING, NOT_FOUND; DEVICE_REVOKED, it already was.
    """
    said = " ".join(reason.split())[:_REASON_LENGTH]
    if not said or not said.isprintable():
        raise Refusal(Code.REASON_MISSING)
    find(connection, identifier)
    if not rows.revoke(connection, identifier, reason=said, now=moment_text(now)):
        raise Refusal(Code.DEVICE_REVOKED)
    audit.record(connection, actor=by.id, action="device_revoked", resource=identifier, now=now)


def _verified(envelope: Signed, post: rows.DeviceRow, key: SigningKey, now: datetime) -> bytes:
    """The challenge that the post signed, once all that was signed holds but for its having been answered."""
    try:
        VerifyingKey(post.public).verify(envelope, CHALLENGE)
    except EnvelopeBroken as error:
        raise Refusal(Code.CHALLENGE_REFUSED) from error
    nonce = envelope.payload[-NONCE_BYTES:].rjust(NONCE_BYTES, b"\0")
    if envelope.payload != challenge_payload(server_public=key.public.raw, server_nonce=nonce):
        raise Refusal(Code.CHALLENGE_REFUSED)
    told, witness = nonce[:-_CODE], nonce[-_CODE:]
    if not hmac.compare_digest(witness, _witness(key, post.id, told)):
        raise Refusal(Code.CHALLENGE_REFUSED)
    (microseconds,) = struct.unpack(">Q", told[:_TIME])
    given = datetime.fromtimestamp(microseconds / 1_000_000, UTC)
    if not given <= now + timedelta(seconds=1) < given + CHALLENGE_LIFE:
        raise Refusal(Code.CHALLENGE_REFUSED)
    return nonce


def _witness(key: SigningKey, device: str, told: bytes) -> bytes:
    secret = hmac.new(key.raw, b"lsl-desk challenge witness", sha256).digest()
    return hmac.new(secret, device.encode() + b"\0" + told, sha256).digest()[:_CODE]


def decoded(number: str) -> bytes:
    """The 32 bytes of a number of the API (`wire.exchange.Nonce`).

    Raises:
        Refusal: REQUEST_INVALID, another length.
    """
    raw = b64decode(number)
    if len(raw) != NONCE_BYTES:
        raise Refusal(Code.REQUEST_INVALID, where="base64")
    return raw
