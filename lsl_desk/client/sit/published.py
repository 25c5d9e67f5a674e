# SPDX-License-Identifier: AGPL-3.0-or-later
"""When the exam office published the results of a jury, as the academy last said (features P23, P43)."""

from datetime import datetime

from lsl_desk.client.ports import DeskStore
from lsl_desk.domain.ids import JuryId


def _key(jury: JuryId) -> str:
    return f"sit.published.{jury}"


def keep_published(store: DeskStore, jury: JuryId, at: datetime | None) -> bool:
    """Keep it, and say whether it is news; None takes it back, which an academy restored from a backup may do."""
    text = "" if at is None else at.isoformat()
    if (store.note(_key(jury)) or "") == text:
        return False
    store.keep_note(_key(jury), text)
    return True


def published(store: DeskStore, jury: JuryId) -> datetime | None:
    """UTC, None while the academy has not said so."""
    note = store.note(_key(jury))
    return datetime.fromisoformat(note) if note else None
