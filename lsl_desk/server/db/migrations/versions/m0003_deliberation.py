# SPDX-License-Identifier: AGPL-3.0-or-later
"""The deliberation: second group, members, missing marks, decisions, livrets declared, who presides."""

import json
from typing import Final

from alembic import op
from sqlalchemy import text

from lsl_desk.server.db.migrations.insert_only import guards

revision = "0003"
down_revision = "0002"

# SQLite cannot let a column be empty that had to be filled, so the changes of marks move to another table.
_TABLES: Final = """
ALTER TABLE jury ADD COLUMN exam_group INTEGER NOT NULL DEFAULT 1;
ALTER TABLE mark ADD COLUMN second TEXT;
ALTER TABLE mark ADD COLUMN chosen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE livret_read ADD COLUMN role TEXT;
ALTER TABLE jury_head ADD COLUMN presiding TEXT;
ALTER TABLE jury_head ADD COLUMN attendance TEXT;
CREATE TABLE jury_member (
    jury TEXT NOT NULL REFERENCES jury (id),
    rank INTEGER NOT NULL,
    name TEXT NOT NULL,
    quality TEXT NOT NULL,
    PRIMARY KEY (jury, rank)
);
ALTER TABLE mark_change RENAME TO mark_change_before;
CREATE TABLE mark_change (
    jury TEXT NOT NULL,
    number TEXT NOT NULL,
    exam TEXT NOT NULL,
    version INTEGER NOT NULL,
    value TEXT,
    missing TEXT,
    origin TEXT,
    act TEXT NOT NULL REFERENCES act (act),
    PRIMARY KEY (jury, number, exam, version),
    UNIQUE (act)
);
INSERT INTO mark_change (jury, number, exam, version, value, act)
    SELECT jury, number, exam, version, value, act FROM mark_change_before;
DROP TABLE mark_change_before;
CREATE TABLE decision_change (
    jury TEXT NOT NULL,
    number TEXT NOT NULL,
    version INTEGER NOT NULL,
    ruling TEXT,
    marks TEXT,
    act TEXT NOT NULL REFERENCES act (act),
    PRIMARY KEY (jury, number, version),
    UNIQUE (act)
);
CREATE TABLE decision_conflict (
    act TEXT NOT NULL PRIMARY KEY REFERENCES act (act),
    jury TEXT NOT NULL,
    number TEXT NOT NULL,
    settled TEXT REFERENCES act (act)
);
CREATE INDEX decision_conflict_jury ON decision_conflict (jury);
CREATE TABLE livret_declared (
    jury TEXT NOT NULL,
    number TEXT NOT NULL,
    said TEXT NOT NULL,
    holds INTEGER NOT NULL,
    act TEXT NOT NULL REFERENCES act (act),
    PRIMARY KEY (jury, number, said)
);
CREATE TABLE presidency_handed (
    act TEXT NOT NULL PRIMARY KEY REFERENCES act (act),
    jury TEXT NOT NULL
);
CREATE INDEX presidency_handed_jury ON presidency_handed (jury);
"""

_INSERT_ONLY: Final = ("mark_change", "decision_change", "presidency_handed")


def upgrade() -> None:
    """Add what the deliberation needs."""
    for statement in filter(str.strip, _TABLES.split(";\n")):
        op.execute(statement)
    _say_who_read()
    for table in _INSERT_ONLY:
        for statement in guards(op.get_bind().dialect.name, table):
            op.execute(statement)


def _say_who_read() -> None:
    """Write in what quality each livret was read, which its act says: a head of centre examines nothing."""
    bind = op.get_bind()
    asked = text("SELECT livret_read.act, act.payload FROM livret_read JOIN act ON act.act = livret_read.act")
    for act, payload in bind.execute(asked).all():
        role = json.loads(payload)["author"]["role"]
        bind.execute(text("UPDATE livret_read SET role = :role WHERE act = :act"), {"role": role, "act": act})
