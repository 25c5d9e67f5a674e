# SPDX-License-Identifier: AGPL-3.0-or-later
"""The president's part of the scripted journey: a sitting of the invented jury J01, by keys; a picture of each screen.

``python packaging/sitting_journey.py FOLDER ACADEMY`` needs a display. The academy is a copy of the one given: the next
demonstration finds its jury unopened. Attendance and opening, the bench, a raise, French refused, a decision,
« ajourné » refused unread, a paper livret, and what keeps the sitting from closing.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from academy import PRESIDENT
from journey import Journey, Wish, main
from lsl_desk.client.sit.values import CandidateSheet, CandidateState, Stage
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.errors import Code
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.ui.deliberating.column import DeliberationColumn
from lsl_desk.ui.reading_room.room import ReadingRoom

JURY = "J01"
NEAR = "0417"
"""Six points under 10, and everybody's first candidate (`resources/demo/centre.toml`)."""
_REASON = "travail constant au second semestre"
"""Signs of the first 128, which is what the test library can type."""

Step = tuple[str, Wish]


class SittingJourney(Journey):
    """Sits the jury whose president's post this is."""

    def _walk(self) -> Iterator[Step]:
        window = self._window
        window.setGeometry(QApplication.primaryScreen().availableGeometry())
        window.activateWindow()  # a bare screen has no window manager to do it
        yield "the keyboard", window.isActiveWindow
        yield "the home", lambda: self._on("home") and bool(window.home_page.current)
        window.open_jury(JURY, NEAR)
        yield "the marks of 0417", lambda: self._marks_of(NEAR)
        yield "the livret of 0417", self._painted
        yield self._picture("notes-avant-la-seance")
        window.actions_["theme_dark"].trigger()
        yield self._picture("notes-sombres")
        window.actions_["theme_system"].trigger()
        yield from self._open_sitting()
        yield from self._try_and_raise()
        yield from self._refuse_french()
        yield from self._decide_unread()
        yield from self._examine_paper()
        yield from self._obstacles()

    def _open_sitting(self) -> Iterator[Step]:
        self._chord(Qt.Key.Key_E)
        yield "the attendance", lambda: self._dialog() is not None and self._idle()
        yield self._keyboard_of_dialog()
        self._alt(Qt.Key.Key_T)
        yield self._picture("emargement")
        self._alt(Qt.Key.Key_O)
        yield "the sitting", lambda: self._dialog() is None and self._stage() is Stage.OPENED
        yield self._without_dialogs()
        yield "the sitting's marks", self._idle

    def _try_and_raise(self) -> Iterator[Step]:
        before = self._sheet()
        assert before.result is not None
        least = next(one for one in before.raises if one.forbidden is None)
        mark = format(least.after.normalize(), "f")
        self._keys(Qt.Key.Key_B)
        yield from self._choose(least.exam)
        self._keys(mark)
        yield "the bench's total", self._tried
        yield self._picture("banc-d-essai")
        self._keys(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
        yield "nothing kept of the bench", lambda: not self._column().changing.bench and self._idle()
        yield from self._choose(least.exam)
        self._keys(mark, Qt.Key.Key_Tab, _REASON, Qt.Key.Key_Return)
        yield "the raise", lambda: self._state(NEAR).proposal == "admis" and self._idle()
        yield self._picture("releve")
        self._keys(Qt.Key.Key_D)
        yield "what may be decided", self._column().panel.isVisible
        self._keys(Qt.Key.Key_A)
        yield "the decision", lambda: self._ruling(NEAR) is Ruling.ADMIS and self._idle()
        yield self._picture("decision")

    def _refuse_french(self) -> Iterator[Step]:
        barred = (one for one in self._sheet().lines if one.not_raisable is not None)
        french = next(one for one in barred if one.not_raisable and one.not_raisable.code is Code.MARK_ANTICIPATED)
        yield from self._choose(french.exam)
        self._keys("20")
        yield "French refused", lambda: "non relevable" in self._said()
        yield self._picture("francais-non-relevable")
        self._keys(Qt.Key.Key_Escape)

    def _decide_unread(self) -> Iterator[Step]:
        number = next(
            one.number
            for one in self._states()
            if one.compulsory and self._format(one.number) is LivretFormat.NUMERIQUE
        )
        yield from self._go_to(number)
        self._keys(Qt.Key.Key_D)
        yield "what may be decided unread", self._column().panel.isVisible
        self._keys(Qt.Key.Key_J)
        yield "ajourné refused unread", lambda: "non lu" in self._said()
        yield self._picture("ajourne-refuse")
        self._keys(Qt.Key.Key_Return)
        yield "its first unread page", lambda: not self._column().panel.isVisible() and self._idle()

    def _examine_paper(self) -> Iterator[Step]:
        number = next(one.number for one in self._states() if self._format(one.number) is LivretFormat.PAPIER)
        yield from self._go_to(number)
        self._keys(Qt.Key.Key_E)
        yield "a paper livret examined", lambda: self._state(number).examination is Examination.PAPER and self._idle()
        yield self._picture("papier-examine")

    def _obstacles(self) -> Iterator[Step]:
        self._window.actions_["close_sitting"].trigger()
        yield "what keeps it from closing", lambda: self._dialog() is not None and not self._window.tasks.busy
        yield self._picture("ce-qui-reste-a-regler")
        yield self._without_dialogs()

    # ------------------------------------------------------------------------------------------- its means

    def _go_to(self, number: str) -> Iterator[Step]:
        self._chord(Qt.Key.Key_J)
        self._keys(number, Qt.Key.Key_Return)
        yield f"the marks of {number}", lambda: self._marks_of(number)

    def _choose(self, exam: str) -> Iterator[Step]:
        table = self._column().table
        self._keys(Qt.Key.Key_M)
        while table.current is None or table.current.exam != exam:
            place = table.currentIndex().row()
            wanted = next(row for row, one in enumerate(table.marks.lines) if one.exam == exam)
            self._keys(Qt.Key.Key_Down if wanted > place else Qt.Key.Key_Up)
        yield f"the line of {exam}", self._idle

    def _room_shown(self) -> ReadingRoom:
        room = self._window.room
        assert isinstance(room, ReadingRoom)
        return room

    def _column(self) -> DeliberationColumn:
        column = self._room_shown().decision.column
        assert column is not None
        return column

    def _sheet(self) -> CandidateSheet:
        sheet = self._column().current.sheet
        assert sheet is not None
        return sheet

    def _states(self) -> list[CandidateState]:
        state = self._room_shown().sitting.state
        return [] if state is None else list(state.states.values())

    def _state(self, number: str) -> CandidateState:
        return next(one for one in self._states() if one.number == number)

    def _stage(self) -> Stage | None:
        state = self._room_shown().sitting.state
        return None if state is None else state.stage

    def _ruling(self, number: str) -> Ruling | None:
        taken = self._state(number).decision.decision
        return None if taken is None else taken.ruling

    def _format(self, number: str) -> LivretFormat:
        return next(row.format for row in self._room_shown().panel.model.everyone if row.number == number)

    def _idle(self) -> bool:
        return not self._window.tasks.busy

    def _marks_of(self, number: str) -> bool:
        if not self._shows(number) or not self._states() or not self._idle():
            return False
        sheet = self._column().current.sheet
        return sheet is not None and sheet.number == number

    def _tried(self) -> bool:
        return any(line.tried for line in self._column().table.marks.lines)

    def _said(self) -> str:
        """What stands beside what was asked."""
        return "\n".join(one.text() for one in self._column().findChildren(QLabel) if one.isVisible())

    @staticmethod
    def _dialog() -> QDialog | None:
        found = (one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())
        return next(found, None)

    def _keyboard_of_dialog(self) -> Step:
        """A bare screen has no window manager to give it."""
        shown = self._dialog()
        assert shown is not None
        shown.activateWindow()
        return "the keyboard of the dialog", shown.isActiveWindow

    def _alt(self, key: Qt.Key) -> None:
        shown = self._dialog()
        assert shown is not None
        QTest.keyClick(shown, key, Qt.KeyboardModifier.AltModifier)


def sit(folder: Path, academy_data: Path) -> int:
    """Play it over a copy of the academy, and return the exit code."""
    with tempfile.TemporaryDirectory(prefix="lsl-desk-academy-") as made:
        copy = Path(made) / "academy"
        shutil.copytree(academy_data, copy)
        return main(folder, copy, PRESIDENT, SittingJourney)


if __name__ == "__main__":
    sys.exit(sit(Path(sys.argv[1]), Path(sys.argv[2])))
