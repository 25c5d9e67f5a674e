# SPDX-License-Identifier: AGPL-3.0-or-later
"""The columns of the room, which fold: who, the livret, the decision."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

_DECISION_SHARE = 0.25
"""Of a wide window: there the names of the épreuves stand whole, and the page is still wider than on a small screen."""


class Columns(QSplitter):
    """At the left the candidates or the search in the jury; then the header over the livret; at the right the marks."""

    def __init__(self, candidates: QWidget, search: QWidget, header: QWidget, livret: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("room")  # its sizes are kept under this name
        self._candidates, self._search = candidates, search
        self._decision: QWidget | None = None
        self._decision_width = self._given = 0
        self._left = QStackedWidget()
        self._left.addWidget(candidates)
        self._left.addWidget(search)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        line = QFrame(frameShape=QFrame.Shape.HLine, frameShadow=QFrame.Shadow.Plain)
        line.setForegroundRole(self.palette().ColorRole.Mid)
        column.addWidget(line)
        column.addWidget(livret, 1)
        self.addWidget(self._left)
        self.addWidget(right)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setCollapsible(1, False)
        self.setHandleWidth(7)

    @property
    def searching(self) -> bool:
        """The search in the jury is shown."""
        return self._left.currentWidget() is self._search

    def add_decision(self, column: QWidget, width: int) -> None:
        """Put the marks and the decision at the right of the livret."""
        self._decision, self._decision_width = column, width
        self.setObjectName("sitting-room")  # three sizes are kept, and not taken from a room of two columns
        self.addWidget(column)
        self.setStretchFactor(2, 0)

    def show_decision(self) -> None:
        """Show the marks, unfolding their column."""
        sizes = self.sizes()
        if self._decision is not None and len(sizes) == 3 and not sizes[2]:
            self.setSizes([sizes[0], max(1, sizes[1] - self._decision_width), self._decision_width])

    def show_candidates(self) -> None:
        """Show the candidates, unfolding their column."""
        self._left.setCurrentWidget(self._candidates)
        self._unfold()

    def show_search(self) -> None:
        """Show the search in the jury, unfolding its column."""
        self._left.setCurrentWidget(self._search)
        self._unfold()

    def give_first_sizes(self, left: int) -> None:
        """Give the candidates what they need, the marks that or a share of a wide window, the livret the rest."""
        right = self._given = self._right_width()
        sizes = [left, max(1, self.width() - left - right)]
        self.setSizes([*sizes, right] if self._decision is not None else sizes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The marks follow the window, until somebody gave them a width."""
        super().resizeEvent(event)
        left, livret, *rest = self.sizes()
        wanted = self._right_width()
        if self._decision is not None and rest == [self._given] != [wanted]:
            self._given = wanted
            self.setSizes([left, max(1, livret + rest[0] - wanted), wanted])

    def _right_width(self) -> int:
        return max(self._decision_width, round(self.width() * _DECISION_SHARE))

    def fit_left(self, left: int) -> None:
        """Give the left column the width it needs, unless it is folded; what it gives or takes is the livret's."""
        before = self.sizes()
        if before[0]:
            self.setSizes([left, max(1, before[0] + before[1] - left), *before[2:]])

    def _unfold(self) -> None:
        left, livret, *rest = self.sizes()
        if left == 0:
            wanted = self._left.sizeHint().width()
            self.setSizes([wanted, max(1, livret - wanted), *rest])
