# SPDX-License-Identifier: AGPL-3.0-or-later
"""The order of the candidate table: keys are computed once, a sort only compares them (``performance.md`` §3)."""

import re
from collections.abc import Callable, Collection, Iterable
from enum import Enum
from typing import Any

from lsl_desk.client.sit.rows import CandidateRow, LivretState, fold
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.reading import ReadState

Collate = Callable[[str], Any]
"""Makes of a text a key that sorts as French readers expect; every key of one function compares with every other."""

_DIGITS = re.compile(r"[0-9]+")
_WIDTH = 18
_LAST = "\U0010ffff"


class Column(Enum):
    """What the table can be sorted by, in the order of its columns."""

    PV = 0
    NUMBER = 1
    SERIE = 2
    FORMAT = 3
    LIVRET = 4
    PAGES = 5
    READING = 6


def natural(number: str) -> str:
    """A key that sorts numbers by their value, « 9 » before « 012 », and puts an empty number last."""
    if not number:
        return _LAST
    return _DIGITS.sub(lambda run: run[0].zfill(_WIDTH), number)


class SortedRows:
    """The lines of a jury, in any order asked. Equal lines stay in the order of the index."""

    def __init__(self, rows: Iterable[CandidateRow], collate: Collate = fold) -> None:
        self._rows = list(rows)
        self._places = {row.number: place for place, row in enumerate(self._rows)}
        self._series = _ranks({row.serie for row in self._rows}, collate)
        self._keys: dict[Column, list[Any]] = {}
        self._sorted: tuple[Column | None, bool] = (None, False)
        self._order = list(range(len(self._rows)))

    @property
    def rows(self) -> tuple[CandidateRow, ...]:
        """The lines, in the order of the index."""
        return tuple(self._rows)

    def row(self, number: StudentNumber) -> CandidateRow | None:
        """The line of a N° élève."""
        place = self._places.get(number)
        return None if place is None else self._rows[place]

    def replace(self, row: CandidateRow) -> None:
        """Put a line in the place of the one of the same N° élève; the order shown does not move under the reader."""
        place = self._places[row.number]
        self._rows[place] = row
        for column, keys in self._keys.items():
            keys[place] = self._key(column, row)

    def sort(self, column: Column | None, *, descending: bool = False) -> None:
        """Choose the order: by a column, or that of the index when None."""
        self._sorted = (column, descending)
        places = range(len(self._rows))
        self._order = (
            list(places)
            if column is None
            else sorted(places, key=self._column_keys(column).__getitem__, reverse=descending)
        )

    def in_order(self) -> list[CandidateRow]:
        """The lines, in the order chosen."""
        rows = self._rows
        return [rows[place] for place in self._order]

    def _column_keys(self, column: Column) -> list[Any]:
        if column not in self._keys:
            self._keys[column] = [self._key(column, row) for row in self._rows]
        return self._keys[column]

    def _key(self, column: Column, row: CandidateRow) -> Any:
        if column is Column.SERIE:
            return self._series[row.serie]
        return _KEYS[column](row)


def _ranks(texts: Collection[str], collate: Collate) -> dict[str, int]:
    """Few texts stand on many lines: each is collated once, and lines compare numbers. None given comes last."""
    named = sorted((text for text in texts if text), key=collate)
    return {text: rank for rank, text in enumerate([*named, ""])}


def _reading_key(row: CandidateRow) -> float:
    if not row.held:
        return len(ReadState) + _LIVRET_RANK[row.livret]
    return _READ_RANK[row.reading.state] + row.reading.seen / (row.reading.pages + 1)


# By what there is to do: what asks for an action comes first.
_READ_RANK = {
    state: rank
    for rank, state in enumerate(
        (ReadState.STALE, ReadState.UNREAD, ReadState.PARTIAL, ReadState.READ, ReadState.NO_LIVRET)
    )
}
_LIVRET_RANK = {
    state: rank
    for rank, state in enumerate(
        (
            LivretState.OTHER_NUMBER,
            LivretState.REFUSED,
            LivretState.MISSING,
            LivretState.UNKNOWN,
            LivretState.PRESENT,
            LivretState.PAPER,
            LivretState.NONE,
        )
    )
}
_FORMAT_RANK = {form: rank for rank, form in enumerate(LivretFormat)}

_KEYS: dict[Column, Callable[[CandidateRow], Any]] = {
    Column.PV: lambda row: natural(row.pv),
    Column.NUMBER: lambda row: natural(row.number),
    Column.FORMAT: lambda row: _FORMAT_RANK[row.format],
    Column.LIVRET: lambda row: _LIVRET_RANK[row.livret],
    Column.PAGES: lambda row: (row.reading.seen, row.reading.pages),
    Column.READING: _reading_key,
}
