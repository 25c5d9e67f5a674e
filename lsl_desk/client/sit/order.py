# SPDX-License-Identifier: AGPL-3.0-or-later
"""The order of the candidate table: keys are computed once, a sort only compares them (``performance.md`` §3)."""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from operator import attrgetter
from typing import Any

from lsl_desk.client.sit.rows import CandidateRow, LivretState, fold
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.reading import ReadState

Collate = Callable[[str], Any]
"""Makes of a text a key that sorts as French readers expect; every key of one function compares with every other."""

_DIGITS = re.compile(r"[0-9]+")
_WIDTH = 18
_LAST = "\U0010ffff"
_MANY_PAGES = 100_000
"""More pages than a livret may have."""


class Column(Enum):
    """What the table can be sorted by, in the order of its columns."""

    PV = 0
    NUMBER = 1
    SERIE = 2
    FORMAT = 3
    LIVRET = 4
    PAGES = 5
    READING = 6
    POINTS = 7
    """By how near the candidate is to a threshold, on either side (features P17)."""
    DECISION = 8


def natural(number: str) -> str:
    """A key that sorts numbers by their value, « 9 » before « 012 », and puts an empty number last."""
    if not number:
        return _LAST
    if number.isascii() and number.isdigit():
        return number.zfill(_WIDTH)
    return _DIGITS.sub(lambda run: run[0].zfill(_WIDTH), number)


class SortedRows:
    """The lines of a jury, in any order asked. Equal lines stay in the order of the index."""

    def __init__(self, rows: Iterable[CandidateRow], collate: Collate = fold) -> None:
        self._rows = list(rows)
        self._collate = collate
        self._places = {row.number: place for place, row in enumerate(self._rows)}
        self._keys: dict[Column, list[Any]] = {}
        self._orders: dict[tuple[Column | None, bool], Sequence[int]] = {}
        self._order: Sequence[int] = range(len(self._rows))

    def __len__(self) -> int:
        return len(self._rows)

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
        for column, key in _CHANGING.items():
            if column in self._keys:
                self._keys[column][place] = key(row)
            for descending in (False, True):
                self._orders.pop((column, descending), None)

    def sort(self, column: Column | None, *, descending: bool = False) -> None:
        """Choose the order: by a column, or that of the index when None."""
        asked = (column, descending)
        if asked not in self._orders:
            places = range(len(self._rows))
            keys = None if column is None else self._column_keys(column)
            self._orders[asked] = sorted(places, key=keys.__getitem__, reverse=descending) if keys else places
        self._order = self._orders[asked]

    def in_order(self) -> list[CandidateRow]:
        """The lines, in the order chosen."""
        return list(map(self._rows.__getitem__, self._order))

    def _column_keys(self, column: Column) -> list[Any]:
        if column not in self._keys:
            self._keys[column] = self._made_keys(column)
        return self._keys[column]

    def _made_keys(self, column: Column) -> list[Any]:
        if column is Column.READING:
            return _reading_keys(self._rows)
        if column in _CHANGING:
            return list(map(_CHANGING[column], self._rows))
        texts = list(map(_LASTING[column], self._rows))
        return _values(texts) if column in _NUMBERS else _ranks(texts, self._collate)


def _values(texts: Sequence[str]) -> list[int] | list[str]:
    """The order of `natural`; plain numbers, which is nearly always, are compared as such."""
    together = "".join(texts)
    if together.isascii() and together.isdigit() and 0 < min(map(len, texts)) <= max(map(len, texts)) <= _WIDTH:
        return list(map(int, texts))
    return list(map(natural, texts))


def _ranks(texts: Sequence[str], collate: Collate) -> list[int]:
    """Each text is collated once, and lines compare numbers from then on. None given comes last."""
    named = sorted({text for text in texts if text}, key=collate)
    rank = {text: place for place, text in enumerate(named)} | {"": len(named)}
    # Texts that only differ in what the order does not look at stand on the same rank.
    for before, text in pairwise(named):
        if not collate(before) < collate(text):
            rank[text] = rank[before]
    return [rank[text] for text in texts]


def _reading_keys(rows: Iterable[CandidateRow]) -> list[float]:
    """What there is to read first, then what there is to ask for; one pass, without a call a line."""
    later = len(ReadState)
    return [
        _READ_RANK[(reading := row.reading).state] + reading.seen / (reading.pages + 1)
        if row.livret in _HELD
        else later + _LIVRET_RANK[row.livret]
        for row in rows
    ]


def _reading_key(row: CandidateRow) -> float:
    return _reading_keys((row,))[0]


def _nearest_key(row: CandidateRow) -> tuple[bool, Decimal, str]:
    """The nearest first whatever the side, the same distance by N° PV; who has no marks comes last."""
    distance = None if row.state is None else row.state.distance
    return distance is None, abs(distance or _NOUGHT), natural(row.pv)


def _decision_key(row: CandidateRow) -> int:
    """What asks for an action first."""
    state = row.state
    if state is not None and state.contested:
        return 0
    if state is not None and state.stale:
        return 1
    return _UNDECIDED if row.ruling is None else _RULING_RANK[row.ruling]


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
_HELD = frozenset({LivretState.PRESENT, LivretState.OTHER_NUMBER})
"""As `CandidateRow.held` says."""
_FORMAT_RANK = {form: rank for rank, form in enumerate(LivretFormat)}

_UNDECIDED = 3
_RULING_RANK = {Ruling.SUSPENDU: 2} | {
    ruling: _UNDECIDED + rank
    for rank, ruling in enumerate(
        (Ruling.AJOURNE, Ruling.SECOND_GROUPE, Ruling.ADMIS, Ruling.SANS_DECISION, Ruling.ABSENT), start=1
    )
}
_NOUGHT = Decimal(0)

_LASTING: dict[Column, Callable[[CandidateRow], str]] = {
    Column.PV: attrgetter("pv"),
    Column.NUMBER: attrgetter("number"),
    Column.SERIE: attrgetter("serie"),
}
_NUMBERS = frozenset({Column.PV, Column.NUMBER})
_CHANGING: dict[Column, Callable[[CandidateRow], Any]] = {
    Column.FORMAT: lambda row: _FORMAT_RANK[row.format],
    Column.LIVRET: lambda row: _LIVRET_RANK[row.livret],
    Column.PAGES: lambda row: row.reading.seen + row.reading.pages / _MANY_PAGES,
    Column.READING: _reading_key,
    Column.POINTS: _nearest_key,
    Column.DECISION: _decision_key,
}
