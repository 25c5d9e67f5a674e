# SPDX-License-Identifier: AGPL-3.0-or-later
"""The state sheet of every minute, as the window drives it: quiet, never in the way, going on again by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.ui.dialogs.second_place_dialog import NOWHERE, WARNING, SecondPlaceDialog
from tests.ui.test_sitting_frame import Hall

KEY = "/invented/key"


class Minutes(Hall):
    """A window whose minutes a test strikes by hand."""

    def minute(self) -> None:
        """A minute is over; wait until what it began has ended."""
        self.window.around.second_place.minute.timeout.emit()
        self.qtbot.waitUntil(lambda: not self.tasks.busy and not self.window.around.second_place._writing)

    @property
    def said(self) -> str:
        """What the status line says of it, "" for nothing."""
        state = self.window.around.second_place.state
        return state.text() if state.isVisible() else ""

    def choose(self, place: str = KEY) -> None:
        self.window.around.second_place.choose(place)
        self.qtbot.waitUntil(lambda: not self.tasks.busy and not self.window.around.second_place._writing)


@pytest.fixture
def hall(qtbot: QtBot, tmp_path: Path) -> Iterator[Minutes]:
    """An open sitting on the screen."""
    made = Minutes(qtbot, tmp_path, Role.PRESIDENT, Stage.OPENED)
    made.open()
    yield made
    made.close()
    made.window.deleteLater()


def test_a_sheet_is_written_each_minute_in_which_something_changed(hall: Minutes) -> None:
    hall.minute()
    assert (hall.sat.sheets, hall.said) == ([], ""), "no place was chosen"
    keyboard = QApplication.focusWidget()
    hall.choose()
    assert [place for _sheet, place in hall.sat.sheets] == [KEY], "at once"
    assert hall.said.startswith("▤\u00a0état ")
    hall.minute()
    assert len(hall.sat.sheets) == 1, "nothing changed"
    hall.sat.acts += 1
    hall.minute()
    assert len(hall.sat.sheets) == 2
    assert QApplication.focusWidget() is keyboard
    assert not hall.window.messages.messages
    assert hall.window.around.second_place.minute.interval() == 60_000
    hall.choose("")
    hall.sat.acts += 1
    hall.minute()
    assert (len(hall.sat.sheets), hall.said) == (2, "")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (Code.COPY_GONE, "clé ou dossier absent"),
        (Code.COPY_FULL, "clé pleine"),
        (Code.COPY_FAILED, "écriture refusée"),
    ],
)
def test_a_key_that_is_out_or_full_is_one_quiet_sentence_until_it_is_back(
    hall: Minutes, code: Code, words: str
) -> None:
    hall.choose()
    hall.sat.refusals["write_state_sheet"] = Refusal(code, path=KEY)
    hall.sat.acts += 1
    hall.minute()
    assert hall.said == f"✗\u00a0état\u00a0: {words}"
    assert "La dernière feuille écrite reste" in hall.window.around.second_place.state.toolTip()
    assert not hall.window.messages.messages
    del hall.sat.refusals["write_state_sheet"]
    hall.minute()
    assert len(hall.sat.sheets) == 2
    assert hall.said.startswith("▤")


def test_coming_back_and_closing_are_written_at_once_and_nothing_after(hall: Minutes) -> None:
    hall.sat.place = KEY
    hall.window.go_home()
    hall.settle()
    hall.open()
    hall.qtbot.waitUntil(lambda: len(hall.sat.sheets) == 1)
    hall.sat.jury(hall.sat.sheets[0][0].jury).stage = Stage.CLOSED
    hall.room.sitting.refresh()
    hall.qtbot.waitUntil(lambda: len(hall.sat.sheets) == 2)
    assert hall.sat.sheets[-1][0].closed
    assert not hall.window.around.second_place.minute.isActive()


def test_the_place_is_chosen_with_a_warning_and_locking_stops_the_minutes(hall: Minutes) -> None:
    asked: SecondPlaceDialog = hall.dialog(SecondPlaceDialog, "state_place")
    said = [label.text() for label in asked.findChildren(type(asked.place))]
    assert WARNING in said
    assert NOWHERE in said
    assert not asked.stop.isEnabled()
    asked._take(KEY)
    hall.qtbot.waitUntil(lambda: len(hall.sat.sheets) == 1)
    assert KEY in asked.place.text()
    asked.close()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    hall.window.lock()
    hall.settle()
    assert not hall.window.around.second_place.minute.isActive()
    assert hall.said == ""
