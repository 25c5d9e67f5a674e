# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a digit typed anywhere to the livret: opens the field, asks the Desk, gives the keyboard back (features N15)."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from lsl_desk.client.desk import Desk
from lsl_desk.client.sit.locate import Found, Location
from lsl_desk.client.sit.rows import CandidateRow
from lsl_desk.domain.ids import JuryId
from lsl_desk.ui.reading_room.jump import JumpField, which_number
from lsl_desk.ui.tasks import Tasks


class Jumping(QObject):
    """The jump of one room. A text field that has the keyboard keeps its digits: it takes them before any shortcut."""

    found = Signal(object, str)
    """N° élève, and which number was meant when both were possible (else "")."""

    jury_wanted = Signal(object, str)
    """Another jury, and the number to open there."""

    def __init__(self, desk: Desk, tasks: Tasks, room: QWidget) -> None:
        super().__init__(room)
        self._desk, self._tasks, self._room = desk, tasks, room
        self._jury: JuryId | None = None
        self._rows: Sequence[CandidateRow] = ()
        self._before: QWidget | None = None
        self.field = JumpField(room)
        self.field.asked.connect(self._ask)
        self.field.jury_wanted.connect(self._other_jury)
        self.field.left.connect(self.leave)
        for digit in "0123456789":
            shortcut = QShortcut(QKeySequence(digit), room, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda digit=digit: self.start(digit))

    def open_jury(self, jury: JuryId, rows: Sequence[CandidateRow]) -> None:
        """Jump within this jury from now on."""
        self._jury, self._rows = jury, rows

    def start(self, typed: str = "") -> None:
        """Open the field with what was typed so far."""
        if self._jury is None:
            return
        if not self.field.isVisible():
            self._before = QApplication.focusWidget()
        self.field.start(typed)

    def leave(self) -> None:
        """Close the field; the keyboard goes back where it was."""
        before, self._before = self._before, None
        self.field.close_field()
        if before is not None and self._room.isAncestorOf(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, typed: str) -> None:
        jury = self._jury
        if jury is not None:
            self._tasks.run(
                lambda: self._desk.locate(jury, typed), lambda found: self._located(typed, found), owner=self
            )

    def _located(self, typed: str, location: Location) -> None:
        if not isinstance(location, Found):
            self.field.located(location)
            return
        self.leave()
        self.found.emit(location.number, which_number(self._rows, typed, location))

    def _other_jury(self, jury: JuryId, typed: str) -> None:
        self.leave()
        self.jury_wanted.emit(jury, typed)
