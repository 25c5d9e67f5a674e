# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small things of the eve kept under seal, by jury: schools to call, the office's list, what is in the last copy."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lsl_desk.client.ports import DeskStore
from lsl_desk.client.prepare.ports import CopyWritten, OceanLine
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber

_PHONE, _OFFICE_PHONE = "eve.phone", "eve.phone.office"
_SCHOOLS, _OCEAN, _COPY = "eve.schools", "eve.ocean", "eve.copy"


def keys_of(jury: JuryId) -> tuple[str, ...]:
    """The notes to erase with a jury."""
    return tuple(f"{kind}.{jury}" for kind in (_SCHOOLS, _OCEAN, _COPY))


def help_phone(store: DeskStore) -> str:
    """The number to call on the day: the centre's, else the academy's, else ""."""
    return store.note(_PHONE) or store.note(_OFFICE_PHONE) or ""


def keep_help_phone(store: DeskStore, phone: str) -> None:
    """Keep the centre's."""
    store.keep_note(_PHONE, phone)


def keep_office_phone(store: DeskStore, phone: str) -> None:
    """Keep the academy's, "" when it gives none."""
    _keep(store, _OFFICE_PHONE, phone)


def keep_schools(store: DeskStore, jury: JuryId, lines: Mapping[StudentNumber, str]) -> None:
    """Keep the schools to call about a jury's candidates, to have them when the academy does not answer."""
    _keep(store, f"{_SCHOOLS}.{jury}", json.dumps(dict(lines), ensure_ascii=False))


def schools(store: DeskStore, jury: JuryId) -> Mapping[StudentNumber, str]:
    """N° élève → school and phone, as one line; nothing while the academy has not said."""
    note = store.note(f"{_SCHOOLS}.{jury}")
    return {} if note is None else {StudentNumber(number): line for number, line in json.loads(note).items()}


@dataclass(frozen=True, slots=True)
class KeptOcean:
    """The exam office's list of a jury, from a file.

    Attributes:
        taken: UTC, when it was imported.
        source: name of the file.
        lines: in its order.
    """

    taken: datetime
    source: str
    lines: tuple[OceanLine, ...]


def keep_ocean(store: DeskStore, jury: JuryId, kept: KeptOcean) -> None:
    """Keep the list that a file gave, in place of the one before."""
    lines = [[one.number, one.school] for one in kept.lines]
    note = {"taken": kept.taken.isoformat(), "source": kept.source, "lines": lines}
    store.keep_note(f"{_OCEAN}.{jury}", json.dumps(note, ensure_ascii=False))


def ocean(store: DeskStore, jury: JuryId) -> KeptOcean | None:
    """The list that a file gave, None when none did."""
    note = store.note(f"{_OCEAN}.{jury}")
    if note is None:
        return None
    read = json.loads(note)
    lines = tuple(OceanLine(StudentNumber(number), jury, school) for number, school in read["lines"])
    return KeptOcean(datetime.fromisoformat(read["taken"]), read["source"], lines)


@dataclass(frozen=True, slots=True)
class CopyContent:
    """What is in a copy that this post made.

    Attributes:
        manifest: SHA-256 of its manifest, which says of which copy.
        digests: N° élève → digest of the original of each livret.
        prints: N° élève → SHA-256 of its protected file.
        key: short print of the key that signed it.
    """

    manifest: Digest
    digests: Mapping[StudentNumber, Digest]
    prints: Mapping[StudentNumber, Digest]
    key: str


def keep_copy(store: DeskStore, jury: JuryId, made: CopyWritten) -> None:
    """Keep what is in the copy just made, in place of the one before."""
    note = {"manifest": made.manifest, "digests": dict(made.digests), "prints": dict(made.prints), "key": made.key}
    store.keep_note(f"{_COPY}.{jury}", json.dumps(note))


def copy_content(store: DeskStore, jury: JuryId, manifest: Digest) -> CopyContent | None:
    """What is in the copy of that manifest; None when another post made it."""
    read = json.loads(store.note(f"{_COPY}.{jury}") or "{}")
    if read.get("manifest") != manifest:
        return None
    digests, prints = (
        {StudentNumber(number): Digest(digest) for number, digest in read[kind].items()}
        for kind in ("digests", "prints")
    )
    return CopyContent(manifest, digests, prints, read["key"])


def _keep(store: DeskStore, key: str, value: str) -> None:
    """Write what a sync brings each time only when it is new."""
    if store.note(key) != value:
        store.keep_note(key, value)
