# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the room and its third column meet; a Desk that only reads has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lsl_desk.client.desk import Desk
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.actions import Actions
    from lsl_desk.ui.reading_room.columns import Columns
    from lsl_desk.ui.reading_room.sitting import Sitting
    from lsl_desk.ui.tasks import Tasks

ACTIONS = (
    "focus_marks",
    "raise_mark",
    "least_raises",
    "bench",
    "gap_first",
    "undo_change",
    "decide",
    "examine_paper",
    "read_card",
)
"""What has no effect on a Desk that only reads."""


class DecisionSeat(QObject):
    """Tells the column whom the room shows, and the room what the column recorded."""

    page_wanted = Signal(int)
    """Index from 0 of the page of the livret to open."""
    left = Signal()
    """The keyboard goes back to the livret."""

    def __init__(
        self, desk: Desk, tasks: Tasks, actions: Actions, sitting: Sitting, columns: Columns, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._columns, self._room = desk, tasks, columns, parent
        self.column = None
        for name in ACTIONS:
            actions.allow(name, desk.deliberates)
        if not desk.deliberates:
            return
        from lsl_desk.ui.deliberating.column import WIDTH, DeliberationColumn  # noqa: PLC0415 - who only reads has none

        self.column = DeliberationColumn(desk, tasks, actions)
        columns.add_decision(self.column, WIDTH)
        sitting.changed.connect(self.column.show_sitting)
        self.column.changed.connect(sitting.show_line)
        self.column.page_wanted.connect(self.page_wanted)
        self.column.left.connect(self.left)
        self.column.label_wanted.connect(self._ask_where)
        for name in ACTIONS:
            actions[name].triggered.connect(self._unfold)

    def show_candidate(self, jury: JuryId, number: StudentNumber) -> None:
        """The room shows a candidate."""
        if self.column is not None:
            self.column.show_candidate(jury, number)

    def show_nobody(self) -> None:
        """The room shows nobody."""
        if self.column is not None:
            self.column.show_nobody()

    def focus(self) -> bool:
        """Put the keyboard in the marks; False where there are none."""
        if self.column is None:
            return False
        self._unfold()
        self.column.focus_marks()
        return True

    def refresh(self) -> None:
        """Acts came, or the livret on the screen was read."""
        if self.column is not None:
            self.column.refresh()

    def _ask_where(self, number: StudentNumber) -> None:
        """Where the visa label goes; the dialog was asked for, and blocks nothing."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - few labels are written

        dialog = QFileDialog(self._room, "Étiquette du visa")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["Étiquette à imprimer (*.pdf)"])
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"etiquette-{number}.pdf")
        dialog.fileSelected.connect(lambda path: self.write_label(path, number))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_label(self, path: str, number: StudentNumber) -> None:
        """Write the visa label of a paper livret declared examined."""
        column, desk = self.column, self._desk
        about = None if column is None else column.asking.about
        if column is None or about is None:
            return
        self._tasks.run(
            lambda: desk.deliberation.write_labels(path, about[0], (number,)),
            lambda _none: column.answer.approve(f"étiquette de {number} écrite."),
            lambda refusal: column.answer.refuse(refusal, column.current.rules),
            owner=self,
        )

    def _unfold(self) -> None:
        self._columns.show_decision()
