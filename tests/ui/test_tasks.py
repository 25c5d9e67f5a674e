# SPDX-License-Identifier: AGPL-3.0-or-later
import sys
import threading
from types import TracebackType

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.ui.tasks import Tasks
from tests.ui.paints import PAINT, Paints


def test_work_is_done_in_order_off_the_gui_thread_and_answered_on_it(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    worked: list[tuple[int, bool]] = []
    answered: list[tuple[int, bool]] = []
    here = threading.get_ident()

    def work(index: int) -> int:
        worked.append((index, threading.get_ident() == here))
        return index

    with qtbot.waitSignal(tasks.idle):
        for index in range(5):
            tasks.run(
                lambda index=index: work(index),  # type: ignore[misc] # the default binds the loop's value
                lambda answer: answered.append((answer, threading.get_ident() == here)),
                owner=owner,
            )
    assert worked == [(index, False) for index in range(5)]
    assert answered == [(index, True) for index in range(5)]


def test_a_refusal_goes_to_whoever_asked(qtbot: QtBot, tasks: Tasks) -> None:
    refused: list[Refusal] = []
    owner = QObject()
    with qtbot.waitSignal(tasks.idle), qtbot.assertNotEmitted(tasks.refusal):
        tasks.run(_refuse, lambda _answer: None, refused.append, owner=owner)
    assert [refusal.code for refusal in refused] == [Code.DISK_FULL]


def test_a_refusal_nobody_handles_goes_to_the_frame(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    with qtbot.waitSignal(tasks.refusal) as said:
        tasks.run(_refuse, lambda _answer: None, owner=owner)
    assert said.args is not None
    assert said.args[0].code is Code.DISK_FULL


def test_no_answer_reaches_a_destroyed_owner(qtbot: QtBot, tasks: Tasks) -> None:
    parent = QObject()
    owner = QObject(parent)
    answered: list[int] = []
    gate = threading.Event()
    with qtbot.waitSignal(tasks.idle):
        tasks.run(lambda: gate.wait(5), lambda _answer: answered.append(1), owner=owner)
        shiboken6.delete(parent)
        gate.set()
    assert answered == []


def test_a_fault_of_ours_reaches_the_last_resort(qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []

    def hook(kind: type[BaseException], _error: BaseException, _place: TracebackType | None) -> None:
        caught.append(kind)

    monkeypatch.setattr(sys, "excepthook", hook)
    owner = QObject()
    with qtbot.waitSignal(tasks.idle):
        tasks.run(lambda: 1 // 0, lambda _answer: None, owner=owner)
    assert caught == [ZeroDivisionError]


def test_closing_finishes_what_was_asked_and_answers_no_more(qtbot: QtBot) -> None:
    del qtbot
    tasks = Tasks()
    owner = QObject()
    kept: list[int] = []
    answered: list[object] = []
    for index in range(3):
        tasks.run(lambda index=index: kept.append(index), answered.append, owner=owner)  # type: ignore[misc] # the default binds the loop's value
    tasks.close()
    tasks.run(lambda: kept.append(99), answered.append, owner=owner)
    assert kept == [0, 1, 2], "what was asked is on disk before the window goes"
    assert answered == []


def test_what_is_held_waits_for_the_paint_and_keeps_its_order(qtbot: QtBot, tasks: Tasks) -> None:
    owner, worked = QObject(), list[int]()
    tasks.hold()
    for index in range(3):
        tasks.run(lambda index=index: worked.append(index), lambda _done: None, owner=owner)  # type: ignore[misc] # the default binds the loop's value
    assert tasks.busy
    assert worked == []
    with qtbot.waitSignal(tasks.idle):
        tasks.go_on()
        tasks.run(lambda: worked.append(3), lambda _done: None, owner=owner)
    assert worked == [0, 1, 2, 3]


def test_a_paint_that_does_not_come_holds_nothing_up(qtbot: QtBot, tasks: Tasks) -> None:
    owner, worked = QObject(), list[int]()
    tasks.hold()
    with qtbot.waitSignal(tasks.idle):
        tasks.run(lambda: worked.append(1), lambda _done: None, owner=owner)
    assert worked == [1]


def test_what_is_held_for_a_paint_goes_on_by_itself_after_it(
    qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lsl_desk.ui.tasks._HELD_MS", 60_000)
    label, order = QLabel("0401"), list[str]()
    Paints(label, order)
    qtbot.addWidget(label)
    tasks.hold_for(label)
    tasks.run(lambda: order.append("work"), lambda _done: None, owner=label)
    with qtbot.waitSignal(tasks.idle):
        label.show()
    assert order[0] == PAINT
    assert order.count("work") == 1


def test_closing_does_what_was_held(qtbot: QtBot) -> None:
    del qtbot
    tasks = Tasks()
    kept = list[int]()
    tasks.hold()
    tasks.run(lambda: kept.append(1), lambda _done: None, owner=tasks)
    tasks.close()
    assert kept == [1]


def _refuse() -> None:
    raise Refusal(Code.DISK_FULL)


def test_what_nobody_waits_for_is_done_piece_by_piece_behind_what_is_asked(qtbot: QtBot, tasks: Tasks) -> None:
    owner, gate = QObject(), threading.Event()
    worked: list[str] = []

    def piece(name: str) -> None:
        assert gate.wait(5)
        worked.append(name)

    with qtbot.waitSignal(tasks.idle):
        for name in ("first", "second", "third"):
            tasks.at_rest(lambda name=name: piece(name), lambda _none: None, owner=owner)  # type: ignore[misc] # as above
        tasks.run(
            lambda: piece("asked"), lambda _none: tasks.run(lambda: piece("then"), _nothing, owner=owner), owner=owner
        )
        gate.set()
    assert worked == ["first", "asked", "then", "second", "third"]


def test_a_refusal_at_rest_goes_to_whoever_asked_and_the_next_piece_comes(qtbot: QtBot, tasks: Tasks) -> None:
    owner, refused = QObject(), list[Refusal]()
    with qtbot.waitSignal(tasks.idle), qtbot.assertNotEmitted(tasks.refusal):
        tasks.at_rest(_refuse, _nothing, refused.append, owner=owner)
        tasks.at_rest(lambda: None, _nothing, owner=owner)
    assert [refusal.code for refusal in refused] == [Code.DISK_FULL]


def test_closing_waits_for_no_piece_that_was_not_begun(tasks: Tasks) -> None:
    owner, begun, gate = QObject(), threading.Event(), threading.Event()
    worked: list[str] = []

    def first() -> None:
        begun.set()
        assert gate.wait(5)
        worked.append("first")

    tasks.at_rest(first, _nothing, owner=owner)
    tasks.at_rest(lambda: worked.append("second"), _nothing, owner=owner)
    assert begun.wait(5)
    gate.set()
    tasks.close()
    tasks.at_rest(lambda: worked.append("third"), _nothing, owner=owner)
    assert worked == ["first"]


def _nothing(_answer: object) -> None:
    pass
