# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which juries this post erased at their date: a sync does not fetch them again, and the academy is told of each."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Final

from lsl_desk.client.link.ports import Academy
from lsl_desk.client.ports import DeskStore
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId

CERTIFICATES: Final = "retention.certificates"
"""The note: pairs of a jury and its signed record, in order."""
_TOLD: Final = "retention.told."
"""Begins the note of what the academy answered to a record; its SHA-256 follows."""

NOT_TAKEN: Final = frozenset(
    {
        Code.ERASURE_ALTERED,
        Code.ERASURE_STRANGER,
        Code.JURY_NOT_YOURS,
        Code.FORBIDDEN,
        Code.NOT_FOUND,
        Code.REQUEST_INVALID,
    }
)
"""Answers of an academy that does not take a record: the next run asks again, since it may have changed its mind."""


def sealed_certificates(store: DeskStore) -> list[tuple[JuryId, str]]:
    """Each jury with its signed record, as text."""
    return [(JuryId(jury), sealed) for jury, sealed in json.loads(store.note(CERTIFICATES) or "[]")]


def erased_juries(store: DeskStore) -> frozenset[JuryId]:
    """Those erased, wholly or but for disputes."""
    return frozenset(jury for jury, _ in sealed_certificates(store))


def answer_to(store: DeskStore, jury: JuryId, sealed: str) -> datetime | Refusal | None:
    """What the academy last answered to a record: UTC, when it first heard of it; why it took none; None, not told."""
    note = store.note(_key(sealed))
    if note is None:
        return None
    said: dict[str, str] = json.loads(note)
    return datetime.fromisoformat(said["at"]) if "at" in said else Refusal(Code(said["code"]), jury=jury)


def tell_erasures(academy: Academy, store: DeskStore, told: set[str]) -> None:
    """Tell the academy each record that it was not told in this run.

    Args:
        academy: which.
        store: where the records are, and the answers go.
        told: the records told in this run, by `record_name`; those told now are added.

    Raises:
        Refusal: the link, the disk; what was answered before is kept.
    """
    for jury, sealed in sealed_certificates(store):
        if record_name(sealed) in told:
            continue
        try:
            said = {"at": academy.tell_erasure(jury, sealed.encode()).isoformat()}
        except Refusal as refusal:
            if refusal.code not in NOT_TAKEN:
                raise
            said = {"code": refusal.code.value}
        store.keep_note(_key(sealed), json.dumps(said))
        told.add(record_name(sealed))


def untold(store: DeskStore, told: set[str]) -> bool:
    """Whether there is a record that was not told in this run."""
    return any(record_name(sealed) not in told for _, sealed in sealed_certificates(store))


def record_name(sealed: str) -> str:
    """SHA-256 of a record as it is kept."""
    return sha256(sealed.encode()).hexdigest()


def _key(sealed: str) -> str:
    return _TOLD + record_name(sealed)
