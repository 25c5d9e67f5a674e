# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of the tables of people: accounts, their codes, browsers and sessions. Secrets are kept as digests."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.schema import (
    access_code,
    account,
    centre,
    jury,
    known_browser,
    oidc_flow,
    seat,
    web_session,
)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as it is kept.

    Attributes:
        id: 32 hexadecimal digits.
        login: lower case.
        name: of the person.
        role: a value of `domain.rights.AccountRole`.
        centre: None for the roles of the whole academy.
        password: argon2, None before the first sign-in or with OIDC only.
        state: active, disabled.
        created: UTC, as text.
        school: of origin, of its head; None for everybody else.
    """

    id: str
    login: str
    name: str
    role: str
    centre: str | None
    password: str | None
    state: str
    created: str
    school: str | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in a browser: whose, and until when. Times UTC, as text."""

    account: AccountRow
    seen: str
    expires: str


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A sign-in by OIDC under way: what came out of this server and must come back."""

    browser: str
    nonce: str
    verifier: str
    expires: str


_ACCOUNT = (
    account.c.id,
    account.c.login,
    account.c.name,
    account.c.role,
    account.c.centre,
    account.c.password,
    account.c.state,
    account.c.created,
    account.c.school,
)


def _account(row: Any) -> AccountRow | None:
    return None if row is None else AccountRow(*row)


def by_login(connection: Connection, login: str) -> AccountRow | None:
    """The account of a login (lower case), whatever its state."""
    return _account(connection.execute(select(*_ACCOUNT).where(account.c.login == login)).one_or_none())


def by_id(connection: Connection, identifier: str) -> AccountRow | None:
    """An account, whatever its state."""
    return _account(connection.execute(select(*_ACCOUNT).where(account.c.id == identifier)).one_or_none())


def by_subject(connection: Connection, subject: str) -> AccountRow | None:
    """The account bound to a subject of the OIDC provider."""
    return _account(connection.execute(select(*_ACCOUNT).where(account.c.subject == subject)).one_or_none())


def accounts(connection: Connection) -> list[AccountRow]:
    """Every account, by centre or school then login; those of the whole academy first."""
    order = (func.coalesce(account.c.centre, account.c.school, ""), account.c.login)
    return [AccountRow(*row) for row in connection.execute(select(*_ACCOUNT).order_by(*order))]


def add_account(connection: Connection, row: AccountRow) -> None:
    """Keep a new account."""
    connection.execute(
        insert(account).values(
            id=row.id,
            login=row.login,
            name=row.name,
            role=row.role,
            centre=row.centre,
            password=row.password,
            state=row.state,
            created=row.created,
            school=row.school,
        )
    )


def set_password(connection: Connection, identifier: str, password: str | None) -> None:
    """Change the hash of an account; None for none."""
    connection.execute(update(account).where(account.c.id == identifier).values(password=password))


def bind_subject(connection: Connection, identifier: str, subject: str) -> None:
    """Bind an account to a subject of the OIDC provider, for good: logins may be given again, subjects are not."""
    connection.execute(update(account).where(account.c.id == identifier).values(subject=subject))


def is_bound(connection: Connection, identifier: str) -> bool:
    """Whether an account is bound to a subject."""
    return connection.execute(select(account.c.subject).where(account.c.id == identifier)).scalar() is not None


def disable(connection: Connection, identifier: str) -> None:
    """Close an account: it stays, since acts and audit name it."""
    connection.execute(update(account).where(account.c.id == identifier).values(state="disabled", password=None))


def has_centre(connection: Connection, identifier: str) -> bool:
    """Whether the academy has this centre."""
    return connection.execute(select(centre.c.id).where(centre.c.id == identifier)).first() is not None


def centres(connection: Connection) -> list[tuple[str, str]]:
    """Identifier and name of every centre, in order."""
    return [(row[0], row[1]) for row in connection.execute(select(centre.c.id, centre.c.name).order_by(centre.c.id))]


_OF_CENTRE = select(jury.c.id).where(jury.c.centre == bindparam("which"))
_SEATS = select(seat.c.jury, seat.c.role).where(seat.c.account == bindparam("which"))


def juries_of_centre(connection: Connection, identifier: str) -> frozenset[str]:
    """The juries of a centre."""
    return frozenset(connection.scalars(_OF_CENTRE, {"which": identifier}))


def seats_of(connection: Connection, identifier: str) -> tuple[tuple[str, str], ...]:
    """Jury and role of each seat of an account."""
    return tuple((row[0], row[1]) for row in connection.execute(_SEATS, {"which": identifier}))


# one-time codes


def put_code(connection: Connection, identifier: str, digest: str, expires: str) -> None:
    """Keep the code of an account, in place of the one it had."""
    drop_code(connection, identifier)
    connection.execute(insert(access_code).values(account=identifier, digest=digest, expires=expires))


def code(connection: Connection, identifier: str) -> tuple[str, str] | None:
    """Digest and end of the code of an account."""
    found = connection.execute(
        select(access_code.c.digest, access_code.c.expires).where(access_code.c.account == identifier)
    ).first()
    return None if found is None else (found[0], found[1])


def drop_code(connection: Connection, identifier: str) -> None:
    """Forget the code of an account."""
    connection.execute(delete(access_code).where(access_code.c.account == identifier))


def pending_codes(connection: Connection, now: str) -> frozenset[str]:
    """The accounts whose code waits to be used."""
    return frozenset(connection.execute(select(access_code.c.account).where(access_code.c.expires > now)).scalars())


# browsers and sessions


def add_browser(connection: Connection, digest: str, identifier: str, created: str) -> None:
    """Remember that an account signed in from a browser."""
    connection.execute(insert(known_browser).values(digest=digest, account=identifier, created=created))


def knows_browser(connection: Connection, digest: str, identifier: str) -> bool:
    """Whether an account signed in from this browser before."""
    found = select(known_browser.c.digest).where(
        known_browser.c.digest == digest, known_browser.c.account == identifier
    )
    return connection.execute(found).first() is not None


def forget_browsers(connection: Connection, identifier: str) -> None:
    """Let no browser be known for an account any more."""
    connection.execute(delete(known_browser).where(known_browser.c.account == identifier))


def add_session(connection: Connection, digest: str, identifier: str, now: str, expires: str) -> None:
    """Keep a session; those that ended are forgotten by the way."""
    connection.execute(delete(web_session).where(web_session.c.expires <= now))
    connection.execute(
        insert(web_session).values(digest=digest, account=identifier, created=now, seen=now, expires=expires)
    )


def session(connection: Connection, digest: str) -> SessionRow | None:
    """A session, whether it ended or not, with its account."""
    found = connection.execute(
        select(*_ACCOUNT, web_session.c.seen, web_session.c.expires)
        .join(web_session, web_session.c.account == account.c.id)
        .where(web_session.c.digest == digest)
    ).first()
    return None if found is None else SessionRow(AccountRow(*found[:9]), found[9], found[10])


def touch_session(connection: Connection, digest: str, now: str) -> None:
    """Note that a session is in use."""
    connection.execute(update(web_session).where(web_session.c.digest == digest).values(seen=now))


def drop_session(connection: Connection, digest: str) -> None:
    """End a session."""
    connection.execute(delete(web_session).where(web_session.c.digest == digest))


def drop_sessions(connection: Connection, identifier: str, *, but: str = "") -> None:
    """End every session of an account, but the one of this digest."""
    connection.execute(delete(web_session).where(web_session.c.account == identifier, web_session.c.digest != but))


# sign-ins by OIDC under way


def add_flow(connection: Connection, state: str, flow: FlowRow, now: str) -> None:
    """Keep what must come back; what never came back is forgotten by the way.

    Args:
        connection: in a transaction.
        state: digest of the state sent.
        flow: the rest.
        now: UTC, as text.
    """
    connection.execute(delete(oidc_flow).where(oidc_flow.c.expires <= now))
    connection.execute(
        insert(oidc_flow).values(
            state=state, browser=flow.browser, nonce=flow.nonce, verifier=flow.verifier, expires=flow.expires
        )
    )


def take_flow(connection: Connection, state: str) -> FlowRow | None:
    """Take back, once, what was kept for a state."""
    found = connection.execute(
        delete(oidc_flow)
        .where(oidc_flow.c.state == state)
        .returning(oidc_flow.c.browser, oidc_flow.c.nonce, oidc_flow.c.verifier, oidc_flow.c.expires)
    ).first()
    return None if found is None else FlowRow(*found)
