# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists as an office opens them: `client.prepare.ports.Sheets`, `client.close.ports.ClosingSheets`; CSV, workbooks."""

from pathlib import Path
from typing import TYPE_CHECKING

from lsl_desk.adapters.papers.reading import read_capped
from lsl_desk.client.prepare.ports import OceanLine
from lsl_desk.client.prepare.values import ListKind
from lsl_desk.domain.closing_papers import ClosingPaper, PrintedClosing
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.eve_papers import PaperRegister

if TYPE_CHECKING:
    from lsl_desk.formats.lists.table import ListTable

_LARGEST = 32 << 20
"""Bytes, what `formats.spreadsheet` takes."""


class OfficeSheets:
    """Implements `client.prepare.ports.Sheets`; openpyxl and the readers are loaded when a list is written or read."""

    def register(self, register: PaperRegister, kind: ListKind) -> bytes:
        """The list of paper livrets as XLSX, or as CSV of either sort."""
        from lsl_desk.formats.lists.paper_list import paper_table  # noqa: PLC0415 - see the class

        return _written(paper_table(register), kind)

    def ocean(self, path: str) -> tuple[OceanLine, ...]:
        """Read the exam office's list of paper livrets; a line without a N° élève is left out, one said twice is one.

        Raises:
            Refusal: PATH_MISSING, PATH_UNREADABLE, LIST_UNREADABLE, LIST_HEADER.
        """
        from lsl_desk.formats.registers.papers import read_papers  # noqa: PLC0415 - as above
        from lsl_desk.formats.registers.table import HeaderMissing  # noqa: PLC0415 - as above
        from lsl_desk.formats.spreadsheet import UnreadableSheet  # noqa: PLC0415 - as above

        name = Path(path).name
        data = read_capped(path, _LARGEST)
        if data is None:
            raise Refusal(Code.LIST_UNREADABLE, member=name)
        try:
            rows, _odd = read_papers(data)
        except UnreadableSheet as error:
            raise Refusal(Code.LIST_UNREADABLE, member=name) from error
        except HeaderMissing as error:
            raise Refusal(Code.LIST_HEADER, member=name, columns=", ".join(error.headings)) from error
        numbered = (row for row in rows if row.number)
        return tuple({(row.jury, row.number): OceanLine(row.number, row.jury, row.school) for row in numbered}.values())


class OfficeClosingSheets:
    """Implements `client.close.ports.ClosingSheets`."""

    def sheet(self, kind: ClosingPaper, closing: PrintedClosing, form: ListKind) -> bytes:
        """A list of a closing as XLSX, or as CSV of either sort."""
        from lsl_desk.formats.lists.closing_lists import closing_table  # noqa: PLC0415 - written once a day

        return _written(closing_table(kind, closing), form)


def _written(table: "ListTable", form: ListKind) -> bytes:
    from lsl_desk.formats.lists.csv_text import csv_for_excel, csv_for_exchange  # noqa: PLC0415 - as above

    if form is ListKind.CSV_EXCEL:
        return csv_for_excel(table)
    if form is ListKind.CSV_EXCHANGE:
        return csv_for_exchange(table)
    from lsl_desk.formats.lists.xlsx import xlsx  # noqa: PLC0415 - 90 ms

    return xlsx(table)
