# SPDX-License-Identifier: AGPL-3.0-or-later
"""The verifier plays acts again by code of its own: whatever they are, it ends where the product's board does."""

import json
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from lsl_desk.backup.proofs.case_facts import GivenMark
from lsl_desk.backup.proofs.case_replay import play
from lsl_desk.backup.proofs.lines import Line
from lsl_desk.domain.acts import (
    Body,
    ConflictSettled,
    DecisionTaken,
    DecisionWithdrawn,
    MarkRaised,
    MissingMarkRuled,
    MissingRule,
    PointsAdded,
    Ruling,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.ids import ActId, StudentNumber
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.receipts import Verdict
from lsl_desk.domain.replay import replay
from lsl_desk.wire.acts import encode_act
from tests.domain.sitting import FAILING, PAPER, READ, act, numeric, receipt

MARKS = st.integers(0, 40).map(lambda half: Decimal(half) / 2)
EXAMS = st.sampled_from(["PHILO", "MATH"])
NUMBERS = st.sampled_from([FAILING, PAPER])
NAMED = st.integers(1, 8).map(lambda rank: ActId(f"{rank:032x}"))
BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(MarkRaised, NUMBERS, EXAMS, MARKS, MARKS, st.just(0), st.just("r")),
    st.builds(PointsAdded, NUMBERS, MARKS, MARKS, st.just(0), st.just("r")),
    st.builds(
        MissingMarkRuled, NUMBERS, EXAMS, st.sampled_from(MissingRule), st.none() | MARKS, st.just(""), st.just(0),
        st.just("r"),
    ),
    st.builds(ConflictSettled, NAMED, st.none() | MARKS, st.just("")),
    st.builds(
        DecisionTaken, NUMBERS, st.sampled_from(Ruling), st.just(""), st.just(READ), st.just(Decimal(1)), st.just(0),
        st.just(""),
    ),
    st.builds(DecisionWithdrawn, NUMBERS, st.just(0), st.just("r")),
)  # fmt: skip


@example(
    done=[
        (PointsAdded(FAILING, Decimal(0), Decimal(1), 0, "r"), Verdict.ACCEPTED),
        (PointsAdded(FAILING, Decimal(0), Decimal(7), 0, "r"), Verdict.CONFLICT),
        (ConflictSettled(ActId(f"{2:032x}"), None, ""), Verdict.CONFLICT),
    ],
    given_marks=[None, None],
    second=None,
)
@given(
    done=st.lists(st.tuples(BODIES, st.sampled_from(Verdict)), max_size=8),
    given_marks=st.lists(st.none() | MARKS, min_size=2, max_size=2),
    second=st.none() | MARKS,
)
def test_both_replays_end_on_the_same_marks_and_decision(
    done: list[tuple[Body, Verdict]], given_marks: list[Decimal | None], second: Decimal | None
) -> None:
    office = tuple(
        ExamMark(ExamCode(exam), Decimal(weight), value, second if exam == "MATH" else None)
        for exam, weight, value in zip(("PHILO", "MATH"), (2, 3), given_marks, strict=True)
    )
    board = Board({FAILING: office, PAPER: office}, (numeric(FAILING), numeric(PAPER)), group=2)
    acts = [(act(rank, body), verdict) for rank, (body, verdict) in enumerate(done, 1)]
    steps = replay(board, ((one, receipt(one, verdict, "case_frozen")) for one, verdict in acts), FAILING)
    lines = [
        Line(rank, "", json.loads(encode_act(one)), verdict.value, "", "c")
        for rank, (one, verdict) in enumerate(acts, 1)
    ]
    marks = [GivenMark(one.exam, one.coefficient, one.value, one.second) for one in office]
    ending = play(lines, StudentNumber(FAILING), marks)
    assert [(one.line, one.digest) for one in ending.steps] == [
        (int(step.act.act, 16), step.after.digest) for step in steps
    ]
    dossier = board.dossier(FAILING)
    assert dossier is not None
    taken = dossier.decision.decision
    assert (None if ending.decision is None else ending.decision["act"]) == (None if taken is None else taken.act)
    assert ending.digest == dossier.digest
