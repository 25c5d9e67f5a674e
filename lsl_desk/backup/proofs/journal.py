# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks a journal: no line is missing, moved or changed, and each follows from the one before by the chain."""

from collections.abc import Iterable
from dataclasses import dataclass

from lsl_desk.backup.dsse import key_id
from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.proofs import lines as written
from lsl_desk.backup.proofs.kinds import Kind
from lsl_desk.backup.proofs.lines import Head, Line, Unheld
from lsl_desk.backup.proofs.report import ACADEMY, Known, Proof


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal as it was read.

    Attributes:
        head: its first line.
        lines: those that hold by themselves, in order.
        chain: of the jury after the last act whose receipt is here.
        sequence: rank of that act, 0 without one: up to it, all lines are proved.
    """

    head: Head
    lines: tuple[Line, ...]
    chain: str
    sequence: int


def check_journal(data: bytes, file: str, known: Known) -> Proof:
    """Check a journal by itself; nothing about it is raised."""
    proof = Proof(Kind.JOURNAL, file)
    journal = read_journal(proof, data, file)
    if journal is None:
        return proof
    name_academy(proof, journal)
    proof.compare_key(known)
    proof.compare_jury(known, journal.head.jury)
    _compare_words(proof, journal.lines, known)
    tell(proof, journal)
    return proof


def name_academy(proof: Proof, journal: Journal) -> None:
    """Say whose receipts they are, once one of them holds."""
    from_academy = journal.head.academy
    if from_academy is not None and any(one.act is not None and one.chain for one in journal.lines):
        proof.keys[ACADEMY] = key_id(from_academy)


def tell(proof: Proof, journal: Journal) -> None:
    """Say what a journal holds."""
    whole = sum(one.act is not None for one in journal.lines)
    waiting = sum(not one.chain for one in journal.lines)
    said = f"Journal du jury {journal.head.jury}\u00a0: {len(journal.lines)} lignes, dont {whole} actes en entier"
    proof.told.append(f"{said}{f', {waiting} sans accusé de l’académie' if waiting else ''}.")
    proof.facts |= {
        "jury": journal.head.jury,
        "lines": len(journal.lines),
        "whole": whole,
        "waiting": waiting,
        "sequence": journal.sequence,
        "chain": journal.chain,
    }


def read_journal(proof: Proof, data: bytes, file: str) -> Journal | None:
    """Read a journal; what is wrong with a line is a finding that names it. None when it has no head."""
    first, *rest = [*written.split(data), b""]
    try:
        head = written.read_head(first, file)
    except Flawed as flawed:
        proof.findings.append(flawed.finding)
        return None
    walk = _Walk(proof, head, file)
    for line in rest[:-1]:
        walk.take(line)
    walk.end()
    return Journal(head, tuple(walk.lines), walk.signed, walk.proven)


class _Walk:
    """Goes through the lines of a journal."""

    def __init__(self, proof: Proof, head: Head, file: str) -> None:
        self.lines: list[Line] = []
        self.chain: str | None = written.NO_CHAIN
        """After the last line, None after one that is missing or does not hold."""
        self.proven, self.signed = 0, written.NO_CHAIN
        """Rank of the last line whose chain the academy signed, and that chain."""
        self._proof = proof
        self._head = head
        self._file = file
        self._rank = 0

    def take(self, data: bytes) -> None:
        """Take the next line."""
        try:
            line = written.read_line(data, self._head, self._file)
        except Flawed:
            return self._spoilt(Flaw.LINE_UNREADABLE)
        except Unheld:
            return self._spoilt(Flaw.LINE_UNHELD)
        if line.rank <= self._rank:
            return self._say(Flaw.LINE_MOVED, line.rank)
        if line.rank > self._rank + 1:
            self._missing(self._rank + 1, line.rank - 1)
        self._rank = line.rank
        self.lines.append(line)
        return self._follow(line)

    def end(self) -> None:
        """Hold the number of lines against the one the head announces."""
        if self._rank < self._head.last:
            self._missing(self._rank + 1, self._head.last)
        elif self._rank > self._head.last:
            self._say(Flaw.LINE_MOVED, self._rank)

    def _follow(self, line: Line) -> None:
        if not line.chain:
            return
        linked = None if self.chain is None else written.next_chain(self.chain, line.digest, line.verdict, line.code)
        if linked not in {None, line.chain}:
            self._proof.add(Flaw.LINE_CHAIN, self._file, line=str(line.rank), proven=str(self.proven))
        self.chain = line.chain
        if line.act is not None:
            self.proven, self.signed = line.rank, line.chain

    def _spoilt(self, flaw: Flaw) -> None:
        self._rank += 1
        self.chain = None
        self._say(flaw, self._rank)

    def _missing(self, first: int, last: int) -> None:
        self.chain = None
        if first == last:
            self._say(Flaw.LINE_MISSING, first)
        else:
            self._proof.add(Flaw.LINES_MISSING, self._file, first=str(first), last=str(last))

    def _say(self, flaw: Flaw, rank: int) -> None:
        self._proof.add(flaw, self._file, line=str(rank))


def signed_pvs(lines: Iterable[Line]) -> dict[str, str]:
    """Seat → digest of the PV last signed there for the last closing, of the acts accepted."""
    signed: dict[str, str] = {}
    for one in lines:
        if one.act is None or one.verdict in {"refused", "conflict"}:
            continue
        body = one.act["body"]
        if body["kind"] in {"sitting_closed", "case_reopened"}:
            signed = {}
        elif body["kind"] == "pv_signed":
            signed[str(body.get("seat"))] = str(body.get("pv"))
    return signed


def _compare_words(proof: Proof, lines: Iterable[Line], known: Known) -> None:
    """Hold the PV that was signed against what stands on the paper; the QR says more than the acts do."""
    if known.noted is None:
        return
    signed = set(signed_pvs(lines).values())
    if not signed:
        proof.add(Flaw.WORDS_NOWHERE)
    for pv in signed:
        line = known.noted.line
        jury, group, edition = ("", 1, 1) if line is None else (line.jury, line.group, line.edition)
        proof.compare_words(known, jury, group, edition, pv)
