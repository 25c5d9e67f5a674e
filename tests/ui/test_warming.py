# SPDX-License-Identifier: AGPL-3.0-or-later
import threading

from pytestqt.qtbot import QtBot

from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.warming import Warming


def test_heavy_pieces_come_on_the_lane_and_those_of_the_screens_between_them_on_the_gui_thread(
    qtbot: QtBot, tasks: Tasks
) -> None:
    done: list[tuple[str, bool]] = []
    here = threading.get_ident()

    def piece(name: str) -> None:
        done.append((name, threading.get_ident() == here))

    heavy = [lambda name=name: piece(name) for name in ("tables", "acts", "sitting")]
    warming = Warming(tasks, heavy, [lambda: piece("panel"), lambda: piece("room")])
    with qtbot.waitSignal(tasks.idle):
        warming.begin()
    assert [name for name, on_gui in done if not on_gui] == ["tables", "acts", "sitting"]
    assert [name for name, on_gui in done if on_gui] == ["panel", "room"]
    assert done.index(("tables", False)) < done.index(("panel", True)) < done.index(("room", True))


def test_what_the_home_asks_meanwhile_waits_for_one_piece_at_most(qtbot: QtBot, tasks: Tasks) -> None:
    done: list[str] = []

    def counts(_none: None) -> None:
        done.append("counts")

    def first() -> None:
        done.append("tables")

    def screen() -> None:
        tasks.at_rest(lambda: None, counts, owner=tasks)

    heavy = [first, *(lambda name=name: done.append(name) for name in ("acts", "sitting"))]
    warming = Warming(tasks, heavy, [screen])
    with qtbot.waitSignal(tasks.idle):
        warming.begin()
    assert done == ["tables", "counts", "acts", "sitting"]
