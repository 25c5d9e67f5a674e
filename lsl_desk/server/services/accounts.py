# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts: made by the exam office or on the server, opened by a one-time code, closed and never deleted."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rights import SEATED, AccountRole
from lsl_desk.server.db import devices, people, schools
from lsl_desk.server.db.engine import Connection, Database
from lsl_desk.server.services import audit, passwords
from lsl_desk.server.services.passwords import Passwords
from lsl_desk.wire.strict import moment_text

CODE_LIFE: Final = timedelta(days=7)
CLOSED: Final = "compte fermé"
"""The reason that the posts of a closed account are given."""

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{2,59}")
_NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account or a new code: what to hand to the person, shown once."""

    account: str
    login: str
    code: str


def fold_login(login: str) -> str:
    """A login as it is kept."""
    return login.strip().casefold()


def create(
    connection: Connection,
    *,
    login: str,
    name: str,
    role: AccountRole,
    centre: str | None,
    school: str | None = None,
    by: str,
    now: datetime,
) -> Opened:
    """Make an account and its one-time code.

    Args:
        connection: in a transaction.
        login: small letters, digits, ``. _ @ -``.
        name: of the person, as the pages and the posts show it.
        role: what the person may do.
        centre: needed by those who sit at a Desk, and only by them.
        school: needed by the head of one, and only by them.
        by: identifier of the account that makes it, "" for a command on the server.
        now: UTC.

    Raises:
        Refusal: LOGIN_INVALID, LOGIN_TAKEN, ACCOUNT_CENTRE, CENTRE_UNKNOWN, ACCOUNT_SCHOOL, SCHOOL_UNKNOWN,
            REQUEST_INVALID.
    """
    folded = fold_login(login)
    if not _LOGIN.fullmatch(folded):
        raise Refusal(Code.LOGIN_INVALID)
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > _NAME_LENGTH or not cleaned.isprintable():
        raise Refusal(Code.REQUEST_INVALID, where="name")
    if (centre is None) is (role in SEATED):
        raise Refusal(Code.ACCOUNT_CENTRE)
    if centre is not None and not people.has_centre(connection, centre):
        raise Refusal(Code.CENTRE_UNKNOWN, centre=centre)
    if (school is None) is (role is AccountRole.CHEF_ETABLISSEMENT):
        raise Refusal(Code.ACCOUNT_SCHOOL)
    if school is not None and schools.find(connection, school) is None:
        raise Refusal(Code.SCHOOL_UNKNOWN, school=school)
    if people.by_login(connection, folded) is not None:
        raise Refusal(Code.LOGIN_TAKEN, login=folded)
    identifier = secrets.token_hex(16)
    row = people.AccountRow(identifier, folded, cleaned, role.value, centre, None, "active", moment_text(now), school)
    people.add_account(connection, row)
    code = _new_code(connection, identifier, now)
    facts = {"role": role.value} | ({"centre": centre} if centre else {}) | ({"school": school} if school else {})
    audit.record(connection, actor=by, action="account_created", resource=identifier, facts=facts, now=now)
    return Opened(identifier, folded, code)


def renew_code(connection: Connection, identifier: str, *, by: str, now: datetime) -> Opened:
    """Give an account a new one-time code: its password and sessions end at once.

    Raises:
        Refusal: ACCOUNT_UNKNOWN.
    """
    row = _active(connection, identifier)
    people.set_password(connection, identifier, None)
    people.drop_sessions(connection, identifier)
    people.forget_browsers(connection, identifier)
    code = _new_code(connection, identifier, now)
    audit.record(connection, actor=by, action="code_renewed", resource=identifier, now=now)
    return Opened(identifier, row.login, code)


def close(connection: Connection, identifier: str, *, by: str, now: datetime) -> None:
    """Close an account: no password, code or session any more, and its posts are withdrawn.

    Raises:
        Refusal: ACCOUNT_UNKNOWN.
    """
    _active(connection, identifier)
    people.disable(connection, identifier)
    people.drop_code(connection, identifier)
    people.drop_sessions(connection, identifier)
    people.forget_browsers(connection, identifier)
    withdrawn = devices.revoke_all(connection, identifier, reason=CLOSED, now=moment_text(now))
    facts = {"posts": withdrawn}
    audit.record(connection, actor=by, action="account_closed", resource=identifier, facts=facts, now=now)


def change_password(
    database: Database, hashes: Passwords, identifier: str, *, old: str, new: str, again: str, keep: str, now: datetime
) -> None:
    """Change one’s own password: every other session of the account ends.

    Args:
        database: of the academy.
        hashes: of passwords.
        identifier: of the account.
        old: the password in force.
        new: the one to come.
        again: the same, typed twice.
        keep: digest of the session that goes on.
        now: UTC.

    Raises:
        Refusal: SIGN_IN_WRONG, PASSWORD_OTHER, PASSWORD_WEAK, ACCOUNT_UNKNOWN.
    """
    with database.reading() as connection:
        row = _active(connection, identifier)
    if not hashes.check(row.password, old):
        raise Refusal(Code.SIGN_IN_WRONG)
    require_pair(new, again, row.login)
    hashed = hashes.hash(new)

    def keep_it(connection: Connection) -> None:
        people.set_password(connection, identifier, hashed)
        people.drop_sessions(connection, identifier, but=keep)
        audit.record(connection, actor=identifier, action="password_changed", resource=identifier, now=now)

    database.write(keep_it)


def require_pair(new: str, again: str, login: str) -> None:
    """Refuse a password typed differently the second time, or too weak.

    Raises:
        Refusal: PASSWORD_OTHER, PASSWORD_WEAK.
    """
    if new != again:
        raise Refusal(Code.PASSWORD_OTHER)
    passwords.require_strong(new, login)


def _active(connection: Connection, identifier: str) -> people.AccountRow:
    row = people.by_id(connection, identifier)
    if row is None or row.state != "active":
        raise Refusal(Code.ACCOUNT_UNKNOWN)
    return row


def _new_code(connection: Connection, identifier: str, now: datetime) -> str:
    code = passwords.new_code()
    people.put_code(connection, identifier, passwords.code_digest(code), moment_text(now + CODE_LIFE))
    return code
