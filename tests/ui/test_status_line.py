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
