# SPDX-License-Identifier: AGPL-3.0-or-later
"""A visa that supersedes another, and a jury that moved between the confirmation of a publication and its time."""

from typing import Final

from alembic import op
from sqlalchemy import text

from lsl_desk.server.db.migrations.insert_only import guards

revision = "0009"
down_revision = "0008"

_COLUMN: Final = "ALTER TABLE publication_jury ADD COLUMN closing_acts INTEGER"
# SQLite cannot change a primary key: the visas move to another table, and the guards go with the old one.
_KEY: Final = {
    "sqlite": """
ALTER TABLE visa RENAME TO visa_before;
CREATE TABLE visa (
    jury TEXT NOT NULL,
    number TEXT NOT NULL,
    lot INTEGER NOT NULL REFERENCES visa_lot (id),
    how TEXT NOT NULL,
    PRIMARY KEY (jury, number, lot)
);
INSERT INTO visa (jury, number, lot, how) SELECT jury, number, lot, how FROM visa_before;
DROP TABLE visa_before;
""",
    "postgresql": "ALTER TABLE visa DROP CONSTRAINT visa_pkey, ADD PRIMARY KEY (jury, number, lot)",
}


def upgrade() -> None:
    """Change the tables; the visas sent before are those in force."""
    dialect = op.get_bind().dialect.name
    for statement in filter(str.strip, (_COLUMN, *_KEY[dialect].split(";\n"))):
        op.execute(text(statement))
    if dialect == "sqlite":
        for statement in guards(dialect, "visa"):
            op.execute(text(statement))
