# SPDX-License-Identifier: AGPL-3.0-or-later
"""The state sheet of a sitting: the signature beside its PDF (`wire.state_sheets` writes it; decision 018)."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from lsl_desk.backup import dsse
from lsl_desk.backup.fields import LAST_RANK, Fields, Kinds
from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.proofs.kinds import Kind
from lsl_desk.backup.proofs.report import POST, PROTOCOLS, Known, Proof

TYPE: Final = "application/vnd.lsl-desk.state+json"
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a sheet or signature that are read at all."""
_STATE: Final[Mapping[str, Kinds]] = {
    "protocol": str,
    "jury": str,
    "made": str,
    "pdf": str,
    "key": str,
    "sequence": int,
    "head": str,
    "fed": int,
    "chain": str,
}


def check_state(path: Path, known: Known) -> Proof:
    """Check a signature, and the PDF of the same name beside it.

    Raises:
        OSError: the signature cannot be read.
    """
    proof = Proof(Kind.STATE, path.name)
    try:
        envelope = dsse.opened(_bytes(path), TYPE, path.name)
        read = _state(envelope.verified(), path.name)
    except Flawed as flawed:
        proof.findings.append(flawed.finding)
        return proof
    proof.keys[POST] = envelope.keyid
    proof.compare_key(known)
    proof.compare_jury(known, read["jury"])
    sheet = path.with_suffix(".pdf")
    if not sheet.is_file():
        proof.add(Flaw.SHEET_LACKING, sheet.name)
    elif sha256(_bytes(sheet)).hexdigest() != read["pdf"]:
        proof.add(Flaw.SHEET_ALTERED, sheet.name)
    proof.told.append(f"Feuille d’état du jury {read['jury']}, faite le {read['made']}.")
    proof.told.append(f"Acte n°\u00a0{read['sequence']} du poste\u202f; acte n°\u00a0{read['fed']} de l’académie.")
    proof.facts |= {name: read[name] for name in ("jury", "made", "sequence", "head", "fed", "chain")}
    return proof


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_LARGEST)


def _state(read: Any, file: str) -> dict[str, Any]:
    fields = Fields(file)
    fields.understood(read, PROTOCOLS)
    fields.shape(read, _STATE)
    fields.texts(read, ("jury",))
    fields.digests(read, ("pdf", "head", "chain"))
    fields.moment(read["made"], "made")
    for name in ("sequence", "fed"):
        fields.need(0 <= read[name] <= LAST_RANK, name)
    return dict(read)
