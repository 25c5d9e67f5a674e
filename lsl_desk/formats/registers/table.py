# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list with a header line, as CSV or spreadsheet: the header is looked for, columns are known by their words.

The exam office exports from several tools, each with its own headings and order; so a column is any whose heading holds
the words of a field, whatever else it holds, and lines above the header are skipped (``domain.md`` §2.4).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.folding import folded
from lsl_desk.formats.spreadsheet import read_cells

HEADER_WITHIN = 40
"""Lines among which the header is looked for."""
LONGEST_CELL = 200
"""Characters; a longer cell is not one of ours and is named as such."""
_SHOWN = 40
_EMPTY = {"", "-", "–", "—"}


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is looked for.

    Attributes:
        name: how the code calls it.
        heading: how a person calls it, in French, when it is missed.
        words: heading words, folded, of which any one set must be there in whole.
        needed: a list without this column is refused.
        filled: a line without this cell is named.
    """

    name: str
    heading: str
    words: tuple[frozenset[str], ...]
    needed: bool = True
    filled: bool = True


def field(name: str, heading: str, *words: str, needed: bool = True, filled: bool | None = None) -> Field:
    """Make a field; each of ``words`` is one set of heading words, written with spaces."""
    sets = tuple(frozenset(one.split()) for one in words)
    return Field(name, heading, sets, needed, needed if filled is None else filled)


class HeaderMissing(ValueError):  # noqa: N818 - the state of the file
    """No line of the file has the columns needed.

    Attributes:
        headings: those that no line has, in French, of the line that comes nearest.
    """

    def __init__(self, headings: Sequence[str]) -> None:
        super().__init__("no header line")
        self.headings = tuple(headings)


@dataclass(frozen=True, slots=True)
class Row:
    """A line under the header.

    Attributes:
        where: « ligne 12 », as the file numbers it.
        cells: field name → text; "" when empty or when the column is absent.
    """

    where: str
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A list as read.

    Attributes:
        rows: its lines in order, blank ones left out.
        anomalies: cells that are missing or too long; their lines are not among the rows.
    """

    rows: tuple[Row, ...]
    anomalies: tuple[Anomaly, ...]


def read_table(data: bytes, fields: Sequence[Field], *, one_of: Collection[str] = ()) -> Table:
    """Read a list.

    Args:
        data: CSV or spreadsheet.
        fields: the columns looked for.
        one_of: names of fields of which one at least has to have its column.

    Raises:
        UnreadableSheet: neither CSV nor a spreadsheet.
        HeaderMissing: no line has the columns needed.
    """
    cells = read_cells(data)
    start, places = _header(cells, fields, one_of)
    rows: list[Row] = []
    odd: list[Anomaly] = []
    for line, texts in enumerate(cells[start + 1 :], start=start + 2):
        if all(text in _EMPTY for text in texts):
            continue
        row = Row(f"ligne {line}", {name: _cell(texts, place) for name, place in places.items()})
        faults = list(_faults(row, fields))
        odd += faults
        if not faults:
            rows.append(row)
    return Table(tuple(rows), tuple(odd))


def _header(
    cells: Sequence[tuple[str, ...]], fields: Sequence[Field], one_of: Collection[str]
) -> tuple[int, dict[str, int]]:
    nearest: Sequence[Field] = [one for one in fields if one.needed or one.name in one_of]
    for place, row in enumerate(cells[:HEADER_WITHIN]):
        found = _places(row, fields)
        lacking = one_of if found.keys().isdisjoint(one_of) else ()
        missing = [one for one in fields if one.name not in found and (one.needed or one.name in lacking)]
        if not missing:
            return place, found
        if len(missing) < len(nearest):
            nearest = missing
    raise HeaderMissing([one.heading for one in nearest])


def _places(row: tuple[str, ...], fields: Sequence[Field]) -> dict[str, int]:
    """Give each field the first column whose heading fits it most closely: one with the fewest other words."""
    headings = [frozenset(_words(text)) for text in row]
    taken: dict[str, int] = {}
    for one in fields:
        fits = [
            (len(heading - words), place)
            for place, heading in enumerate(headings)
            for words in one.words
            if heading >= words and place not in taken.values()
        ]
        if fits:
            taken[one.name] = min(fits)[1]
    return taken


def _words(text: str) -> Iterator[str]:
    word = ""
    for char in f"{folded(text)} ":
        if char.isalnum():
            word += char
        elif word:
            yield word
            word = ""


def _cell(texts: tuple[str, ...], place: int) -> str:
    text = texts[place] if place < len(texts) else ""
    return "" if text in _EMPTY else text


def _faults(row: Row, fields: Sequence[Field]) -> Iterator[Anomaly]:
    for one in fields:
        text = row[one.name]
        if one.filled and not text:
            yield Anomaly(AnomalyCode.CELL_EMPTY, row.where, one.heading)
        elif len(text) > LONGEST_CELL:
            yield Anomaly(AnomalyCode.CELL_FORMAT, row.where, f"{text[:_SHOWN]}…", one.heading)
