# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists as an office opens them: `client.prepare.ports.Sheets` over CSV and workbooks."""

from pathlib import Path

from lsl_desk.adapters.papers.reading import read_capped
from lsl_desk.client.prepare.ports import OceanLine
from lsl_desk.client.prepare.values import ListKind
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.eve_papers import PaperRegister

_LARGEST = 32 << 20
"""Bytes, what `formats.spreadsheet` takes."""


class OfficeSheets:
    """Implements `client.prepare.ports.Sheets`; openpyxl and the readers are loaded when a list is written or read."""

    def register(self, register: PaperRegister, kind: ListKind) -> bytes:
        """The list of paper livrets as XLSX, or as CSV of either sort."""
        from lsl_desk.formats.lists.csv_text import csv_for_excel, csv_for_exchange  # noqa: PLC0415 - see the class
        from lsl_desk.formats.lists.paper_list import paper_table  # noqa: PLC0415 - as above

        table = paper_table(register)
        if kind is ListKind.CSV_EXCEL:
            return csv_for_excel(table)
        if kind is ListKind.CSV_EXCHANGE:
            return csv_for_exchange(table)
        from lsl_desk.formats.lists.xlsx import xlsx  # noqa: PLC0415 - 90 ms

        return xlsx(table)

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
