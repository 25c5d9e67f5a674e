# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bring the tables to this version: run at ``init`` and ``serve``, by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server.db.engine import Connection, Database

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x15D
"""PostgreSQL advisory lock: one worker migrates, the others wait and find it done."""


def migrate(database: Database, *, to: str = "head") -> None:
    """Bring the tables to this version, in one transaction.

    Args:
        database: whose.
        to: an earlier revision, for a test of what is brought over from it.

    Raises:
        Refusal: STORE_NEWER, a later version of the server was here.
    """
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    with database.writing() as connection:
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _refuse_newer(connection, config)
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _refuse_newer(connection: Connection, config: Config) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if not set(MigrationContext.configure(connection).get_current_heads()) <= known:
        raise Refusal(Code.STORE_NEWER)
