# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from pytestqt.qtbot import QtBot

from lsl_desk.ui.link_words import sent_words
from lsl_desk.ui.reading_room.header import BACK_SOON, FALLEN
from lsl_desk.ui.widgets.status_line import StatusLine


@pytest.mark.parametrize("text", [FALLEN, f"{sent_words(41, 12, 1)} · {BACK_SOON}"])
def test_what_needs_more_lines_than_its_place_has_is_smaller_and_not_cut(qtbot: QtBot, text: str) -> None:
    line = StatusLine("Message", lines=3)
    qtbot.addWidget(line)
    line.say(text)
    line.resize(176, line.minimumSizeHint().height())
    painted = line.grab().toImage()
    ground = painted.pixel(painted.width() - 1, 0)
    for edge in (0, painted.height() - 1):
        assert {painted.pixel(x, edge) for x in range(painted.width())} == {ground}, "no sign goes over an edge"
    assert any(painted.pixel(x, painted.height() // 2) != ground for x in range(painted.width()))


def test_a_line_with_shorter_forms_shows_the_first_that_fits_rather_than_a_cut_one(qtbot: QtBot) -> None:
    line = StatusLine("Rythme")
    qtbot.addWidget(line)
    line.say("40 décidés sur 74 · 90 s par candidat", shorter=("40 sur 74 · 90 s", "40 / 74"))
    wide = line.sizeHint().width()
    assert line.fitting(wide) == line.text() == line.toolTip()
    assert line.fitting(wide * 2 // 3) == "40 sur 74 · 90 s"
    narrow = line.fontMetrics().horizontalAdvance("40 / 74")
    assert line.fitting(narrow) == "40 / 74"
    assert line.fitting(narrow - 1).endswith("…")
    line.say("40 décidés sur 74")
    assert line.fitting(60).startswith("40 d"), "the short form of what was said before is gone"
