# SPDX-License-Identifier: AGPL-3.0-or-later
"""Grids: rows under headings, whatever shape the page gave them (table, one table a candidate, list, plain lines)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lsl_desk.domain.folding import folded
from lsl_desk.domain.series import serie_known
from lsl_desk.formats.headings import Column, column_of
from lsl_desk.formats.html_page import Cell, PageLine, PageTable, Row

LINE_NUMBERS = 6
"""Numbers kept of a plain line; beyond, it is prose."""

_LINE_HEADINGS = (*("",) * LINE_NUMBERS, "N° PV", "N° élève", "Série", "")
_PV_LABEL = re.compile(
    r"\b(?:n\s?[°o]\.?|num(?:ero)?)?\s*(?:de\s+)?pv(?:\s+candidat)?\s*[:=#\-]*\s*(?P<token>[a-z]{0,3}\d[\w-]*)"
)
_STUDENT_LABEL = re.compile(
    r"\b(?:n\s?[°o]\.?|num(?:ero)?)\s*(?:d\s?'\s?|de\s+l\s?'\s?)?eleve\s*[:=#\-]*\s*(?P<token>[a-z]{0,3}\d[\w-]*)"
    r"|\beleve\s*(?:n\s?[°o]\.?|num(?:ero)?)?\s*[:=#\-]*\s*(?P<other>[a-z]{0,3}\d[\w-]*)"
)
_NOT_A_NUMBER = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}|\b(?:session|page|annee|jury)\s*(?:n\s?[°o]\.?)?\s*[a-z]{0,2}\d+|\d+[,.]\d+|\d+\s*/\s*\d+"
    r"|\d+\s*(?:ko|mo|kb|mb|octets|pages?|eleves?|candidats?|livrets?)\b|\d{1,2}\s?h\s?\d{2}|\d{1,2}:\d{2}"
)
_NUMBER = re.compile(r"(?<![\w.-])(?:\d{1,14}|[a-z]{1,3}-?\d{3,12})(?![\w.]*\w)")
_SERIE = re.compile(r"(?<![\w'’])(?:[A-Z][A-Z0-9]{1,5}|[LSG])(?![\w'’])")
_PAIR = re.compile(r"[^\d/]{0,20}?([A-Z]{0,2}\d{1,14})\D{1,20}(\d{1,14})\D{0,20}")
_MOST = 0.8
_FORMAT_LINE = re.compile(
    r"(?:\d+\s+)?(?:candidats?\s+(?:a|avec|en)\s+)?(?:livrets?\s+)?(?:scolaires?\s+)?(?:(?:au\s+)?format\s+|en\s+|version\s+)?"
    r"(?:(?P<paper>papiers?)|numeriques?|dematerialises?)(?:\s*\(?\d+\)?)?\W*"
)
"""« Livrets papier » over a part of the list."""
_SERIE_LINE = re.compile(r"^\W*s[ée]rie\s*:?\s*(\S.{0,40})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its cells, its rank in the page from 1, the série of its section, and whether that is of paper livrets."""

    cells: Row
    rank: int
    serie: str = ""
    paper: bool = False

    @property
    def links(self) -> tuple[str, ...]:
        """Where the links of the row lead, as written."""
        return tuple(dict.fromkeys(link for cell in self.cells for link in cell.links))

    def text(self, rank: int) -> str:
        """The text of a cell, "" beyond the end of the row."""
        return self.cells[rank].text if rank < len(self.cells) else ""


@dataclass(slots=True)
class Grid:
    """Rows under the same headings.

    Attributes:
        headings: as written, "" where a column has none.
        rows: the rows, headings apart.
        lines: the rows were plain lines: columns are the numbers of a line in order, then what a label named.
    """

    headings: tuple[str, ...]
    rows: list[GridRow] = field(default_factory=list)
    lines: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return max([len(self.headings), *(len(row.cells) for row in self.rows)])

    def heading(self, rank: int) -> str:
        """The heading of a column, "" when it has none."""
        return self.headings[rank] if rank < len(self.headings) else ""


@dataclass(slots=True)
class PageGrids:
    """What a page amounts to: its grids, and the lines that are no row (« 422 élèves »)."""

    grids: list[Grid] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def grids_of(blocks: Iterable[PageTable | PageLine]) -> PageGrids:
    """Gather the blocks of a page into grids."""
    return _Gathering().done(blocks)


