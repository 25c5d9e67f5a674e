# SPDX-License-Identifier: AGPL-3.0-or-later
import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from lsl_desk.formats import spreadsheet
from lsl_desk.formats.candidate_list import CandidateList, read_list
from lsl_desk.formats.cyclades import restored_number
from lsl_desk.formats.headings import Column
from lsl_desk.formats.spreadsheet import UnreadableSheet, read_cells
from tests.builders import MEMO_HEADINGS, memo_table
from tests.chance import chance

SHARED = Path(__file__).parents[2].parent / "shared" / "formats" / "cyclades" / "cyclade1.csv"

PREAMBLE = [
    "2018",
    "Listes simples",
    "LYC INVENTÉ - NULLEPART (0000000A)",
    "Type d'édition : Liste simple",
    "Édité le 23/01/2018 10:49",
]
HEADER = (
    "Division de classe;N° Candidat;N° Inscription;N° Océan;Nom de famille;Nom d'usage;Prénom(s);Date de Naissance;"
    "Division de classe;INE;Catégorie Candidat;Code Spécialité;Spécialité;Etat;Enseignements"
)
PEOPLE = [
    "'TES1';2011557741;002 Version 2; -;INVENTÉ; -;Zoé;09/04/2000;'TES1';000000001AB;SCO (132);31212;ES;Inscrit; -",
    "'TES;2';02113557743;002 Version 3; -;L'IMAGINAIRE;DUBOIS;Léo;04/12/1999;'TES;2'; -;SCO (132);31212;S;Inscrit; -",
]


def cyclades(*extra: str, charset: str = "utf-8-sig", end: str = "\r\n") -> bytes:
    lines = [*(f"{line};;;;;;;;;;;;;;" for line in (*PREAMBLE, *extra)), HEADER, *PEOPLE]
    return end.join(lines).encode(charset)


def listed(data: bytes) -> CandidateList:
    found = read_list(data)
    assert found is not None
    return found


def as_csv(rows: Sequence[tuple[str, ...]], separator: str = ";", charset: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(charset)


def as_xlsx(rows: Sequence[tuple[object, ...]], *, before: int = 0) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["page de garde"])
    sheet = book.create_sheet("liste")
    for _ in range(before):
        sheet.append([])
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-15", "utf-16"])
@pytest.mark.parametrize("extra", [(), ("BACCALAURÉAT GÉNÉRAL",), ("une", "deux", "trois")])
def test_the_header_of_cyclades_is_found_wherever_it_is(charset: str, extra: tuple[str, ...]) -> None:
    found = listed(cyclades(*extra, charset=charset))
    assert found.session == 2018
    assert [row.of(Column.NAME) for row in found.rows] == ["INVENTÉ", "L'IMAGINAIRE"]
    assert found.rows[0].line == 7 + len(extra)


def test_cyclades_cells_are_read_as_they_are_meant() -> None:
    first, second = listed(cyclades()).rows
    assert first.of(Column.CANDIDATE) == first.restored == "02011557741"
    assert (second.of(Column.CANDIDATE), second.restored) == ("02113557743", "")
    assert (first.of(Column.DIVISION), second.of(Column.DIVISION)) == ("TES1", "TES;2")
    assert (first.of(Column.USAGE_NAME), second.of(Column.USAGE_NAME)) == ("", "DUBOIS")
    assert second.of(Column.INE) == ""
    assert second.of(Column.FIRST_NAMES) == "Léo"
    assert [row.of(Column.SPECIALITY) for row in (first, second)] == ["ES", "S"]


def test_a_zero_is_given_back_to_ten_digits_only() -> None:
    assert restored_number("2011557741") == "02011557741"
    assert [restored_number(one) for one in ("02011557741", "417", "", "ABCDEFGHIJ")] == [
        "02011557741",
        "417",
        "",
        "ABCDEFGHIJ",
    ]


