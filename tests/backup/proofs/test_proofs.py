# SPDX-License-Identifier: AGPL-3.0-or-later
"""`lsl-verify` on visas and on a PV: what holds is said, what was compared settles it, no bit passes, no bytes fail."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.backup import command, strict_json
from lsl_desk.backup.proofs.kinds import Kind, kind_at
from lsl_desk.backup.proofs.opening import check_at
from lsl_desk.backup.proofs.pv import check_lone_pv, check_pv
from lsl_desk.backup.proofs.report import PROTOCOLS, Known, Noted, Proof
from lsl_desk.backup.proofs.speech import answer, lines
from lsl_desk.backup.proofs.visas import check_visas
from lsl_desk.backup.pv_words import PvLine, pv_line, pv_words
from lsl_desk.backup.sentences import sentence
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.period import Period
from lsl_desk.domain.visas import JuryVisas, visas_of
from lsl_desk.wire.minutes import minutes_digest
from lsl_desk.wire.pv_record import PV_JSON, PV_PDF, PV_RECORD
from lsl_desk.wire.version import UNDERSTOOD
from lsl_desk.wire.visas import seal_visas
from tests.backup.builder import InMemory, valid
from tests.backup.proofs.made import (
    ACADEMY,
    BY_ACADEMY,
    BY_POST,
    MADE,
    NOTHING,
    POST,
    flipped,
    folder,
    minutes,
    payload_of,
    print_of,
    pv_files,
    resigned_record,
    resigned_visas,
    visas,
    zipped,
)
from tests.wire.values import VISAS

WORDS = pv_words(minutes_digest(minutes()))


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = command.main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    return code, out + err


@pytest.fixture
def visa_file(tmp_path: Path) -> Path:
    path = tmp_path / "visas-J01.dsse"
    path.write_bytes(visas())
    return path


def test_the_versions_it_understands_are_those_of_the_product() -> None:
    assert PROTOCOLS == UNDERSTOOD


def test_intact_visas_alone_do_not_pass_for_true(visa_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, visa_file)
    assert code == command.UNCOMPARED
    assert "intact, mais personne n’a encore comparé la clé" in said
    assert "Livrets visés\u00a0: 2 (lus en ligne\u00a0: 1, examen non exigé\u00a0: 1)." in said
    assert "Au second groupe, visa à venir\u00a0: 1." in said
    assert f"Preuve d’intégrité signée par l’académie, empreinte de sa clé\u00a0: {print_of(ACADEMY)}." in said
    assert "qualifié" not in said


def test_visas_of_the_session_de_remplacement_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    june = minutes()
    heading = replace(june.heading, period=Period.SEPTEMBER)
    made = visas_of(replace(june, heading=heading), Digest("d" * 64), 12, Digest("c" * 64), MADE)
    assert isinstance(made, JuryVisas)
    file = tmp_path / "visas.dsse"
    file.write_bytes(seal_visas(made, ACADEMY))
    assert "Visas du jury J01, session de remplacement 2018, groupe 1" in run(capsys, file)[1]
    file.write_bytes(resigned_visas(payload_of(visas()) | {"period": "juin"}))
    assert run(capsys, file)[0] == command.REFUSED


def test_of_envelopes_of_one_jury_the_one_in_force_is_named(
    visa_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer, other = tmp_path / "visas-newer.dsse", tmp_path / "visas-other.dsse"
    newer.write_bytes(resigned_visas(payload_of(visas()) | {"sequence": 13}))
    other.write_bytes(resigned_visas(payload_of(visas()) | {"jury": "J02"}))
    code, said = run(capsys, newer, visa_file, other, "--json")
    assert code == command.UNCOMPARED
    assert [one.get("in_force") for one in json.loads(said)["proofs"]] == [True, False, None]
    _, said = run(capsys, visa_file, newer)
    assert said.count("En vigueur, des 2 enveloppes données de ce jury.") == 1
    assert said.count("Remplacés par ceux établis le") == 1


@pytest.mark.parametrize("form", ["print", "raw", "hexadecimal"])
def test_the_key_of_the_academy_settles_them_however_it_is_given(
    form: str, visa_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given_as = print_of(ACADEMY)
    if form != "print":
        given_as = str(tmp_path / "academie.key")
        raw = ACADEMY.public.raw
        Path(given_as).write_bytes(raw if form == "raw" else f"{raw.hex().upper()}\n".encode())
    code, said = run(capsys, visa_file, "--key", given_as)
    assert code == command.SETTLED
    assert "intact, et signé par la clé attendue." in said


@pytest.mark.parametrize("content", [b"", b"no key", None])
def test_a_file_that_is_no_key_is_said(
    content: bytes | None, visa_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "cle.txt").write_bytes(content)
    code, said = run(capsys, visa_file, "--cle", tmp_path / "cle.txt")
    assert code == command.USAGE
    assert "ou donnez le fichier de la clé" in said


def test_an_answer_in_json_has_the_keys_that_were_promised(visa_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, visa_file, "--json", "--cle", print_of(ACADEMY))
    told = json.loads(said)
    assert code == command.SETTLED
    assert (told["ok"], told["settled"], told["kind"], told["findings"]) == (True, True, "visa", [])
    (proof,) = told["proofs"]
    assert (proof["jury"], proof["visas"], proof["later"]) == ("J01", 2, ["0418"])
    assert proof["keys"] == {"l’académie": print_of(ACADEMY)}
    code, said = run(capsys, visa_file, "--json", "--jury", "J02")
    told = json.loads(said)
    assert code == command.REFUSED
    assert [(one["code"], one["file"]) for one in told["findings"]] == [("jury_other", "visas-J01.dsse")]


def test_a_pv_is_checked_in_a_folder_and_in_a_zip_with_its_key_or_its_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = [
        folder(tmp_path / "pv", dict(pv_files())),
        zipped(tmp_path / "pv.zip", pv_files()),
        zipped(tmp_path / "pv2.zip", pv_files(), "pv-J01/"),
    ]
    for place in places:
        code, said = run(capsys, place)
        assert code == command.UNCOMPARED
        assert f"Ses huit mots\u00a0: {' '.join(WORDS)}." in said
        assert run(capsys, place, "--cle", print_of(POST))[0] == command.SETTLED
    for typed in ([" ".join(WORDS)], [f"{word.upper()}s," for word in WORDS]):
        code, said = run(capsys, "--mots", *typed, *places[:1])
        assert code == command.SETTLED
        assert "le PV est celui dont les mots ont été notés" in said
    line = pv_line(PvLine("J01", 1, 1, minutes_digest(minutes())))
    assert run(capsys, places[1], "--words", line)[0] == command.SETTLED
    assert run(capsys, places[1], "--words", *pv_line(PvLine("J01", 1, 2, "0" * 64)).split())[0] == command.REFUSED


def test_the_words_are_of_the_whole_pv_also_when_it_is_alone_or_only_named_by_its_visas(
    visa_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = tmp_path / "pv.json"
    alone.write_bytes(pv_files()[PV_JSON])
    code, said = run(capsys, alone)
    assert code == command.UNCOMPARED
    assert "bien formé, mais rien ne le signe et personne n’en a comparé les mots." in said
    assert '--mots "…"' in said
    for place in (alone, visa_file):
        assert run(capsys, place, "--mots", *WORDS)[0] == command.SETTLED
    same_but_one = {**pv_files(), PV_JSON: pv_files()[PV_JSON].replace(b"Acad\xc3\xa9mie", b"Academie")}
    assert same_but_one != dict(pv_files())
    alone.write_bytes(same_but_one[PV_JSON])
    code, said = run(capsys, alone, "--mots", *WORDS)
    assert code == command.REFUSED
    assert "ce n’est pas le PV qui a été signé" in said


def test_a_draft_says_that_it_is_one() -> None:
    fields = json.loads(pv_files()[PV_JSON]) | {"closed": None, "closing": None}
    proof = check_lone_pv(strict_json.written(fields), "pv.json", NOTHING)
    assert proof.intact
    assert "brouillon, jury non clos" in proof.told[0]


def test_what_lies_beside_a_pv_is_said_to_be_signed_by_nobody(tmp_path: Path) -> None:
    place = folder(tmp_path / "pv", {**pv_files(), "pv.csv": b""})
    proof = check_at(place, Kind.PV, BY_POST)
    assert proof.settled
    assert "À côté, et que rien ne signe\u00a0: pv.csv." in proof.told


def test_words_that_are_none_or_that_nothing_can_bear_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, tmp_path, "--mots", "abeille", "abonner")
    assert (code, said.count("\n")) == (command.USAGE, 1)
    assert "Les mots notés sur le PV sont huit" in said
    code, said = run(capsys, valid().write(tmp_path), "--mots", *WORDS)
    assert (code, said.count("\n")) == (command.USAGE, 1)
    assert "Les mots se comparent à un PV" in said


def test_copies_and_proofs_are_answered_together(
    visa_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = valid().write(tmp_path)
    alone = tmp_path / "pv.json"
    alone.write_bytes(pv_files()[PV_JSON])
    code, said = run(capsys, copy, visa_file, alone, "--json")
    told = json.loads(said)
    assert (code, told["kind"], told["ok"], told["settled"]) == (command.UNCOMPARED, "divers", True, False)
    assert (len(told["copies"]), len(told["proofs"])) == (1, 2)
    code, said = run(capsys, copy, visa_file, alone)
    assert said.count("\u00a0: intact") == 2
    assert json.loads(run(capsys, visa_file, alone, "--json")[1])["kind"] == "divers"


def test_a_place_that_fails_after_it_was_looked_at_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = check_at(tmp_path / "pv", Kind.PV, NOTHING)
    assert [one.flaw.value for one in gone.findings] == ["place_missing"]
    assert kind_at(tmp_path / "pv") is None
    place = tmp_path / "visas"
    place.write_bytes(visas())

    def failing(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", failing)
    assert [one.flaw.value for one in check_at(place, Kind.VISA, NOTHING).findings] == ["place_unreadable"]


@given(VISAS)
def test_whatever_the_academy_may_sign_is_taken(made: JuryVisas) -> None:
    proof = check_visas(seal_visas(made, ACADEMY), "visas", BY_ACADEMY)
    assert proof.settled
    _said(proof)


def test_no_bit_of_visas_or_of_a_record_passes() -> None:
    for bit in range(0, len(visas()) * 8, 5):
        assert not check_visas(flipped(visas(), bit), "visas", BY_ACADEMY).settled, bit
    for name, step in ((PV_JSON, 97), (PV_PDF, 1), (PV_RECORD, 5)):
        data = pv_files()[name]
        for bit in range(0, len(data) * 8, step):
            assert not check_pv(InMemory({**pv_files(), name: flipped(data, bit)}), BY_POST).settled, (name, bit)


_LEAVES = st.none() | st.booleans() | st.integers(-(2**54), 2**54) | st.text(max_size=10) | st.just("J01")
_JSON: st.SearchStrategy[Any] = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def _said(proof: Proof) -> None:
    """Whatever was found can be said."""
    assert all(lines([("preuve", proof)]))
    assert json.dumps(answer([("preuve", proof)]))
    assert all(sentence(one) for one in proof.findings)


def _pv_with(**files: bytes) -> Proof:
    return check_pv(InMemory({**pv_files(), **{name.replace("_", "."): data for name, data in files.items()}}), BY_POST)


_SIGNED: list[tuple[dict[str, Any], Callable[[bytes], Proof]]] = [
    (payload_of(visas()), lambda data: check_visas(resigned_visas(json.loads(data)), "visas", NOTHING)),
    (payload_of(pv_files()[PV_RECORD]), lambda data: _pv_with(pv_dsse=resigned_record(json.loads(data)))),
    (json.loads(pv_files()[PV_JSON]), lambda data: check_lone_pv(data, "pv.json", NOTHING)),
]


@given(which=st.sampled_from(_SIGNED), place=st.integers(0, 99), value=_JSON, deep=st.booleans())
def test_no_signed_contents_make_it_fail(
    which: tuple[dict[str, Any], Callable[[bytes], Proof]], place: int, value: Any, deep: bool
) -> None:
    fields = json.loads(json.dumps(which[0]))
    name = sorted(fields)[place % len(fields)]
    holder = fields
    if deep and isinstance(fields[name], list) and fields[name] and isinstance(fields[name][0], dict):
        holder = fields[name][0]
        name = sorted(holder)[place % len(holder)]
    holder[name] = value
    _said(which[1](strict_json.written(fields)))


@given(st.binary(max_size=100))
def test_no_bytes_make_it_fail(noise: bytes) -> None:
    _said(check_visas(noise, "visas", NOTHING))
    _said(check_lone_pv(noise, "pv.json", Known(noted=Noted(WORDS))))
    _said(_pv_with(pv_dsse=noise))
