# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's imports: tried first with all that is odd, then all or nothing; a second time changes nothing."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.members.opening import open_members
from lsl_desk.server.db import juries, schema
from lsl_desk.server.services.academy import Academy, create_academy
from lsl_desk.server.services.imports import candidates, exam_marks, registers
from lsl_desk.server.services.imports.inspecting import inspecting
from lsl_desk.server.services.imports.livrets import import_livrets
from lsl_desk.server.services.imports.running import ImportReport
from lsl_desk.server.settings import Settings
from tests.builders import livret_pdf, write_folder

CENTRES = b"Code UAI;Nom\n0999999A;Lyc\xc3\xa9e Exemple\n"
JURIES = b"Jury;Code UAI;Libelle;Date;Heure\nJ01;0999999A;Jury J01;03/07/2018;8h30\nJ02;0999999A;Jury J02;;\n"
CANDIDATES = (
    "Jury;N° PV;N° élève;N° Candidat;Série;Format livret;Nom;Prénom;INE\n"
    "J01;12;0417;02018990417;ES;numérique;Exemple;Alix;\n"
    "J01;13;0418;02018990418;ES;papier;Modèle;Sacha;\n"
    "J02;1;0432;02018990432;S;numérique;;;\n"
).encode()
OTHERS = {"FRA_E": 2, "FRA_O": 2, "SCI": 2, "HG": 5, "LV1": 3, "LV2": 2, "PHILO": 4, "EPS": 2}
MARKS = "\n".join(
    ["N° élève;Épreuve;Coef;Note", "0417;MATH;5;9", "0417;SES;9;10", "0418;MATH;7;", "0418;SES;7;disp"]
    + [f"{number};{exam};{weight};11" for number in ("0417", "0418") for exam, weight in OTHERS.items()]
    + [""]
).encode()
SEATS = (
    "Jury;Qualité;Nom;Identifiant\n"
    "J01;Président;Exemple Camille;camille@exemple.invalid\n"
    "J01;Vice-président;Modèle Dominique;\n"
).encode()


@pytest.fixture
def academy(tmp_path: Path) -> Iterator[Academy]:
    academy = create_academy(Settings(data=tmp_path / "academy", session=2018), "Académie inventée")
    yield academy
    academy.database.close()


@pytest.fixture
def filled(academy: Academy) -> Academy:
    assert registers.import_centres(academy, CENTRES, "centres.csv", apply=True).applied
    assert registers.import_juries(academy, JURIES, "jurys.csv", apply=True).applied
    assert candidates.import_candidates(academy, CANDIDATES, "candidats.csv", apply=True).applied
    return academy


def _rows(academy: Academy, name: str) -> list[dict[str, object]]:
    with academy.database.reading() as connection:
        table = schema.metadata.tables[name]
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def _everything(academy: Academy) -> dict[str, list[dict[str, object]]]:
    return {name: _rows(academy, name) for name in schema.metadata.tables}


def _counts(report: ImportReport) -> tuple[int, int, int]:
    return report.tally.added, report.tally.changed, report.tally.same


def test_a_dry_run_says_what_would_be_done_and_does_nothing(academy: Academy) -> None:
    before = _everything(academy)
    report = registers.import_centres(academy, CENTRES, "centres.csv", apply=False)
    assert (_counts(report), report.applied) == ((1, 0, 0), False)
    assert _everything(academy) == before


def test_importing_twice_changes_nothing(filled: Academy) -> None:
    exam_marks.import_marks(filled, MARKS, "notes.csv", apply=True)
    registers.import_seats(filled, SEATS, "présidents.csv", apply=True)
    before = _everything(filled)
    again: list[tuple[Callable[..., ImportReport], bytes]] = [
        (registers.import_centres, CENTRES),
        (registers.import_juries, JURIES),
        (candidates.import_candidates, CANDIDATES),
        (exam_marks.import_marks, MARKS),
        (registers.import_seats, SEATS),
    ]
    for bring, data in again:
        report = bring(filled, data, "liste.csv", apply=True)
        assert (report.tally.added, report.tally.changed) == (0, 0)
    assert _everything(filled) == before


