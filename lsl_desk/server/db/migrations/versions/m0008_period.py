# SPDX-License-Identifier: AGPL-3.0-or-later
"""The session of the year of each jury: June, or September for the session de remplacement."""

from alembic import op
from sqlalchemy import text

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; every jury there is sits in June."""
    op.execute(text("ALTER TABLE jury ADD COLUMN period TEXT NOT NULL DEFAULT 'juin'"))
