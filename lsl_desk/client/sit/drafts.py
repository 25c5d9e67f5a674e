# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is being typed about a candidate, under seal: a Desk that dies gives it back (features P32; J3 step 5)."""

import json

from lsl_desk.client.ports import DeskStore
from lsl_desk.domain.ids import JuryId, StudentNumber


def drafts_of(store: DeskStore, jury: JuryId) -> dict[StudentNumber, dict[str, str]]:
    """The drafts of a jury, by candidate and place."""
    note = store.note(note_key(jury))
    kept: dict[str, dict[str, str]] = {} if note is None else json.loads(note)
    return {StudentNumber(number): places for number, places in kept.items()}


def keep_draft(store: DeskStore, jury: JuryId, number: StudentNumber, place: str, text: str) -> None:
    """Keep one, durably; "" forgets it.

    Raises:
        Refusal: DISK_FULL, DISK_FAILED.
    """
    kept = drafts_of(store, jury)
    places = kept.setdefault(number, {})
    if places.get(place, "") == text:
        return
    if text:
        places[place] = text
    else:
        del places[place]
    left = {one: texts for one, texts in kept.items() if texts}
    store.keep_note(note_key(jury), json.dumps(left, ensure_ascii=False, sort_keys=True))


def note_key(jury: JuryId) -> str:
    """The note they stand in; erased with the jury."""
    return f"sit.drafts.{jury}"
