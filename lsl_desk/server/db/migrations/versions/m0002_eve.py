# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eve of the deliberation: when the sitting of a jury was opened, which ends the naming of its heads."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what the eve needs."""
    op.execute("ALTER TABLE jury_head ADD COLUMN opened TEXT")
