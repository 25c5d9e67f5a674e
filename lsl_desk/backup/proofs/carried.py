# SPDX-License-Identifier: AGPL-3.0-or-later
"""The acts that a post wrote to a file before its store went (`client.close.leaving` writes it; decision 019).

The first line is its head: ``acts`` (how many), ``first`` (the rank of the first in the post's chain), ``format`` and
``key`` (the post's). Then each act of the chain, in order, in its envelope.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lsl_desk.backup import dsse, strict_json
from lsl_desk.backup.fields import LAST_RANK, Fields, Kinds
from lsl_desk.backup.flaws import CONTENT, Flaw, Flawed
from lsl_desk.backup.proofs.kinds import Kind
from lsl_desk.backup.proofs.lines import ACT, FORMAT, split
from lsl_desk.backup.proofs.report import POST, Known, Proof

_HEAD: Final[Mapping[str, Kinds]] = {"acts": int, "first": int, "format": str, "key": str}
_ACT: Final[Mapping[str, Kinds]] = {"device": str, "jury": str, "previous": str, "sequence": int}
"""What is read of an act; it says more, all of it signed."""


@dataclass(frozen=True, slots=True)
class _Head:
    acts: int
    first: int
    key: str


def check_acts(data: bytes, file: str, known: Known) -> Proof:
    """Check a file of acts: each is signed by the post that its head names, and none is missing between."""
    proof = Proof(Kind.ACTS, file)
    first, *rest = [*split(data)] or [b""]
    try:
        head = _head(first, file)
    except Flawed as flawed:
        proof.findings.append(flawed.finding)
        return proof
    walk = _Walk(proof, head)
    for line in rest:
        walk.take(line)
    walk.end()
    if walk.held:
        proof.keys[POST] = dsse.key_id(head.key)
    proof.compare_key(known)
    if walk.juries and known.jury not in walk.juries:
        proof.compare_jury(known, ", ".join(walk.juries))
    said = f"Actes d’un poste, n°\u00a0{head.first} à {head.first + head.acts - 1}"
    proof.told.append(f"{said}, jurys\u00a0: {', '.join(walk.juries) or '—'}.")
    proof.facts |= {"acts": walk.held, "first": head.first, "juries": walk.juries}
    return proof


class _Walk:
    """Goes through the acts; a line is named by its rank among them."""

    def __init__(self, proof: Proof, head: _Head) -> None:
        self.held = 0
        self.juries: list[str] = []
        self._proof, self._head = proof, head
        self._next, self._digest = head.first, ""
        """Rank in the chain of the act that comes next, and digest of the one before; "" when that is not known."""

    def take(self, line: bytes) -> None:
        """Take the next line."""
        try:
            envelope = dsse.opened(line, ACT, self._proof.file)
            act = _act(envelope, self._proof.file)
        except Flawed:
            return self._spoilt(Flaw.LINE_UNREADABLE)
        try:
            envelope.verify(self._head.key)
        except Flawed:
            return self._spoilt(Flaw.LINE_UNHELD)
        rank, digest = act["sequence"], self._digest
        if rank < self._next:
            return self._say(Flaw.LINE_MOVED, rank)
        if rank > self._next:
            self._missing(rank - 1)
        elif digest and act["previous"] != digest:
            self._proof.add(Flaw.LINE_CHAIN, line=self._named(rank), proven=self._named(rank - 1))
        self._next, self._digest = rank + 1, envelope.digest
        self.held += 1
        if act["jury"] not in self.juries:
            self.juries.append(act["jury"])
        return None

    def end(self) -> None:
        """Hold the number of acts against the one that the head announces."""
        last = self._head.first + self._head.acts - 1
        if self._next <= last:
            self._missing(last)
        elif self._next > last + 1:
            self._say(Flaw.LINE_MOVED, self._next - 1)

    def _spoilt(self, flaw: Flaw) -> None:
        self._say(flaw, self._next)
        self._next, self._digest = self._next + 1, ""

    def _missing(self, last: int) -> None:
        if self._next == last:
            self._say(Flaw.LINE_MISSING, last)
        else:
            self._proof.add(Flaw.LINES_MISSING, first=self._named(self._next), last=self._named(last))

    def _say(self, flaw: Flaw, rank: int) -> None:
        self._proof.add(flaw, line=self._named(rank))

    def _named(self, rank: int) -> str:
        return str(rank - self._head.first + 1)


def _head(line: bytes, file: str) -> _Head:
    fields = Fields(file)
    read = strict_json.read(line, CONTENT, file)
    fields.shape(read, _HEAD)
    fields.need(read["format"] == FORMAT, "format")
    fields.need(1 <= read["acts"] <= LAST_RANK, "acts")
    fields.need(1 <= read["first"] <= LAST_RANK, "first")
    fields.need(dsse.is_key(read["key"]), "key")
    return _Head(read["acts"], read["first"], read["key"])


def _act(envelope: dsse.Opened, file: str) -> Mapping[str, Any]:
    fields = Fields(file)
    read = strict_json.read(envelope.payload, CONTENT, file)
    fields.within(read, _ACT)
    fields.need(read["device"] == envelope.keyid, "device")
    fields.texts(read, ("jury",))
    fields.need(1 <= read["sequence"] <= LAST_RANK, "sequence")
    return dict(read)
