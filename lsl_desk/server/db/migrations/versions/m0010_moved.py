# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far a jury was, acts and list, when its publication was confirmed: its PV at its time is drawn up from what came.

What had been confirmed with how far its closing was is looked at from the first act; what was before that is public.
"""

from typing import Final

from alembic import op
from sqlalchemy import text

revision = "0010"
down_revision = "0009"

_STATEMENTS: Final = (
    "ALTER TABLE publication_jury ADD COLUMN sequence INTEGER",
    "ALTER TABLE publication_jury ADD COLUMN version INTEGER",
    "UPDATE publication_jury SET sequence = 0, version = 0 WHERE closing_acts IS NOT NULL",
    "ALTER TABLE publication_jury DROP COLUMN closing_acts",
)


def upgrade() -> None:
    """Change the table."""
    for statement in _STATEMENTS:
        op.execute(text(statement))
