# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists for a spreadsheet: identifiers stay text, nothing runs, and our own readers read them back."""

import csv
import io
import platform
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lsl_desk.domain.ids import CentreId, JuryId, StudentNumber
from lsl_desk.formats.lists.csv_text import csv_for_excel, csv_for_exchange
from lsl_desk.formats.lists.paper_list import HEADINGS, paper_table
from lsl_desk.formats.lists.table import Cell, Heading, ListTable
from lsl_desk.formats.lists.xlsx import LONGEST_CELL, xlsx
from lsl_desk.formats.registers.papers import read_papers
from lsl_desk.formats.spreadsheet import read_cells
from tests.documents.samples import EVE, J01, PARIS, register, row

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
PAPER = paper_table(register(row(), row(1, reason="=HYPERLINK(0)", school="Lycée « Léa », 01 98 76 54 32")))


def table(*rows: tuple[Cell, ...]) -> ListTable:
    columns = max((len(one) for one in rows), default=1)
    return ListTable("Essai", "Essai", EVE, tuple(Heading(f"H{rank}", 12) for rank in range(columns)), rows)


def book(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def test_a_sheet_has_frozen_headings_filters_and_widths() -> None:
    sheet = book(xlsx(PAPER)).active
    assert sheet.title == "Livrets papier"
    assert [cell.value for cell in sheet[1]] == [one.name for one in HEADINGS]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:I3"
    assert sheet.column_dimensions["C"].width == 14
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.oddFooter.right.text == "page &P / &N"
    assert "centre 0750001Z · session 2018" in sheet.oddFooter.left.text


def test_identifiers_are_text_cells_and_times_are_times() -> None:
    sheet = book(xlsx(PAPER)).active
    number, received = sheet["C2"], sheet["F2"]
    assert (number.value, number.data_type, number.number_format) == ("0418", "s", "@")
    assert (received.value, received.number_format) == (datetime(2018, 7, 2, 17, 42), "dd/mm/yyyy hh:mm")  # noqa: DTZ001 - a sheet has no zone
    assert sheet["F3"].value is None


@pytest.mark.parametrize("text", FORMULAS[:4])
def test_in_a_sheet_what_looks_like_a_formula_is_text_and_says_so(text: str) -> None:
    cell = book(xlsx(table((text,)))).active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_figures_are_figures() -> None:
    sheet = book(xlsx(table((12, Decimal("12.5"), None)))).active
    assert [sheet.cell(2, place).value for place in (1, 2, 3)] == [12, 12.5, None]


def test_the_same_list_gives_the_same_bytes_and_names_no_machine() -> None:
    data = xlsx(PAPER)
    assert xlsx(PAPER) == data
    assert xlsx(replace(PAPER, written=EVE.replace(minute=43))) != data
    with ZipFile(io.BytesIO(data)) as parts:
        whole = b"".join(parts.read(name) for name in parts.namelist()).decode()
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = book(data).properties
    assert (properties.creator, properties.lastModifiedBy) == ("LSL Desk", "LSL Desk")
    assert properties.modified == datetime(2018, 7, 2, 15, 42)  # noqa: DTZ001 - in UTC, as the format has it
    assert platform.node() not in whole


def test_a_sheet_holds_no_sign_and_no_length_that_the_format_forbids() -> None:
    cell = book(xlsx(table(("a\x00b\x0b" + "x" * 40_000,)))).active["A2"]
    assert cell.value[:4] == "abxx"
    assert len(cell.value) <= LONGEST_CELL


def test_for_excel_there_is_a_mark_semicolons_and_commas_in_figures() -> None:
    data = csv_for_excel(table((Decimal("12.50"), 3, EVE, None, 'dit "oui"; non')))
    assert data == (b'\xef\xbb\xbfH0;H1;H2;H3;H4\r\n12,50;3;02/07/2018 17:42;;"dit ""oui""; non"\r\n')


def test_for_exchange_there_is_none_of_these() -> None:
    data = csv_for_exchange(table((Decimal("12.50"), 3, EVE, None, "a,b\nc")))
    assert data == b'H0,H1,H2,H3,H4\r\n12.50,3,2018-07-02T17:42:00+02:00,,"a,b\nc"\r\n'


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("write", [csv_for_excel, csv_for_exchange])
def test_in_csv_what_looks_like_a_formula_has_an_apostrophe_before_it(write: Any, text: str) -> None:
    data = write(table((text, "x"), (Decimal(-1), 0))).decode("utf-8-sig")
    separator = ";" if write is csv_for_excel else ","
    _, first, second = csv.reader(io.StringIO(data, newline=""), delimiter=separator)
    assert first == [f"'{text}", "x"]
    assert second == ["-1", "0"], "a negative figure is a figure"


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=1, max_size=4))
@example(['"', ";", ",", "\r\n", "'"])
def test_csv_gives_back_every_text(texts: list[str]) -> None:
    data = csv_for_exchange(table(tuple(texts))).decode()
    _, read = csv.reader(io.StringIO(data, newline=""))
    wanted = [text.replace("\0", "") for text in texts]
    assert [re.sub(r"^'(?=[=+\-@\t\r])", "", text) for text in read] == [
        re.sub(r"^'(?=[=+\-@\t\r])", "", text) for text in wanted
    ]


@pytest.mark.parametrize("write", [xlsx, csv_for_excel, csv_for_exchange])
def test_our_own_readers_read_what_we_write_back(write: Any) -> None:
    cells = read_cells(write(PAPER))
    assert cells[0] == tuple(one.name for one in HEADINGS)
    assert cells[1][:5] == ("J01", "1", "0418", "ES", "sans profil type")
    rows, odd = read_papers(write(PAPER))
    assert [(one.jury, one.number) for one in rows] == [("J01", "0418"), ("J01", "0419")]
    assert rows[1].school == "Lycée « Léa », 01 98 76 54 32"
    assert odd == ()


def test_each_line_has_the_source_of_its_own_jury() -> None:
    second = JuryId("J02")
    sources = ((J01, "académie", EVE), (second, "dossier", datetime(2018, 7, 1, 9, 0, tzinfo=PARIS)))
    made = paper_table(register(row(), row(1, jury=second), row(2, jury=JuryId("J03")), sources=sources))
    assert [one[7] for one in made.rows] == ["académie", "dossier", ""]
    assert made.rows[2][8] is None


def test_a_centre_or_a_session_that_is_not_known_is_left_out() -> None:
    assert paper_table(register(centre=CentreId(""), session=None)).about == "Livrets papier · 02/07/2018 17:42"


def test_no_column_is_for_a_name() -> None:
    assert not [one.name for one in HEADINGS if re.search(r"nom|prénom|INE", one.name, re.IGNORECASE)]
    assert PAPER.rows[0][2] == StudentNumber("0418")
