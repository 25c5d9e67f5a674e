# SPDX-License-Identifier: AGPL-3.0-or-later
"""Enrolling a post: it commits, learns the academy's number, shows its key; a person compares six digits and decides.

See `wire.enrolment` and decision 008. Ten minutes from beginning to end.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lsl_desk.domain.acts import NO_PREVIOUS
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rights import Actor
from lsl_desk.server.db import devices, people
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import audit, limits
from lsl_desk.wire.enrolment import NONCE_BYTES, commitment, short_digits
from lsl_desk.wire.envelope import VerifyingKey
from lsl_desk.wire.strict import moment_of, moment_text

LIFE: Final = timedelta(minutes=10)
_KEPT = timedelta(days=1)
"""An answer stays to be asked for, by a post whose network was cut."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An enrolment that waits for a person.

    Attributes:
        id: its identifier.
        label: as the post named itself.
        digits: to compare; "" until the post showed its key.
        created: UTC.
        expires: UTC.
    """

    id: str
    label: str
    digits: str
    created: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """How far an enrolment is, and who the post is for once approved."""

    state: str
    name: str = ""
    role: str = ""
    centre: str = ""


def begin(
    connection: Connection, *, promised: str, label: str, source: str, now: datetime
) -> devices.EnrolmentRow | int:
    """Begin an enrolment.

    Args:
        connection: in a transaction, which is committed even when it is refused: the try counts.
        promised: the commitment.
        label: as the post names itself.
        source: address it comes from.
        now: UTC.

    Returns:
        the enrolment, or the seconds to wait when too many were begun from there.
    """
    seconds = limits.hit(connection, (limits.Limit(limits.subject("enrol", source), limits.ENROLMENTS),), now)
    if seconds:
        return seconds
    devices.sweep_enrolments(connection, moment_text(now - _KEPT))
    row = devices.EnrolmentRow(
        id=secrets.token_hex(16),
        commitment=promised,
        label=_clean(label),
        server_nonce=secrets.token_bytes(NONCE_BYTES),
        public=None,
        nonce=None,
        state="waiting",
        account=None,
        created=moment_text(now),
        expires=moment_text(now + LIFE),
    )
    devices.add_enrolment(connection, row)
    return row


def reveal(connection: Connection, identifier: str, *, public: bytes, nonce: bytes, now: datetime) -> Code | None:
    """Take what the commitment hid; the same again is taken again.

    Args:
        connection: in a transaction, which is committed even when it is refused: a broken word ends the enrolment.
        identifier: of the enrolment.
        public: the post's key, 32 bytes.
        nonce: its random number, 32 bytes.
        now: UTC.

    Returns:
        why it is refused, None when it is not.
    """
    row = devices.held_enrolment(connection, identifier)
    if row is None:
        return Code.NOT_FOUND
    if (row.public, row.nonce) == (public, nonce) and row.state != "refused":
        return None
    if row.state != "waiting":
        return Code.ENROLMENT_REFUSED
    if now >= moment_of(row.expires):
        return Code.ENROLMENT_EXPIRED
    if row.public is not None or commitment(public, nonce) != row.commitment:
        devices.decide(connection, identifier, state="refused", owner=None, by=None)
        return Code.ENROLMENT_CHANGED
    devices.show_key(connection, identifier, public, nonce)
    return None


def state_of(connection: Connection, identifier: str, now: datetime) -> Answered:
    """How far an enrolment is.

    Raises:
        Refusal: NOT_FOUND; ENROLMENT_EXPIRED, nobody decided in time.
    """
    row = devices.enrolment_of(connection, identifier)
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.state == "waiting" and now >= moment_of(row.expires):
        raise Refusal(Code.ENROLMENT_EXPIRED)
    person = people.by_id(connection, row.account) if row.account else None
    if person is None:
        return Answered(row.state)
    return Answered(row.state, person.name, person.role, person.centre or "")


def pending(connection: Connection, server_public: bytes, now: datetime) -> list[Pending]:
    """The enrolments that wait for a person, the oldest first."""
    return [_pending(row, server_public) for row in devices.waiting(connection, moment_text(now))]


def pending_one(connection: Connection, identifier: str, server_public: bytes, now: datetime) -> Pending:
    """One of them.

    Raises:
        Refusal: NOT_FOUND, ENROLMENT_EXPIRED, ENROLMENT_DECIDED.
    """
    return _pending(_waiting(devices.enrolment_of(connection, identifier), now), server_public)


def approve(connection: Connection, identifier: str, *, owner: str, by: Actor, now: datetime) -> str:
    """Make the post one of the academy's, for a person.

    Args:
        connection: in a transaction.
        identifier: of the enrolment.
        owner: the account the post is for; whether ``by`` may is asked before.
        by: who compared the digits.
        now: UTC.

    Returns:
        the identifier of the post.

    Raises:
        Refusal: NOT_FOUND, ENROLMENT_EXPIRED, ENROLMENT_DECIDED, ENROLMENT_EARLY, ACCOUNT_UNKNOWN, DEVICE_KNOWN.
    """
    row = _waiting(devices.held_enrolment(connection, identifier), now)
    if row.public is None:
        raise Refusal(Code.ENROLMENT_EARLY)
    person = people.by_id(connection, owner)
    if person is None or person.state != "active":
        raise Refusal(Code.ACCOUNT_UNKNOWN)
    device = VerifyingKey(row.public).id
    if devices.find(connection, device) is not None:
        raise Refusal(Code.DEVICE_KNOWN)
    devices.add_device(
        connection,
        devices.DeviceRow(
            id=device,
            public=row.public,
            label=row.label,
            account=owner,
            name=person.name,
            role=person.role,
            centre=person.centre,
            state="active",
            reason="",
            enrolled=moment_text(now),
            revoked=None,
            sequence=0,
            head=NO_PREVIOUS,
        ),
    )
    devices.decide(connection, identifier, state="approved", owner=owner, by=by.account or None)
    facts = {"account": owner}
    audit.record(connection, actor=by.id, action="device_approved", resource=device, facts=facts, now=now)
    return device


def refuse(connection: Connection, identifier: str, *, by: Actor, now: datetime) -> None:
    """Say no: the digits are not the same, or nobody asked for this post.

    Raises:
        Refusal: NOT_FOUND, ENROLMENT_EXPIRED, ENROLMENT_DECIDED.
    """
    _waiting(devices.held_enrolment(connection, identifier), now)
    devices.decide(connection, identifier, state="refused", owner=None, by=by.account or None)
    audit.record(connection, actor=by.id, action="enrolment_refused", resource=identifier, now=now)


def _waiting(row: devices.EnrolmentRow | None, now: datetime) -> devices.EnrolmentRow:
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.state != "waiting":
        raise Refusal(Code.ENROLMENT_DECIDED)
    if now >= moment_of(row.expires):
        raise Refusal(Code.ENROLMENT_EXPIRED)
    return row


def _pending(row: devices.EnrolmentRow, server_public: bytes) -> Pending:
    digits = ""
    if row.public is not None and row.nonce is not None:
        digits = short_digits(
            device_public=row.public,
            server_public=server_public,
            device_nonce=row.nonce,
            server_nonce=row.server_nonce,
        )
    return Pending(row.id, row.label, digits, moment_of(row.created), moment_of(row.expires))


def _clean(label: str) -> str:
    """A label fit for one line of a page: what cannot be printed is shown as such."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in label)
