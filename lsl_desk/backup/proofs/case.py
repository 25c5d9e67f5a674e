# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks the file of a case: every byte, every line of its journal, and that the signed acts say what it says (N10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from lsl_desk.backup.dsse import key_id
from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.members import Members, extra, read_member
from lsl_desk.backup.proofs import journal as journals
from lsl_desk.backup.proofs.case_facts import CaseFacts, read_facts
from lsl_desk.backup.proofs.case_file import FACTS, CaseList, read_list
from lsl_desk.backup.proofs.case_replay import Ending, play
from lsl_desk.backup.proofs.kinds import CASE, JOURNAL, PV_JSON, PV_PDF, PV_RECORD, VISAS, Kind
from lsl_desk.backup.proofs.pv import Pv, check_pv_bytes, check_record
from lsl_desk.backup.proofs.report import MAKER, Known, Proof
from lsl_desk.backup.proofs.visas import open_visas

Value = TypeVar("Value")
_RULINGS: Final = {
    "admis": "admis",
    "second_groupe": "second groupe",
    "ajourne": "ajourné",
    "sans_decision": "sans décision finale",
    "absent": "absent",
    "suspendu": "suspendu",
}
_SEATS: Final = {"president": "le président", "vice_president": "le vice-président"}


@dataclass(slots=True)
class _Case:
    """A case being checked.

    Attributes:
        proof: what was found.
        known: what the person knows.
        listed: what signs it.
        good: the members that are exactly what was signed.
        journal: its lines, None when it cannot be read.
        facts: what it says, None when that cannot be read.
        ending: where the signed acts lead, None without both.
    """

    proof: Proof
    known: Known
    listed: CaseList
    good: Mapping[str, bytes] = field(default_factory=dict)
    journal: journals.Journal | None = None
    facts: CaseFacts | None = None
    ending: Ending | None = None


def check_case(members: Members, known: Known) -> Proof:
    """Check the file of a case, in a zip or folder; nothing about it is raised."""
    proof = Proof(Kind.CASE, CASE)
    proof.extend(members.listing.findings)
    listed = _taken(proof, lambda: read_list(read_member(members, CASE).content))
    if listed is None:
        return proof
    proof.keys[MAKER] = listed.keyid
    case = _Case(proof, known, listed)
    case.good = _members(case, members)
    _check_journal(case, members)
    _check_facts(case)
    _tell(case)
    pv = _check_pv(case)
    _check_visas(case, pv)
    proof.compare_key(known)
    proof.compare_jury(known, listed.jury)
    if known.noted is not None and pv is None:
        proof.add(Flaw.WORDS_NOWHERE)
    return proof


def _taken(proof: Proof, read: Callable[[], Value]) -> Value | None:
    try:
        return read()
    except Flawed as flawed:
        proof.findings.append(flawed.finding)
        return None


def _members(case: _Case, members: Members) -> dict[str, bytes]:
    """Hold every member against its digest; return those that are exactly what was signed."""
    there, files, good = members.listing.sizes, case.listed.files, {}
    case.proof.extend(extra(name, {*files, CASE}) for name in sorted(there.keys() - files.keys() - {CASE}))
    said = {one.file for one in case.proof.findings}
    for name, digest in files.items():
        if name not in there:
            if name not in said:
                case.proof.add(Flaw.MEMBER_MISSING, name)
            continue
        read = read_member(members, name)
        if read.fault is not None:
            case.proof.findings.append(read.fault)
        elif read.digest != digest:
            case.proof.add(Flaw.MEMBER_ALTERED, name)
        else:
            good[name] = read.content
    return good


def _check_journal(case: _Case, members: Members) -> None:
    """A journal that is not the one signed is read all the same: it is its lines that say what was done to it."""
    if JOURNAL not in members.listing.sizes:
        return
    data = case.good.get(JOURNAL) or read_member(members, JOURNAL).content
    found = case.journal = journals.read_journal(case.proof, data, JOURNAL)
    if found is None:
        return
    if (found.head.jury, found.head.academy) != (case.listed.jury, case.listed.academy):
        case.proof.add(Flaw.CASE_MIXED, JOURNAL)
    else:
        journals.name_academy(case.proof, found)


def _check_facts(case: _Case) -> None:
    """Play the signed acts again, and hold what the file says against where they lead."""
    data, proof = case.good.get(FACTS), case.proof
    facts = case.facts = None if data is None else _taken(proof, lambda: read_facts(data))
    if facts is None or case.journal is None:
        return
    if (facts.jury, facts.number, facts.group) != (case.listed.jury, case.listed.number, case.listed.group):
        proof.add(Flaw.CASE_MIXED, FACTS)
        case.facts = None
        return
    waiting = {one.line: one.outcome for one in facts.steps}
    ending = case.ending = play(case.journal.lines, facts.number, facts.marks, waiting)
    if not _same_steps(proof, facts, ending):
        return
    act = None if ending.decision is None else ending.decision["act"]
    told = facts.decision
    if act != (None if told is None else told["act"]):
        proof.add(Flaw.CASE_DECISION, FACTS)
    elif ending.decision is not None and told is not None:
        body = ending.decision["body"]
        if (body.get("marks"), body.get("ruling")) != (told["marks"], told["ruling"]):
            proof.add(Flaw.CASE_DECISION, FACTS)
        elif body.get("marks") != ending.digest:
            proof.add(Flaw.CASE_END, FACTS)
    if not _examined(facts, ending):
        proof.add(Flaw.CASE_UNEXAMINED, FACTS)


