# SPDX-License-Identifier: AGPL-3.0-or-later
"""The candidate table: lines in a Python list, sorted and filtered there; no proxy model (``performance.md`` §3)."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCollator, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetrics

from lsl_desk.client.sit.order import Column, SortedRows
from lsl_desk.client.sit.query import Query, series_of
from lsl_desk.client.sit.rows import CandidateRow, LivretState
from lsl_desk.client.sit.tally import Tally, moved, tally
from lsl_desk.client.sit.values import CandidateState
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.reading import Reading
from lsl_desk.sentences import PROBLEMS
from lsl_desk.ui.french import FRENCH
from lsl_desk.ui.models.signs import Sign, colour, format_sign, livret_sign, pages_spoken, pages_text, reading_sign
from lsl_desk.ui.models.sitting_signs import (
    decision_sign,
    decision_spoken,
    examined_sign,
    points_sign,
    points_spoken,
    points_text,
)
from lsl_desk.ui.palettes import LIGHT, Tints

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole

HEADINGS: dict[Column, tuple[str, str]] = {
    Column.PV: ("PV", "N° PV candidat"),
    Column.NUMBER: ("N°", "N° élève, imprimé sur chaque page du livret"),
    Column.SERIE: ("Série", "Série"),
    Column.FORMAT: ("Format", "Format de livret annoncé"),
    Column.LIVRET: ("Livret", "Livret gardé sur ce poste"),
    Column.PAGES: ("Pages", "Pages lues, sur le nombre de pages"),
    Column.READING: ("Lecture", "Lecture du livret dans sa version actuelle"),
    Column.POINTS: (
        "Pts",
        "Points qui manquent jusqu’au prochain seuil, celui d’une mention compris\u202f; ▲ dans la loupe",
    ),
    Column.DECISION: ("Déc.", "Décision du jury"),
}
"""Heading and full words of each column."""

NARROW: dict[Column, str] = {Column.FORMAT: "Fmt", Column.READING: "Lu"}
"""Headings while the table shows a sitting with marks: its columns leave room for the marks."""

WIDEST: dict[Column, str] = {
    Column.PV: "0000",
    Column.NUMBER: "00000",
    Column.SERIE: "STMG",
    Column.FORMAT: "▣ numérique",
    Column.LIVRET: "≠ autre numéro",
    Column.PAGES: "00 / 00",
    Column.READING: "– sans livret",
    Column.POINTS: "\u2212000 ▲10",
    Column.DECISION: "✓ à reprendre",
}
"""A text as wide as a column usually needs, from which its first width is computed."""

NARROW_WIDEST: dict[Column, str] = {Column.FORMAT: "▣", Column.READING: "✗ manquant", Column.PV: "000"}
"""The same while the table is narrow."""

_COLUMNS = tuple(Column)
# Elsewhere the column « livret » gives the reason, if the source told one: no file is expected on this Desk.
_ABOUT_A_FILE = frozenset({LivretState.PRESENT, LivretState.OTHER_NUMBER, LivretState.REFUSED, LivretState.MISSING})
_SHORT_REASONS = {"opposition de la famille": "opposition"}
"""Reasons too long for the column; whole in the tooltip and in place of the livret."""
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ALIGNMENT = {
    Column.PV: _RIGHT,
    Column.NUMBER: _CENTRE,
    Column.SERIE: _CENTRE,
    Column.PAGES: _CENTRE,
}


class CandidatesModel(QAbstractTableModel):
    """The candidates of a jury as the table shows them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = SortedRows(())
        self._query = Query()
        self._tally = Tally()
        self._series: tuple[str, ...] = ()
        self._shown: list[CandidateRow] = []
        self._numbers: list[StudentNumber] | None = None
        self._order: tuple[int, Qt.SortOrder] | None = None
        self.readers: Mapping[StudentNumber, str] = {}
        """By N° élève, who read the livret on another post, in words."""
        self.narrow = False
        """The columns are those of a sitting with marks (`NARROW`)."""
        self._tints = LIGHT
        self._bold = QFont()
        self._bold.setBold(True)

    @property
    def shown(self) -> list[CandidateRow]:
        """The lines shown, in their order; not to be changed."""
        return self._shown

    @property
    def everyone(self) -> tuple[CandidateRow, ...]:
        """All the lines of the jury, in the order of its index."""
        return self._lines.rows

    @property
    def tally(self) -> Tally:
        """How far the whole jury is, shown or not."""
        return self._tally

    @property
    def series(self) -> tuple[str, ...]:
        """The séries of the jury."""
        return self._series

    @property
    def total(self) -> int:
        """Candidates of the jury, shown or not."""
        return len(self._lines)

    def show(self, rows: tuple[CandidateRow, ...], query: Query) -> None:
        """Show a jury, in the order of its index."""
        self.beginResetModel()
        self._lines = SortedRows(rows, QCollator(FRENCH).sortKey)
        self._order = None
        self._tally, self._series = tally(rows), series_of(rows)
        self._query = query
        self._refresh()
        self.endResetModel()

    def filter(self, query: Query) -> None:
        """Show only the lines that satisfy a query, in the order chosen."""
        self.beginResetModel()
        self._query = query
        self._refresh()
        self.endResetModel()

    def update_reading(self, number: StudentNumber, reading: Reading) -> None:
        """Show that a livret was further read. The line stays where it is, whatever the order and filter."""
        line = self._lines.row(number)
        if line is None:
            return
        self._put(line, line.with_reading(reading))

    def update_state(self, state: CandidateState) -> None:
        """Show what became of a candidate's marks or decision: one line, which stays where it is."""
        line = self._lines.row(state.number)
        if line is not None and line.state != state:
            self._put(line, line.with_state(state))

    def update_states(self, states: Mapping[StudentNumber, CandidateState]) -> None:
        """The same of everybody; only what changed is drawn again, and no line moves."""
        for line in self._lines.rows:
            after = line.with_state(states.get(line.number))
            if after.state != line.state:
                self._put(line, after)

    def _put(self, line: CandidateRow, after: CandidateRow) -> None:
        self._order = None
        self._lines.replace(after)
        self._tally = moved(self._tally, line, after)
        place = self.place_of(after.number)
        if place >= 0:
            self._shown[place] = after
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(_COLUMNS) - 1))

    def update(self, rows: tuple[CandidateRow, ...]) -> bool:
        """Take how far lines are read and decided now, when that is all that changed; no line moves.

        Returns:
            False when something else changed too: nothing was taken.
        """
        before = self._lines.rows
        if len(before) != len(rows) or any(
            old.with_reading(new.reading).with_state(new.state) != new for old, new in zip(before, rows, strict=True)
        ):
            return False
        for old, new in zip(before, rows, strict=True):
            if old != new:
                self._put(old, new)
        return True

    def row(self, number: StudentNumber) -> CandidateRow | None:
        """The line of a candidate, shown or not."""
        return self._lines.row(number)

    def place_of(self, number: StudentNumber | None) -> int:
        """Where a candidate is in the table, -1 when not shown."""
        if self._numbers is None:
            self._numbers = list(map(attrgetter("number"), self._shown))
        try:
            return self._numbers.index(number)  # type: ignore[arg-type] # nobody is not in the list
        except ValueError:
            return -1

    def dress(self, shown: Tints) -> None:
        """Take the colours of a palette."""
        self._tints = shown
        if self._shown:
            last = self.index(len(self._shown) - 1, len(_COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [_Role.ForegroundRole])

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """One row a candidate shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """See `Column`."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """A cell: its text, its colour, and the words a screen reader says."""
        answer = _ANSWERS.get(role)
        if answer is None or not index.isValid():
            return None
        return answer(self, self._shown[index.row()], _COLUMNS[index.column()])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """A heading; its full words as tooltip and for a screen reader."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(_COLUMNS):
            return None
        short, full = HEADINGS[_COLUMNS[section]]
        short = NARROW.get(_COLUMNS[section], short) if self.narrow else short
        if role == _Role.DisplayRole:
            return short
        if role in {_Role.ToolTipRole, _Role.AccessibleTextRole}:
            return full
        return int(_ALIGNMENT.get(_COLUMNS[section], _LEFT)) if role == _Role.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or as the index is for column -1. What is selected stays selected."""
        if self._order == (column, order):
            return  # Qt asks twice when it is told to sort by program
        self._order = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [self._shown[index.row()].number for index in before]
        descending = order is Qt.SortOrder.DescendingOrder
        self._lines.sort(_COLUMNS[column] if column >= 0 else None, descending=descending)
        self._refresh()
        places = {number: self.place_of(number) for number in set(numbers)}
        after = [self.index(places[number], index.column()) for number, index in zip(numbers, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _refresh(self) -> None:
        self._shown = self._query.select(self._lines.in_order())
        self._numbers = None

    def _foreground(self, row: CandidateRow, column: Column) -> object:
        sign = _signed(row, column, narrow=self.narrow)
        return None if sign is None else colour(sign.tone, self._tints)

    def _font(self, _row: CandidateRow, column: Column) -> QFont | None:
        return self._bold if column is Column.NUMBER else None

    def _text(self, row: CandidateRow, column: Column) -> str:
        if self.narrow and column is Column.FORMAT:
            return format_sign(row.format).sign
        return points_text(row) if column is Column.POINTS else _text(row, column, narrow=self.narrow)


def first_width(column: Column, font: QFont, *, narrow: bool = False) -> int:
    """The width a column starts with, in logical pixels; ``narrow`` beside marks."""
    bold = QFont(font)
    bold.setBold(True)
    metrics = QFontMetrics(bold if column is Column.NUMBER else font)
    words = NARROW.get(column, HEADINGS[column][0]) if narrow else HEADINGS[column][0]
    heading = QFontMetrics(font).horizontalAdvance(words) + (12 if narrow else 22)
    widest = NARROW_WIDEST.get(column, WIDEST[column]) if narrow else WIDEST[column]
    return max(metrics.horizontalAdvance(widest) + 14, heading)


def _signed(row: CandidateRow, column: Column, *, narrow: bool) -> Sign | None:
    if column is Column.FORMAT:
        return format_sign(row.format)
    if column is Column.LIVRET:
        return livret_sign(row.livret) if row.livret in _ABOUT_A_FILE else None
    if column is Column.POINTS:
        return points_sign(row)
    if column is Column.DECISION:
        return decision_sign(row)
    if column is Column.READING:
        return examined_sign(row) if narrow else reading_sign(row)
    return None


def _text(row: CandidateRow, column: Column, *, narrow: bool) -> str:
    sign = _signed(row, column, narrow=narrow)
    if sign is not None:
        return str(sign).rstrip("\u00a0")
    if column is Column.DECISION:
        return ""
    if column is Column.PAGES:
        return pages_text(row)
    reason = _SHORT_REASONS.get(row.reason, row.reason)
    return {Column.PV: row.pv, Column.NUMBER: row.number, Column.LIVRET: reason}.get(column, row.serie)


def _tip(model: CandidatesModel, row: CandidateRow, _column: Column) -> str:
    parts = [spoken(row)]
    if row.number in model.readers:
        parts.append(model.readers[row.number])
    if row.problem is not None:
        parts.append(PROBLEMS[row.problem])
    if row.reason:
        parts.append(row.reason)
    return "\n".join(parts)


def spoken(row: CandidateRow) -> str:
    """A line as a screen reader says it: « N° PV 12, N° élève 0417, série ES, numérique, 2 pages lues sur 4 »."""
    parts = [f"N° PV {row.pv}"] if row.pv else []
    parts.append(f"N° élève {row.number}")
    parts += [f"série {row.serie}"] if row.serie else []
    said = [format_sign(row.format).word, pages_spoken(row), points_spoken(row), decision_spoken(row)]
    said += ["livret à examiner avant la décision"] if row.compulsory else []
    return ", ".join([*parts, *(one for one in said if one)])


_ANSWERS: dict[int, Callable[[CandidatesModel, CandidateRow, Column], object]] = {
    _Role.DisplayRole: CandidatesModel._text,  # noqa: SLF001 - the class's own table of answers
    _Role.ToolTipRole: _tip,
    _Role.AccessibleTextRole: lambda _model, row, _column: spoken(row),
    _Role.ForegroundRole: CandidatesModel._foreground,  # noqa: SLF001 - the class's own table of answers
    _Role.FontRole: CandidatesModel._font,  # noqa: SLF001 - the class's own table of answers
    _Role.TextAlignmentRole: lambda _model, _row, column: int(_ALIGNMENT.get(column, _LEFT)),
}
