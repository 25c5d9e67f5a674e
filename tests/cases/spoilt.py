# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ways to spoil the file of a case that only its acts can tell: all of it is signed again by whoever made it."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsl_desk.backup.flaws import Flaw
from lsl_desk.backup.proofs.case_file import CaseAbout, build_case
from lsl_desk.backup.proofs.report import Known, Noted
from lsl_desk.domain.board_view import Accepted
from lsl_desk.wire.envelope import ACT
from tests.backup.proofs.made import ACADEMY, MADE, POST, ROGUE, payload_of, resigned_visas, written
from tests.backup.proofs.spoilt import spoilt
from tests.cases.jury import SignedJury, case, closed, sitting
from tests.domain.sitting import FAILING, raised

Change = Callable[[dict[str, Any]], None]


def members() -> dict[str, bytes]:
    """Of the case of 0417, without the list that signs them."""
    with zipfile.ZipFile(io.BytesIO(case())) as archive:
        held = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    return {name: data for name, data in held.items() if name != "dossier.dsse"}


def made(place: Path, held: dict[str, bytes], number: str = "0417", academy: str | None = None) -> Path:
    """Write a case, signed by the post."""
    about = CaseAbout("J01", number, 2018, 1, academy or ACADEMY.public.raw.hex(), MADE)
    path = place / "dossier.zip"
    path.write_bytes(build_case(about, held, POST.public.raw.hex(), lambda kind, data: POST.sign(kind, data).signature))
    return path


def told_otherwise(place: Path, change: Change) -> Path:
    """A case whose facts were changed."""
    held = members()
    facts = json.loads(held["dossier.json"])
    change(facts)
    return made(place, held | {"dossier.json": written(facts)})


def put(*path: str | int, value: object) -> Change:
    """A change of one place."""

    def change(facts: Any) -> None:
        for name in path[:-1]:
            facts = facts[name]
        facts[path[-1]] = value

    return change


@spoilt(Flaw.CASE_STEP)
def a_mark_of_the_office_that_was_another(place: Path) -> Path:
    return told_otherwise(place, put("marks", 1, "given", value="8"))


@spoilt(Flaw.CASE_STEP)
def a_step_left_out(place: Path) -> Path:
    return told_otherwise(place, lambda facts: facts["steps"].pop())


@spoilt(Flaw.CASE_END)
def an_end_of_other_marks(place: Path) -> Path:
    return told_otherwise(place, put("digest", value="0" * 64))


@spoilt(Flaw.CASE_DECISION)
def a_decision_that_nobody_signed(place: Path) -> Path:
    return told_otherwise(place, put("decision", value=None))


@spoilt(Flaw.CASE_DECISION)
def another_ruling_than_the_one_signed(place: Path) -> Path:
    return told_otherwise(place, put("decision", "ruling", value="admis"))


@spoilt(Flaw.CASE_UNEXAMINED)
def a_livret_examined_by_no_act(place: Path) -> Path:
    return told_otherwise(place, put("guard", "state", value="paper"))


@spoilt(Flaw.CASE_UNEXAMINED)
def a_livret_given_by_nobody(place: Path) -> Path:
    return told_otherwise(place, put("guard", "state", value="none_given"))


@spoilt(Flaw.CASE_UNEXAMINED)
def an_ajourne_whose_livret_nobody_examined(place: Path) -> Path:
    return told_otherwise(place, put("guard", "state", value="unread"))


@spoilt(Flaw.CASE_UNEXAMINED)
def another_livret_than_the_one_read(place: Path) -> Path:
    return told_otherwise(place, put("guard", "livret", value="0" * 64))


@spoilt(Flaw.CASE_VISA)
def a_visa_of_another_way(place: Path) -> Path:
    return told_otherwise(place, put("visa", "how", value="copy"))


@spoilt(Flaw.CASE_VISA)
def a_visa_without_the_academy_s_word(place: Path) -> Path:
    held = members()
    del held["visas.dsse"]
    return made(place, held)


@spoilt(Flaw.KEYID_OTHER)
def visas_that_are_signed_by_another_than_they_say(place: Path) -> Path:
    held = members()
    return made(place, held | {"visas.dsse": resigned_visas(payload_of(held["visas.dsse"]), ROGUE)})


