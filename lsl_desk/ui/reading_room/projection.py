# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a room lets a second screen see: here, and nowhere past it, what carries names is left behind (features N17).

The sheet as it is recorded is read, never the one that the bench tries; no reason, no draft, no precedent is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lsl_desk.ui.deliberating.words import mark_cell, missing_text, total_text
from lsl_desk.ui.models.decisions import decision_sign, points_text
from lsl_desk.ui.projector.values import NOBODY, MarkShown, Shown, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from lsl_desk.client.sit.rows import CandidateRow
    from lsl_desk.client.sit.values import CandidateSheet
    from lsl_desk.ui.reading_room.decision_seat import DecisionSeat
    from lsl_desk.ui.viewer.lending import Lending
    from lsl_desk.ui.viewer.viewer import LivretViewer


class RoomProjection(QObject):
    """Follows a room, and tells what may be seen of it."""

    changed = Signal(object)
    """The `Shown` as it now is."""

    def __init__(
        self,
        viewer: LivretViewer,
        decision: DecisionSeat,
        called: Callable[[], CandidateRow | None],
        parent: QWidget | None = None,
    ) -> None:
        """Follow a room.

        Args:
            viewer: the room's.
            decision: the room's.
            called: the candidate that the room shows, None for nobody.
            parent: the room.
        """
        super().__init__(parent)
        self._called = called
        self._column = decision.column
        self._decided = False
        self._last = NOBODY
        self.source: Lending = viewer.lending
        self.source.moved.connect(self.look)
        viewer.page_changed.connect(self.look)
        if self._column is not None:
            self._column.asking.opened.connect(self.look)
            self._column.asking.shown.connect(self.look)

    @property
    def shown(self) -> Shown:
        """What may be seen now."""
        row = self._called()
        if row is None:
            return NOBODY
        page = self.source.glimpse()
        sheet = None if self._column is None else self._column.current.sheet
        if sheet is None or sheet.number != row.number:
            return shown(row.number, row.serie, page, awaited=row.held)
        rules, result = sheet.rules, sheet.result
        total = missing = ""
        if rules is not None and result is not None:
            total, missing = total_text(result, rules), missing_text(result, rules)
        marks = [MarkShown(line.label, f"c{points_text(line.coefficient)}", mark_cell(line)) for line in sheet.lines]
        return shown(
            row.number,
            row.serie,
            page,
            awaited=row.held,
            marks=marks,
            total=total,
            missing=missing,
            decision=self._decision(sheet),
        )

    def show_decision(self, wanted: bool) -> None:
        """Let the decision be seen once it is taken, or no longer."""
        self._decided = wanted
        self.look()

    def end(self) -> None:
        """Nothing is projected any more."""
        self.source.show_elsewhere(None, 0)
        self.deleteLater()

    def look(self) -> None:
        """See what is there, and tell it if it is something else."""
        now = self.shown
        if now != self._last:
            self._last = now
            self.changed.emit(now)

    def _decision(self, sheet: CandidateSheet) -> str:
        taken = self._decided and sheet.decision.decision is not None
        return str(decision_sign(sheet.decision)) if taken and not sheet.stale and sheet.contested is None else ""
