# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables the code speaks of are the tables there are, on both databases; and what people did cannot be changed."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from lsl_desk.domain.acts import PresidencyHanded, Role, Ruling
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Database
from lsl_desk.server.db.migrate import migrate
from lsl_desk.server.services import acts, audit
from tests.server.world import START, World, decided, raised


def _checks(of: Any) -> set[str]:
    return {str(one["name"]) for one in of}


def test_the_migrations_make_the_tables_that_the_code_knows(database_url: str) -> None:
    database = Database(database_url)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
        seen = inspect(connection)
        for name, table in schema.metadata.tables.items():
            assert seen.get_pk_constraint(name)["constrained_columns"] == [one.name for one in table.primary_key]
            columns = {one["name"]: one["nullable"] for one in seen.get_columns(name)}
            assert columns == {one.name: one.nullable for one in table.columns}
    database.close()


def test_marks_changed_before_the_deliberation_was_in_the_tables_are_still_there(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'academy.sqlite'}")
    migrate(database, to="0002")
    with database.writing() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(text("INSERT INTO jury_head (jury, sequence, chain, version) VALUES ('J01', 1, 'c', 0)"))
        change = "INSERT INTO mark_change VALUES ('J01', '0417', 'PHILO', 1, '12', 'a')"
        act = (
            """INSERT INTO act VALUES (1, 'a', 'd', 1, 'J01', 1, 'x', '{"author"\\:{"role"\\:"chef_de_centre"},"""
            """"body"\\:{"seconds"\\:["1.0","2.0"]}}', """
            "'', 'accepted', '', '')"
        )
        reading = "INSERT INTO livret_read VALUES ('a', 'J01', '0417', 'x')"
        device = "INSERT INTO device VALUES ('d', '', '', 'p', NULL, 'active', '', '', NULL, 1, '')"
        person = "INSERT INTO account VALUES ('p', 'p', '', 'president', NULL, NULL, NULL, 'active', '')"
        for row in (person, device, act, change, reading):
            connection.execute(text(row))
    migrate(database)
    with database.reading() as connection:
        kept = connection.execute(select(schema.mark_change)).one()
        assert tuple(kept) == ("J01", "0417", "PHILO", 1, "12", None, None, "a")
        told = connection.execute(select(schema.livret_read.c.role, schema.livret_read.c.pages)).one()
        assert tuple(told) == ("chef_de_centre", 2)
    database.close()


def test_visas_sent_before_one_could_supersede_another_are_those_in_force(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'academy.sqlite'}")
    migrate(database, to="0008")
    with database.writing() as connection:
        for row in (
            "INSERT INTO account VALUES ('p', 'p', '', 'officer', NULL, NULL, NULL, 'active', '')",
            "INSERT INTO visa_lot VALUES (1, 1, '', 'p')",
            "INSERT INTO visa_lot VALUES (2, 1, '', 'p')",
            "INSERT INTO visa (jury, number, lot, how) VALUES ('J01', '0417', 1, 'not_required')",
        ):
            connection.execute(text(row))
    migrate(database, to="0009")
    with database.writing() as connection:  # and what was confirmed with its closing is looked at from the first act on
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for row in (
            "INSERT INTO centre VALUES ('c', '')",
            "INSERT INTO jury (id, centre, label, serie) VALUES ('J01', 'c', '', ''), ('J02', 'c', '', '')",
            "INSERT INTO publication (id, exam_group, at, proposed, proposer) VALUES (1, 1, '', '', 'p')",
            "INSERT INTO publication_jury VALUES (1, 'J01', NULL, 3), (1, 'J02', NULL, NULL)",
        ):
            connection.execute(text(row))
    migrate(database)
    with database.reading() as connection:
        covered = schema.publication_jury.c
        found = connection.execute(select(covered.jury, covered.sequence, covered.version).order_by(covered.jury))
        assert [tuple(one) for one in found] == [("J01", 0, 0), ("J02", None, None)]
    with database.writing() as connection:
        connection.execute(text("INSERT INTO visa (jury, number, lot, how) VALUES ('J01', '0417', 2, 'paper')"))
    with database.reading() as connection:
        rows = connection.execute(select(schema.visa.c.lot, schema.visa.c.how).order_by(schema.visa.c.lot))
        assert [tuple(one) for one in rows] == [(1, "not_required"), (2, "paper")]
    with database.writing() as connection, pytest.raises(DBAPIError):
        connection.execute(text("DELETE FROM visa"))
    database.close()


def test_migrating_again_changes_nothing(database_url: str) -> None:
    database = Database(database_url)
    migrate(database)
    database.close()


def test_the_tables_of_a_later_version_are_left_alone(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refusal) as refused:
        migrate(database)
    assert refused.value.code is Code.STORE_NEWER
    database.close()


@pytest.mark.parametrize("table", ["act", "audit", "mark_change", "decision_change", "presidency_handed"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
def test_what_was_done_cannot_be_changed(world: World, table: str, change: str) -> None:
    post = world.sitting()
    handed = PresidencyHanded(Role.VICE_PRESIDENT, "V", "départ")
    bodies = (raised("10"), decided(Ruling.ADMIS, "10"), handed)
    acts.receive(world.academy, post.key.public.id, [post.act(body) for body in bodies])
    with world.academy.database.writing() as connection:
        audit.record(connection, actor="", action="tried", now=START)
    column = "digest" if table in {"act", "audit"} else "act"
    with pytest.raises(DBAPIError, match="insert-only"), world.academy.database.writing() as connection:
        connection.execute(text(change.format(table, column)))


def test_the_audit_chains_and_a_line_taken_out_is_seen(world: World) -> None:
    with world.academy.database.writing() as connection:
        for place in range(3):
            audit.record(connection, actor="a", action="tried", facts={"place": place}, now=START)
    with world.academy.database.reading() as connection:
        assert audit.first_broken(connection) is None
    with world.academy.database.writing() as connection:
        drop = (
            "DROP TRIGGER audit_no_delete"
            if world.academy.database.sqlite
            else "DROP TRIGGER audit_insert_only ON audit"
        )
        connection.execute(text(drop))
        connection.execute(text("DELETE FROM audit WHERE sequence = 2"))
    with world.academy.database.reading() as connection:
        assert audit.first_broken(connection) == 2


def test_a_reading_transaction_cannot_write(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(DBAPIError), database.reading() as connection:
        connection.execute(text("UPDATE audit_head SET sequence = 7"))
    database.close()
