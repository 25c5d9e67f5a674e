# SPDX-License-Identifier: AGPL-3.0-or-later
"""Between the sitting and the table of candidates: points, decisions, order, lens (features P16, P17, N04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from decimal import Decimal

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.sit.values import CandidateState, SittingState
    from lsl_desk.ui.reading_room.candidate_panel import CandidatePanel
    from lsl_desk.ui.reading_room.sitting import Sitting
    from lsl_desk.ui.tasks import Tasks


class DecidingTable(QObject):
    """Tells the panel what moved; nothing moves under the reader."""

    def __init__(self, desk: Desk, tasks: Tasks, sitting: Sitting, panel: CandidatePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._sitting, self._panel = desk, tasks, sitting, panel
        sitting.changed.connect(self._whole)
        sitting.candidate_changed.connect(self._line)
        panel.filters.lens_wanted.connect(self._look)

    def _whole(self, state: SittingState) -> None:
        desk, filters = self._desk, self._panel.filters
        self._make_room(state)
        self._panel.update_states(state.states)
        if self._sitting.with_marks:
            self._tasks.run(lambda: desk.deliberation.lens(), filters.show_lens, owner=self)  # noqa: PLW0108 - in the lane

    def _line(self, state: CandidateState) -> None:
        whole = self._sitting.state
        if whole is not None and not self._panel.model.narrow:
            self._make_room(whole)
        self._panel.update_state(state)

    def _make_room(self, state: SittingState) -> None:
        self._panel.show_sitting(deciding=self._sitting.with_marks, group=state.group)

    def _look(self, width: Decimal) -> None:
        desk, state = self._desk, self._sitting.state
        if state is not None:
            jury = state.jury
            self._tasks.run(lambda: desk.deliberation.set_lens(jury, width), self._sitting.take, owner=self)
