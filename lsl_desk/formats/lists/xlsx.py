# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list as XLSX: identifiers as text cells, frozen headings, filters, widths; the same bytes for the same list.

The properties name the product and the list's own time, no person and no machine.
"""

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import tostring

from lsl_desk.formats.lists.table import Cell, ListTable, begins_a_formula

LONGEST_CELL = 32_767
"""Characters, the limit of the format."""
_PRODUCT = "LSL Desk"
_TEXT, _TIME, _DECIMAL = "@", "dd/mm/yyyy hh:mm", "0.00"
_CORE = "docProps/core.xml"
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can say."""
_LANDSCAPE_A4 = {"orientation": "landscape", "paperSize": 9, "fitToWidth": 1, "fitToHeight": 0}


def xlsx(table: ListTable) -> bytes:
    """Write a list as a workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = table.title[:31]
    for place, heading in enumerate(table.headings, start=1):
        _head(sheet.cell(1, place), heading.name)
        sheet.column_dimensions[get_column_letter(place)].width = heading.width
    for line, row in enumerate(table.rows, start=2):
        for place, value in enumerate(row, start=1):
            _fill(sheet.cell(line, place), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
    _set_up_pages(sheet, table)
    return _reproducible(book, table.written)


def _head(cell: Any, name: str) -> None:
    cell.value = name
    cell.number_format = _TEXT
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FFE4E9F0")
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def _fill(cell: Any, value: Cell) -> None:
    match value:
        case None:
            return
        case datetime():
            cell.value = value.replace(tzinfo=None, microsecond=0)  # a sheet knows no zone: it is the centre's
            cell.number_format = _TIME
        case Decimal():
            cell.value = value
            cell.number_format = _DECIMAL
        case int():
            cell.value = value
        case str():
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
            cell.data_type = "s"  # whatever it looks like: « 0417 » is no number and « =1+1 » no formula
            cell.number_format = _TEXT
            cell.quotePrefix = begins_a_formula(value)


def _set_up_pages(sheet: Any, table: ListTable) -> None:
    for name, value in _LANDSCAPE_A4.items():
        setattr(sheet.page_setup, name, value)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.left.text = table.about.replace("&", "&&")
    sheet.oddFooter.right.text = "page &P / &N"


def _reproducible(book: Any, written: datetime) -> bytes:
    """Save with the list's own time instead of this moment's, in the properties and in the zip."""
    written_utc = written.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    saved = io.BytesIO()
    book.save(saved)
    properties = book.properties
    properties.creator = properties.lastModifiedBy = _PRODUCT
    properties.created = properties.modified = written_utc
    whole = io.BytesIO()
    with ZipFile(saved) as source, ZipFile(whole, "w") as target:
        for part in source.infolist():
            data = tostring(properties.to_tree()) if part.filename == _CORE else source.read(part)
            target.writestr(ZipInfo(part.filename, _STAMP), data, ZIP_DEFLATED)
    return whole.getvalue()