@spoilt(Flaw.CASE_MIXED)
def visas_of_another_academy_in_a_case(place: Path) -> Path:
    held = members()
    fields = payload_of(held["visas.dsse"]) | {"key": ROGUE.public.raw.hex()}
    return made(place, held | {"visas.dsse": resigned_visas(fields, ROGUE)})


@spoilt(Flaw.CASE_MIXED)
def the_facts_of_somebody_else(place: Path) -> Path:
    return told_otherwise(place, put("number", value="0418"))


@spoilt(Flaw.CASE_MIXED)
def a_journal_of_another_academy(place: Path) -> Path:
    held = members()
    del held["visas.dsse"]
    facts = json.loads(held["dossier.json"]) | {"visa": None}
    return made(place, held | {"dossier.json": written(facts)}, academy=ROGUE.public.raw.hex())


@spoilt(Flaw.CASE_PV)
def a_pv_that_says_another_decision(place: Path) -> Path:
    return made(place, _with_pv(b'"ruling":"ajourne"', b'"ruling":"admis"'))


@spoilt(Flaw.CASE_PV)
def a_pv_without_the_candidate(place: Path) -> Path:
    return made(place, _with_pv(b'"number":"0417"', b'"number":"0499"'))


@spoilt(Flaw.CASE_MIXED)
def a_pv_of_another_group(place: Path) -> Path:
    return made(place, _with_pv(b'"group":1', b'"group":2'))


def _with_pv(old: bytes, new: bytes) -> dict[str, bytes]:
    held = members()
    del held["pv.dsse"], held["pv.pdf"]
    assert old in held["pv.json"]
    return held | {"pv.json": held["pv.json"].replace(old, new)}


@spoilt(Flaw.FIELD_MISSING)
def facts_that_say_nothing(place: Path) -> Path:
    return told_otherwise(place, lambda facts: facts.clear())


@spoilt(Flaw.FIELD_VALUE)
def facts_of_a_mark_that_is_none(place: Path) -> Path:
    return told_otherwise(place, put("marks", 0, "coefficient", value="deux"))


@spoilt(Flaw.FIELD_VALUE)
def facts_of_an_outcome_that_is_none(place: Path) -> Path:
    return told_otherwise(place, put("steps", 0, "outcome", value="lost"))


def _changed(place: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """A case of which something was changed after it was signed."""
    with zipfile.ZipFile(io.BytesIO(case())) as archive:
        held = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    change(held)
    folder = place / "dossier"
    folder.mkdir()
    for name, data in held.items():
        (folder / name).write_bytes(data)
    return folder


@spoilt(Flaw.MEMBER_ALTERED)
def a_page_that_was_changed(place: Path) -> Path:
    return _changed(place, lambda held: held.update({"dossier.html": b""}))


@spoilt(Flaw.MEMBER_MISSING)
def a_page_that_was_taken_away(place: Path) -> Path:
    return _changed(place, lambda held: held.pop("dossier.html"))


@spoilt(Flaw.MEMBER_EXTRA)
def a_case_with_something_beside(place: Path) -> Path:
    return _changed(place, lambda held: held.update({"plus.txt": b""}))


@spoilt(Flaw.PAYLOAD_TYPE)
def a_case_signed_by_its_visas(place: Path) -> Path:
    return _changed(place, lambda held: held.update({"dossier.dsse": held["visas.dsse"]}))


@spoilt(Flaw.FORMAT_NEWER)
def a_case_of_a_later_version(place: Path) -> Path:
    def change(held: dict[str, bytes]) -> None:
        fields = payload_of(held["dossier.dsse"]) | {"format": "2", "more": 1}
        kind = "application/vnd.lsl-desk.case+json"
        held["dossier.dsse"] = POST.sign(kind, written(fields)).to_bytes()

    return _changed(place, change)


@spoilt(Flaw.WORDS_OTHER, Known(noted=Noted(("abeille",) * 8)))
def the_case_of_another_pv_than_the_one_noted(place: Path) -> Path:
    return made(place, members())


@spoilt(Flaw.JURY_OTHER, Known(jury="J02"))
def the_case_of_another_jury(place: Path) -> Path:
    return made(place, members())


def journal_file(place: Path, lines: list[bytes]) -> Path:
    """A journal by itself."""
    path = place / "journal.jsonl"
    path.write_bytes(b"".join(lines))
    return path


def _lines() -> list[bytes]:
    return members()["journal.jsonl"].splitlines(keepends=True)


@spoilt(Flaw.LINE_MISSING)
def a_journal_with_a_line_less(place: Path) -> Path:
    return journal_file(place, _lines()[:3] + _lines()[4:])


@spoilt(Flaw.LINES_MISSING)
def a_journal_with_lines_less(place: Path) -> Path:
    return journal_file(place, _lines()[:3] + _lines()[6:])


@spoilt(Flaw.LINE_MOVED)
def a_journal_with_a_line_twice(place: Path) -> Path:
    return journal_file(place, [*_lines(), _lines()[-1]])


@spoilt(Flaw.LINE_UNREADABLE)
def a_journal_with_a_line_cut(place: Path) -> Path:
    return journal_file(place, [*_lines()[:3], b"{}\n", *_lines()[4:]])


@spoilt(Flaw.LINE_UNHELD)
def a_journal_with_an_act_of_another_key(place: Path) -> Path:
    line = _lines()[3].replace(POST.public.raw.hex().encode(), ROGUE.public.raw.hex().encode())
    return journal_file(place, [*_lines()[:3], line, *_lines()[4:]])


@spoilt(Flaw.LINE_CHAIN)
def a_journal_of_which_a_verdict_changed(place: Path) -> Path:
    line = _lines()[6].replace(b'"accepted"', b'"refused"')
    return journal_file(place, [*_lines()[:6], line, *_lines()[7:]])


@spoilt(Flaw.WORDS_NOWHERE, Known(noted=Noted(("abeille",) * 8)))
def a_journal_that_nobody_signed_a_pv_in(place: Path) -> Path:
    jury = sitting(SignedJury())
    with zipfile.ZipFile(io.BytesIO(jury.case(with_papers=False))) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith("journal.jsonl")]
        return journal_file(place, [archive.read(name)])