def _same_steps(proof: Proof, facts: CaseFacts, ending: Ending) -> bool:
    told = [(one.line, one.digest) for one in facts.steps]
    played = [(one.line, one.digest) for one in ending.steps]
    for rank in range(max(len(told), len(played))):
        pair = told[rank : rank + 1], played[rank : rank + 1]
        if pair[0] != pair[1]:
            line = min(one[0][0] for one in pair if one)
            proof.add(Flaw.CASE_STEP, FACTS, step=str(rank + 1), line=str(line))
            return False
    if facts.digest != ending.digest:
        proof.add(Flaw.CASE_END, FACTS)
        return False
    return True


def _examined(facts: CaseFacts, ending: Ending) -> bool:
    """Whether the acts say of the livret what the file says of it; that it was not examined needs no act."""
    match facts.guard["state"]:
        case "read":
            said = facts.guard["livret"] in ending.read
        case "paper":
            said = ending.paper
        case "none_given":
            said = ending.none_given
        case _:
            return facts.decision is None or facts.decision["ruling"] != "ajourne"
    return said and facts.guard["act"] in ending.examining


def _check_pv(case: _Case) -> Pv | None:
    """Hold the PV against the record that binds it, the decision and the signatures."""
    data, proof = case.good.get(PV_JSON), case.proof
    if data is None:
        return None
    pv = check_pv_bytes(proof, data, case.known, PV_JSON)
    check_record(proof, case.good.get(PV_RECORD), pv, case.good.get(PV_PDF))
    if pv is None or case.ending is None:
        return pv
    if (pv.jury, pv.group) != (case.listed.jury, case.listed.group):
        proof.add(Flaw.CASE_MIXED, PV_JSON)
        return pv
    decision, line = case.ending.decision, pv.line(case.listed.number)
    if line is None or line["ruling"] != (None if decision is None else decision["body"].get("ruling")):
        proof.add(Flaw.CASE_PV, PV_JSON)
    signed = journals.signed_pvs(case.journal.lines) if case.journal is not None else {}
    for seat, digest in sorted(signed.items()):
        word = "a signé ce PV" if digest == pv.digest else "a signé un PV qui n’est plus celui-ci"
        proof.told.append(f"{_SEATS.get(seat, seat).capitalize()} {word}.")
    proof.facts["signed"] = {seat: digest == pv.digest for seat, digest in signed.items()}
    return pv


def _check_visas(case: _Case, pv: Pv | None) -> None:
    """Hold the visa against the envelope of the academy; where there is none, nothing may be said of a visa."""
    data, facts = case.good.get(VISAS), case.facts
    if facts is None:
        return
    if data is None:
        if facts.visa is not None:
            case.proof.add(Flaw.CASE_VISA, VISAS)
        return
    opened = _taken(case.proof, lambda: open_visas(data, VISAS))
    if opened is None:
        return
    envelope, read = opened
    here = (read["jury"], read["group"], envelope.keyid)
    if here != (facts.jury, facts.group, None if case.listed.academy is None else key_id(case.listed.academy)):
        case.proof.add(Flaw.CASE_MIXED, VISAS)
        return
    own = next((one for one in read["visas"] if one["number"] == facts.number), None)
    if own != facts.visa:
        case.proof.add(Flaw.CASE_VISA, VISAS)
    elif pv is not None and read["pv"] != pv.digest:
        case.proof.told.append("Le visa a été donné sur un autre état du PV que celui qui est ici.")


def _tell(case: _Case) -> None:
    listed, facts, proof = case.listed, case.facts, case.proof
    session = "" if listed.session is None else f", session {listed.session}"
    proof.told.append(f"Dossier du N°\u00a0élève {listed.number}, jury {listed.jury}{session}, groupe {listed.group}.")
    proof.facts |= {"jury": listed.jury, "number": listed.number, "session": listed.session, "group": listed.group}
    if case.journal is not None:
        journals.tell(proof, case.journal)
    if case.ending is not None and facts is not None:
        decision = "aucune décision" if facts.decision is None else _RULINGS.get(facts.decision["ruling"], "?")
        proof.told.append(f"Actes du candidat rejoués\u00a0: {len(case.ending.steps)} étapes, {decision}.")
        proof.facts |= {"steps": len(case.ending.steps), "digest": case.ending.digest}
