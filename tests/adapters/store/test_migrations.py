# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file's shape through time: upwards with its data, all or nothing, and never a newer one."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import StaticPool

from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store import migrations, opening
from lsl_desk.adapters.store.connection import connect
from lsl_desk.adapters.store.keys import KeyFile
from lsl_desk.adapters.store.migrations import ALL, migrate, version_of
from lsl_desk.adapters.store.schema import metadata
from lsl_desk.client.link.values import TakenList
from lsl_desk.domain.acts import LivretRead
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.academy.model import START, AcademyModel, digest_of, livret_data
from tests.adapters.store.desks import PASSPHRASE, bring_in, livret, make, reopen
from tests.fakes.desk import FixedClock

ROOT = Path(__file__).resolve().parents[3]
KEY = b"k" * 32
JURY = JuryId("J01")
NEXT = (
    *ALL,
    (
        "ALTER TABLE note ADD COLUMN kept TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE mark (id INTEGER PRIMARY KEY, value TEXT NOT NULL)",
        "INSERT INTO mark (value) SELECT value FROM note",
    ),
)
"""A migration that exists only here, after all that there are."""


def empty(path: Path) -> sqlcipher.Connection:
    path.touch()
    return connect(path, KEY, writable=True)


def tables(connection: sqlcipher.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name for (name,) in rows}


def shape(connection: sqlcipher.Connection) -> dict[str, object]:
    engine = create_engine("sqlite://", module=sqlcipher, creator=lambda: connection, poolclass=StaticPool)
    seen = inspect(engine)
    return {
        table: (
            [(one["name"], str(one["type"]), one["nullable"]) for one in seen.get_columns(table)],
            seen.get_pk_constraint(table)["constrained_columns"],
            sorted(str(sorted(one["column_names"])) for one in seen.get_unique_constraints(table)),
            sorted((one["name"], tuple(one["column_names"])) for one in seen.get_indexes(table)),
            sorted((one["referred_table"], tuple(one["constrained_columns"])) for one in seen.get_foreign_keys(table)),
        )
        for table in sorted(seen.get_table_names())
    }


def test_the_migrations_make_the_tables_that_the_code_speaks_of(tmp_path: Path) -> None:
    made = empty(tmp_path / "made")
    migrate(made)
    declared = empty(tmp_path / "declared")
    metadata.create_all(create_engine("sqlite://", module=sqlcipher, creator=lambda: declared, poolclass=StaticPool))
    assert shape(made) == shape(declared)
    made.close()
    declared.close()


def test_a_migration_done_is_not_done_again(tmp_path: Path) -> None:
    connection = empty(tmp_path / "store")
    migrate(connection)
    migrate(connection)
    assert version_of(connection) == len(ALL)
    connection.close()


def test_the_data_of_the_version_before_comes_along(tmp_path: Path) -> None:
    desk = make(tmp_path)
    one = livret("0417", "texte")
    file = bring_in(desk, "J01", [one])
    desk.keep_note("position", "3")
    desk.close()
    key = KeyFile(tmp_path / "desk.keys.json").open(PASSPHRASE).part("store")
    connection = connect(tmp_path / "desk.lsl", key, writable=True)
    migrate(connection, NEXT)
    assert version_of(connection) == len(NEXT)
    assert connection.execute("SELECT value FROM mark").fetchall() == [("3",)]
    connection.execute(f"PRAGMA user_version = {len(ALL)}")  # back to what this code understands; it ignores the rest
    connection.close()
    again = reopen(tmp_path)
    assert again.jury(file.jury) == file
    assert again.livret(one.digest) == one.data
    again.close()


def test_a_store_of_version_1_is_opened_with_all_it_holds(tmp_path: Path) -> None:
    desk = make(tmp_path)
    one = livret("0417", "texte")
    file = bring_in(desk, "J01", [one])
    act = desk.record(file.jury, 1, LivretRead(StudentNumber("0417"), one.digest, ("1.0",), "dossier"))
    desk.close()
    key = KeyFile(tmp_path / "desk.keys.json").open(PASSPHRASE).part("store")
    connection = connect(tmp_path / "desk.lsl", key, writable=True)
    first = empty(tmp_path / "first")
    migrate(first, ALL[:1])
    for table in sorted(tables(connection) - tables(first)):
        connection.execute(f"DROP TABLE {table}")  # back to the tables of version 1, with true data in them
    connection.execute("ALTER TABLE livret DROP COLUMN held")
    connection.execute("ALTER TABLE jury DROP COLUMN period")
    assert shape(connection) == shape(first)
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    first.close()
    again = reopen(tmp_path)
    assert (again.jury(file.jury), again.livret(one.digest), list(again.acts())) == (file, one.data, [act])
    assert (again.link().academy(), again.link().outbox(), again.summaries()[0].read) == (None, 1, 1)
    again.close()


