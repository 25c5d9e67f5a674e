# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every test that asks for a database runs twice: on SQLite, and on a real PostgreSQL."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

import postgresql
from lsl_desk.server.app import create_app
from lsl_desk.server.db.engine import Database
from lsl_desk.server.db.migrate import migrate
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.settings import Settings
from tests.server.academies import Here, opened
from tests.server.world import World

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Path | None]:
    """The folder of a cluster's socket, None without PostgreSQL on this machine."""
    found = postgresql.binaries()
    if found is None:
        yield None
        return
    with postgresql.cluster(found) as folder:
        with psycopg.connect(postgresql.url(folder, "postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE template_lsl")
        database = Database(postgresql.url(folder, "template_lsl"))
        migrate(database)
        database.close()
        yield folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database just made."""
    path = tmp_path_factory.mktemp("template") / "academy.sqlite"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, postgresql_cluster: Path | None, sqlite_template: Path
) -> Iterator[str]:
    """A database of the test's own, its tables made."""
    if request.param == "sqlite":
        path = tmp_path / "academy.sqlite"
        shutil.copy(sqlite_template, path)
        yield f"sqlite:///{path}"
        return
    if postgresql_cluster is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgresql.url(postgresql_cluster, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_lsl")
        yield postgresql.url(postgresql_cluster, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a server on that database."""
    return Settings(data=tmp_path / "data", database_url=SecretStr(database_url), session=2018, port=0)


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    """An academy with a centre, two juries and nobody yet."""
    made = World.create(settings)
    yield made
    made.academy.database.close()


@pytest.fixture
def here(tmp_path: Path, database_url: str) -> Iterator[Here]:
    """An academy with two centres, four juries and an account of each role."""
    with opened(tmp_path, database_url=SecretStr(database_url)) as made:
        yield made


@pytest.fixture
def academy(world: World) -> Academy:
    """That academy."""
    return world.academy


@pytest.fixture
def app(world: World, settings: Settings) -> FastAPI:
    """Its application."""
    return create_app(world.academy, settings)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of that application, without a network."""
    made = TestClient(app, raise_server_exceptions=False)
    with start_blocking_portal() as made.portal:  # else it starts a thread and an event loop for each request
        yield made
