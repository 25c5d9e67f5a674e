# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case played again ends on the marks its decision carries, or names the step where it parts from them (N24)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lsl_desk.domain.acts import (
    Act,
    Author,
    Body,
    ConflictSettled,
    DecisionTaken,
    LivretOpened,
    MarkRaised,
    PointsAdded,
    Ruling,
    SittingClosed,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Conflicted, Outcome, Refused
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN, Verdict, next_chain
from lsl_desk.domain.replay import Case, Played, Step, ends_on, replay, stale_since, whole
from tests.domain.sitting import (
    FAILING,
    MARKS_OF_THREE,
    PAPER,
    PRESIDENT,
    READ,
    VICE,
    act,
    board_of_three,
    decided,
    opening,
    raised,
    read_by,
    receipt_of,
    settled,
)


class Played3:
    """A jury of three, whose acts are kept with the receipts that they had."""

    def __init__(self) -> None:
        self.board = board_of_three(MARKS_OF_THREE)
        self.acts: list[Played] = []
        self.chain = NO_CHAIN
        for one in opening():
            self.take(one)

    def take(self, one: Act, *, received: bool = True) -> Outcome:
        outcome = self.board.take(one)
        receipt = replace(receipt_of(one, outcome), sequence=len(self.acts) + 1) if received else None
        if receipt is not None:
            self.chain = next_chain(self.chain, receipt.digest, receipt.verdict, receipt.code)
            receipt = replace(receipt, chain=self.chain)
        self.acts.append((one, receipt))
        return outcome

    def do(self, rank: int, body: Body, author: Author = PRESIDENT, *, device: str = "a") -> Outcome:
        return self.take(act(rank, body, author, device))

    def stored(self, number: StudentNumber = FAILING) -> Dossier:
        found = self.board.dossier(number)
        assert found is not None
        return found

    def steps(self, number: StudentNumber = FAILING, acts: list[Played] | None = None) -> tuple[Step, ...]:
        return replay(board_of_three(MARKS_OF_THREE), self.acts if acts is None else acts, number)


def of_0417() -> Played3:
    """0417 is opened, read, raised by both posts at once, settled, decided; another is raised in between."""
    jury = Played3()
    jury.do(1, LivretOpened(FAILING, READ, "académie"))
    jury.take(read_by(PRESIDENT, 2))
    jury.do(3, raised("8", "7", number=FAILING), VICE)
    jury.do(4, raised("10", "9", number=PAPER), VICE)
    assert isinstance(jury.do(5, raised("9", "7", number=FAILING), device="b"), Conflicted)
    assert jury.do(6, settled(5, "9")) == Accepted()
    assert isinstance(jury.do(7, raised("6", "9", seen=2, number=FAILING)), Refused)
    assert jury.do(8, decided(jury.board, FAILING, Ruling.AJOURNE)) == Accepted()
    return jury


def test_a_case_is_its_own_steps_in_order_and_ends_on_the_marks_its_decision_carries() -> None:
    jury = of_0417()
    steps = jury.steps()
    assert [type(one.act.body) for one in steps] == [
        LivretOpened, *[type(read_by(PRESIDENT, 2).body)], MarkRaised, MarkRaised, ConflictSettled, MarkRaised,
        DecisionTaken,
    ]  # fmt: skip
    assert [one.rank for one in steps] == list(range(1, 8))
    assert [one.sequence for one in steps] == [3, 4, 5, 7, 8, 9, 10], "as the academy numbers them"
    assert [one.after.digest != one.before.digest for one in steps] == [False, False, True, False, True, False, False]
    assert isinstance(steps[3].outcome, Conflicted)
    ends_on(steps, jury.stored())
    decision = steps[-1].act.body
    assert isinstance(decision, DecisionTaken)
    assert decision.marks == steps[-1].after.digest == jury.stored().digest


def test_a_case_without_an_act_or_a_decision_ends_where_it_began_and_one_that_waits_has_no_number() -> None:
    jury = Played3()
    ends_on(jury.steps(), jury.stored())
    jury.take(act(1, raised("8", "7", number=FAILING), PRESIDENT), received=False)
    (step,) = jury.steps()
    assert step.sequence == 0
    ends_on((step,), jury.stored())


