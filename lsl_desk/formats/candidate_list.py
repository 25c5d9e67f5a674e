# SPDX-License-Identifier: AGPL-3.0-or-later
"""A candidate list beside the index: CYCLADES « liste simple », or a list with LSL's headings, as CSV or spreadsheet.

The header line is looked for, never counted to: exports shift it by a line (``domain.md`` §2.4). Headings of LSL: memo,
annex 1 (Nom, Prénom, Nom 3, INE, Série, Structure, Date d'envoi des identifiants, Format livret).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lsl_desk.formats.cyclades import restored_number
from lsl_desk.formats.headings import Column, column_of
from lsl_desk.formats.jury_title import count_in, session_in
from lsl_desk.formats.spreadsheet import read_cells

HEADER_WITHIN = 40
"""Rows among which the header line is looked for."""

_EMPTY = {"", "-", "–", "—"}
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class ListRow:
    """A line of a candidate list.

    Attributes:
        rank: its rank among the lines after the header, from 1.
        line: its line in the file, from 1.
        cells: what stands under each known heading, empty cells left out.
        restored: N° Candidat to which a lost leading zero was given back, or "".
    """

    rank: int
    line: int
    cells: dict[Column, str]
    restored: str = ""

    def of(self, column: Column) -> str:
        """A cell, "" when it is empty or its column is absent."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class CandidateList:
    """A candidate list.

    Attributes:
        columns: the headings that were understood.
        rows: its lines.
        session: year given above the header, or None.
        announced: « 422 élèves », above or below the lines; None when not said.
    """

    columns: frozenset[Column]
    rows: tuple[ListRow, ...]
    session: int | None
    announced: int | None


def read_list(data: bytes) -> CandidateList | None:
    """Read a candidate list; None when no line of the file is a header we know.

    Raises:
        UnreadableSheet: not a CSV file nor a spreadsheet that can be read.
    """
    cells = read_cells(data)
    start = next((place for place, row in enumerate(cells[:HEADER_WITHIN]) if _is_header(row)), None)
    if start is None:
        return None
    kinds = [column_of(heading) for heading in cells[start]]
    rows: list[ListRow] = []
    notes = list(cells[:start])
    for line, row in enumerate(cells[start + 1 :], start=start + 2):
        full = [cell for cell in row if cell not in _EMPTY]
        if len(full) < 2 or row == cells[start] or _is_other_header(row):
            notes.append(row)
        else:
            rows.append(_row(row, kinds, len(rows) + 1, line))
    return CandidateList(
        columns=frozenset(kind for kind in kinds if kind is not None),
        rows=tuple(rows),
        session=_session(cells[:start]) or _session_column(rows),
        announced=max(_counts(notes), default=None),
    )


def _is_header(row: tuple[str, ...]) -> bool:
    """Three known headings, two of which say who or which livret: a preamble line never has them."""
    known = {column_of(cell) for cell in row if cell} - {None}
    telling = {Column.NAME, Column.INE, Column.NUMBER, Column.PV, Column.CANDIDATE, Column.FORMAT, Column.SERIE}
    return len(known) > 1 and len(known & telling) > 1


def _is_other_header(row: tuple[str, ...]) -> bool:
    """A second header among the rows. One with a number in it is a person's, and is not looked at word by word."""
    return not any(cell.isdecimal() for cell in row) and _is_header(row)


def _row(row: tuple[str, ...], kinds: list[Column | None], rank: int, line: int) -> ListRow:
    cells: dict[Column, str] = {}
    for kind, cell in zip(kinds, row, strict=False):
        # « Division de classe » stands twice in CYCLADES: the first that is filled counts.
        if kind is not None and cell not in _EMPTY and kind not in cells:
            cells[kind] = cell
    candidate = cells.get(Column.CANDIDATE, "")
    number = restored_number(candidate)
    if number == candidate:
        return ListRow(rank, line, cells)
    return ListRow(rank, line, {**cells, Column.CANDIDATE: number}, restored=number)


def _session(preamble: Iterable[tuple[str, ...]]) -> int | None:
    """« 2023 » alone on a line (CYCLADES), or « Session 2018 »."""
    for row in preamble:
        full = [cell for cell in row if cell]
        if len(full) == 1 and _YEAR.fullmatch(full[0]):
            return int(full[0])
        found = next((year for cell in full if (year := session_in(cell)) is not None), None)
        if found is not None:
            return found
    return None


def _session_column(rows: list[ListRow]) -> int | None:
    years = {row.of(Column.SESSION) for row in rows} - {""}
    year = years.pop() if len(years) == 1 else ""
    return int(year) if _YEAR.fullmatch(year) else None


def _counts(notes: Iterable[tuple[str, ...]]) -> Iterator[int]:
    for row in notes:
        count = count_in(" ".join(cell for cell in row if cell))
        if count is not None:
            yield count
