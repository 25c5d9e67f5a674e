# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far the journal was proved already, so that opening a jury does not verify thousands of signatures again.

The proof is the SHA-256 of every byte of the rows proved, signatures included: a row altered, moved or taken away since
gives another one, and then all is verified anew, which says at which act it breaks. It lies in the sealed file beside
the post's own key: whoever could forge it could sign false acts as well.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, Row

from lsl_desk.adapters.store import notes
from lsl_desk.domain.ids import DeviceId, Digest, JuryId
from lsl_desk.domain.journal import Head

Written = Row[str, bytes, bytes]
"""Device, payload, signature of an act."""

ENOUGH: Final = 100
"""Acts proved since the last proof kept, from which the next one is worth a write."""
_NOTE = "journal.proved"


@dataclass(frozen=True, slots=True)
class Proof:
    """The first rows of a journal, proved.

    Attributes:
        rows: how many.
        digest: SHA-256 of them (`digest_of`).
        ends: where the chain of each device stood after them.
    """

    rows: int = 0
    digest: str = ""
    ends: Mapping[DeviceId, Head] = field(default_factory=dict)

    def of(self, rows: Sequence[Written]) -> "Proof":
        """This proof if it is one of these rows, that of nothing otherwise."""
        holds = self.rows <= len(rows) and digest_of(rows[: self.rows]) == self.digest
        return self if holds else Proof()

    def further(self, rows: Sequence[Written], ends: Mapping[DeviceId, Head]) -> "Proof":
        """The proof of all of these rows, which were proved."""
        return self if self.rows == len(rows) else Proof(len(rows), digest_of(rows), ends)


def digest_of(rows: Sequence[Written]) -> str:
    """SHA-256 of every byte of these rows, in order."""
    whole = sha256()
    for device, payload, signature in rows:
        whole.update(f"{len(device)} {len(payload)} {len(signature)} {device}".encode())
        whole.update(payload)
        whole.update(signature)
    return whole.hexdigest()


def words_of(jury: JuryId) -> bytes:
    """What the signed bytes of every act of a jury contain (and some of another's, which name it elsewhere)."""
    return b'"jury":' + json.dumps(jury, ensure_ascii=False).encode()


def kept(connection: Connection) -> Proof:
    """The proof kept in the store, that of nothing when there is none."""
    note = notes.note(connection, _NOTE)
    if note is None:
        return Proof()
    read = json.loads(note)
    ends = {DeviceId(device): Head(rank, Digest(digest)) for device, (rank, digest) in read["ends"].items()}
    return Proof(read["rows"], read["digest"], ends)


def keep(connection: Connection, proof: Proof) -> None:
    """Keep a proof for the next session."""
    ends = {device: (end.sequence, end.digest) for device, end in proof.ends.items()}
    notes.keep(connection, _NOTE, json.dumps({"rows": proof.rows, "digest": proof.digest, "ends": ends}))
