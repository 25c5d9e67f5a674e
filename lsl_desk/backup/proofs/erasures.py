# SPDX-License-Identifier: AGPL-3.0-or-later
"""The certificate of an erasure at its date (`wire.erasure_record` writes it; decision 019): what went, by digest."""

from collections.abc import Mapping
from typing import Any, Final

from lsl_desk.backup import dsse
from lsl_desk.backup.fields import LAST_RANK, NONE, Fields, Kinds, is_digest
from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.members import Members, read_member
from lsl_desk.backup.proofs.kinds import ERASURE, Kind
from lsl_desk.backup.proofs.report import ERASER, PROTOCOLS, Known, Proof

TYPE: Final = "application/vnd.lsl-desk.erasure+json"

_RECORD: Final[Mapping[str, Kinds]] = {
    "protocol": str,
    "jury": str,
    "session": (int, NONE),
    "published": str,
    "date": str,
    "erased_at": str,
    "erased": list,
    "held": list,
    "elsewhere": list,
    "acts": int,
    "key": str,
}
_HELD: Final[Mapping[str, Kinds]] = {"number": str, "livret": str}


def check_erasure(data: bytes, file: str, known: Known) -> Proof:
    """Check the record of an erasure; nothing about it is raised."""
    proof = Proof(Kind.ERASURE, file)
    try:
        envelope = dsse.opened(data, TYPE, file)
        read = _record(envelope.verified(), file)
    except Flawed as flawed:
        proof.findings.append(flawed.finding)
        return proof
    proof.keys[ERASER] = envelope.keyid
    proof.compare_key(known)
    proof.compare_jury(known, read["jury"])
    _tell(proof, read)
    return proof


def check_erasure_beside_its_paper(members: Members, known: Known) -> Proof:
    """Check a folder or zip that holds a record; the paper is not signed, and is said to be beside it."""
    read = read_member(members, ERASURE)
    proof = check_erasure(read.content, ERASURE, known) if read.fault is None else Proof(Kind.ERASURE, ERASURE)
    faults = [one for one in members.listing.findings if one.flaw is not Flaw.ZIP_ROOT]
    proof.extend(faults if read.fault is None else [*faults, read.fault])
    beside = sorted(members.listing.sizes.keys() - {ERASURE})
    if beside:
        proof.told.append(f"À côté, et que rien ne signe\u00a0: {', '.join(beside)}.")
    proof.facts["unsigned"] = beside
    return proof


def _record(read: Any, file: str) -> dict[str, Any]:
    fields = Fields(file)
    fields.understood(read, PROTOCOLS)
    fields.shape(read, _RECORD)
    fields.texts(read, ("jury",))
    fields.need(read["session"] is None or 1900 <= read["session"] <= 9999, "session")
    for name in ("published", "date", "erased_at"):
        fields.moment(read[name], name)
    fields.need(0 <= read["acts"] <= LAST_RANK, "acts")
    for name in ("erased", "elsewhere"):
        fields.need(all(is_digest(one) for one in read[name]), name)
    for rank, one in enumerate(read["held"]):
        fields.shape(one, _HELD, f"held.{rank}")
        fields.texts(one, ("number",), f"held.{rank}")
        fields.need(one["livret"] == "" or is_digest(one["livret"]), f"held.{rank}.livret")
    return dict(read)


def _tell(proof: Proof, read: Mapping[str, Any]) -> None:
    session = "" if read["session"] is None else f", session {read['session']}"
    proof.told.append(f"Effacement du jury {read['jury']}{session}, fait le {read['erased_at']}.")
    proof.told.append(f"Résultats publics le {read['published']}\u202f; effacement dû le {read['date']}.")
    counts = (
        f"Livrets effacés\u00a0: {len(read['erased'])}",
        f"gardés pour un recours\u00a0: {len(read['held'])}",
        f"gardés pour un autre jury\u00a0: {len(read['elsewhere'])}",
        f"actes gardés\u00a0: {read['acts']}",
    )
    proof.told.append(f"{', '.join(counts)}.")
    same = ("jury", "session", "published", "date", "erased_at", "erased", "held", "elsewhere", "acts")
    proof.facts |= {name: read[name] for name in same}
