# SPDX-License-Identifier: AGPL-3.0-or-later
"""A folder of livrets without an index: the candidates are the files, their numbers are in the names."""

import posixpath
import re
from collections.abc import Sequence

from lsl_desk.domain.folding import folded
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.formats.columns import Choice, choose, ranks_of
from lsl_desk.formats.file_numbers import number_parts, numbers_of_files
from lsl_desk.formats.grid import Grid, GridRow
from lsl_desk.formats.html_page import Cell
from lsl_desk.formats.index_rows import IndexRow

_PV = re.compile(r"(?<![a-z])(?:n[°o]?)?pv(?:[\W_]*n[°o]?)?[\W_]*(?P<number>\d+)")
_STUDENT = re.compile(r"(?<![a-z])(?:n[°o]?)?eleve(?:[\W_]*n[°o]?)?[\W_]*(?P<number>\d+)")


def rows_of_files(files: Sequence[str], choice: Choice) -> list[IndexRow]:
    """One row a file, with the number its name gives; without one the number must be read from its pages.

    Raises:
        Refusal: INDEX_AMBIGUOUS when two parts of the names (« 12_0417.pdf ») can each be the N° élève; the columns to
            choose from are the parts that change from file to file, in order.
    """
    named = [(_named(file, _STUDENT), _named(file, _PV)) for file in files]
    numbers, pvs = numbers_of_files(files), [""] * len(files)
    grid = _grid(files)
    if choice == Choice() and all(number and pv for number, pv in named):
        numbers, pvs = [number for number, _ in named], [pv for _, pv in named]
    elif grid is not None:
        columns = choose(grid, [None] * len(files), _known(grid, choice))
        numbers = [row.text(columns.number) if columns.number is not None else "" for row in grid.rows]
        pvs = [row.text(columns.pv) if columns.pv is not None else "" for row in grid.rows]
    return [
        IndexRow(pv, number, "", LivretFormat.NUMERIQUE, "", file, page=file, rank=0)
        for file, number, pv in zip(files, numbers, pvs, strict=True)
    ]


def _named(file: str, label: re.Pattern[str]) -> str:
    """The number that a file's name puts behind a label: « PV12_ELEVE0417.pdf »."""
    found = label.search(folded(posixpath.splitext(posixpath.basename(file))[0]))
    return found["number"] if found else ""


def _grid(files: Sequence[str]) -> Grid | None:
    """The parts of the names that change, as columns, when each name has the same number of them, two at least."""
    parts = [number_parts(file) for file in files]
    shared = set.intersection(*(set(row) for row in parts)) if len(parts) > 1 else set()
    left = [tuple(part for part in row if part not in shared) for row in parts]
    widths = {len(row) for row in left}
    if len(files) < 2 or len(widths) != 1 or widths.pop() < 2:
        return None
    rows = [GridRow(tuple(Cell(part) for part in row), rank) for rank, row in enumerate(left, start=1)]
    return Grid((), rows)


def _known(grid: Grid, choice: Choice) -> Choice:
    """The choice as far as it is one of these columns: headings cannot name the parts of a file's name."""
    return Choice(*(one if one and ranks_of(grid, one) is not None else None for one in (choice.pv, choice.number)))
