# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of candidates with as many lines as a whole centre, filtered by a key and sorted by a click."""

import random
import sys
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from bench.figures import milliseconds
from bench.screen_time import Moment, Paints, come_forward, rest, serve_in_loop
from lsl_desk.client.sit.order import Column
from lsl_desk.client.sit.query import parse
from lsl_desk.client.sit.rows import CandidateRow, LivretState, fold
from lsl_desk.domain.ids import PvNumber, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.reading import Reading, ReadState
from lsl_desk.ui.palettes import apply_theme
from lsl_desk.ui.reading_room.candidate_panel import CandidatePanel

_SERIES = ("ES", "L", "S", "STI2D", "STL", "STMG", "ST2S")
_SORTED = (Column.NUMBER, Column.SERIE, Column.LIVRET, Column.READING, Column.PV)
_QUIET = 60


def rows(count: int) -> tuple[CandidateRow, ...]:
    """Invent lines; the same for the same count."""
    draw = random.Random(count)  # noqa: S311 - nothing is secret
    numbers = draw.sample(range(10_000, 10_000 + 3 * count), count)
    return tuple(_row(draw, pv, str(number)) for pv, number in enumerate(numbers, start=1))


def _row(draw: random.Random, pv: int, number: str) -> CandidateRow:
    serie, pages, paper = draw.choice(_SERIES), draw.randrange(2, 7), draw.random() < 0.1
    seen = draw.choice((0, 0, draw.randrange(pages), pages))
    state = ReadState.READ if seen == pages else ReadState.PARTIAL if seen else ReadState.UNREAD
    return CandidateRow(
        pv=PvNumber(str(pv)),
        number=StudentNumber(number),
        serie=serie,
        format=LivretFormat.PAPIER if paper else LivretFormat.NUMERIQUE,
        livret=LivretState.PAPER if paper else LivretState.PRESENT,
        reading=Reading(ReadState.NO_LIVRET) if paper else Reading(state, seen, pages),
        problem=None,
        reason="",
        folded_numbers=fold(f"{pv}\n{number}"),
        folded_serie=fold(serie),
    )


class TableWindow(QWidget):
    """The panel of the reading room, as wide as there."""

    def __init__(self) -> None:
        super().__init__()
        self._panel = CandidatePanel()
        self._panel.setFixedWidth(self._panel.first_width())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._panel)
        row.addStretch()
        self._paints = Paints(self._panel.table.viewport())
        self._shown: tuple[CandidateRow, ...] = ()

    def fill(self, count: int) -> int:
        """Show so many lines."""
        come_forward(self)
        self._shown = rows(count)
        self._panel.show_rows(self._shown)
        self._settle()
        return count

    def repaint_table(self, count: int) -> list[float]:
        """Repaint the table so many times; return the milliseconds to the screen."""
        return [self._timed(self._panel.table.viewport().update) for _ in range(count)]

    def filter(self, count: int) -> list[float]:
        """Type a digit in the search line so many times, from all the lines; return the milliseconds to the screen."""
        self._panel.query.setFocus()
        times = []
        for turn in range(count):
            self._panel.query.clear()
            self._settle()
            digit = Qt.Key(Qt.Key.Key_0.value + turn % 10)
            times.append(self._timed(partial(QTest.keyPress, self._panel.query, digit)))
            QTest.keyRelease(self._panel.query, digit)
            self._settle()
        self._panel.query.clear()
        self._settle()
        return times

    def sort(self, count: int) -> list[float]:
        """Click a heading so many times, each on lines never sorted before; return the milliseconds to the screen."""
        header = self._panel.table.horizontalHeader()
        times = []
        for turn in range(count):
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self._panel.show_rows(self._shown)
            self._settle()
            column = _SORTED[turn % len(_SORTED)].value
            where = header.rect().center()
            where.setX(header.sectionViewportPosition(column) + header.sectionSize(column) // 2)
            left = Qt.MouseButton.LeftButton
            times.append(self._timed(partial(QTest.mouseClick, header.viewport(), left, pos=where)))
            self._settle()
        return times

    def grow(self, counts: list[int]) -> list[float]:
        """Show, sort and filter so many lines, without painting; return the milliseconds of each count."""
        return [min(milliseconds(partial(self._all, lines)) for _ in range(3)) for lines in map(rows, counts)]

    def _all(self, lines: tuple[CandidateRow, ...]) -> None:
        model = self._panel.model
        model.show(lines, parse(""))
        for column in _SORTED:
            model.sort(column.value)
        model.filter(parse("3"))

    def _timed(self, work: Callable[[], object]) -> float:
        moment = Moment(self._paints.painted)
        began = time.monotonic()
        work()
        return (moment.wait() - began) * 1000

    def _settle(self) -> None:
        rest(_QUIET, self._paints.painted)


def main() -> int:
    """Serve ``fill``, ``repaint``, ``filter``, ``sort`` and ``grow``."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    apply_theme("light")
    window = TableWindow()
    window.setGeometry(QApplication.primaryScreen().availableGeometry())
    window.show()
    notifier = serve_in_loop(
        {
            "fill": window.fill,
            "repaint": window.repaint_table,
            "filter": window.filter,
            "sort": window.sort,
            "grow": window.grow,
        }
    )
    code = application.exec()
    del notifier
    return code


if __name__ == "__main__":
    sys.exit(main())