@pytest.mark.parametrize(("lost", "named"), [(4, 6), (7, 6), (9, 6)])
def test_an_act_taken_away_is_seen_at_the_end(lost: int, named: int) -> None:
    jury = of_0417()
    steps = jury.steps(acts=[one for rank, one in enumerate(jury.acts) if rank != lost])
    with pytest.raises(Refusal) as refused:
        ends_on(steps, jury.stored())
    assert (refused.value.code, refused.value.facts) == (Code.REPLAY_BROKEN, {"number": FAILING, "step": named})


def test_an_act_put_in_is_named_as_the_step_that_leads_elsewhere() -> None:
    jury = of_0417()
    forged = act(9, raised("9", "7", exam="MATH", number=FAILING), PRESIDENT)
    acts = [*jury.acts, (forged, replace(receipt_of(forged, Accepted()), sequence=11))]
    with pytest.raises(Refusal) as refused:
        ends_on(jury.steps(acts=acts), jury.stored())
    assert refused.value.facts["step"] == 8


def test_marks_changed_since_the_decision_are_named_and_so_is_a_correction_that_no_act_made() -> None:
    jury = of_0417()
    assert jury.do(9, PointsAdded(FAILING, Decimal(0), Decimal(0), 0, "")) != Accepted()
    assert stale_since(jury.steps(), jury.stored()) == 0
    jury.do(10, raised("12", "9", seen=2, number=FAILING))
    ends_on(jury.steps(), jury.stored())
    assert stale_since(jury.steps(), jury.stored()) == 9
    jury = Played3()
    jury.take(read_by(PRESIDENT, 2))
    taken = decided(board_of_three({**MARKS_OF_THREE, FAILING: MARKS_OF_THREE[PAPER]}), FAILING, Ruling.AJOURNE)
    jury.do(3, taken)
    with pytest.raises(Refusal) as refused:
        stale_since(jury.steps(), jury.stored())
    assert (refused.value.code, refused.value.facts["step"]) == (Code.REPLAY_BROKEN, 0)


def test_who_is_no_candidate_has_no_case() -> None:
    jury = Played3()
    jury.do(1, LivretOpened(StudentNumber("9999"), READ, "académie"))
    with pytest.raises(Refusal, match="number_unknown"):
        jury.steps(StudentNumber("9999"))
    assert not Case(FAILING).concerns(act(2, SittingClosed(NO_CHAIN)))
    assert Board({}).dossier(FAILING) is None


def test_the_acts_of_the_sitting_stand_among_the_steps_and_count_for_none() -> None:
    jury = of_0417()
    jury.do(11, SittingClosed(NO_CHAIN))
    every = replay(board_of_three(MARKS_OF_THREE), jury.acts, FAILING, sitting=True)
    assert [one.rank for one in every] == [0, 0, 1, 2, 3, 4, 5, 6, 7, 0]
    assert tuple(one for one in every if one.rank) == jury.steps()
    ends_on(every, jury.stored())


@pytest.mark.parametrize(("lost", "step"), [(0, 1), (2, 1), (3, 2), (5, 4), (8, 6)])
def test_a_line_that_is_missing_is_named_with_the_step_that_stands_there(lost: int, step: int) -> None:
    jury = of_0417()
    jury.take(act(11, raised("11", "9", number=PAPER), PRESIDENT), received=False)
    whole(jury.acts, FAILING)
    with pytest.raises(Refusal) as refused:
        whole([one for rank, one in enumerate(jury.acts) if rank != lost], FAILING)
    assert (refused.value.code, refused.value.facts) == (
        Code.REPLAY_GAP, {"number": FAILING, "line": lost + 1, "step": step},
    )  # fmt: skip


def test_a_line_that_says_another_verdict_than_the_academy_gave_is_named() -> None:
    jury = of_0417()
    one, receipt = jury.acts[8]
    assert receipt is not None
    jury.acts[8] = one, replace(receipt, verdict=Verdict.ACCEPTED)
    with pytest.raises(Refusal) as refused:
        whole(jury.acts, FAILING)
    assert refused.value.facts["line"] == 9