class _Gathering:
    """One pass over a page: the série of the section and the rank of the row are carried along."""

    def __init__(self) -> None:
        self._page = PageGrids()
        self._lines: dict[tuple[bool, bool], Grid] = {}
        self._last: Grid | None = None
        self._rank = 0
        self._serie = ""
        self._paper = False

    def done(self, blocks: Iterable[PageTable | PageLine]) -> PageGrids:
        for block in blocks:
            if isinstance(block, PageLine):
                self._add_line(block.cell)
            elif is_vertical(block.rows):
                self._add_records(block.rows)
            elif _is_candidate_a_cell(block.rows):
                for cell in (cell for row in block.rows for cell in row if cell.text or cell.links):
                    self._add_line(cell)
            else:
                self._add_table(_one_candidate_a_row(block.rows))
        self._page.grids = [_split_pairs(grid) for grid in [*self._page.grids, *self._lines.values()] if grid.rows]
        return self._page

    def _add_line(self, cell: Cell) -> None:
        serie = _SERIE_LINE.match(cell.text)
        if serie and not cell.links:
            self._serie = serie[1].strip()
            return
        if cell.heading or folded(cell.text).startswith(("livrets", "candidats")):
            self._see_format(cell)
        if cell.heading and not cell.links:
            return
        cells = cells_of_line(cell)
        if cell.links or any(one.text for one in cells[: LINE_NUMBERS + 2]):
            self._append(self._lines_like(cells), cells)
        if not cell.links:
            self._page.notes.append(cell.text)

    def _see_format(self, cell: Cell) -> None:
        """« Livrets papier » holds until another heading, or « Livrets numériques »."""
        found = None if cell.links else _FORMAT_LINE.fullmatch(folded(cell.text))
        if found or cell.heading:
            self._paper = bool(found and found["paper"])

    def _lines_like(self, cells: Row) -> Grid:
        """Lines that name their numbers and lines that do not are told apart: the latter are read by position."""
        named = bool(cells[LINE_NUMBERS].text), bool(cells[LINE_NUMBERS + 1].text)
        return self._lines.setdefault(named, Grid(_LINE_HEADINGS, lines=True))

    def _add_table(self, rows: tuple[Row, ...]) -> None:
        grid = None
        for row in rows:
            full = [cell for cell in row if cell.text or cell.links]
            if (
                len(full) <= 1
                and not (len(row) == 1 and is_header(row))
                and not any(cell.links for cell in full)
                and not (full and _numberlike(full[0].text))
            ):
                self._section(full)
            elif is_header(row):
                headings = tuple(cell.text for cell in row)
                if grid is not None and not grid.rows:
                    headings = _merged(grid.headings, headings)
                    grid.headings = headings
                elif grid is None or grid.headings != headings:
                    grid = self._open(headings)
            else:
                grid = grid or self._continued(len(row)) or self._open(())
                self._append(grid, row)

    def _section(self, full: list[Cell]) -> None:
        text = full[0].text if full else ""
        self._see_format(Cell(text))
        serie = _SERIE_LINE.match(text)
        if serie:
            self._serie = serie[1].strip()
        elif text:
            self._page.notes.append(text)

    def _add_records(self, rows: tuple[Row, ...]) -> None:
        for record in _records(rows):
            headings = tuple(record)
            if self._last is None or self._last.headings != headings:
                self._open(headings)
            if self._last is not None:
                self._append(self._last, tuple(record.values()))

    def _open(self, headings: tuple[str, ...]) -> Grid:
        self._last = Grid(headings)
        self._page.grids.append(self._last)
        return self._last

    def _continued(self, width: int) -> Grid | None:
        """The grid before, when a table without headings goes on with it: headings apart, or one table a candidate."""
        return self._last if self._last is not None and self._last.width == width else None

    def _append(self, grid: Grid, cells: Row) -> None:
        self._rank += 1
        grid.rows.append(GridRow(cells, self._rank, self._serie, self._paper))