def test_one_line_that_blocks_keeps_all_of_a_list_out(filled: Academy) -> None:
    before = _everything(filled)
    bad = MARKS + b"9999;MATH;5;12\n"
    report = exam_marks.import_marks(filled, bad, "notes.csv", apply=True)
    assert not report.applied
    assert [(one.code, one.where, one.value) for one in report.blocked] == [
        (AnomalyCode.CANDIDATE_UNKNOWN, "ligne 22", "9999")
    ]
    assert _everything(filled) == before


def test_a_sitting_is_kept_in_utc_by_the_centre_s_zone(academy: Academy) -> None:
    registers.import_centres(academy, CENTRES, "centres.csv", apply=True)
    registers.import_juries(academy, JURIES, "jurys.csv", apply=True, zone="Indian/Reunion")
    assert [row["sitting"] for row in _rows(academy, "jury")] == ["2018-07-03T04:30:00.000000Z", None]


def test_a_jury_of_an_unknown_centre_is_named(academy: Academy) -> None:
    report = registers.import_juries(academy, JURIES, "jurys.csv", apply=True)
    assert [one.code for one in report.blocked] == [AnomalyCode.CENTRE_UNKNOWN] * 2


def test_candidates_keep_their_rank_and_a_list_that_says_less_takes_nothing_away(filled: Academy) -> None:
    shorter = "Jury;N° PV;N° élève;Série\nJ01;12;0417;\nJ01;14;0419;ES\n".encode()
    report = candidates.import_candidates(filled, shorter, "suite.csv", apply=True)
    assert _counts(report) == (1, 0, 1)
    assert [
        (row["jury"], row["number"], row["rank"], row["serie"], row["format"]) for row in _rows(filled, "candidate")
    ] == [
        ("J01", "0417", 1, "ES", "numerique"),
        ("J01", "0418", 2, "ES", "papier"),
        ("J02", "0432", 1, "S", "numerique"),
        ("J01", "0419", 3, "ES", "inconnu"),
    ]


def test_a_cyclades_export_completes_candidates_by_their_number_at_the_exam_office(filled: Academy) -> None:
    export = "2018;;;\nN° Candidat;Nom de famille;Prénom(s);Spécialité\n2018990432;Nouveau;Nour;S\n".encode()
    report = candidates.import_candidates(filled, export, "liste_simple.csv", apply=True)
    assert report.applied
    assert [one.code for one in report.anomalies] == [AnomalyCode.ZERO_RESTORED]
    names = {row["number"]: (row["name"], row["first_names"]) for row in _rows(filled, "identity")}
    assert names["0432"] == ("Nouveau", "Nour")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("J09;1;0500;ES", AnomalyCode.JURY_UNKNOWN),
        ("J02;9;0417;ES", AnomalyCode.CANDIDATE_ELSEWHERE),
        ("J01;12;0500;ES", AnomalyCode.PV_DUPLICATE),
        ("J01;99;;ES", AnomalyCode.CANDIDATE_UNKNOWN),
        ("J01;20;0500;ES\nJ01;21;0500;ES", AnomalyCode.NUMBER_DUPLICATE),
        ("J01;20;0500;ES\nJ01;20;0501;ES", AnomalyCode.PV_DUPLICATE),
    ],
)
def test_a_line_that_cannot_be_is_named(filled: Academy, line: str, code: AnomalyCode) -> None:
    report = candidates.import_candidates(
        filled, f"Jury;N° PV;N° élève;Série\n{line}\n".encode(), "candidats.csv", apply=True
    )
    assert [one.code for one in report.blocked] == [code]
    assert not report.applied


def test_the_jury_of_a_whole_list_may_be_given(filled: Academy) -> None:
    data = "N° PV;N° élève;Série\n2;0500;S\n".encode()
    assert candidates.import_candidates(filled, data, "x.csv", apply=True, jury="J02").tally.juries == {"J02"}
    with pytest.raises(Refusal) as refused:
        candidates.import_candidates(filled, data, "x.csv", apply=True, jury="J09")
    assert refused.value.code is Code.JURY_UNKNOWN


def test_a_president_gets_an_account_and_a_later_one_takes_the_seat(filled: Academy) -> None:
    registers.import_seats(filled, SEATS, "présidents.csv", apply=True)
    assert [(row["login"], row["role"], row["centre"], row["password"]) for row in _rows(filled, "account")] == [
        ("camille@exemple.invalid", "president", "0999999A", None),
        ("modele.dominique", "vice_president", "0999999A", None),
    ]
    later = "Jury;Qualité;Nom\nJ01;Présidente;Exemple Claude\n".encode()
    registers.import_seats(filled, later, "présidents.csv", apply=True)
    logins = {row["id"]: row["login"] for row in _rows(filled, "account")}
    assert {(logins[row["account"]], row["role"]) for row in _rows(filled, "seat")} == {
        ("exemple.claude", "president"),
        ("modele.dominique", "vice_president"),
    }


