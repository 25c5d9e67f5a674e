# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file of a case: it proves what it says, names a line that is missing or changed, and tells little of others."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lsl_desk.backup import command
from lsl_desk.backup.check import MOST_FINDINGS
from lsl_desk.backup.flaws import Finding, Flaw
from lsl_desk.backup.proofs.case import check_case
from lsl_desk.backup.proofs.journal import check_journal
from lsl_desk.backup.proofs.kinds import Kind
from lsl_desk.backup.proofs.lines import next_chain as next_chain_alone
from lsl_desk.backup.proofs.opening import check_at
from lsl_desk.backup.proofs.report import Known, Noted, Proof
from lsl_desk.backup.pv_words import PvLine, pv_words
from lsl_desk.backup.sentences import sentence
from lsl_desk.cases.making import make_case
from lsl_desk.cases.page import _DID, _did, page
from lsl_desk.domain.acts import (
    ConflictSettled,
    DecisionTaken,
    DecisionWithdrawn,
    Entry,
    LivretOpened,
    LivretRead,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    NumberIncident,
    OfficeTold,
    PaperExamined,
    PaperReceived,
    PointsAdded,
    PresidencyHanded,
    Role,
    Ruling,
)
from lsl_desk.domain.board_view import Accepted
from lsl_desk.domain.closing_acts import CaseReopened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, Digest, StudentNumber
from lsl_desk.domain.receipts import Verdict, next_chain
from lsl_desk.wire.acts import body_fields
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.minutes import minutes_digest
from tests.backup.builder import InMemory
from tests.backup.proofs.made import ACADEMY, BY_ACADEMY, BY_POST, NOTHING, POST, ROGUE, print_of
from tests.cases.jury import SignedJury, case, closed, files, sitting
from tests.domain.sitting import FAILING, PAPER, PASSING, READ, VICE, decided, opening, raised


def flaws(proof: Proof) -> list[Flaw]:
    return [one.flaw for one in proof.findings]


def checked(members: dict[str, bytes], known: Known = BY_ACADEMY) -> Proof:
    return check_case(InMemory(members), known)


def test_the_file_of_a_case_is_the_same_bytes_each_time_and_proves_what_it_says(tmp_path: Path) -> None:
    assert closed().case() == case()
    place = tmp_path / "dossier.zip"
    place.write_bytes(case())
    for known in (BY_ACADEMY, BY_POST):
        proof = check_at(place, Kind.CASE, known)
        assert (flaws(proof), proof.settled) == ([], True)
    assert proof.facts["steps"] == 7
    assert proof.facts["signed"] == {"president": True, "vice_president": True}
    assert [one.split("\u00a0:")[0] for one in proof.told[:3]] == [
        "Dossier du N°\u00a0élève 0417, jury J01, session 2018, groupe 1.",
        "Journal du jury J01",
        "Actes du candidat rejoués",
    ]
    digest = minutes_digest(closed().minutes())
    line = PvLine("J01", 1, 1, digest)
    assert checked(files(case()), Known(noted=Noted(pv_words(digest), line))).settled


def test_the_chain_of_the_verifier_is_that_of_the_product() -> None:
    chain, digest = Digest("1" * 64), Digest("2" * 64)
    for verdict in Verdict:
        assert next_chain_alone(chain, digest, verdict.value, "x") == next_chain(chain, digest, verdict, "x")


def test_the_facts_are_the_whole_of_the_case_and_no_other_candidate_s_words_are_in_the_journal() -> None:
    held = files(case())
    facts = json.loads(held["dossier.json"])
    assert (facts["number"], facts["decision"]["ruling"], facts["guard"]["state"]) == ("0417", "ajourne", "read")
    assert facts["decision"]["marks"] == facts["digest"] == facts["steps"][-1]["digest"]
    assert [one["outcome"] for one in facts["steps"]] == [
        "accepted", "accepted", "accepted", "conflict", "accepted", "refused", "accepted",
    ]  # fmt: skip
    assert facts["visa"]["how"] == "online"
    assert [one["name"] for one in facts["members"]] == ["president d’essai", "vice_president d’essai"]
    journal = [json.loads(line) for line in held["journal.jsonl"].splitlines()[1:]]
    told = [one for one in journal if "digest" in one]
    assert [one["rank"] for one in told] == [6, 11, 12]
    assert set(told[0]) == {"chain", "code", "digest", "rank", "verdict"}
    signed = [Signed.from_bytes(json.dumps(one["act"]).encode()) for one in journal if "act" in one]
    assert all("très personnel" not in one.payload.decode() for one in signed)
    assert "très personnel" in Signed.from_bytes(closed().acts[5].envelope).payload.decode()