def _one_candidate_a_row(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows that hold several candidates side by side, their headings repeated, parted into one candidate a row."""
    names = next(([cell.text for cell in row] for row in rows if is_header(row)), [])
    width = next((size for size in range(2, len(names) // 2 + 1) if _repeats(names, size)), None)
    return rows if width is None else tuple(_parted(rows, width))


def _is_candidate_a_cell(rows: tuple[Row, ...]) -> bool:
    """Tell whether each cell of a table without headings is a candidate, with a livret of its own."""
    linked = [row for row in rows if any(cell.links for cell in row)]
    whole = linked[:-1] or linked  # the last row may be a short one
    several = sum(1 for row in whole if _several_livrets(row))
    return bool(whole) and several >= _MOST * len(whole) and not any(is_header(row) for row in rows)


def _repeats(names: list[str], size: int) -> bool:
    return len(names) % size == 0 and names == names[:size] * (len(names) // size) and any(map(column_of, names))


def _parted(rows: tuple[Row, ...], width: int) -> Iterator[Row]:
    for row in rows:
        parts = [row[start : start + width] for start in range(0, len(row), width)]
        yield from (part for part in parts if any(cell.text or cell.links for cell in part))


def _several_livrets(row: Row) -> bool:
    """Two cells at least, each a number with a link of its own to a file of the same kind."""
    linked = [cell for cell in row if cell.links]
    targets = [link for cell in linked for link in cell.links]
    kinds = {link.lower().rpartition(".")[2] for link in targets}
    told = all(cell.links and any(char.isdigit() for char in cell.text) for cell in row if cell.text)
    return len(linked) > 1 and told and len(set(targets)) == len(targets) == len(linked) and len(kinds) == 1


def is_header(row: Row) -> bool:
    """Tell whether a row of a table announces columns: two known headings, or one among « th » only; never a link."""
    if any(cell.links for cell in row):
        return False
    known = [column_of(cell.text) for cell in row if cell.text]
    named = sum(1 for column in known if column is not None)
    return named > 1 or (named > 0 and all(cell.heading for cell in row if cell.text))


def is_vertical(rows: tuple[Row, ...]) -> bool:
    """Tell whether a table is a candidate written downwards: « N° PV | 12 », « N° élève | 0417 »."""
    pairs = [row for row in rows if any(cell.text or cell.links for cell in row)]
    named = sum(1 for row in pairs if column_of(row[0].text) is not None and not row[0].links)
    return (
        named > 1
        and all(len(row) == 2 for row in pairs)
        and not any(column_of(row[1].text) is not None and not row[1].links for row in pairs)
    )


def _records(rows: tuple[Row, ...]) -> Iterator[dict[str, Cell]]:
    record: dict[str, Cell] = {}
    for row in rows:
        if len(row) == 2:
            if row[0].text in record:
                yield record
                record = {}
            record[row[0].text] = row[1]
    if record:
        yield record


def _merged(above: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """Two rows of headings as one: the lower one where it says something known."""
    width = max(len(above), len(below))
    upper = above + ("",) * (width - len(above))
    lower = below + ("",) * (width - len(below))
    return tuple(
        low if low and (column_of(low) or not column_of(up)) else up for up, low in zip(upper, lower, strict=True)
    )


def cells_of_line(cell: Cell) -> Row:
    """A plain line as cells: its numbers in order, the labelled N° PV and N° élève, a série, then the whole line."""
    plain = folded(cell.text)
    pv = _PV_LABEL.search(plain)
    plain_left = _blanked(plain, pv)
    student = _STUDENT_LABEL.search(plain_left)
    plain_left = _NOT_A_NUMBER.sub(" ", _blanked(plain_left, student))
    numbers = [found.upper() for found in _NUMBER.findall(plain_left)]
    if len(numbers) > LINE_NUMBERS:
        numbers = []
    serie = next((word for word in _SERIE.findall(cell.text) if serie_known(word, None)), "")
    texts = [
        *numbers,
        *("",) * (LINE_NUMBERS - len(numbers)),
        pv["token"].upper() if pv else "",
        ((student["token"] or student["other"]).upper()) if student else "",
        serie,
    ]
    return (*(Cell(text) for text in texts), cell)


def _blanked(text: str, found: re.Match[str] | None) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}" if found else text


def _numberlike(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]{0,3}\d{1,14}", text))


def _split_pairs(grid: Grid) -> Grid:
    """Part a column that holds both numbers in one cell (« 12 – 0417 »), as one link or under one heading, in two."""
    rank = next((rank for rank in range(grid.width) if _holds_pairs(grid, rank)), None)
    if grid.lines or rank is None:
        return grid
    names = _pair_headings(grid.heading(rank))
    others = [column_of(grid.heading(other)) for other in range(grid.width) if other != rank]
    if Column.NUMBER in others or Column.PV in others:
        return grid
    padded = grid.headings + ("",) * (grid.width - len(grid.headings))
    rows = []
    for row in grid.rows:
        cell = row.cells[rank] if rank < len(row.cells) else Cell("")
        pair = _PAIR.fullmatch(cell.text)
        halves = (Cell(pair[1], cell.links), Cell(pair[2])) if pair else (cell, Cell(""))
        rows.append(replace(row, cells=(*row.cells[:rank], *halves, *row.cells[rank + 1 :])))
    return Grid((*padded[:rank], *names, *padded[rank + 1 :]), rows)


def _holds_pairs(grid: Grid, rank: int) -> bool:
    texts = [text for row in grid.rows if (text := row.text(rank))]
    pairs = sum(1 for text in texts if _PAIR.fullmatch(text))
    return bool(texts) and pairs >= _MOST * len(texts) and len(set(texts)) >= _MOST * len(texts)


def _pair_headings(heading: str) -> tuple[str, str]:
    """The two headings of such a column: in the order they are named, none when one of them is not."""
    plain = folded(heading)
    places = plain.find("pv"), plain.find("eleve")
    if min(places) < 0:
        return "", ""
    return ("N° PV", "N° élève") if places[0] < places[1] else ("N° élève", "N° PV")


def is_headed(grid: Grid) -> bool:
    """Tell whether a table's headings name the N° PV or the N° élève: it is a list of candidates, links or not."""
    return not grid.lines and not {Column.NUMBER, Column.PV}.isdisjoint(kinds_of(grid))


def kinds_of(grid: Grid) -> list[Column | None]:
    """What each column holds as its heading says; a column that is empty throughout holds nothing."""
    kinds = [column_of(grid.heading(rank)) for rank in range(grid.width)]
    if grid.lines:
        return [kind if any(row.text(rank) for row in grid.rows) else None for rank, kind in enumerate(kinds)]
    return kinds
