# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names under seal: who the candidates are, under a second key, opened once the jury may know them (features N18)."""

import json
import secrets
from dataclasses import astuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, insert, select

from lsl_desk.adapters.store import schema
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity

_NONCE = 12


def seal(
    connection: Connection, wrapping: bytes, jury: JuryId, version: int, identities: tuple[SealedIdentity, ...]
) -> None:
    """Keep the names of a version, as one sealed whole: nobody learns from sizes who is who.

    Args:
        connection: in the transaction that makes the version.
        wrapping: 32 bytes, the key that wraps the names' own key.
        jury: the jury.
        version: its version.
        identities: the names; nothing is written when there are none.
    """
    if identities:
        plain = json.dumps([astuple(one) for one in identities], ensure_ascii=False).encode()
        sealed = _encrypt(_key(connection, wrapping), plain, _bound(jury, version))
        row = {"jury": jury, "version": version, "count": len(identities), "sealed": sealed}
        connection.execute(insert(schema.identity).values(row))


def count(connection: Connection, jury: JuryId) -> int:
    """How many names are under seal for the current version of a jury."""
    identity, current = schema.identity.c, schema.jury.c
    found = connection.scalar(
        select(identity.count)
        .join_from(schema.identity, schema.jury, identity.jury == current.jury)
        .where(identity.jury == jury, identity.version == current.version)
    )
    return found or 0


def unseal(connection: Connection, wrapping: bytes, jury: JuryId) -> tuple[SealedIdentity, ...]:
    """The names of the current version of a jury, nobody when there are none.

    Whoever asks has seen the act that makes them known (`domain.closing_acts.AnonymityLifted`).
    """
    identity, current = schema.identity.c, schema.jury.c
    found = connection.execute(
        select(identity.version, identity.sealed)
        .join_from(schema.identity, schema.jury, identity.jury == current.jury)
        .where(identity.jury == jury, identity.version == current.version)
    ).one_or_none()
    if found is None:
        return ()
    plain = _decrypt(_key(connection, wrapping), found.sealed, _bound(jury, found.version))
    return tuple(SealedIdentity(StudentNumber(number), *rest) for number, *rest in json.loads(plain))


def _key(connection: Connection, wrapping: bytes) -> bytes:
    wrapped = connection.scalar(select(schema.identity_key.c.wrapped))
    if wrapped is not None:
        return _decrypt(wrapping, wrapped, b"identities")
    key = secrets.token_bytes(32)
    connection.execute(insert(schema.identity_key).values(id=1, wrapped=_encrypt(wrapping, key, b"identities")))
    return key


def _encrypt(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)


def _bound(jury: JuryId, version: int) -> bytes:
    return json.dumps(["identities", jury, version]).encode()
