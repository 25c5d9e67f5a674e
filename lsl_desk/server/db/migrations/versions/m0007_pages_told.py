# SPDX-License-Identifier: AGPL-3.0-or-later
"""Of how many pages each reading tells: one that does not tell of every page of the livret examines nothing."""

import json

from alembic import op
from sqlalchemy import text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the count, and write it of the readings received already, whose acts say it."""
    op.execute("ALTER TABLE livret_read ADD COLUMN pages INTEGER")
    bind = op.get_bind()
    asked = text("SELECT livret_read.act, act.payload FROM livret_read JOIN act ON act.act = livret_read.act")
    for act, payload in bind.execute(asked).all():
        told = {"pages": len(json.loads(payload)["body"]["seconds"]), "act": act}
        bind.execute(text("UPDATE livret_read SET pages = :pages WHERE act = :act"), told)
