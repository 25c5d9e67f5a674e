# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lays the occurrences found and the words selected over the pages."""

from collections import defaultdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lsl_desk.ui.viewer.find_bar import FindBar
from lsl_desk.ui.viewer.page_view import PageView
from lsl_desk.ui.viewer.painting import Marks
from lsl_desk.ui.viewer.picking import Picking

if TYPE_CHECKING:
    from lsl_desk.ui.viewer.turning import Rect


class Marking(QObject):
    """Keeps the marks of a view up to date with a selection and a search."""

    def __init__(self, view: PageView, picking: Picking, find_bar: FindBar) -> None:
        super().__init__(view)
        self._view = view
        self._picking = picking
        self._find_bar = find_bar
        picking.changed.connect(self._mark)
        find_bar.changed.connect(self._mark)

    def _mark(self) -> None:
        found: defaultdict[int, list[Rect]] = defaultdict(list)
        current: defaultdict[int, list[Rect]] = defaultdict(list)
        selected: defaultdict[int, list[Rect]] = defaultdict(list)
        findings = self._find_bar.findings
        for match in findings.matches:
            (current if match == findings.shown else found)[match.page] += self._find_bar.rects(match)
        if self._picking.selection is not None:
            selected[self._picking.selection.page] += self._picking.rects()
        self._view.mark(
            {
                page: Marks(tuple(found[page]), tuple(current[page]), tuple(selected[page]))
                for page in {*found, *current, *selected}
            }
        )