def test_a_store_of_version_2_knows_the_lists_it_took(tmp_path: Path) -> None:
    desk, model = make(tmp_path), AcademyModel()
    for _ in range(2):
        model.publish("J01", {"0417": livret_data("0417")})
        desk.link().commit_version(model.manifest(JURY), START)
    signed = model.manifest(JURY)
    desk.close()
    key = KeyFile(tmp_path / "desk.keys.json").open(PASSPHRASE).part("store")
    connection = connect(tmp_path / "desk.lsl", key, writable=True)
    connection.execute("DROP TABLE taken")
    connection.execute("DROP TABLE eve_act")
    connection.execute("DROP TABLE neighbour_act")
    connection.execute("ALTER TABLE livret DROP COLUMN held")
    connection.execute("ALTER TABLE jury DROP COLUMN period")
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    again = reopen(tmp_path)
    link = again.link()
    assert (link.floor(JURY), link.taken(JURY)) == (2, TakenList(signed.edition, signed.envelope))
    link.stage([(digest_of(livret_data("0417")), livret_data("0417"))])
    link.complete_version(JURY)
    assert link.whole()[JURY].edition == signed.edition
    again.close()


def test_a_newer_store_is_refused_unharmed(tmp_path: Path) -> None:
    make(tmp_path).close()
    key = KeyFile(tmp_path / "desk.keys.json").open(PASSPHRASE).part("store")
    connection = connect(tmp_path / "desk.lsl", key, writable=True)
    connection.execute(f"PRAGMA user_version = {len(ALL) + 1}")
    connection.close()
    before = (tmp_path / "desk.lsl").read_bytes()
    with pytest.raises(Refusal) as refused:
        opening.unlock(DataFolder(tmp_path), PASSPHRASE, FixedClock())
    assert refused.value.code is Code.STORE_NEWER
    assert (tmp_path / "desk.lsl").read_bytes() == before


def test_a_statement_that_fails_leaves_the_version_before(tmp_path: Path) -> None:
    connection = empty(tmp_path / "store")
    migrate(connection)
    before = tables(connection)
    with pytest.raises(sqlcipher.Error):
        migrate(connection, (*ALL, ("CREATE TABLE extra (id INTEGER)", "CREATE TABLE jury (id INTEGER)")))
    assert (version_of(connection), tables(connection)) == (len(ALL), before)
    connection.close()


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX systems")
@pytest.mark.parametrize("start", range(len(NEXT)))
def test_a_kill_at_each_statement_leaves_the_version_before_or_after(tmp_path: Path, start: int) -> None:
    code = (
        "import os, sys; from pathlib import Path; from signal import SIGKILL\n"
        "from lsl_desk.adapters.store.connection import connect\n"
        "from lsl_desk.adapters.store.migrations import migrate\n"
        "from tests.adapters.store.test_migrations import KEY, NEXT\n"
        "start, folder = int(sys.argv[1]), Path(sys.argv[2])\n"
        "for at in range(1, 99):\n"
        "    path = folder / str(at)\n"
        "    path.touch()\n"
        "    connection = connect(path, KEY, writable=True)\n"
        "    migrate(connection, NEXT[:start])\n"
        "    connection.close()\n"
        "    pid = os.fork()\n"
        "    if pid == 0:\n"
        "        connection = connect(path, KEY, writable=True)\n"
        "        left = [at]\n"
        "        def traced(_statement):\n"
        "            left[0] -= 1\n"
        "            if left[0] == 0: os.kill(os.getpid(), SIGKILL)\n"
        "        connection.set_trace_callback(traced)\n"
        "        migrate(connection, NEXT[:start + 1])\n"
        "        os._exit(0)\n"
        "    if os.waitpid(pid, 0)[1] == 0: break\n"
        "print(at)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(start), str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    runs = int(done.stdout)
    assert runs > len(NEXT[start]), "each statement was killed once"
    for at in range(1, runs + 1):
        connection = connect(tmp_path / str(at), KEY, writable=True)
        assert version_of(connection) == (start + 1 if at == runs else start)
        migrate(connection, NEXT)
        assert version_of(connection) == len(NEXT)
        assert "mark" in tables(connection)
        connection.close()


def test_a_released_migration_never_changes() -> None:
    # Once 0.1 is out: when this fails, do not change the number, write the next migration.
    assert [sha256(repr(one).encode()).hexdigest()[:16] for one in migrations.ALL] == [
        "207b8beab7b1fabe",
        "56b4d85adae3883c",
        "5ab031b1f310f722",
        "26e63dcbe241393a",
        "841e8a34b8c7f84b",
        "4c121df1c737b983",
        "3848e77b7d0ed00c",
    ]
