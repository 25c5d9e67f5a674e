# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opens a proof and checks it, by its kind."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.members import Members
from lsl_desk.backup.places import open_copy
from lsl_desk.backup.proofs.carried import check_acts
from lsl_desk.backup.proofs.case import check_case
from lsl_desk.backup.proofs.erasures import check_erasure, check_erasure_beside_its_paper
from lsl_desk.backup.proofs.journal import check_journal
from lsl_desk.backup.proofs.kinds import Kind
from lsl_desk.backup.proofs.pv import check_lone_pv, check_pv
from lsl_desk.backup.proofs.report import Known, Proof
from lsl_desk.backup.proofs.state import check_state
from lsl_desk.backup.proofs.visas import check_visas

_LARGEST: Final = 256 * 1024 * 1024
"""Bytes of a file that is read at all."""

_MEMBERS: Final[Mapping[Kind, Callable[[Members, Known], Proof]]] = {
    Kind.PV: check_pv,
    Kind.CASE: check_case,
    Kind.ERASURE: check_erasure_beside_its_paper,
}
_FILES: Final[Mapping[Kind, Callable[[bytes, str, Known], Proof]]] = {
    Kind.VISA: check_visas,
    Kind.PV: check_lone_pv,
    Kind.JOURNAL: check_journal,
    Kind.ERASURE: check_erasure,
    Kind.ACTS: check_acts,
}


def check_at(path: Path, kind: Kind, known: Known) -> Proof:
    """Check what `kinds.kind_at` found at a place; nothing about it is raised."""
    try:
        if kind is Kind.STATE:
            return check_state(path, known)
        if path.is_file():
            with path.open("rb") as stream:
                data = stream.read(_LARGEST + 1)
            if not data.startswith(b"PK"):
                return _file(data, path.name, kind, known)
        members = open_copy(path)
    except OSError:
        return _fault(kind, path, Flaw.PLACE_UNREADABLE)
    except Flawed as flawed:
        return _fault(kind, path, flawed.finding.flaw)
    try:
        return _MEMBERS[kind](members, known)
    finally:
        members.close()


def _file(data: bytes, name: str, kind: Kind, known: Known) -> Proof:
    check = _FILES.get(kind)
    if check is None or len(data) > _LARGEST:
        proof = Proof(kind, name)
        proof.add(Flaw.PROOF_OTHER)
        return proof
    return check(data, name, known)


def _fault(kind: Kind, path: Path, flaw: Flaw) -> Proof:
    proof = Proof(kind, str(path))
    proof.add(flaw)
    return proof
