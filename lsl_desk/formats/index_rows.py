# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the grids of an index to its candidates: numbers, série, format and file of each row."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lsl_desk.domain.ids import same_number
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.formats.columns import Choice, Columns, choose
from lsl_desk.formats.file_numbers import bears, numbers_of_files
from lsl_desk.formats.grid import LINE_NUMBERS, Grid, GridRow, is_headed
from lsl_desk.formats.headings import Column
from lsl_desk.formats.livret_words import FormatWords, format_of, format_of_cell

LONGEST_NUMBER = 24
"""Characters of a N° PV or N° élève."""

_NUMBER = re.compile(r"[\w./-]*\d[\w./-]*")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
"""« 1 003 »: a number that a spreadsheet or a word processor wrote in groups."""


@dataclass(frozen=True, slots=True)
class RowLinks:
    """What the links of a row came to.

    Attributes:
        files: the PDF members they lead to, in order.
        broken: hrefs that lead to no file, as written.
    """

    files: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A candidate as the index has it.

    Attributes:
        pv: N° PV, or "".
        number: N° élève, or "" when neither the row nor the file's name gives it.
        serie: as written, or "".
        format: what the row says; NUMERIQUE when it has a link; INCONNU when it says nothing.
        reason: why there is no numeric livret, or "".
        file: the PDF it leads to, None when there is none.
        page: the member the row stands in.
        rank: its rank among the rows of that page, from 1; 0 when the row is a file without an index.
        broken: a link that leads nowhere, as written, or "".
        other_files: further PDF the row leads to.
        format_cell: what the format column holds, None when there is no such column.
        cells: what else headings announced: INE, names, division, date, by column.
        grid: which grid of the index it stands in: the same row may stand in several.
    """

    pv: str
    number: str
    serie: str
    format: LivretFormat
    reason: str
    file: str | None
    page: str
    rank: int
    broken: str = ""
    other_files: tuple[str, ...] = ()
    format_cell: str | None = None
    cells: dict[Column, str] = field(default_factory=dict)
    grid: int = 0

    @property
    def where(self) -> str:
        """The row in words: « index.html, ligne 12 »; the file alone when there is no index."""
        return f"{self.page}, ligne {self.rank}" if self.rank else self.page


def rows_of_grid(
    grid: Grid, page: str, place: int, links_of: Callable[[GridRow], RowLinks], choice: Choice
) -> list[IndexRow]:
    """Read the candidates of a grid; rows that are none (totals, notices) are left out.

    Args:
        grid: the rows.
        page: member it comes from, to say where a row stands.
        place: which grid of the index it is.
        links_of: what the links of a row come to.
        choice: the columns a person settled.

    Raises:
        Refusal: INDEX_AMBIGUOUS.
    """
    links = [links_of(row) for row in grid.rows]
    pairs = list(zip(grid.rows, links, strict=True))
    kept = [(row, found) for row, found in pairs if not grid.lines or found != RowLinks()]
    kept = sorted(kept + _unlinked_lines(grid, pairs), key=lambda pair: pair[0].rank)
    plain = Grid(grid.headings, [row for row, _ in kept], grid.lines)
    firsts = [found.files[0] if found.files else None for _, found in kept]
    if not plain.rows or not (any(found != RowLinks() for _, found in kept) or is_headed(plain)):
        return []
    columns = choose(plain, firsts, choice)
    reader = _RowReader(columns, page, place, plain.lines)
    rows = [reader.read(row, found) for row, found in kept]
    return _numbered_by_file([row for row in rows if row.number or row.pv or row.file or row.broken])


def _unlinked_lines(grid: Grid, pairs: Sequence[tuple[GridRow, RowLinks]]) -> list[tuple[GridRow, RowLinks]]:
    """Plain lines without a link that are candidates: as many numbers as the linked ones, or the words of a format."""
    if not grid.lines:
        return []
    usual = {_count(row) for row, found in pairs if found != RowLinks()}
    return [
        (row, found)
        for row, found in pairs
        if found == RowLinks()
        and usual
        and _count(row)
        and (_count(row) in usual - {1} or format_of(row.cells[-1].text))
    ]


def _count(row: GridRow) -> int:
    return sum(1 for cell in row.cells[: LINE_NUMBERS + 2] if cell.text)


@dataclass(frozen=True, slots=True)
class _RowReader:
    columns: Columns
    page: str
    place: int
    lines: bool

    def read(self, row: GridRow, links: RowLinks) -> IndexRow:
        number, pv = self._number(row, self.columns.number), self._number(row, self.columns.pv)
        file = next((one for one in links.files if number and bears(one, number)), next(iter(links.files), None))
        broken = "" if file else next(iter(links.broken), "")
        said = self._format(row)
        if file is not None or broken:
            said = FormatWords(LivretFormat.NUMERIQUE)
        return IndexRow(
            pv=pv,
            number=number,
            serie=self._cell(row, Column.SERIE) or self._cell(row, Column.SPECIALITY) or row.serie,
            format=said.format,
            reason=said.reason,
            file=file,
            page=self.page,
            rank=row.rank,
            broken=broken,
            other_files=tuple(one for one in links.files if one != file),
            format_cell=None if self.columns.of(Column.FORMAT) is None else self._cell(row, Column.FORMAT),
            cells=self._others(row),
            grid=self.place,
        )

    def _number(self, row: GridRow, rank: int | None) -> str:
        if rank is None:
            return ""
        text = row.text(rank)
        if _THOUSANDS.fullmatch(text):
            text = text.replace(" ", "")
        found = text if _NUMBER.fullmatch(text) else ""
        if not found:  # « N° 0417 », « 0417 (ES) »: the only part of the cell with digits
            parts = [part for part in text.split() if _NUMBER.fullmatch(part.strip("():;,"))]
            found = parts[0].strip("():;,") if len(parts) == 1 else ""
        return found if len(found) <= LONGEST_NUMBER else ""

    def _cell(self, row: GridRow, kind: Column) -> str:
        rank = self.columns.of(kind)
        return row.text(rank) if rank is not None and rank not in {self.columns.number, self.columns.pv} else ""

    def _format(self, row: GridRow) -> FormatWords:
        """The words of the format column, else of any cell that is neither a number nor about a person."""
        cell = self._cell(row, Column.FORMAT)
        free = (Column.LIVRET, Column.OTHER, Column.OTHER_NUMBER, None)
        kinds = (*self.columns.kinds, *(None,) * len(row.cells))
        texts = [one.text for one, kind in zip(row.cells, kinds, strict=False) if kind in free]
        said = format_of_cell(cell) if cell else None
        return (
            said
            or next((words for text in texts if (words := format_of(text))), None)
            or FormatWords(LivretFormat.PAPIER if row.paper else LivretFormat.INCONNU)
        )

    def _others(self, row: GridRow) -> dict[Column, str]:
        if self.lines:
            return {}
        wanted = (Column.INE, Column.NAME, Column.USAGE_NAME, Column.FIRST_NAMES, Column.THIRD_NAME, Column.DIVISION)
        texts = {kind: self._cell(row, kind) for kind in (*wanted, Column.SENT)}
        return {kind: text for kind, text in texts.items() if text}


def _numbered_by_file(rows: list[IndexRow]) -> list[IndexRow]:
    """Rows without a N° élève take it from their file's name, where the names leave no doubt."""
    lacking = [row for row in rows if not row.number and (row.file or row.broken)]
    if not lacking:
        return rows
    files = [row.file or row.broken.replace("\\", "/") for row in rows]
    found = numbers_of_files(files, [row.pv for row in rows])
    return [row if row.number else replace(row, number=number) for row, number in zip(rows, found, strict=True)]


