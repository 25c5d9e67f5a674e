# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which acts are of the eve; apart from `eve`, which reads them, so that opening a jury brings nothing of it in."""

from collections.abc import Iterable

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store import schema
from lsl_desk.domain.acts import Act, EveBody


def note(connection: Connection, written: Iterable[Act]) -> None:
    """Remember which of these acts are of the eve; called by whoever writes or receives acts, in its transaction."""
    rows = [{"act": one.act, "jury": one.jury} for one in written if isinstance(one.body, EveBody)]
    if rows:
        connection.execute(upsert(schema.eve_act).on_conflict_do_nothing(), rows)
