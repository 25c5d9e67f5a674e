# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lies at a place: visas, a PV, a journal, a case, a state sheet, an erasure, acts; or a copy. Unchecked yet."""

import stat
from enum import StrEnum
from pathlib import Path
from typing import Final

from lsl_desk.backup import names
from lsl_desk.backup.flaws import Flawed
from lsl_desk.backup.places import open_copy

PV_JSON: Final = "pv.json"
PV_PDF: Final = "pv.pdf"
PV_RECORD: Final = "pv.dsse"
VISAS: Final = "visas.dsse"
JOURNAL: Final = "journal.jsonl"
CASE: Final = "dossier.dsse"
ERASURE: Final = "effacement.dsse"
"""The names under which they lie in a folder or zip."""

_LONGEST: Final = 80
"""Bytes by which a file is told."""
_STARTS: Final = {
    b'{"payload":"eyJjaGFpbiI6': "etat",  # what is signed begins by its « chain »
    b'{"payload":"eyJhY3RzIjo': "effacement",  # by its « acts »
    b'{"payload":': "visa",
    b'{"closed":': "pv",
    b'{"academy":': "journal",
    b'{"acts":': "actes",
}


class Kind(StrEnum):
    """What a proof is; the words that ``lsl-verify --json`` prints."""

    VISA = "visa"
    PV = "pv"
    JOURNAL = "journal"
    CASE = "dossier"
    STATE = "etat"
    ERASURE = "effacement"
    ACTS = "actes"
    UNKNOWN = "inconnu"


def kind_at(path: Path) -> Kind | None:
    """Tell what lies at a place by its names and first bytes; None for a copy, or when that is for its check to say."""
    try:
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as stream:
                start = stream.read(_LONGEST)
            if not start.startswith(b"PK"):
                return Kind(next((kind for begins, kind in _STARTS.items() if start.startswith(begins)), "inconnu"))
        members = open_copy(path)
    except (OSError, ValueError, Flawed):
        return None
    there = members.listing.sizes
    members.close()
    if names.MANIFEST in there:
        return None
    if CASE in there:
        return Kind.CASE
    if ERASURE in there:
        return Kind.ERASURE
    return Kind.PV if PV_JSON in there or PV_RECORD in there else None
