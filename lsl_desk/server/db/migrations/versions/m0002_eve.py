# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eve of the deliberation: whom to call, what the exam office counts on paper, what centres said was done."""

from typing import Final

from alembic import op

revision = "0002"
down_revision = "0001"

_TABLES: Final = """
ALTER TABLE jury_head ADD COLUMN opened TEXT;
CREATE INDEX identity_school ON identity (school);
CREATE TABLE school (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    phone TEXT NOT NULL
);
CREATE TABLE paper_list (
    jury TEXT NOT NULL PRIMARY KEY REFERENCES jury (id),
    made TEXT NOT NULL
);
CREATE TABLE paper_listed (
    jury TEXT NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (jury, number),
    FOREIGN KEY (jury, number) REFERENCES candidate (jury, number)
);
CREATE TABLE paper_received (
    jury TEXT NOT NULL,
    number TEXT NOT NULL,
    received INTEGER NOT NULL,
    act TEXT NOT NULL REFERENCES act (act),
    PRIMARY KEY (jury, number)
);
CREATE TABLE head_named (
    jury TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    act TEXT NOT NULL REFERENCES act (act),
    PRIMARY KEY (jury, role)
);
CREATE TABLE copy_made (
    jury TEXT NOT NULL PRIMARY KEY,
    copy BIGINT NOT NULL,
    made TEXT NOT NULL,
    act TEXT NOT NULL REFERENCES act (act)
);
CREATE TABLE livret_drilled (
    jury TEXT NOT NULL,
    number TEXT NOT NULL,
    digest TEXT,
    opened INTEGER NOT NULL,
    made TEXT NOT NULL,
    act TEXT NOT NULL REFERENCES act (act),
    PRIMARY KEY (jury, number)
);
CREATE TABLE office_message (
    act TEXT NOT NULL PRIMARY KEY REFERENCES act (act),
    jury TEXT NOT NULL,
    received TEXT NOT NULL,
    handled TEXT,
    handler TEXT REFERENCES account (id)
);
CREATE INDEX office_message_handled ON office_message (handled);
"""


def upgrade() -> None:
    """Add what the eve needs."""
    for statement in filter(str.strip, _TABLES.split(";\n")):
        op.execute(statement)