def test_the_public_sample_of_cyclades_is_read() -> None:
    if not SHARED.exists():
        pytest.skip("the folder of public samples is not beside the checkout")
    found = listed(SHARED.read_bytes())
    assert (found.session, len(found.rows)) == (2023, 16)
    assert all(len(row.of(Column.CANDIDATE)) == 11 and row.restored for row in found.rows)
    assert all(len(row.of(Column.INE)) == 11 for row in found.rows)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_memo_s_table_is_22_rows_of_422(separator: str) -> None:
    found = listed(as_csv([MEMO_HEADINGS, *memo_table(), ("422 élèves",), ("1 / 9",)], separator))
    assert (len(found.rows), found.announced, found.session) == (22, 422, None)
    assert found.rows[2].of(Column.INE) == "1531437393KKG"
    assert all(row.of(Column.FORMAT) == "" for row in found.rows)


@pytest.mark.parametrize("before", [0, 3])
def test_a_workbook_is_read_as_a_csv_is(before: int) -> None:
    rows: list[tuple[object, ...]] = [("Session 2018",), ("N° élève", "INE", "Série", "Date d'envoi", "Format livret")]
    rows.append((417, "000000001AB", "ES", dt.datetime(2017, 5, 2), "papier"))  # noqa: DTZ001 - a spreadsheet has no time zone
    rows.append((418.0, None, "S", dt.date(2018, 5, 2), None))
    rows.append((True, 1.5, "S", dt.time(9, 30), None))
    found = listed(as_xlsx(rows, before=before))
    assert found.session == 2018
    assert [row.of(Column.NUMBER) for row in found.rows] == ["417", "418", "oui"]
    assert [row.of(Column.SENT) for row in found.rows] == ["02/05/2017", "02/05/2018", "09:30:00"]
    assert found.rows[0].line == before + 3


def test_a_session_column_gives_the_session() -> None:
    rows = [("N° PV", "Nom", "Session"), ("1", "Inventé", "2026"), ("2", "Feint", "2026")]
    assert listed(as_csv(rows)).session == 2026
    assert listed(as_csv([*rows, ("3", "Faux", "2025")])).session is None


def test_a_file_without_a_known_header_is_no_list() -> None:
    assert read_list(as_csv([("a", "b"), ("1", "2")])) is None
    assert read_list(b"") is None
    assert read_list(as_xlsx([("planning", "salle"), ("8 h", "B12")])) is None


def test_a_header_given_again_is_no_candidate() -> None:
    assert len(listed(as_csv([MEMO_HEADINGS, *memo_table()[:2], MEMO_HEADINGS, *memo_table()[2:4]])).rows) == 4


def test_a_stray_quote_swallows_no_line() -> None:
    found = listed(b"N\xc2\xb0 PV;Nom;INE\r\n1;\"Invent\xc3\xa9;000000001AB\r\n2;'t Feint;000000002AB\r\n")
    assert len(found.rows) == 2


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 300, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"a;b\0c\n" * 4],
)
def test_what_is_no_spreadsheet_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableSheet):
        read_cells(data)


def test_a_list_beyond_measure_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 3)
    with pytest.raises(UnreadableSheet):
        read_cells(b"a;b\n" * 5)
    with pytest.raises(UnreadableSheet):
        read_cells(as_xlsx([("a",)] * 9))
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED", 10)
    with pytest.raises(UnreadableSheet):
        read_cells(as_xlsx([("a",)]))
    monkeypatch.setattr(spreadsheet, "MAX_BYTES", 3)
    with pytest.raises(UnreadableSheet):
        read_cells(b"abcd")


def test_a_damaged_workbook_is_read_or_said() -> None:
    dice = chance(417)
    whole = as_xlsx([MEMO_HEADINGS, *memo_table()])
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 3, 20))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            read_list(bytes(data[: dice.choice((len(data), dice.randrange(len(data))))]))
        except UnreadableSheet:
            continue
