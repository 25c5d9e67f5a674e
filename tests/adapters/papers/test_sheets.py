# SPDX-License-Identifier: AGPL-3.0-or-later
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lsl_desk.adapters.papers.sheets import OfficeClosingSheets, OfficeSheets
from lsl_desk.client.close.ports import ClosingSheets
from lsl_desk.client.prepare.ports import OceanLine
from lsl_desk.client.prepare.values import ListKind
from lsl_desk.domain.closing_papers import ClosingPaper
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.formats.lists.closing_lists import closing_table
from lsl_desk.formats.lists.csv_text import csv_for_excel, csv_for_exchange
from lsl_desk.formats.lists.paper_list import paper_table
from lsl_desk.formats.lists.xlsx import xlsx
from tests.documents.closing.papers import closing
from tests.documents.samples import register, row

if TYPE_CHECKING:
    from lsl_desk.client.prepare.ports import Sheets

SHEETS: "Sheets" = OfficeSheets()
CLOSING: ClosingSheets = OfficeClosingSheets()


@pytest.mark.parametrize(
    ("kind", "write"),
    [(ListKind.XLSX, xlsx), (ListKind.CSV_EXCEL, csv_for_excel), (ListKind.CSV_EXCHANGE, csv_for_exchange)],
)
def test_a_list_is_written_in_the_form_asked(kind: ListKind, write: object) -> None:
    listed = register(row(), row(1))
    assert callable(write)
    assert SHEETS.register(listed, kind) == write(paper_table(listed))
    changes = closing_table(ClosingPaper.CHANGES, closing(4))
    assert CLOSING.sheet(ClosingPaper.CHANGES, closing(4), kind) == write(changes)


@pytest.mark.parametrize("kind", [ListKind.XLSX, ListKind.CSV_EXCEL, ListKind.CSV_EXCHANGE])
def test_the_list_of_the_exam_office_is_read_from_any_form(tmp_path: Path, kind: ListKind) -> None:
    path = tmp_path / "océan.dat"
    path.write_bytes(SHEETS.register(register(row(school="Lycée des Tilleuls"), row(1)), kind))
    assert SHEETS.ocean(str(path)) == (
        OceanLine(StudentNumber("0418"), JuryId("J01"), "Lycée des Tilleuls"),
        OceanLine(StudentNumber("0419"), JuryId("J01")),
    )


def test_a_number_said_twice_is_one(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text("N° élève\n0418\n0418\n", "utf-8")
    assert SHEETS.ocean(str(path)) == (OceanLine(StudentNumber("0418")),)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 no workbook", Code.LIST_UNREADABLE),
        (b"Nom;Division\nx;y\n", Code.LIST_HEADER),
        (b"x" * ((32 << 20) + 1), Code.LIST_UNREADABLE),
        (None, Code.PATH_MISSING),
    ],
    ids=["broken", "no number", "endless", "absent"],
)
def test_what_is_no_such_list_is_refused(tmp_path: Path, data: bytes | None, code: Code) -> None:
    path = tmp_path / "o.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        SHEETS.ocean(str(path))
    assert refused.value.code is code


def test_a_folder_or_an_impossible_name_is_refused(tmp_path: Path) -> None:
    for path in (str(tmp_path), "a\0b"):
        with pytest.raises(Refusal) as refused:
            SHEETS.ocean(path)
        assert refused.value.code is Code.PATH_UNREADABLE
