# SPDX-License-Identifier: AGPL-3.0-or-later
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.pages import Frame, RenderKey
from lsl_desk.ui.viewer.lane import Lane
from tests.ui.viewer.conftest import Make
from tests.ui.viewer.looking import delete, turn
from tests.ui.viewer.scripted_pages import GOOD, ScriptedPages

KEY = RenderKey(Digest("0417"), 0, 40)


class Threads(QObject):
    """On which thread the answers came."""

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self.names: list[str] = []
        lane.rendered.connect(self._take)

    def _take(self, _key: RenderKey, answer: Frame | Refusal) -> None:
        self.names.append(threading.current_thread().name)
        if not isinstance(answer, Refusal):
            answer.release()


def test_answers_given_by_another_thread_come_on_the_window_s(qtbot: QtBot, pages: ScriptedPages) -> None:
    lane = Lane(pages)
    threads = Threads(lane)
    with qtbot.waitSignal(lane.rendered):
        lane.render(KEY, False)
    assert threads.names == ["MainThread"]


def test_a_frame_that_comes_after_the_end_is_given_back(qtbot: QtBot, pages: ScriptedPages) -> None:
    del qtbot
    pages.automatic = False
    lane = Lane(pages)
    lane.render(KEY, False)
    lane.close()
    pages.answer()
    assert [frame.releases for frame in pages.frames] == [1]


def test_a_frame_on_its_way_when_the_lane_ends_is_given_back(qtbot: QtBot, pages: ScriptedPages) -> None:
    lane = Lane(pages)
    threads = Threads(lane)
    lane.render(KEY, False)
    assert len(pages.alive) == 1
    lane.close()
    turn(qtbot)
    assert pages.alive == []
    assert threads.names == []


def test_a_viewer_destroyed_gives_every_frame_back_even_those_still_to_come(
    qtbot: QtBot, make_viewer: Make, pages: ScriptedPages
) -> None:
    viewer = make_viewer()
    viewer.prefetch([Digest("0418")])
    with qtbot.waitSignal(viewer.first_painted):
        viewer.show_livret(Digest("0417"), StudentNumber("0417"), (GOOD,) * 4, None)
    pages.automatic = False
    viewer.show_livret(Digest("0420"), StudentNumber("0420"), (GOOD,) * 4, None)
    viewer._strip.show()
    late = list(pages.queue)
    assert late
    assert pages.alive
    delete(viewer)
    pages.queue = late
    pages.answer()
    assert pages.alive == []
    assert {frame.releases for frame in pages.frames} == {1}
