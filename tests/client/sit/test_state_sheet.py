# SPDX-License-Identifier: AGPL-3.0-or-later
"""The state sheet of a sitting says what the board says, and is due only when something changed."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from lsl_desk.client.link.values import FeedHead
from lsl_desk.domain.acts import LivretOpened, MissingRule, Ruling
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.state_sheet import How, StateMark, StateRow, StateSheet
from tests.client.sit.sitting_world import (
    J01,
    N0417,
    N0432,
    N0455,
    PC,
    PHILO,
    World,
    decide,
    digest,
    raise_to,
    refused,
    world,
)

PLACE = "/invented/key"


def sheet_of(w: World) -> StateSheet:
    sheet = w.deliberation.state_sheet(J01)
    assert sheet is not None
    return sheet


def row(sheet: StateSheet, number: StudentNumber) -> StateRow:
    return next(one for one in sheet.rows if one.number == number)


def mark(sheet: StateSheet, number: StudentNumber, exam: str) -> StateMark | None:
    codes = [one.exam for one in sheet.tables[0].exams]
    return row(sheet, number).marks[codes.index(exam)]  # type: ignore[arg-type]  # a code is text


def test_it_says_the_marks_the_readings_and_the_decisions_of_the_board(w: World) -> None:
    w.deliberation.choose_state_place(PLACE)
    w.read("0417")
    raise_to(w, N0417, PC, "9")
    decide(w, N0417, Ruling.ADMIS)
    w.deliberation.rule_missing(J01, N0455, PHILO, MissingRule.ABSENT, "absente", seen=0)
    sheet = sheet_of(w)
    for number in w.sittings.of(J01).numbers:
        told, state = row(sheet, number), w.deliberation.state(J01, number)
        lines = {line.exam: line.value for line in w.deliberation.sheet(J01, number).lines}
        codes = [one.exam for one in sheet.tables[0].exams]
        marks = {code: one.value for code, one in zip(codes, told.marks, strict=True) if one is not None}
        assert marks == lines
        assert (told.total, told.short, told.examination) == (state.points, state.short, state.examination)
        taken = state.decision.decision
        assert told.ruling == (None if taken is None else taken.ruling)
        assert told.stale == state.stale
    assert mark(sheet, N0417, "PC") == StateMark(Decimal(9), None, How.RAISED)
    assert mark(sheet, N0455, "PHILO") == StateMark(Decimal(0), None, How.ZERO)
    assert row(sheet, N0417).examination is Examination.READ
    assert sheet.last is not None
    assert (sheet.last.kind, sheet.last.number, sheet.closed, sheet.group) == ("MissingMarkRuled", "0455", False, 1)
    assert (sheet.head, sheet.session) == (w.key.own_head(), 2018)


def test_a_decision_on_marks_that_changed_is_said_to_be_taken_again(w: World) -> None:
    w.deliberation.choose_state_place(PLACE)
    decide(w, N0432, Ruling.SECOND_GROUPE)
    raise_to(w, N0432, PC, "9")
    assert row(sheet_of(w), N0432).stale


def test_nothing_is_due_without_a_place_before_the_opening_or_without_a_change() -> None:
    w = world()
    w.deliberation.choose_state_place(PLACE)
    assert w.deliberation.state_sheet(J01) is None
    w.sit()
    w.deliberation.choose_state_place("")
    assert w.deliberation.state_sheet(J01) is None
    w.deliberation.choose_state_place(PLACE)
    w.deliberation.write_state_sheet(sheet_of(w), PLACE)
    assert w.deliberation.state_sheet(J01) is None
    w.clock.at += timedelta(minutes=1)
    assert w.deliberation.state_sheet(J01) is None, "time alone changes nothing"
    w.key.fed = FeedHead(1, Digest("f" * 64))
    w.deliberation.write_state_sheet(sheet_of(w), PLACE)
    raise_to(w, N0417, PC, "9")
    w.deliberation.write_state_sheet(sheet_of(w), PLACE)
    assert [place for place, _sheet, _pdf in w.key.sheets] == [PLACE] * 3
    assert w.key.sheets[-1][2] == b"%PDF J01"
    w.deliberation.choose_state_place("/invented/other")
    assert w.deliberation.state_sheet(J01) is not None, "another place has none yet"


def test_a_mark_that_the_exam_office_corrects_is_on_the_key_although_no_act_says_so(w: World) -> None:
    w.deliberation.choose_state_place(PLACE)
    w.deliberation.write_state_sheet(sheet_of(w), PLACE)
    known = w.acts.manifests[J01]
    marks = tuple(replace(one, value=Decimal(13)) if one.exam == PC else one for one in known.marks[N0417])
    w.acts.manifests[J01] = replace(known, version=2, marks={**known.marks, N0417: marks})
    w.deliberation.refresh(J01)
    assert mark(sheet_of(w), N0417, "PC") == StateMark(Decimal(13), None, How.GIVEN)


def test_a_sheet_that_could_not_be_written_is_due_again(w: World) -> None:
    w.deliberation.choose_state_place(PLACE)
    w.key.refusal = Refusal(Code.COPY_GONE, path=PLACE)
    with refused(Code.COPY_GONE):
        w.deliberation.write_state_sheet(sheet_of(w), PLACE)
    w.key.refusal = None
    w.deliberation.write_state_sheet(sheet_of(w), PLACE)
    assert len(w.key.sheets) == 1


@pytest.mark.parametrize("with_marks", [True, False])
def test_the_opening_of_a_livret_is_no_last_act_and_no_marks_is_no_total(*, with_marks: bool) -> None:
    w = world(with_marks=with_marks)
    w.sit()
    w.deliberation.choose_state_place(PLACE)
    w.deliberation.took(w.store.record(J01, 1, LivretOpened(N0417, digest("0417"), "dossier")))
    sheet = sheet_of(w)
    assert sheet.last is not None
    assert (sheet.last.kind, sheet.last.number) == ("SittingOpened", "")
    assert (row(sheet, N0417).total is None) is not with_marks
    assert bool(sheet.tables[0].exams) is with_marks


def test_a_jury_of_which_nothing_was_done_has_no_last_act() -> None:
    w = world()
    assert w.deliberation._sheets().sheet(w.sittings.of(J01)).last is None
