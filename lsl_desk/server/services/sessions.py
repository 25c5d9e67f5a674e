# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in and out, and the sessions of browsers: in the database, so that any worker knows them and any can end.

The answer to a wrong login and to a wrong password is the same, after the same work.
"""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, JuryId, SchoolId
from lsl_desk.domain.rights import NOBODY, AccountRole, Actor, Kind, Standing
from lsl_desk.server.db import people
from lsl_desk.server.db.engine import Connection, Database
from lsl_desk.server.services import audit, limits
from lsl_desk.server.services.accounts import fold_login, require_pair
from lsl_desk.server.services.passwords import Passwords, code_digest, new_secret, secret_digest
from lsl_desk.wire.strict import moment_of, moment_text

LIFE: Final = timedelta(hours=12)
IDLE: Final = timedelta(minutes=30)
Seats = Collection[tuple[str, str]]
"""Jury and role of each seat of an account."""
_NOTED = timedelta(minutes=1)
"""Use is noted once a minute at most: a page costs no write."""


@dataclass(frozen=True, slots=True)
class Door:
    """What a sign-in is made with, besides the secret itself.

    Attributes:
        login: as typed.
        source: address it comes from.
        browser: cookie of a browser that signed in before, "" when it has none.
    """

    login: str
    source: str
    browser: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the browser is to keep.

    Attributes:
        session: the session's cookie.
        browser: the cookie by which this browser is known from now on.
    """

    session: str
    browser: str


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is at a browser: the actor, and the name the page greets with."""

    actor: Actor
    name: str
    session: str
    """Digest of the session."""


def form_token(secret: str) -> str:
    """The token that forms carry, from the cookie they are bound to: another site can send the cookie, not read it."""
    return hmac.new(secret.encode(), b"lsl-desk form", "sha256").hexdigest()


def sign_in(database: Database, hashes: Passwords, door: Door, password: str, now: datetime) -> SignedIn:
    """Open a session by login and password.

    Raises:
        Refusal: SIGN_IN_WRONG; TOO_MANY_REQUESTS with the seconds to wait.
    """
    row, tries = _knock(database, door, now)
    if not hashes.check(row.password if row else None, password) or row is None:
        raise Refusal(Code.SIGN_IN_WRONG)
    kept = row.password or ""
    rehashed = hashes.hash(password) if hashes.outdated(kept) else None

    def enter(connection: Connection) -> SignedIn | None:
        current = people.by_id(connection, row.id)
        if current is None or current.password != kept:  # closed or changed meanwhile
            return None
        if rehashed:
            people.set_password(connection, row.id, rehashed)
        limits.welcome(connection, tries)
        return open_session(connection, row.id, browser=door.browser, how="password", now=now)

    entered = database.write(enter)
    if entered is None:
        raise Refusal(Code.SIGN_IN_WRONG)
    return entered


def first_sign_in(
    database: Database, hashes: Passwords, door: Door, *, code: str, new: str, again: str, now: datetime
) -> SignedIn:
    """Open an account by its one-time code, and choose its password.

    Raises:
        Refusal: CODE_WRONG, PASSWORD_OTHER, PASSWORD_WEAK; TOO_MANY_REQUESTS with the seconds to wait.
    """
    require_pair(new, again, fold_login(door.login))
    row, tries = _knock(database, door, now)
    hashed = hashes.hash(new)  # whether the code is right or not: the same work

    def enter(connection: Connection) -> SignedIn | None:
        if row is None or not _code_right(connection, row.id, code, now):
            return None
        people.drop_code(connection, row.id)
        people.set_password(connection, row.id, hashed)
        people.drop_sessions(connection, row.id)
        limits.welcome(connection, tries)
        return open_session(connection, row.id, browser=door.browser, how="code", now=now)

    entered = database.write(enter)
    if entered is None:
        raise Refusal(Code.CODE_WRONG)
    return entered


def open_session(connection: Connection, account: str, *, browser: str, how: str, now: datetime) -> SignedIn:
    """Open a session for an account that proved itself; never under an identifier the browser brought.

    Args:
        connection: in a transaction.
        account: its identifier.
        browser: cookie of a browser that may be known, "" for none.
        how: « password », « code », « oidc », for the audit.
        now: UTC.
    """
    session = new_secret()
    limits.sweep(connection, now)
    people.add_session(connection, secret_digest(session), account, moment_text(now), moment_text(now + LIFE))
    known = browser and people.knows_browser(connection, secret_digest(browser), account)
    kept = browser if known else new_secret()
    if not known:
        people.add_browser(connection, secret_digest(kept), account, moment_text(now))
    audit.record(connection, actor=account, action="signed_in", resource=account, facts={"how": how}, now=now)
    return SignedIn(session, kept)


def sign_out(connection: Connection, seat: Seat, now: datetime) -> None:
    """End a session."""
    people.drop_session(connection, seat.session)
    audit.record(connection, actor=seat.actor.id, action="signed_out", resource=seat.actor.id, now=now)


def seat_of(database: Database, session: str, now: datetime) -> Seat:
    """Who a session's cookie says is there: nobody, or a person whose session goes on or has ended."""
    digest = secret_digest(session)
    with database.reading() as connection:
        row = people.session(connection, digest) if session else None
        if row is None or row.account.state != "active":
            return Seat(NOBODY, "", "")
        over = now >= min(moment_of(row.expires), moment_of(row.seen) + IDLE)
        actor = actor_of(connection, row.account, Kind.PERSON, Standing.EXPIRED if over else Standing.ACTIVE)
    if not over and now >= moment_of(row.seen) + _NOTED:
        database.write(lambda connection: people.touch_session(connection, digest, moment_text(now)))
    return Seat(actor, row.account.name, digest)


