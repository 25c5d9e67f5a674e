# SPDX-License-Identifier: AGPL-3.0-or-later
"""The closing: names made known, cases taken up again or explained, signatures."""

from typing import Final

from alembic import op
from sqlalchemy import text

from lsl_desk.server.db.migrations.insert_only import guards

revision = "0004"
down_revision = "0003"

_TABLES: Final = """
ALTER TABLE jury_head ADD COLUMN closing_acts INTEGER NOT NULL DEFAULT 0;
CREATE TABLE closing_act (
    act TEXT NOT NULL PRIMARY KEY REFERENCES act (act),
    jury TEXT NOT NULL
);
CREATE INDEX closing_act_jury ON closing_act (jury);
INSERT INTO closing_act (act, jury) SELECT closed, jury FROM jury_head WHERE closed IS NOT NULL;
UPDATE jury_head SET closing_acts = 1 WHERE closed IS NOT NULL;
"""


def upgrade() -> None:
    """Make the tables; a jury that was closed before has its closing in them."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            op.execute(text(statement))
    for statement in guards(op.get_bind().dialect.name, "closing_act"):
        op.execute(text(statement))
