# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of text out of a CSV file or a spreadsheet (XLSX, XLS, ODS); what they mean is not said here."""

import csv
import io
import re
from datetime import date
from itertools import islice
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from lsl_desk.formats.charset import decode

MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
"""A candidate list beyond these is none; a spreadsheet of a few kilobytes can announce a million empty rows."""

_SEPARATORS = ";\t,|"


class UnreadableSheet(Exception):  # noqa: N818 - the state of the file, as the caller reports it
    """The file is no spreadsheet, or a broken, protected or boundless one."""


def read_cells(data: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a CSV file or of a workbook's sheet with most cells, as they would be typed, trimmed.

    Raises:
        UnreadableSheet: see there.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableSheet
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(data)
    return _csv(data)


def _csv(data: bytes) -> tuple[tuple[str, ...], ...]:
    text = decode(data)
    if "\0" in text:
        raise UnreadableSheet
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quotechar=_quote(text, separator))
    try:
        rows = [tuple(" ".join(cell.split()) for cell in row[:MAX_COLUMNS]) for row in islice(reader, MAX_ROWS + 1)]
    except csv.Error as error:
        raise UnreadableSheet from error
    if len(rows) > MAX_ROWS:
        raise UnreadableSheet
    return tuple(rows)


def _quote(text: str, separator: str) -> str | None:
    """The text quote: the one that opens as many cells as it closes; « ' » in CYCLADES, « " » elsewhere."""
    for quote in "\"'":
        opened = len(re.findall(rf"(?:^|{re.escape(separator)}){quote}", text, re.MULTILINE))
        closed = len(re.findall(rf"{quote}(?:\r?$|{re.escape(separator)})", text, re.MULTILINE))
        if opened and opened == closed:
            return quote
    return None


def _separator(text: str) -> str:
    """The separator that most lines hold most often."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:200]
    return max(_SEPARATORS, key=lambda one: sum(line.count(one) for line in lines))


def _workbook(data: bytes) -> tuple[tuple[str, ...], ...]:
    _refuse_bomb(data)
    try:
        book: CalamineWorkbook = load_workbook(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names[:20]]
        if any(sheet.height > MAX_ROWS or sheet.width > MAX_COLUMNS for sheet in sheets):
            raise UnreadableSheet
        tables = [sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS) for sheet in sheets]
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableSheet from error
    if not tables:
        raise UnreadableSheet
    texts = [tuple(tuple(_typed(cell) for cell in row[:MAX_COLUMNS]) for row in table) for table in tables]
    return max(texts, key=lambda rows: sum(1 for row in rows for cell in row if cell))


def _refuse_bomb(data: bytes) -> None:
    """Refuse a workbook, itself a zip, whose parts announce more than a list can hold."""
    if not data.startswith(b"PK"):
        return
    try:
        with ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableSheet from error
    if size > MAX_UNPACKED:
        raise UnreadableSheet


def _typed(cell: object) -> str:
    """A cell as a person would type it: whole numbers without « .0 », dates as dd/mm/yyyy."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return " ".join(str(cell).split())