def actor_of(
    connection: Connection, row: people.AccountRow, kind: Kind, standing: Standing, *, identifier: str = ""
) -> Actor:
    """The actor that an account, or a post of it, is: its role, its centre, the juries confided to it.

    Args:
        connection: to read them.
        row: the account.
        kind: a person or a post.
        standing: whether what it shows holds.
        identifier: of the post, the account's own by default.
    """
    role = AccountRole(row.role)
    seats = people.seats_of(connection, row.id)
    return Actor(
        kind=kind,
        role=role,
        centre=None if row.centre is None else CentreId(row.centre),
        juries=confided(connection, role=role, centre=row.centre, seats=seats),
        presides=presided(seats),
        standing=standing,
        id=identifier or row.id,
        account=row.id,
        school=None if row.school is None else SchoolId(row.school),
    )


def confided(connection: Connection, *, role: AccountRole, centre: str | None, seats: Seats) -> frozenset[JuryId]:
    """The juries confided to an account: those of the centre for its head, those it sits in for the others."""
    if role is AccountRole.CHEF_DE_CENTRE and centre is not None:
        return frozenset(map(JuryId, people.juries_of_centre(connection, centre)))
    return frozenset(JuryId(jury) for jury, _ in seats)


def presided(seats: Seats) -> frozenset[JuryId]:
    """The juries in which a seat is the president's."""
    return frozenset(JuryId(jury) for jury, role in seats if role == Role.PRESIDENT.value)


def _knock(database: Database, door: Door, now: datetime) -> tuple[people.AccountRow | None, tuple[limits.Limit, ...]]:
    """Count the try before anything is compared, and find the account if there is an open one."""
    login = fold_login(door.login)

    def count(connection: Connection) -> tuple[people.AccountRow | None, tuple[limits.Limit, ...], int]:
        row = people.by_login(connection, login)
        browser = secret_digest(door.browser) if door.browser else ""
        known = row is not None and people.knows_browser(connection, browser, row.id)
        tries = limits.door(login, door.source, browser if known else None)
        return row, tries, limits.hit(connection, tries, now)

    row, tries, seconds = database.write(count)
    if seconds:
        raise Refusal(Code.TOO_MANY_REQUESTS, seconds=seconds)
    return (row if row is not None and row.state == "active" else None), tries


def _code_right(connection: Connection, account: str, code: str, now: datetime) -> bool:
    kept = people.code(connection, account)
    if kept is None:
        return False
    digest, expires = kept
    return now < moment_of(expires) and hmac.compare_digest(digest, code_digest(code))
