# SPDX-License-Identifier: AGPL-3.0-or-later
"""Heads, schools and the exam office's own list of papers: tried first, all or nothing, twice is once; published."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from lsl_desk.demo import registers as demo
from lsl_desk.demo.centre import SEED
from lsl_desk.demo.plan import plan_centre
from lsl_desk.domain.acts import Role
from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.manifest import JuryManifest, PaperList
from lsl_desk.server.cli.main import main
from lsl_desk.server.db import juries as rows
from lsl_desk.server.db import schema
from lsl_desk.server.services import juries
from lsl_desk.server.services.academy import Academy, create_academy
from lsl_desk.server.services.imports import candidates, registers
from lsl_desk.server.services.imports.papers import import_papers
from lsl_desk.server.services.imports.running import ImportReport
from lsl_desk.server.settings import Settings
from lsl_desk.wire.manifests import decode_manifest
from tests.server.imports.test_imports import CANDIDATES, CENTRES, JURIES, SEATS

PHONE = "01\u00a099\u00a000\u00a012\u00a034"
J01, J02 = JuryId("J01"), JuryId("J02")


@pytest.fixture
def academy(tmp_path: Path, database_url: str) -> Iterator[Academy]:
    academy = create_academy(
        Settings(data=tmp_path / "academy", session=2018, database_url=SecretStr(database_url)), "Académie inventée"
    )
    registers.import_centres(academy, CENTRES, "centres.csv", apply=True)
    registers.import_juries(academy, JURIES, "jurys.csv", apply=True)
    candidates.import_candidates(academy, CANDIDATES, "candidats.csv", apply=True)
    yield academy
    academy.database.close()


def _manifest(academy: Academy, jury: JuryId = J01) -> JuryManifest:
    with academy.database.reading() as connection:
        newest = rows.newest(connection, jury)
    assert newest is not None
    return decode_manifest(newest.payload)


def _rows(academy: Academy, name: str) -> list[dict[str, object]]:
    with academy.database.reading() as connection:
        return [dict(row) for row in connection.execute(select(schema.metadata.tables[name])).mappings()]


def _codes(report: ImportReport) -> list[AnomalyCode]:
    return [one.code for one in report.anomalies]


# heads


def test_the_heads_are_published_and_a_late_change_makes_a_version(academy: Academy) -> None:
    registers.import_seats(academy, SEATS, "présidents.csv", apply=True)
    juries.publish(academy)
    assert _manifest(academy).heads == {Role.PRESIDENT: "Exemple Camille", Role.VICE_PRESIDENT: "Modèle Dominique"}
    assert _manifest(academy, J02).heads == {}
    again = registers.import_seats(academy, SEATS, "présidents.csv", apply=True)
    assert (again.tally.added, again.tally.changed, again.tally.juries) == (0, 0, frozenset())
    assert juries.publish(academy) == []
    late = "Jury;Qualité;Nom\nJ01;Présidente;Exemple Claude\n".encode()
    assert registers.import_seats(academy, late, "présidents.csv", apply=True).tally.juries == {J01}
    assert juries.publish(academy) == [J01]
    assert (_manifest(academy).version, _manifest(academy).heads[Role.PRESIDENT]) == (2, "Exemple Claude")


def test_a_name_put_right_makes_a_version_of_each_jury_they_sit_in(academy: Academy) -> None:
    both = "Jury;Qualité;Nom;Identifiant\nJ01;Président;{0};c@x.invalid\nJ02;Vice-Présidente;{1};c@x.invalid\n"
    registers.import_seats(academy, both.format("Exmple Camille", "Camille").encode(), "p.csv", apply=True)
    juries.publish(academy)
    assert _manifest(academy, J02).heads == {Role.VICE_PRESIDENT: "Exmple Camille"}
    right = both.format("Exemple Camille", "Camille").encode()
    report = registers.import_seats(academy, right, "p.csv", apply=True)
    assert (report.tally.changed, report.tally.juries) == (1, frozenset({J01, J02}))
    assert registers.import_seats(academy, right, "p.csv", apply=True).tally.changed == 0
    assert juries.publish(academy) == [J01, J02]
    assert _manifest(academy, J02).heads == {Role.VICE_PRESIDENT: "Exemple Camille"}


# the exam office's own list of papers


PAPERS = b"Jury;N\xc2\xb0 \xc3\xa9l\xc3\xa8ve;Date\nJ01;0418;02/07/2018 10h15\nJ01;0417;01/07/2018\n"


def test_the_list_of_papers_is_published_in_the_order_of_the_pv(academy: Academy) -> None:
    tried = import_papers(academy, PAPERS, "ocean.csv", apply=False)
    assert (tried.applied, tried.tally.juries, _rows(academy, "paper_list")) == (False, frozenset({J01}), [])
    assert import_papers(academy, PAPERS, "ocean.csv", apply=True).applied
    juries.publish(academy)
    assert _manifest(academy).ocean == PaperList(
        datetime(2018, 7, 2, 8, 15, tzinfo=UTC), (StudentNumber("0417"), StudentNumber("0418"))
    )
    assert _manifest(academy, J02).ocean is None
    again = import_papers(academy, PAPERS, "ocean.csv", apply=True)
    assert (again.tally.added, again.tally.changed, juries.publish(academy)) == (0, 0, [])


def test_a_list_takes_the_place_of_the_one_before_in_the_juries_it_names(academy: Academy) -> None:
    import_papers(academy, PAPERS, "ocean.csv", apply=True)
    fewer = "N° Candidat\n2018990418\n2018990432\n".encode()
    report = import_papers(academy, fewer, "ocean.csv", apply=True)
    assert _codes(report) == [AnomalyCode.ZERO_RESTORED] * 2
    assert report.tally.juries == {J01, J02}
    assert {(row["jury"], row["number"]) for row in _rows(academy, "paper_listed")} == {
        ("J01", "0418"),
        ("J02", "0432"),
    }
    before = _rows(academy, "paper_list")
    assert import_papers(academy, fewer, "ocean.csv", apply=True).tally.changed == 0
    assert _rows(academy, "paper_list") == before, "a list without a date that says nothing new keeps its date"
    import_papers(academy, PAPERS, "ocean.csv", apply=True, whole=True)
    assert {row["jury"] for row in _rows(academy, "paper_listed")} == {"J01"}
    assert {row["jury"] for row in _rows(academy, "paper_list")} == {"J01", "J02"}
    assert {row["made"] for row in _rows(academy, "paper_list")} == {"2018-07-02T08:15:00.000000Z"}
    import_papers(academy, "N° élève\n".encode(), "ocean.csv", apply=True, jury="J01")
    assert _rows(academy, "paper_listed") == []


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("J01;0999", AnomalyCode.CANDIDATE_UNKNOWN),
        ("J02;0417", AnomalyCode.CANDIDATE_ELSEWHERE),
        ("J01;0417\nJ01;0417", AnomalyCode.NUMBER_DUPLICATE),
        ("J01;", AnomalyCode.NUMBER_MISSING),
    ],
)
def test_a_list_with_a_line_that_cannot_be_changes_nothing(academy: Academy, lines: str, code: AnomalyCode) -> None:
    data = f"Jury;N° élève\nJ01;0418\n{lines}\n".encode()
    report = import_papers(academy, data, "ocean.csv", apply=True)
    assert (_codes(report), report.applied, _rows(academy, "paper_list")) == ([code], False, [])


def test_a_number_that_two_juries_have_needs_its_jury(academy: Academy) -> None:
    with academy.database.writing() as connection:
        twin = {"jury": "J02", "number": "0417", "rank": 2, "pv": "", "cyclades": "", "serie": "S", "reason": ""}
        connection.execute(schema.candidate.insert().values(format="papier", **twin))
    report = import_papers(academy, "N° élève\n0417\n".encode(), "ocean.csv", apply=True)
    assert [(one.code, one.value) for one in report.blocked] == [(AnomalyCode.CELL_EMPTY, "Jury")]
    assert import_papers(academy, "N° élève\n0417\n".encode(), "o.csv", apply=True, jury="J02").applied
    with pytest.raises(Refusal) as refused:
        import_papers(academy, PAPERS, "o.csv", apply=True, jury="J99")
    assert refused.value.code is Code.JURY_UNKNOWN


# schools


def test_schools_come_with_the_candidates_or_by_themselves(academy: Academy) -> None:
    listed = (
        "N° élève;Série;UAI;Établissement;Téléphone\n"
        "0417;ES;0999991A;Lycée Exemple;0199001234\n"
        "0418;ES;0999991A;;\n"
        "0432;S;0999992B;;\n"
    ).encode()
    report = candidates.import_candidates(academy, listed, "candidats.csv", apply=True)
    assert report.applied
    assert [(one.code, one.where, one.value) for one in report.anomalies] == [
        (AnomalyCode.SCHOOL_UNKNOWN, "ligne 4", "0999992B")
    ]
    assert _rows(academy, "school") == [{"id": "0999991A", "name": "Lycée Exemple", "phone": PHONE}]
    assert {row["number"]: row["school"] for row in _rows(academy, "identity")} == {
        "0417": "0999991A",
        "0418": "0999991A",
        "0432": "0999992B",
    }
    assert candidates.import_candidates(academy, listed, "candidats.csv", apply=True).tally.changed == 0
    register = "UAI;Nom;Téléphone\n0999992B;Lycée Modèle;0199001235\n".encode()
    assert registers.import_schools(academy, register, "lycées.csv", apply=False).tally.added == 1
    assert registers.import_schools(academy, register, "lycées.csv", apply=True).tally.added == 1
    assert registers.import_schools(academy, register, "lycées.csv", apply=True).tally.same == 1
    assert candidates.import_candidates(academy, listed, "candidats.csv", apply=True).anomalies == ()
    assert juries.publish(academy) == [J01, J02]
    assert not any("0999991A" in str(_manifest(academy, jury)) for jury in (J01, J02)), "no school in a manifest"


def test_a_phone_that_is_none_stops_the_list(academy: Academy) -> None:
    listed = "N° élève;Série;UAI;Téléphone\n0417;ES;0999991A;XX XX XX XX XX\n0418;ES;lycée;\n".encode()
    report = candidates.import_candidates(academy, listed, "candidats.csv", apply=True)
    assert [(one.code, one.where) for one in report.blocked] == [
        (AnomalyCode.CELL_FORMAT, "ligne 2"),
        (AnomalyCode.CELL_FORMAT, "ligne 3"),
    ]
    assert (report.applied, _rows(academy, "school")) == (False, [])


# the commands


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_commands_bring_them_in(
    academy: Academy,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    academy.database.close()
    monkeypatch.setenv("LSL_SERVER_DATA", str(tmp_path / "academy"))
    monkeypatch.setenv("LSL_SERVER_DATABASE_URL", database_url)

    def bring(kind: str, data: bytes, *more: str) -> dict[str, object]:
        (tmp_path / "liste.csv").write_bytes(data)
        assert main(["import", kind, str(tmp_path / "liste.csv"), "--json", *more]) == 0
        answer: dict[str, object] = json.loads(capsys.readouterr().out)
        return answer

    assert bring("paper-list", PAPERS)["applied"] is False
    assert bring("paper-list", PAPERS, "--apply", "--whole", "--zone", "Indian/Reunion")["added"] == 2
    assert bring("schools", b"UAI;Nom;Tel\n0999991A;Lyc\xc3\xa9e;\n", "--apply")["added"] == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_lists_of_the_invented_centre_come_in_twice_as_once(tmp_path: Path, database_url: str) -> None:
    made = Settings(data=tmp_path / "demo", session=2018, database_url=SecretStr(database_url))
    academy, plan, today = create_academy(made, "Académie inventée"), plan_centre(SEED, 5), date(2018, 7, 2)

    def bring() -> list[ImportReport]:
        return [
            registers.import_centres(academy, demo.centres(plan), "x", apply=True),
            registers.import_schools(academy, demo.schools(), "x", apply=True),
            registers.import_juries(academy, demo.juries(plan, today), "x", apply=True),
            registers.import_seats(academy, demo.seats(plan), "x", apply=True),
            candidates.import_candidates(academy, demo.candidates(plan, SEED), "x", apply=True),
            import_papers(academy, demo.papers(plan, today), "x", apply=True),
        ]

    try:
        assert all(one.applied for one in bring())
        assert [(one.tally.added, one.tally.changed) for one in bring()] == [(0, 0)] * 6
    finally:
        academy.database.close()
