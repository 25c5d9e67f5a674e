# SPDX-License-Identifier: AGPL-3.0-or-later
"""The visas of a jury, as the academy signed them (`wire.visas` writes them; decision 017)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from lsl_desk.backup import dsse
from lsl_desk.backup.fields import LAST_RANK, NONE, Fields, Kinds, is_act
from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.manifest import MAX_CANDIDATES
from lsl_desk.backup.proofs.kinds import Kind
from lsl_desk.backup.proofs.report import ACADEMY, PROTOCOLS, Known, Proof
from lsl_desk.backup.pv_words import pv_words

SEPTEMBER: Final = "septembre"
"""The session de remplacement; June is not told."""
TYPE: Final = "application/vnd.lsl-desk.visa+json"

_SHEET: Final[Mapping[str, Kinds]] = {
    "protocol": str,
    "session": (int, NONE),
    "academy": str,
    "centre": str,
    "jury": str,
    "group": int,
    "edition": int,
    "pv": str,
    "president": str,
    "sequence": int,
    "chain": str,
    "key": str,
    "made": str,
    "visas": list,
    "later": list,
}
_VISA: Final[Mapping[str, Kinds]] = {"number": str, "livret": (str, NONE), "how": str, "by": (dict, NONE)}
_BY: Final[Mapping[str, Kinds]] = {"name": str, "seat": str, "time": str, "act": str}
_HOW: Final = {
    "online": "lus en ligne",
    "copy": "lus sur la copie",
    "paper": "examinés sur papier",
    "none_given": "aucun livret fourni",
    "not_required": "examen non exigé",
}
_READ: Final = frozenset({"online", "copy"})
_SEATS: Final = frozenset({"president", "vice_president"})


def check_visas(data: bytes, file: str, known: Known) -> Proof:
    """Check an envelope of visas; nothing about it is raised."""
    proof = Proof(Kind.VISA, file)
    try:
        envelope, read = open_visas(data, file)
    except Flawed as flawed:
        proof.findings.append(flawed.finding)
        return proof
    proof.keys[ACADEMY] = envelope.keyid
    proof.compare_key(known)
    proof.compare_jury(known, read["jury"])
    proof.compare_words(known, read["jury"], read["group"], read["edition"], read["pv"])
    _tell(proof, read)
    return proof


def compare_envelopes(proofs: Iterable[Proof]) -> None:
    """Say, of envelopes of one jury that are given together, which is in force: the newest supersedes the others."""
    of_jury: dict[tuple[object, ...], list[Proof]] = {}
    for proof in proofs:
        if proof.kind is Kind.VISA and proof.intact:
            same = (proof.keys[ACADEMY], *(proof.facts[name] for name in ("jury", "session", "group")))
            of_jury.setdefault(same, []).append(proof)
    for found in of_jury.values():
        newest = max(map(_age, found))
        for proof in found if len(found) > 1 else ():
            proof.facts["in_force"] = _age(proof) == newest
            told = "En vigueur" if proof.facts["in_force"] else f"Remplacés par ceux établis le {newest[1]}"
            proof.told.append(f"{told}, des {len(found)} enveloppes données de ce jury.")


def _age(proof: Proof) -> tuple[Any, Any]:
    return proof.facts["sequence"], proof.facts["made"]


def open_visas(data: bytes, file: str) -> tuple[dsse.Opened, dict[str, Any]]:
    """Read an envelope of visas, verified by the key that it names, and its content.

    Raises:
        Flawed: it is not one, or its signature does not hold.
    """
    envelope = dsse.opened(data, TYPE, file)
    return envelope, sheet(envelope.verified(), file)


def sheet(read: Any, file: str) -> dict[str, Any]:
    """Hold the content of an envelope of visas against its form.

    Raises:
        Flawed: FORMAT_NEWER, FIELD_…; VISA_TWICE, VISA_NOBODY.
    """
    fields = Fields(file)
    fields.understood(read, PROTOCOLS)
    september = isinstance(read, dict) and "period" in read
    fields.shape(read, {**_SHEET, "period": str} if september else _SHEET)
    fields.need(not september or read["period"] == SEPTEMBER, "period")
    fields.texts(read, ("academy", "centre", "jury", "president"))
    fields.digests(read, ("pv", "chain"))
    fields.need(read["session"] is None or 1900 <= read["session"] <= 9999, "session")
    fields.need(read["group"] in {1, 2}, "group")
    for name in ("edition", "sequence"):
        fields.need(1 <= read[name] <= LAST_RANK, name)
    fields.moment(read["made"], "made")
    visas, later = read["visas"], read["later"]
    fields.need(len(visas) + len(later) <= MAX_CANDIDATES, "visas")
    for rank, one in enumerate(visas):
        _visa(fields, one, f"visas.{rank}")
    for rank, number in enumerate(later):
        fields.need(isinstance(number, str), f"later.{rank}")
    twice = [number for number, times in Counter([one["number"] for one in visas] + later).items() if times > 1]
    if twice:
        raise Flawed(Flaw.VISA_TWICE, file, number=twice[0])
    return dict(read)


def _visa(fields: Fields, one: Any, place: str) -> None:
    fields.shape(one, _VISA, place)
    fields.texts(one, ("number",), place)
    fields.digests(one, ("livret",), place)
    fields.need(one["how"] in _HOW, f"{place}.how")
    by = one["by"]
    if (by is None) != (one["how"] == "not_required") or (one["livret"] is None and one["how"] in _READ):
        raise Flawed(Flaw.VISA_NOBODY, fields.file, number=one["number"])
    if by is not None:
        fields.shape(by, _BY, f"{place}.by")
        fields.texts(by, ("name",), f"{place}.by")
        fields.need(by["seat"] in _SEATS, f"{place}.by.seat")
        fields.need(is_act(by["act"]), f"{place}.by.act")
        fields.moment(by["time"], f"{place}.by.time")


def _tell(proof: Proof, read: Mapping[str, Any]) -> None:
    counts = Counter(one["how"] for one in read["visas"])
    kind = "session de remplacement" if "period" in read else "session"
    session = "" if read["session"] is None else f", {kind} {read['session']}"
    ways = ", ".join(f"{words}\u00a0: {counts[how]}" for how, words in _HOW.items() if counts[how])
    proof.told.append(f"Visas du jury {read['jury']}{session}, groupe {read['group']}, PV édition {read['edition']}.")
    proof.told.append(f"Livrets visés\u00a0: {len(read['visas'])}{f' ({ways})' if ways else ''}.")
    if read["later"]:
        proof.told.append(f"Au second groupe, visa à venir\u00a0: {len(read['later'])}.")
    if read["president"]:
        proof.told.append(f"Préside\u00a0: {read['president']}.")
    proof.told.append(f"Mots du PV\u00a0: {' '.join(pv_words(read['pv']))}.")
    same = ("jury", "session", "group", "edition", "pv", "president", "sequence", "chain", "made")
    since = f"Établis le {read['made']}, après l’acte {read['sequence']} du jury"
    proof.told.append(f"{since}\u00a0: une enveloppe plus récente les remplace.")
    proof.facts |= {name: read[name] for name in same}
    proof.facts |= {"visas": len(read["visas"]), "how": {how: counts[how] for how in _HOW}, "later": read["later"]}
