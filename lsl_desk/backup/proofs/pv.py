# SPDX-License-Identifier: AGPL-3.0-or-later
"""A PV: its exact bytes, its paper, and the record by which a post binds the two (decisions 015, 017)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from lsl_desk.backup import dsse, strict_json
from lsl_desk.backup.fields import LAST_RANK, NONE, Fields, Kinds
from lsl_desk.backup.flaws import CONTENT, Flaw, Flawed
from lsl_desk.backup.members import Members, read_member
from lsl_desk.backup.proofs.kinds import PV_JSON, PV_PDF, PV_RECORD, Kind
from lsl_desk.backup.proofs.report import POST, PROTOCOLS, Known, Proof
from lsl_desk.backup.pv_words import pv_words

TYPE: Final = "application/vnd.lsl-desk.pv+json"

_RECORD: Final[Mapping[str, Kinds]] = {
    "protocol": str,
    "jury": str,
    "group": int,
    "edition": int,
    "pv": str,
    "pdf": str,
    "made": str,
    "key": str,
}
_READ: Final[Mapping[str, Kinds]] = {
    "protocol": str,
    "heading": dict,
    "edition": int,
    "closing": (str, NONE),
    "closed": (str, NONE),
    "lines": list,
}
"""What is read of a PV. It says more, and another version of it more still: its digest holds all of it."""
_HEADING: Final[Mapping[str, Kinds]] = {"jury": str, "group": int, "session": (int, NONE)}


@dataclass(frozen=True, slots=True)
class Pv:
    """What is read of a PV's exact bytes.

    Attributes:
        jury: whose.
        group: of épreuves, 1 or 2.
        session: year, None when it is not known.
        edition: 1 for the first closing.
        closed: UTC, as text; None for a draft.
        lines: a candidate each.
        digest: SHA-256 of the bytes.
    """

    jury: str
    group: int
    session: int | None
    edition: int
    closed: str | None
    lines: tuple[Mapping[str, Any], ...]
    digest: str

    def line(self, number: str) -> Mapping[str, Any] | None:
        """Of a candidate, None without one."""
        return next((one for one in self.lines if one["number"] == number), None)


def check_pv(members: Members, known: Known) -> Proof:
    """Check a folder or zip that holds a PV; nothing about it is raised."""
    proof = Proof(Kind.PV, PV_JSON)
    proof.extend(one for one in members.listing.findings if one.flaw is not Flaw.ZIP_ROOT)
    said, held = {one.file for one in proof.findings}, {}
    for name in (PV_JSON, PV_PDF, PV_RECORD):
        if name in members.listing.sizes:
            read = read_member(members, name)
            if read.fault is None:
                held[name] = read.content
            else:
                proof.findings.append(read.fault)
        elif name not in said:
            proof.add(Flaw.MEMBER_MISSING, name)
    if PV_JSON in held:
        pv = check_pv_bytes(proof, held[PV_JSON], known, PV_JSON)
        check_record(proof, held.get(PV_RECORD), pv, held.get(PV_PDF))
        proof.compare_key(known)
        if pv is not None:
            proof.compare_jury(known, pv.jury)
    beside = sorted(members.listing.sizes.keys() - {PV_JSON, PV_PDF, PV_RECORD})
    if beside:
        proof.told.append(f"À côté, et que rien ne signe\u00a0: {', '.join(beside)}.")
    proof.facts["unsigned"] = beside
    return proof


def check_lone_pv(data: bytes, file: str, known: Known) -> Proof:
    """Check the exact bytes of a PV by themselves: only the words of the paper can tell whose they are."""
    proof = Proof(Kind.PV, file)
    pv = check_pv_bytes(proof, data, known, file)
    if pv is not None:
        proof.compare_jury(known, pv.jury)
    return proof


def check_pv_bytes(proof: Proof, data: bytes, known: Known, file: str) -> Pv | None:
    """Read the exact bytes of a PV, say what they are, and hold their digest against the words of the paper."""
    try:
        pv = read_pv(data, file)
    except Flawed as flawed:
        proof.findings.append(flawed.finding)
        return None
    proof.compare_words(known, pv.jury, pv.group, pv.edition, pv.digest)
    session = "" if pv.session is None else f", session {pv.session}"
    closed = "brouillon, jury non clos" if pv.closed is None else f"édition {pv.edition}"
    proof.told.append(f"PV du jury {pv.jury}{session}, groupe {pv.group}, {closed}, {len(pv.lines)} candidats.")
    proof.told.append(f"Ses huit mots\u00a0: {' '.join(pv_words(pv.digest))}.")
    proof.facts |= {
        "jury": pv.jury,
        "session": pv.session,
        "group": pv.group,
        "edition": pv.edition,
        "closed": pv.closed,
        "pv": pv.digest,
        "words": list(pv_words(pv.digest)),
    }
    return pv


def read_pv(data: bytes, file: str) -> Pv:
    """Read the exact bytes of a PV.

    Raises:
        Flawed: they are not those of a PV.
    """
    fields = Fields(file)
    read = strict_json.read(data, CONTENT, file)
    fields.understood(read, PROTOCOLS)
    fields.within(read, _READ)
    heading = read["heading"]
    fields.within(heading, _HEADING, "heading")
    fields.texts(heading, ("jury",), "heading")
    fields.need(heading["group"] in {1, 2}, "heading.group")
    fields.need(1 <= read["edition"] <= LAST_RANK, "edition")
    fields.need((read["closed"] is None) == (read["closing"] is None), "closed")
    if read["closed"] is not None:
        fields.moment(read["closed"], "closed")
    for rank, one in enumerate(read["lines"]):
        fields.within(one, {"number": str, "ruling": (str, NONE)}, f"lines.{rank}")
    digest = sha256(data).hexdigest()
    lines = tuple(read["lines"])
    return Pv(heading["jury"], heading["group"], heading["session"], read["edition"], read["closed"], lines, digest)


def check_record(proof: Proof, data: bytes | None, pv: Pv | None, pdf: bytes | None) -> None:
    """Hold a record against the PV and the paper that it binds; what is not there was said already."""
    if data is None:
        return
    try:
        envelope = dsse.opened(data, TYPE, PV_RECORD)
        read = _record(envelope.verified())
    except Flawed as flawed:
        proof.findings.append(flawed.finding)
        return
    proof.keys[POST] = envelope.keyid
    if pv is not None:
        if read["pv"] != pv.digest:
            proof.add(Flaw.PV_ALTERED, PV_JSON)
        elif (read["jury"], read["group"], read["edition"]) != (pv.jury, pv.group, pv.edition):
            proof.add(Flaw.RECORD_OTHER, PV_RECORD)
    if pdf is not None and read["pdf"] != sha256(pdf).hexdigest():
        proof.add(Flaw.PDF_ALTERED, PV_PDF)
    proof.facts["made"] = read["made"]


def _record(read: Any) -> dict[str, Any]:
    fields = Fields(PV_RECORD)
    fields.understood(read, PROTOCOLS)
    fields.shape(read, _RECORD)
    fields.digests(read, ("pv", "pdf"))
    fields.texts(read, ("jury",))
    fields.need(read["group"] in {1, 2}, "group")
    fields.need(1 <= read["edition"] <= LAST_RANK, "edition")
    fields.moment(read["made"], "made")
    return dict(read)