def test_livrets_find_their_candidate_and_their_pages_are_checked(filled: Academy, tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "livrets",
        {
            "LSL_0417.pdf": livret_pdf("0417"),
            "LSL_0432.pdf": livret_pdf("0471"),
            "LSL_0418.pdf": b"%PDF-1.7 cut",
            "LSL_0999.pdf": livret_pdf("0999"),
            "lisez-moi.txt": b"x",
        },
    )
    report = _livrets(filled, folder, apply=True)
    assert {(one.code, one.where.split(",")[0]) for one in report.anomalies} == {
        (AnomalyCode.PAGE_NUMBER, "LSL_0432.pdf"),
        (AnomalyCode.LIVRET_REFUSED, "LSL_0418.pdf"),
        (AnomalyCode.PDF_WITHOUT_CANDIDATE, "LSL_0999.pdf"),
    }
    rows = {row["number"]: row for row in _rows(filled, "candidate")}
    held = rows["0417"]["digest"]
    assert isinstance(held, str)
    assert b"".join(filled.files.read(Digest(held))) == livret_pdf("0417")
    assert (rows["0417"]["problem"], rows["0432"]["problem"]) == (None, "number_mismatch")
    assert {check for check, _ in json.loads(str(rows["0417"]["pages"]))} == {"match"}
    assert rows["0418"]["digest"] is None
    assert rows["0418"]["problem"] is not None

    before = _everything(filled)
    again = _livrets(filled, folder, apply=True)
    assert (again.tally.added, again.tally.changed) == (0, 0)
    assert _everything(filled) == before


def test_a_dry_run_of_livrets_keeps_no_file(filled: Academy, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "livrets", {"0417.pdf": livret_pdf("0417")})
    report = _livrets(filled, folder, apply=False)
    assert (report.applied, report.tally.changed) == (False, 1)
    assert (
        not list((tmp_path / "academy" / "livrets").rglob("*")) if (tmp_path / "academy" / "livrets").exists() else True
    )


def test_a_broken_file_does_not_take_the_place_of_one_that_was_held(filled: Academy, tmp_path: Path) -> None:
    _livrets(filled, write_folder(tmp_path / "a", {"0417.pdf": livret_pdf("0417")}), apply=True)
    before = _rows(filled, "candidate")
    report = _livrets(filled, write_folder(tmp_path / "b", {"0417.pdf": b"%PDF-1.7 cut"}), apply=True)
    assert [one.code for one in report.anomalies] == [AnomalyCode.LIVRET_REFUSED]
    assert _rows(filled, "candidate") == before


def test_a_livret_that_is_expected_and_did_not_come_is_a_problem_of_its_candidate(filled: Academy) -> None:
    with filled.database.reading() as connection:
        found = {one.number: one.problem for one in juries.candidates(connection, JuryId("J01"))}
    assert found == {"0417": LivretProblem.MISSING_FILE, "0418": None}


def test_a_list_that_is_none_is_one_refusal(academy: Academy) -> None:
    for data, code in ((b"\0\0", Code.LIST_UNREADABLE), (b"a;b\n1;2\n", Code.LIST_HEADER)):
        with pytest.raises(Refusal) as refused:
            exam_marks.import_marks(academy, data, "notes.csv", apply=True)
        assert refused.value.code is code


def test_what_was_imported_is_in_the_audit_without_a_name_or_number(filled: Academy) -> None:
    lines = _rows(filled, "audit")
    assert [(row["action"], row["resource"]) for row in lines] == [
        ("imported", "centres"),
        ("imported", "juries"),
        ("imported", "candidates"),
    ]
    told = [(row["actor"], row["resource"], row["facts"]) for row in lines]  # digests and times may hold any digits
    assert not any(word in str(told) for word in ("Exemple", "0417"))


def _livrets(academy: Academy, folder: Path, *, apply: bool) -> ImportReport:
    members = open_members(str(folder))
    try:
        with inspecting() as inspect:
            return import_livrets(academy, members, inspect, apply=apply)
    finally:
        members.close()
