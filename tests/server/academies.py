# SPDX-License-Identifier: AGPL-3.0-or-later
"""An academy for a test: two centres, four juries, an account of each role, a clock that the test moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import insert
from starlette.testclient import TestClient

from lsl_desk.domain.rights import AccountRole
from lsl_desk.server.app import create_app
from lsl_desk.server.db import people, schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import accounts
from lsl_desk.server.services.academy import Academy, create_academy
from lsl_desk.server.services.passwords import Passwords
from lsl_desk.server.settings import Settings

HERE, ELSEWHERE = "0750001Z", "0750002Y"
SCHOOL, OTHER_SCHOOL = "0755001A", "0755002B"
"""Of origin: each with its head."""
PASSWORD = "quatre mots sans lien"
START = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The tests are about who gets in, not about how long it takes."""


@dataclass
class Clock:
    """A clock that only the test moves."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **spent: float) -> None:
        self.now += timedelta(**spent)


@dataclass
class Here:
    """An academy under test: ``accounts`` holds the identifier of one account a role, ``other`` of a second one."""

    academy: Academy
    app: FastAPI
    clock: Clock
    portal: BlockingPortal
    accounts: dict[AccountRole, str] = field(default_factory=dict)
    other: dict[AccountRole, str] = field(default_factory=dict)

    def client(self, **options: Any) -> TestClient:
        """A browser or a post: one that keeps its cookies and follows nothing by itself."""
        options.setdefault("base_url", "http://testserver")
        client = TestClient(self.app, follow_redirects=False, **options)
        client.portal = self.portal  # else it starts a thread and an event loop for each request
        return client


def login_of(role: AccountRole, *, other: bool = False) -> str:
    """The login of the account of a role."""
    return role.value.replace("_", ".") + (".bis" if other else "")


@contextmanager
def opened(folder: Path, **settings: Any) -> Iterator[Here]:
    """Make an academy in a folder, and close it."""
    made = Settings(data=folder / "academy", **settings)
    clock = Clock()
    academy = replace(create_academy(made, "Académie d’essai"), clock=clock)
    app = create_app(academy, made)
    app.state.passwords = Passwords(CHEAP)
    try:
        with start_blocking_portal() as portal:
            here = Here(academy, app, clock, portal)
            with academy.database.writing() as connection:
                _fill(connection, here)
            yield here
    finally:
        academy.database.close()


def _fill(connection: Connection, here: Here) -> None:
    """J01 and J02 in one centre, J03 in the other; J04 is J01's twin whose sitting was closed."""
    for centre in (HERE, ELSEWHERE):
        connection.execute(insert(schema.centre).values(id=centre, name=f"Lycée {centre}"))
    for school in (SCHOOL, OTHER_SCHOOL):
        connection.execute(insert(schema.school).values(id=school, name=f"Lycée {school}", phone="01 99 00 12 00"))
    for jury, centre in (("J01", HERE), ("J02", HERE), ("J03", ELSEWHERE), ("J04", HERE)):
        values = {"id": jury, "centre": centre, "label": f"Jury {jury}", "serie": "S", "sitting": None}
        connection.execute(insert(schema.jury).values(values))
    for other in (False, True):
        for role in AccountRole:
            _person(connection, here, role, other=other)
    for role in (AccountRole.PRESIDENT, AccountRole.VICE_PRESIDENT):
        for jury in ("J01", "J04"):
            seat = {"jury": jury, "account": here.accounts[role], "role": role.value}
            connection.execute(insert(schema.seat).values(seat))
        elsewhere = {"jury": "J03", "account": here.other[role], "role": role.value}
        connection.execute(insert(schema.seat).values(elsewhere))


def _person(connection: Connection, here: Here, role: AccountRole, *, other: bool) -> None:
    seated = role in {AccountRole.CHEF_DE_CENTRE, AccountRole.PRESIDENT, AccountRole.VICE_PRESIDENT}
    made = accounts.create(
        connection,
        login=login_of(role, other=other),
        name=f"Personne {role.value}{' bis' if other else ''}",
        role=role,
        centre=(ELSEWHERE if other else HERE) if seated else None,
        school=(OTHER_SCHOOL if other else SCHOOL) if role is AccountRole.CHEF_ETABLISSEMENT else None,
        by="",
        now=here.clock(),
    )
    people.set_password(connection, made.account, CHEAP.hash(PASSWORD))
    people.drop_code(connection, made.account)
    (here.other if other else here.accounts)[role] = made.account