def test_a_page_without_a_script_tells_the_case_to_a_person() -> None:
    page = files(case())["dossier.html"].decode()
    assert "<script" not in page
    assert "default-src 'none'" in page
    for words in (
        "Dossier du N°\u00a0élève 0417 · jury J01", "Académie d’essai · centre 0750001Z · session 2018 · groupe 1",
        "<td>Philosophie</td><td>2</td><td>7</td><td>—</td><td>9</td>", "<strong>Ajourné</strong>",
        "Livret lu page par page par Présidente d’essai (président)", "livret lu en ligne",
        "Philosophie de 7 à 9 (relu)", "moyenne 7,00",
        "gardé comme proposition", "refusé", "choix entre deux notes",
    ):  # fmt: skip
        assert words in page, words


JOURNAL = files(case())["journal.jsonl"]
LINES = JOURNAL.splitlines(keepends=True)


def journal_without(rank: int) -> bytes:
    return b"".join(line for at, line in enumerate(LINES) if at != rank)


@pytest.mark.parametrize("rank", range(1, len(LINES)))
def test_the_line_that_was_taken_away_is_named(rank: int) -> None:
    lost = journal_without(rank)
    found = check_journal(lost, "journal.jsonl", BY_ACADEMY).findings
    assert found == [Finding(Flaw.LINE_MISSING, "journal.jsonl", {"line": str(rank)})]
    assert f"La ligne n°\u00a0{rank} de journal.jsonl manque" in sentence(found[0])
    in_case = checked({**files(case()), "journal.jsonl": lost})
    assert Finding(Flaw.LINE_MISSING, "journal.jsonl", {"line": str(rank)}) in in_case.findings
    assert Finding(Flaw.MEMBER_ALTERED, "journal.jsonl") in in_case.findings
    assert not in_case.settled


@pytest.mark.parametrize("rank", range(1, len(LINES)))
def test_the_line_of_which_a_byte_changed_is_named(rank: int) -> None:
    for place in range(0, len(LINES[rank]), 41):
        line = bytearray(LINES[rank])
        line[place] ^= 1
        spoilt = b"".join([*LINES[:rank], bytes(line), *LINES[rank + 1 :]])
        found = check_journal(spoilt, "journal.jsonl", BY_ACADEMY).findings
        assert found, (rank, place)
        assert found[0].facts["line"] == str(rank), (place, found)