def merged(rows: Iterable[IndexRow]) -> list[IndexRow]:
    """One row a candidate when an index lists them several times (by N° PV then by N° élève, page after page).

    Only rows of different grids that do not contradict each other are one; a repeat within a grid stays, to be flagged.
    """
    kept: list[IndexRow] = []
    places: dict[str, int] = {}
    for row in rows:
        keys = [
            key for key in (row.file and f"file {row.file}", row.number and f"number {row.number.lstrip('0')}") if key
        ]
        twin = next((places[key] for key in keys if key in places and _one_candidate(kept[places[key]], row)), None)
        if twin is None:
            kept.append(row)
        else:
            kept[twin] = _joined(kept[twin], row)
        for key in keys:
            places.setdefault(key, len(kept) - 1 if twin is None else twin)
    return list(_named(kept))


def _one_candidate(one: IndexRow, other: IndexRow) -> bool:
    if one.grid == other.grid:
        return False
    agree = all(not a or not b or same_number(a, b) for a, b in ((one.number, other.number), (one.pv, other.pv)))
    same_file = bool(one.file) and one.file == other.file
    same_candidate = bool(one.number) and bool(other.number) and (not one.file or not other.file)
    return agree and (same_file or same_candidate)


def _joined(one: IndexRow, other: IndexRow) -> IndexRow:
    linked = other if other.file and not one.file else one
    spoken = other if one.format is LivretFormat.INCONNU and not linked.file else linked
    return replace(
        linked,
        pv=one.pv or other.pv,
        number=one.number or other.number,
        serie=one.serie or other.serie,
        format=spoken.format,
        reason=spoken.reason,
        page=one.page,
        rank=one.rank,
        format_cell=one.format_cell or other.format_cell,
        cells={**other.cells, **one.cells},
        grid=one.grid,
    )


def _named(rows: list[IndexRow]) -> Iterator[IndexRow]:
    """Rows that name a candidate; a lone link to a notice is no candidate, unless no row at all has a number."""
    numbered = any(row.number or row.pv for row in rows)
    return (row for row in rows if row.number or row.pv or not numbered)
