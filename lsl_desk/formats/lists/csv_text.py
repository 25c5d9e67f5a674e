# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list as CSV, of two sorts: what a French spreadsheet opens by a double click, and what programs exchange.

Both are RFC 4180 but for the separator of the first. A text that begins like a formula gets an apostrophe before it,
which spreadsheets take as « this is text ».
"""

import csv
import io
from datetime import datetime
from decimal import Decimal

from lsl_desk.formats.lists.table import Cell, ListTable, begins_a_formula

_MARK = "\ufeff"


def csv_for_excel(table: ListTable) -> bytes:
    """UTF-8 with a mark, semicolons, CRLF, decimal commas, times as « 02/07/2018 17:42 »."""
    return (_MARK + _written(table, ";", ",", "%d/%m/%Y %H:%M")).encode("utf-8", "replace")


def csv_for_exchange(table: ListTable) -> bytes:
    """UTF-8, commas, CRLF, decimal points, times as ISO 8601 with their offset."""
    return _written(table, ",", ".", None).encode("utf-8", "replace")


def _written(table: ListTable, separator: str, point: str, times: str | None) -> str:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=separator, lineterminator="\r\n")
    writer.writerow([_safe(one.name) for one in table.headings])
    writer.writerows([_text(cell, point, times) for cell in row] for row in table.rows)
    return lines.getvalue()


def _text(cell: Cell, point: str, times: str | None) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.strftime(times) if times else cell.isoformat(timespec="seconds")
        case int() | Decimal():
            return f"{cell:f}".replace(".", point) if isinstance(cell, Decimal) else str(cell)
        case str():
            return _safe(cell)


def _safe(text: str) -> str:
    shown = text.replace("\0", "")
    return f"'{shown}" if begins_a_formula(shown) else shown
