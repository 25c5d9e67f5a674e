# SPDX-License-Identifier: AGPL-3.0-or-later
"""The marks of a candidate as lines of cells; a change tells the cells that changed, and rebuilds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from lsl_desk.client.sit.values import MarkState
from lsl_desk.domain.marks import POINTS, ExamCode
from lsl_desk.ui.deliberating.words import (
    POINTS_LABEL,
    mark_cell,
    mark_sign,
    mark_told,
    tenth_text,
    year_short,
)
from lsl_desk.ui.models.decisions import points_text
from lsl_desk.ui.models.signs import Tone, colour

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from lsl_desk.client.sit.values import CandidateSheet, MarkLine
    from lsl_desk.ui.palettes import Tints

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Column(IntEnum):
    """What stands beside each épreuve."""

    EXAM = 0
    COEFFICIENT = 1
    MARK = 2
    POINTS = 3
    YEAR = 4
    GAP = 5


HEADINGS: dict[Column, tuple[str, str]] = {
    Column.EXAM: ("Épreuve", "Épreuve"),
    Column.COEFFICIENT: ("c.", "Coefficient"),
    Column.MARK: ("Note", "Note qui compte"),
    Column.POINTS: ("Pts", "Points apportés au total"),
    Column.YEAR: ("Année", "Moyennes de l’année, par période, sans décimale"),
    Column.GAP: ("Éc.", "Écart de l’année avec la note"),
}
"""Heading and full words."""
COUNTED = frozenset({Column.MARK, Column.POINTS})
"""Hatched while what they show is only tried."""
LEFT = frozenset({Column.EXAM, Column.YEAR})
"""Written from the left."""
_COLUMNS = len(Column)
_CHOSEN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EMPTY = Qt.ItemFlag.NoItemFlags
_QUIET = frozenset({Column.COEFFICIENT, Column.YEAR})
_IN_WORDS = frozenset({Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole})


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is painted.

    Attributes:
        exam: code, `POINTS` for the points of the jury.
        cells: texts, by `Column`.
        told: the whole in words.
        tone: of the mark.
        strong: the mark was changed.
        tried: nothing of it is recorded.
        faint: it may not be raised.
    """

    exam: ExamCode
    cells: tuple[str, ...]
    told: str
    tone: Tone
    strong: bool
    tried: bool
    faint: bool


def line_of(mark: MarkLine) -> Line:
    """An épreuve as it is painted."""
    sign = mark_sign(mark)
    return Line(
        exam=mark.exam,
        cells=(
            mark.label,
            points_text(mark.coefficient),
            mark_cell(mark),
            "" if mark.points is None else points_text(mark.points),
            year_short(mark.year),
            "" if mark.gap is None else tenth_text(mark.gap),
        ),
        told=mark_told(mark),
        tone="plain" if sign is None else sign.tone,
        strong=mark.state not in {MarkState.GIVEN, MarkState.MISSING},
        tried=mark.state is MarkState.TRIED,
        faint=mark.not_raisable is not None,
    )


def points_line(sheet: CandidateSheet, *, tried: bool) -> Line:
    """The points of the jury, last line of the table."""
    rules = sheet.rules
    allowed = rules is None or rules.points_allowed
    given = points_text(sheet.added) if sheet.added or allowed else "–"
    cap = None if rules is None else rules.points_cap
    told = f"{POINTS_LABEL}\u00a0: {given}" + ("" if cap is None else f", plafond {points_text(cap)}")
    tone: Tone = "accent" if sheet.added else "plain"
    cells = (POINTS_LABEL, "", given, points_text(sheet.added) if sheet.added else "", "", "")
    return Line(POINTS, cells, told, tone, bool(sheet.added), tried, not allowed)


def lines_of(sheet: CandidateSheet, *, gap_first: bool, points_tried: bool = False) -> tuple[Line, ...]:
    """The lines in the order of the text, or the largest gap with the year first; points of the jury last."""
    marks = list(sheet.lines)
    if not marks:
        return ()
    if gap_first:
        marks.sort(key=lambda one: (one.gap is None, -one.gap if one.gap is not None else 0))
    return (*map(line_of, marks), points_line(sheet, tried=points_tried))


class MarksModel(QAbstractTableModel):
    """Lines of marks; one empty line may stand under one of them, where what is typed about it is."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self._gap: int | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown, without the empty line."""
        return self._lines

    @property
    def gap(self) -> int | None:
        """Row of the empty line."""
        return self._gap

    def fill(self, lines: tuple[Line, ...]) -> None:
        """Show these; the same épreuves in the same order change their cells only."""
        if [one.exam for one in lines] != [one.exam for one in self._lines]:
            self.beginResetModel()
            self._lines, self._gap = lines, None
            self.endResetModel()
            return
        before, self._lines = self._lines, lines
        for place, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                row = self.row_at(place)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def open_gap(self, row: int) -> None:
        """Put the empty line at this row."""
        self.close_gap()
        self.beginInsertRows(_NOWHERE, row, row)
        self._gap = row
        self.endInsertRows()

    def close_gap(self) -> None:
        """Take it away."""
        if self._gap is not None:
            self.beginRemoveRows(_NOWHERE, self._gap, self._gap)
            self._gap = None
            self.endRemoveRows()

    def row_of(self, exam: ExamCode) -> int:
        """Row of an épreuve, -1 when it is not shown."""
        place = next((place for place, one in enumerate(self._lines) if one.exam == exam), -1)
        return place if place < 0 else self.row_at(place)

    def row_at(self, place: int) -> int:
        """Row of a line."""
        return place if self._gap is None or place < self._gap else place + 1

    def line(self, row: int) -> Line | None:
        """What a row shows, None for the empty line."""
        if row == self._gap or row < 0:
            return None
        place = row if self._gap is None or row < self._gap else row - 1
        return self._lines[place] if place < len(self._lines) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Lines, and the empty one."""
        return 0 if parent.isValid() else len(self._lines) + (self._gap is not None)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """See `Column`."""
        return 0 if parent.isValid() else _COLUMNS

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The empty line cannot be chosen."""
        return _EMPTY if index.row() == self._gap else _CHOSEN

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, and the whole line in words; how it looks is the delegate's."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[index.column()]
        return line.told if role in _IN_WORDS else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings; their full words as tooltip and for a screen reader."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        short, full = HEADINGS[Column(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return short
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return full
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = section in {Column.EXAM, Column.YEAR}
            return int(
                (Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
            )
        return None


def shade_of(line: Line, column: int, tints: Tints) -> QColor | None:
    """The colour of a cell's text, None for that of the table."""
    if column == Column.MARK:
        return colour(line.tone, tints)
    quiet = column in _QUIET or (line.faint and column == Column.EXAM)
    return tints.muted if quiet else None