@spoilt(Flaw.CASE_END)
def a_decision_on_marks_that_changed_since(place: Path) -> Path:
    jury = sitting(SignedJury())
    assert jury.do(30, raised("10", "9", seen=2, number=FAILING)) == Accepted()
    path = place / "dossier.zip"
    path.write_bytes(jury.unproved_case())
    return path


@spoilt(Flaw.MEMBER_LINK)
def a_case_whose_page_is_elsewhere(place: Path) -> Path:
    folder = _changed(place, lambda held: held)
    (place / "page.html").write_bytes(b"")
    (folder / "dossier.html").unlink()
    (folder / "dossier.html").symlink_to(place / "page.html")
    return folder


@spoilt(Flaw.MEMBER_MISSING)
def a_case_without_its_journal(place: Path) -> Path:
    return _changed(place, lambda held: held.pop("journal.jsonl"))


@spoilt(Flaw.FIELD_MISSING)
def a_journal_without_a_head(place: Path) -> Path:
    return journal_file(place, [b'{"academy":null}\n', *_lines()[1:]])


@spoilt(Flaw.LINE_MOVED)
def a_journal_with_a_line_more_than_its_head_says(place: Path) -> Path:
    head = written(json.loads(_lines()[0]) | {"last": 14}) + b"\n"
    return journal_file(place, [head, *_lines()[1:]])


@spoilt(Flaw.LINE_UNREADABLE)
def a_journal_that_does_not_end(place: Path) -> Path:
    return journal_file(place, [b"".join(_lines())[:-1]])


@spoilt(Flaw.LINE_UNHELD)
def a_journal_with_an_act_of_another_jury(place: Path) -> Path:
    head = written(json.loads(_lines()[0]) | {"last": 1}) + b"\n"
    signed = POST.sign(ACT, written(payload_of(closed().acts[0].envelope) | {"jury": "J02"}))
    line = {"act": json.loads(signed.to_bytes()), "key": POST.public.raw.hex(), "rank": 1, "receipt": None}
    return journal_file(place, [head, written(line) + b"\n"])


@spoilt(Flaw.FIELD_MISSING)
def a_case_whose_journal_has_no_head(place: Path) -> Path:
    return made(place, members() | {"journal.jsonl": b'{"academy":null}\n'})


@spoilt(Flaw.ZIP_CRC)
def a_case_whose_page_was_changed_in_the_zip(place: Path) -> Path:
    path = place / "dossier.zip"
    path.write_bytes(case().replace(b"<main>", b"<mine>"))
    return path