def test_several_lines_taken_away_moved_or_added_are_named() -> None:
    def found(lines: list[bytes]) -> list[tuple[Flaw, dict[str, str]]]:
        proof = check_journal(b"".join(lines), "j", BY_ACADEMY)
        return [(one.flaw, one.facts) for one in proof.findings]

    assert found(LINES[:4] + LINES[7:]) == [(Flaw.LINES_MISSING, {"first": "4", "last": "6"})]
    assert found(LINES[:-2]) == [(Flaw.LINES_MISSING, {"first": "14", "last": "15"})]
    assert found([*LINES, LINES[-1]]) == [(Flaw.LINE_MOVED, {"line": "15"})]
    assert found([*LINES[:3], LINES[4], LINES[3], *LINES[5:]])[0] == (Flaw.LINE_MISSING, {"line": "3"})
    assert check_journal(b"", "j", BY_ACADEMY).findings[0].flaw is Flaw.JSON_SYNTAX
    assert check_journal(b'{"academy":null}\n', "j", BY_ACADEMY).findings[0].flaw is Flaw.FIELD_MISSING
    head = json.loads(LINES[0]) | {"last": 16}
    extra = json.dumps(head, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    assert found([extra, *LINES[1:]]) == [(Flaw.LINE_MISSING, {"line": "16"})]


def rewritten(rank: int, **changes: Any) -> bytes:
    line = json.loads(LINES[rank]) | changes
    data = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    return b"".join([*LINES[:rank], data, *LINES[rank + 1 :]])


def test_a_line_that_only_tells_cannot_lie_even_with_its_own_chain_rewritten() -> None:
    told = json.loads(LINES[6])
    before = json.loads(Signed.from_bytes(closed().acts[4].receipt_envelope or b"").payload)["chain"]
    for changes in ({"verdict": "refused"}, {"code": "x"}, {"digest": "0" * 64}):
        proof = check_journal(rewritten(6, **changes), "j", BY_ACADEMY)
        assert [(one.flaw, one.facts["line"]) for one in proof.findings] == [(Flaw.LINE_CHAIN, "6")]
        lied = told | changes
        chain = next_chain_alone(before, lied["digest"], lied["verdict"], lied["code"])
        proof = check_journal(rewritten(6, **changes, chain=chain), "j", BY_ACADEMY)
        assert [(one.flaw, one.facts) for one in proof.findings] == [(Flaw.LINE_CHAIN, {"line": "7", "proven": "5"})]


def test_a_receipt_or_a_key_of_another_act_is_named_by_its_line() -> None:
    other = json.loads(LINES[5])
    for changes in ({"receipt": other["receipt"]}, {"key": ROGUE.public.raw.hex()}, {"act": other["act"]}):
        proof = check_journal(rewritten(4, **changes), "j", BY_ACADEMY)
        assert [(one.flaw, one.facts) for one in proof.findings] == [(Flaw.LINE_UNHELD, {"line": "4"})]
    headless = json.dumps(json.loads(LINES[0]) | {"academy": None}, sort_keys=True, separators=(",", ":")).encode()
    proof = check_journal(b"\n".join([headless, *JOURNAL.split(b"\n")[1:]]), "j", NOTHING)
    assert flaws(proof)[0] is Flaw.LINE_UNHELD


def test_a_journal_alone_is_checked_by_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "journal.jsonl"
    place.write_bytes(JOURNAL)
    assert command.main([str(place), "--cle", print_of(ACADEMY)]) == command.SETTLED
    said = capsys.readouterr().out
    assert "Journal du jury J01\u00a0: 15 lignes, dont 12 actes en entier." in said
    words = pv_words(minutes_digest(closed().minutes()))
    assert command.main([str(place), "--mots", *words]) == command.SETTLED
    assert check_journal(JOURNAL, "j", Known(noted=Noted(("abeille",) * 8))).findings[0].flaw is Flaw.WORDS_OTHER
    early = check_journal(b"".join([LINES[0], *LINES[1:5]]), "j", Known(noted=Noted(words)))
    assert Flaw.WORDS_NOWHERE in flaws(early)


def test_acts_that_wait_are_said_and_those_of_others_left_out() -> None:
    jury = sitting(SignedJury())
    jury.do(30, LivretOpened(FAILING, READ, "plan de secours"), received=False)
    jury.do(31, PaperExamined(PAPER, True, Entry.TYPED), received=False)
    held = files(jury.case(with_papers=False))
    assert set(held) == {"dossier.dsse", "dossier.html", "dossier.json", "journal.jsonl"}, "no PV of an open sitting"
    proof = checked(held)
    assert (flaws(proof), proof.settled) == ([], True)
    assert (proof.facts["waiting"], proof.facts["lines"], proof.facts["steps"]) == (1, 13, 8)
    assert "Journal du jury J01\u00a0: 13 lignes, dont 10 actes en entier, 1 sans accusé de l’académie." in proof.told
    assert "La séance n’est pas close." in held["dossier.html"].decode()


def test_marks_changed_since_the_decision_make_no_file() -> None:
    jury = sitting(SignedJury())
    jury.do(30, raised("10", "9", seen=2, number=FAILING), received=False)
    with pytest.raises(Refusal, match="case_stale"):
        jury.case(with_papers=False)


def test_a_jury_of_no_academy_has_a_case_of_its_own_acts() -> None:
    jury = sitting(SignedJury(academy=None))
    data = jury.case(with_papers=False)
    proof = checked(files(data), BY_POST)
    assert (flaws(proof), proof.settled) == ([], True)
    assert proof.facts["waiting"] == proof.facts["lines"] == 9
    assert checked(files(data), Known(noted=Noted(("abeille",) * 8))).findings[0].flaw is Flaw.WORDS_NOWHERE
    assert json.loads(files(data)["dossier.json"])["visa"] is None


@pytest.mark.parametrize("number", [PAPER, PASSING])
def test_the_case_of_anybody_is_proved(number: StudentNumber) -> None:
    proof = checked(files(closed().case(number)))
    assert (flaws(proof), proof.settled) == ([], True)
    assert proof.facts["number"] == number


def test_who_is_not_of_the_jury_has_no_case() -> None:
    source = replace(closed().source(), number=StudentNumber("9999"))
    stored = closed().board.dossier(FAILING)
    assert stored is not None
    with pytest.raises(Refusal) as refused:
        make_case(source, stored, POST.public, POST.sign)
    assert refused.value.code is Code.NUMBER_UNKNOWN


def a_whole_day() -> SignedJury:
    """Papers examined, none given, a mark missing, a decision withdrawn, a presidency handed over, nothing closed."""
    jury = SignedJury()
    for one in opening():
        jury.take(one)
    jury.do(1, PaperExamined(PAPER, True, Entry.TYPED))
    jury.do(2, NoLivretDeclared(PASSING, True, "ne l’a pas fourni"))
    jury.do(3, PaperReceived(PAPER, True, Entry.TYPED))
    jury.do(4, decided(jury.board, PAPER, Ruling.SECOND_GROUPE))
    jury.do(5, DecisionWithdrawn(PAPER, 1, "à revoir"))
    jury.do(6, PresidencyHanded(Role.VICE_PRESIDENT, "V. Essai", "rappelée"))
    jury.do(7, OfficeTold(PASSING, "copie égarée"), VICE)
    jury.do(8, NumberIncident(FAILING, READ, 2, ""), VICE)
    jury.do(9, ConflictSettled(ActId("f" * 32), None, "vu"), VICE)
    assert jury.do(10, decided(jury.board, PASSING, Ruling.ADMIS, "AB")) != Accepted(), "she presides no more"
    return jury


@pytest.mark.parametrize("number", [FAILING, PAPER, PASSING])
def test_a_case_without_a_decision_is_proved_too(number: StudentNumber) -> None:
    held = files(a_whole_day().case(number, with_papers=False))
    proof = checked(held)
    assert (flaws(proof), proof.settled) == ([], True)
    page = held["dossier.html"].decode()
    assert "Aucune décision n’est en vigueur." in page
    assert "Présidence passée à V. Essai" in page
    said = {
        FAILING: ("page 3 au N°\u00a0illisible, voilée",),
        PAPER: ("Livret examiné sur papier par", "livret papier examiné", "livret papier reçu", "retirée (à revoir)"),
        PASSING: ("aucun livret fourni (ne l’a pas fourni)", "message à l’académie\u00a0: copie égarée"),
    }
    assert all(words in page for words in said[number])


def test_a_page_says_what_is_not_there() -> None:
    facts = json.loads(files(case())["dossier.json"])
    bare = facts | {
        "members": [],
        "presided": "",
        "opened": None,
        "closed": None,
        "marks": [],
        "steps": [],
        "notes": ["À noter"],
    }
    bare |= {"points": "3", "after": None, "centre": "", "session": None, "serie": "", "pv": "", "visa": None}
    said = page(bare).decode()
    for words in (
        "Aucun émargement n’a été fait.",
        "Aucune note n’est connue ici.",
        "Aucun acte ne concerne",
        "À noter",
    ):
        assert words in said
    assert "Points de jury\u00a0: 3." in page(facts | {"points": "3", "after": None}).decode()
    assert (
        "mention assez bien"
        in page(facts | {"decision": facts["decision"] | {"mention": "AB", "reason": "r"}}).decode()
    )
    hostile = page(facts | {"academy": "<script>alert(1)</script>"}).decode()
    assert "<script" not in hostile


def test_every_kind_of_act_that_names_a_candidate_has_its_words() -> None:
    kinds = {body_fields(one)["kind"] for one in EXAMPLES}
    assert kinds == set(_DID)
    assert all(_did(body_fields(one), {}) for one in EXAMPLES)


EXAMPLES = (
    LivretOpened(FAILING, READ, "académie"),
    LivretRead(FAILING, READ, ("1.0",), "académie"),
    NumberIncident(FAILING, READ, 0, "0471"),
    raised("9", None),
    PointsAdded(FAILING, Decimal(0), Decimal(3), 0, "assidu"),
    MissingMarkRuled(FAILING, "MATH", MissingRule.WAIT, None, "", 0, "attendue"),
    ConflictSettled(ActId("f" * 32), Decimal(9), ""),
    DecisionTaken(FAILING, Ruling.ADMIS, "", READ, Decimal(1), 0, ""),
    DecisionWithdrawn(FAILING, 0, "r"),
    PaperExamined(FAILING, False, Entry.TYPED),
    NoLivretDeclared(FAILING, False, ""),
    CaseReopened(FAILING, "r"),
    PaperReceived(FAILING, False, Entry.TYPED),
    OfficeTold(FAILING, "m"),
)


def test_more_faults_than_anybody_reads_are_not_all_kept() -> None:
    head = json.dumps({"academy": None, "format": "1", "jury": "J01", "last": 300}, separators=(",", ":")).encode()
    assert len(check_journal(head + b"\nx" * 300 + b"\n", "j", NOTHING).findings) == MOST_FINDINGS
