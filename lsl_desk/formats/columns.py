# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which columns of a grid hold the N° PV and the N° élève: headings decide, then file names, else a person is asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.folding import folded
from lsl_desk.domain.series import serie_known
from lsl_desk.formats.file_numbers import are_counted, bears, numbers_of_files
from lsl_desk.formats.grid import LINE_NUMBERS, Grid, kinds_of
from lsl_desk.formats.headings import Column

SAMPLES = 3
"""Rows shown of each reading when a person is asked."""

_MOST = 0.8
"""Share of rows that must agree: an index may have a total line, a note or an empty cell."""

_NUMBER = re.compile(r"\d{1,14}|[A-Za-z]{1,3}-?\d{3,12}")
_RANK = re.compile(r"(?:colonne\s*)?(\d{1,2})")
_FREE = {None, Column.NUMERO, Column.LIVRET}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person settled: for each number, a heading or a column's rank from 1 as text; None leaves it to us."""

    pv: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand in a grid, as ranks from 0; None when nowhere.

    Attributes:
        number: of the N° élève; None when it must come from file names or pages.
        pv: of the N° PV.
        kinds: what each column holds.
    """

    number: int | None
    pv: int | None
    kinds: tuple[Column | None, ...]

    def of(self, kind: Column) -> int | None:
        """The first column of a kind."""
        return self.kinds.index(kind) if kind in self.kinds else None


def choose(grid: Grid, files: Sequence[str | None], choice: Choice) -> Columns:
    """Find the columns of a grid.

    Args:
        grid: rows under their headings.
        files: for each row, the PDF it leads to.
        choice: what a person settled.

    Raises:
        Refusal: INDEX_AMBIGUOUS, with both readings in its facts; INDEX_COLUMN_UNKNOWN.
    """
    return _Choosing(grid, files, choice).made()


def ranks_of(grid: Grid, wanted: str) -> int | None:
    """The rank from 0 of the column a person named by heading or by rank from 1, None when the grid has none such."""
    plain = _plain(wanted)
    named = [rank for rank in range(grid.width) if grid.heading(rank) and _plain(grid.heading(rank)) == plain]
    if named and not grid.lines:
        return named[0]
    rank = _RANK.fullmatch(plain)
    limit = LINE_NUMBERS if grid.lines else grid.width
    return int(rank[1]) - 1 if rank and 1 <= int(rank[1]) <= limit else None


def column_words(grid: Grid, rank: int) -> str:
    """How a column is called before a person: its heading, or « colonne 2 »."""
    return grid.heading(rank) or f"colonne {rank + 1}"


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", folded(text)))


class _Choosing:
    def __init__(self, grid: Grid, files: Sequence[str | None], choice: Choice) -> None:
        self._grid = grid
        self._files = files
        self._kinds = kinds_of(grid)
        self._choice = choice
        self._cells = [[row.text(rank) for row in grid.rows] for rank in range(grid.width)]

    def made(self) -> Columns:
        pv, number = self._named(self._choice.pv), self._named(self._choice.number)
        pv = self._headed(Column.PV, number) if pv is None else pv
        pv = self._headed(Column.CANDIDATE, number) if pv is None else pv
        if number is None:
            pv, number = self._number(pv)
        if pv is None:
            others = [rank for rank in self._free(number) if not self._counter(rank)] or self._free(number)
            pv = others[0] if len(others) == 1 else None
        self._see_series(pv, number)
        return Columns(number, pv, tuple(self._kinds))

    def _named(self, wanted: str | None) -> int | None:
        return None if wanted is None else ranks_of(self._grid, wanted)

    def _headed(self, kind: Column, taken: int | None) -> int | None:
        return next((rank for rank, one in enumerate(self._kinds) if one is kind and rank != taken), None)

    def _number(self, pv: int | None) -> tuple[int | None, int | None]:
        """The columns (N° PV, N° élève), the first as far as it is known."""
        headed = [rank for rank, kind in enumerate(self._kinds) if kind is Column.NUMBER and rank != pv]
        headed = self._distinct(headed) if len(headed) > 1 else headed
        if len(headed) == 1:
            return pv, headed[0]
        free = headed or self._free(pv)
        in_names = [rank for rank in free if self._in_file_names(rank)]
        if len(in_names) == 1:
            return pv, in_names[0]
        if len(free) > 2:
            free = [rank for rank in free if not self._counter(rank)] or free
        if len(free) > 1:
            raise self._ambiguous(free[0], free[1])
        if not free:
            return pv, None
        if pv is None and self._names_number_otherwise():
            return free[0], None
        return pv, free[0]

    def _free(self, *taken: int | None) -> list[int]:
        """Columns of numbers that no heading explains, in order, without repeats of a column or of those taken."""
        seen = [self._cells[rank] for rank in taken if rank is not None]
        ranks = [
            rank
            for rank, kind in enumerate(self._kinds)
            if kind in _FREE and rank not in taken and self._numeric(rank) and self._cells[rank] not in seen
        ]
        return self._distinct(ranks)

    def _distinct(self, ranks: list[int]) -> list[int]:
        return [
            rank
            for place, rank in enumerate(ranks)
            if self._cells[rank] not in [self._cells[one] for one in ranks[:place]]
        ]

    def _numeric(self, rank: int) -> bool:
        values = [value for value in self._cells[rank] if value]
        numbers = [value for value in values if _NUMBER.fullmatch(value)]
        if not numbers or len(numbers) < _MOST * len(values) or 2 * len(values) < len(self._cells[rank]):
            return False
        return len(set(numbers)) >= _MOST * len(numbers) or len(numbers) == 1

    def _counter(self, rank: int) -> bool:
        """1, 2, 3… down the column: the rank of the row, when there are numbers enough without it."""
        numbers = [int(value) for value in self._cells[rank] if value.isdecimal()]
        return numbers == list(range(1, len(self._cells[rank]) + 1))

    def _in_file_names(self, rank: int) -> bool:
        pairs = [(file, value) for file, value in zip(self._files, self._cells[rank], strict=True) if file and value]
        beside = [value if file else "" for file, value in zip(self._files, self._cells[rank], strict=True)]
        # « 1.pdf », « 2.pdf »… bear the rank of the row, whatever column repeats it: they tell nothing.
        return sum(bears(file, value) for file, value in pairs) >= _MOST * max(len(pairs), 1) and not are_counted(
            beside
        )

    def _names_number_otherwise(self) -> bool:
        """The file names give numbers of their own, so that the only column of numbers is the N° PV."""
        numbers = numbers_of_files([file or "" for file in self._files])
        found = [number for number, file in zip(numbers, self._files, strict=True) if file]
        return len(found) > 1 and sum(1 for one in found if one) >= _MOST * len(found) and len(set(found)) == len(found)

    def _see_series(self, *taken: int | None) -> None:
        if Column.SERIE in self._kinds or self._grid.lines:
            return
        for rank, kind in enumerate(self._kinds):
            values = [value for value in self._cells[rank] if value]
            known = sum(1 for value in values if serie_known(value, None))
            if kind is None and rank not in taken and values and known >= _MOST * len(values):
                self._kinds[rank] = Column.SERIE
                return

    def _ambiguous(self, first: int, second: int) -> Refusal:
        rows = [row for row in range(len(self._grid.rows)) if self._cells[first][row] and self._cells[second][row]]
        samples = {rank: [self._cells[rank][row] for row in rows[:SAMPLES]] for rank in (first, second)}
        return Refusal(
            Code.INDEX_AMBIGUOUS,
            first=column_words(self._grid, first),
            second=column_words(self._grid, second),
            first_column=str(first + 1),
            second_column=str(second + 1),
            first_rows="\n".join(samples[first]),
            second_rows="\n".join(samples[second]),
        )
