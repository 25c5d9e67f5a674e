# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of the tables of posts: devices, enrolments, challenges answered, tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.schema import account, challenge, device, enrolment, seat, token


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A post as it is kept, with the name and role of its person.

    Attributes:
        id: SHA-256 of its key.
        public: Ed25519, 32 bytes.
        label: as it named itself.
        account: whose.
        name: of the person.
        role: of the account.
        centre: of the account.
        state: active, revoked.
        reason: why it was revoked, "" before.
        enrolled: UTC, as text.
        revoked: UTC, as text, None before.
        sequence: rank of its last act received.
        head: digest of that act.
    """

    id: str
    public: bytes
    label: str
    account: str
    name: str
    role: str
    centre: str | None
    state: str
    reason: str
    enrolled: str
    revoked: str | None
    sequence: int
    head: str


@dataclass(frozen=True, slots=True)
class SeatedPost:
    """What a post may do, and where its chain ends: no column more, since every request of a post reads it.

    Attributes:
        seats: jury and role of each seat of its person.
        id: SHA-256 of its key.
        account: whose.
        role: of the account.
        centre: of the account.
        state: active, revoked.
        sequence: rank of its last act received.
        head: digest of that act.
    """

    seats: tuple[tuple[str, str], ...]
    id: str
    account: str
    role: str
    centre: str | None
    state: str
    sequence: int
    head: str


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """An enrolment as it is kept.

    Attributes:
        id: 32 hexadecimal digits, known to the post alone before a person sees it.
        commitment: SHA-256, hexadecimal.
        label: as the post named itself.
        server_nonce: 32 bytes.
        public: the post's key once shown.
        nonce: the post's random number once shown.
        state: waiting, approved, refused.
        account: the person it was approved for.
        created: UTC, as text.
        expires: UTC, as text.
    """

    id: str
    commitment: str
    label: str
    server_nonce: bytes
    public: bytes | None
    nonce: bytes | None
    state: str
    account: str | None
    created: str
    expires: str


def _devices() -> Select[Any]:
    return select(
        device.c.id,
        device.c.public,
        device.c.label,
        device.c.account,
        account.c.name,
        account.c.role,
        account.c.centre,
        device.c.state,
        device.c.reason,
        device.c.enrolled,
        device.c.revoked,
        device.c.sequence,
        device.c.head,
    ).join(account, account.c.id == device.c.account)


# What each request of a post asks, made once: to make a statement costs as much as to run it.
_FIND = _devices().where(device.c.id == bindparam("which"))
_OWN = (
    device.c.id,
    device.c.account,
    account.c.role,
    account.c.centre,
    device.c.state,
    device.c.sequence,
    device.c.head,
)
_SEATED = (
    select(*_OWN, seat.c.jury.label("jury"), seat.c.role.label("seat_role"))
    .join(account, account.c.id == device.c.account)
    .outerjoin(seat, seat.c.account == account.c.id)
)
_FIND_SEATED = _SEATED.where(device.c.id == bindparam("which"))
_HOLD = _FIND_SEATED.with_for_update(of=device)
_MOVE_HEAD = (
    update(device).where(device.c.id == bindparam("which")).values(sequence=bindparam("to"), head=bindparam("end"))
)
_OF_TOKEN = (
    _SEATED.add_columns(token.c.expires)
    .join(token, token.c.device == device.c.id)
    .where(token.c.digest == bindparam("which"))
)


def devices(connection: Connection) -> list[DeviceRow]:
    """Every post, by centre, the newest first."""
    order = (func.coalesce(device.c.centre, ""), device.c.enrolled.desc(), device.c.id)
    rows: list[Any] = list(connection.execute(_devices().order_by(*order)))
    return [DeviceRow(*row) for row in rows]


def find(connection: Connection, identifier: str) -> DeviceRow | None:
    """A post, whatever its state."""
    found: Any = connection.execute(_FIND, {"which": identifier}).one_or_none()
    return None if found is None else DeviceRow(*found)


def seated(connection: Connection, identifier: str) -> SeatedPost | None:
    """What a post may do, whatever its state; one statement."""
    return _seated(connection.execute(_FIND_SEATED, {"which": identifier}).all())


def held(connection: Connection, identifier: str) -> SeatedPost | None:
    """The same, its chain kept from moving until the transaction ends."""
    return _seated(connection.execute(_HOLD, {"which": identifier}).all())


def move_head(connection: Connection, identifier: str, *, sequence: int, head: str) -> None:
    """Say where the chain of a post ends now; it is held."""
    connection.execute(_MOVE_HEAD, {"which": identifier, "to": sequence, "end": head})


def add_device(connection: Connection, row: DeviceRow) -> None:
    """Keep a new post."""
    connection.execute(
        insert(device).values(
            id=row.id,
            public=row.public,
            label=row.label,
            account=row.account,
            centre=row.centre,
            state=row.state,
            reason=row.reason,
            enrolled=row.enrolled,
            revoked=row.revoked,
            sequence=row.sequence,
            head=row.head,
        )
    )


def revoke(connection: Connection, identifier: str, *, reason: str, now: str) -> bool:
    """Withdraw a post; False when it already was."""
    done = connection.execute(
        update(device)
        .where(device.c.id == identifier, device.c.state == "active")
        .values(state="revoked", reason=reason, revoked=now)
    )
    return done.rowcount == 1


def revoke_all(connection: Connection, owner: str, *, reason: str, now: str) -> int:
    """Withdraw every post of an account; returns how many."""
    done = connection.execute(
        update(device)
        .where(device.c.account == owner, device.c.state == "active")
        .values(state="revoked", reason=reason, revoked=now)
    )
    return done.rowcount


# enrolments

_ENROLMENT = (
    enrolment.c.id,
    enrolment.c.commitment,
    enrolment.c.label,
    enrolment.c.server_nonce,
    enrolment.c.public,
    enrolment.c.nonce,
    enrolment.c.state,
    enrolment.c.account,
    enrolment.c.created,
    enrolment.c.expires,
)


def add_enrolment(connection: Connection, row: EnrolmentRow) -> None:
    """Keep a new enrolment."""
    connection.execute(
        insert(enrolment).values(
            id=row.id,
            commitment=row.commitment,
            label=row.label,
            server_nonce=row.server_nonce,
            state=row.state,
            created=row.created,
            expires=row.expires,
        )
    )


def _enrolment(row: Any) -> EnrolmentRow | None:
    return None if row is None else EnrolmentRow(*row)


def enrolment_of(connection: Connection, identifier: str) -> EnrolmentRow | None:
    """An enrolment, whatever its state."""
    return _enrolment(connection.execute(select(*_ENROLMENT).where(enrolment.c.id == identifier)).one_or_none())


def held_enrolment(connection: Connection, identifier: str) -> EnrolmentRow | None:
    """The same, kept from others until the transaction ends."""
    asked = select(*_ENROLMENT).where(enrolment.c.id == identifier).with_for_update()
    return _enrolment(connection.execute(asked).one_or_none())


def waiting(connection: Connection, now: str) -> list[EnrolmentRow]:
    """The enrolments that wait for a person, the oldest first."""
    asked = select(*_ENROLMENT).where(enrolment.c.state == "waiting", enrolment.c.expires > now)
    rows: list[Any] = list(connection.execute(asked.order_by(enrolment.c.created)))
    return [EnrolmentRow(*row) for row in rows]


def show_key(connection: Connection, identifier: str, public: bytes, nonce: bytes) -> None:
    """Keep what the commitment hid."""
    connection.execute(update(enrolment).where(enrolment.c.id == identifier).values(public=public, nonce=nonce))


def decide(connection: Connection, identifier: str, *, state: str, owner: str | None, by: str | None) -> None:
    """Keep the answer to an enrolment.

    Args:
        connection: in a transaction that holds it.
        identifier: of the enrolment.
        state: approved, refused.
        owner: the account the post is for, None when refused.
        by: the account that decided, None when the post itself broke its word.
    """
    connection.execute(
        update(enrolment).where(enrolment.c.id == identifier).values(state=state, account=owner, decided_by=by)
    )


def sweep_enrolments(connection: Connection, oldest: str) -> None:
    """Forget the enrolments that ended before this."""
    connection.execute(delete(enrolment).where(enrolment.c.expires <= oldest))


# challenges and tokens


def answer_challenge(connection: Connection, nonce: str, identifier: str, *, now: str, expires: str) -> bool:
    """Note that a challenge was answered; False when it had been already.

    Args:
        connection: in a transaction.
        nonce: the challenge.
        identifier: of the post.
        now: those that expired before are forgotten by the way.
        expires: until when it has to be remembered.
    """
    connection.execute(delete(challenge).where(challenge.c.expires <= now))
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    kept = connection.execute(
        dialect.insert(challenge)
        .values(nonce=nonce, device=identifier, expires=expires)
        .on_conflict_do_nothing()
        .returning(challenge.c.nonce)
    )
    return kept.first() is not None


def add_token(connection: Connection, digest: str, identifier: str, *, now: str, expires: str) -> None:
    """Keep a token; those of this post that expired are forgotten by the way."""
    connection.execute(delete(token).where(token.c.device == identifier, token.c.expires <= now))
    connection.execute(insert(token).values(digest=digest, device=identifier, expires=expires))


def of_token(connection: Connection, digest: str) -> tuple[SeatedPost, str] | None:
    """What the post of a token may do, and until when the token holds; one statement."""
    rows: Sequence[Any] = connection.execute(_OF_TOKEN, {"which": digest}).all()
    found = _seated(rows)
    return None if found is None else (found, rows[0][-1])


def _seated(rows: Sequence[Any]) -> SeatedPost | None:
    """One row a seat; one without a jury when there is none."""
    if not rows:
        return None
    count = len(_OWN)
    seats = tuple((row[count], row[count + 1]) for row in rows if row[count] is not None)
    return SeatedPost(seats, *rows[0][:count])
