# SPDX-License-Identifier: AGPL-3.0-or-later
"""The replay of a case as a screen shows it: each step with the state after it, ending on what is stored (N24)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from lsl_desk.client.close.case_state import CaseMark
from lsl_desk.client.close.replay import CaseReplay, ReplayedStep, StepWord, replay_case
from lsl_desk.client.sit.ports import SatAct
from lsl_desk.domain.acts import (
    AttendanceTaken,
    ConflictSettled,
    DecisionTaken,
    LivretRead,
    MarkRaised,
    PointsAdded,
    Ruling,
    SittingOpened,
)
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.fallback import COPY
from lsl_desk.domain.ids import ActId, Digest, StudentNumber
from lsl_desk.domain.marks import POINTS
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict, next_chain
from tests.client.sit.sitting_world import J01, N0417, PC, PRESIDENT, World, decide, digest, raise_to, world
from tests.domain.sitting import act, raised


def played(w: World, number: StudentNumber = N0417, acts: list[SatAct] | None = None) -> CaseReplay:
    sitting = w.sittings.of(J01)
    every = list(w.sittings.outside.acts.acts(J01)) if acts is None else acts
    return replay_case(J01, sitting.dossier(number), w.sittings.before(sitting).board, every)


def of_0417() -> World:
    """0417 is read, raised, given points that the law of its session refuses, and decided."""
    w = world()
    w.sit()
    w.read("0417")
    raise_to(w, N0417, PC, "9")
    decide(w, N0417, Ruling.ADMIS)
    return w


def own(replay: CaseReplay) -> tuple[ReplayedStep, ...]:
    """The steps of the candidate; the others are of the whole sitting."""
    return tuple(one for one in replay.steps if one.rank)


def received(w: World) -> list[SatAct]:
    """The acts of the jury with the receipts of an academy that took all of them."""
    chain, kept = NO_CHAIN, list[SatAct]()
    for sequence, one in enumerate(w.sittings.outside.acts.acts(J01), 1):
        digest = Digest(f"{sequence:064x}")
        chain = next_chain(chain, digest, Verdict.ACCEPTED)
        kept.append(SatAct(one.act, Receipt(one.act.act, digest, J01, sequence, chain, Verdict.ACCEPTED, one.act.time)))
    return kept


def test_a_case_is_shown_step_by_step_with_the_state_around_each() -> None:
    w = of_0417()
    shown = played(w)
    dossier = w.sittings.of(J01).dossier(N0417)
    assert (shown.jury, shown.number, shown.pv, shown.digest) == (J01, N0417, "12", dossier.digest)
    read, mark, decision = own(shown)
    assert (read.before.examination, read.after.examination) == (Examination.UNREAD, Examination.READ)
    assert (read.after.ruling, read.mark, read.after.points) == (None, None, Decimal(394))
    assert isinstance(mark.body, MarkRaised)
    assert mark.mark is not None
    assert (mark.mark.exam, mark.mark.name, mark.mark.before, mark.mark.after) == (
        PC, "Physique-chimie", Decimal(8), Decimal(9),
    )  # fmt: skip
    assert (mark.after.points, mark.after.average, mark.after.added) == (Decimal(400), Decimal(10), Decimal(0))
    assert (mark.word, mark.refused, mark.offline) == (StepWord.DONE, None, False)
    assert [one for one in mark.after.marks if one not in mark.before.marks] == [
        CaseMark(PC, "Physique-chimie", Decimal(6), Decimal(9))
    ]
    assert isinstance(decision.body, DecisionTaken)
    assert (decision.before.ruling, decision.after.ruling, decision.after.mention) == (None, Ruling.ADMIS, "")
    assert (decision.rank, decision.sequence, decision.author.name) == (3, 0, "Camille Exemple")
    assert decision.body.marks == decision.after.digest == shown.digest


def test_what_was_done_of_the_whole_sitting_stands_among_the_steps_without_a_rank() -> None:
    w = of_0417()
    taken, opened, *rest = played(w).steps
    assert [type(one.body) for one in (taken, opened)] == [AttendanceTaken, SittingOpened]
    assert [one.rank for one in (taken, opened, *rest)] == [0, 0, 1, 2, 3]
    assert opened.before == opened.after


def test_what_was_refused_or_proposed_is_shown_as_that() -> None:
    w = of_0417()
    late = raised("10", "8", exam=PC, number=N0417)
    points = PointsAdded(N0417, Decimal(0), Decimal(3), 0, "assidu")
    every = [*w.sittings.outside.acts.acts(J01)]
    sitting = w.sittings.of(J01)
    for rank, body in ((900, late), (901, points), (902, ConflictSettled(ActId(f"{900:032x}"), Decimal(9), "vu"))):
        one = replace(act(rank, body, PRESIDENT), jury=J01)
        sitting.take(one, cut=False)
        every.append(SatAct(one))
    proposed, refused, settled = played(w, acts=every).steps[-3:]
    assert (proposed.word, proposed.mark and proposed.mark.after) == (StepWord.PROPOSED, Decimal(9))
    assert (refused.word, refused.refused and refused.refused.code) == (StepWord.REFUSED, Code.POINTS_FORBIDDEN)
    assert refused.mark is not None
    assert (refused.mark.exam, refused.mark.name, refused.mark.after) == (POINTS, "points de jury", Decimal(0))
    assert (settled.word, settled.mark and settled.mark.exam) == (StepWord.DONE, PC)


def test_a_jury_without_marks_or_rules_is_replayed_too() -> None:
    w = world(with_marks=False, serie="inconnue")
    w.sit()
    w.read("0417")
    sitting = w.sittings.of(J01)
    one = replace(act(900, raised("10", "8", exam=PC, number=N0417), PRESIDENT), jury=J01)
    sitting.take(one, cut=False)
    (read, unknown) = own(played(w, acts=[*w.sittings.outside.acts.acts(J01), SatAct(one)]))
    assert (read.after.points, read.after.average, read.after.marks) == (None, None, ())
    assert unknown.mark is not None
    assert (unknown.mark.name, unknown.mark.after, unknown.word) == ("PC", None, StepWord.REFUSED)


def test_the_marks_of_a_serie_that_no_rules_know_stand_by_their_codes() -> None:
    w = world(serie="inconnue")
    w.sit()
    w.read("0417")
    (read,) = own(played(w))
    assert (read.after.points, read.after.marks[0].name) == (None, read.after.marks[0].exam)


def test_what_was_done_while_the_academy_was_cut_says_so() -> None:
    w = of_0417()
    sitting = w.sittings.of(J01)
    fresh, stored = w.sittings.before(sitting).board, sitting.dossier(N0417)
    waiting = replay_case(J01, stored, fresh, w.sittings.outside.acts.acts(J01), cut=True)
    assert {one.offline for one in waiting.steps} == {True}, "nobody could be told"
    fed = received(w)
    late = fed[3]
    assert late.receipt is not None
    fed[3] = SatAct(late.act, replace(late.receipt, received=late.act.time + timedelta(minutes=3)))
    copied = LivretRead(N0417, digest("0417"), ("1.0", "1.0"), COPY)
    fed.append(SatAct(replace(act(900, copied, PRESIDENT), jury=J01)))
    assert [one.offline for one in played(w, acts=fed).steps] == [False, False, False, True, False, True]
    assert [one.sequence for one in played(w, acts=fed).steps] == [1, 2, 3, 4, 5, 0]


def test_a_replay_that_does_not_end_on_what_is_stored_names_the_step_and_shows_nothing() -> None:
    w = of_0417()
    every = list(w.sittings.outside.acts.acts(J01))
    kept = [one for one in every if not isinstance(one.act.body, MarkRaised)]
    with pytest.raises(Refusal) as refused:
        played(w, acts=kept)
    assert (refused.value.code, refused.value.facts) == (Code.REPLAY_BROKEN, {"number": N0417, "step": 2})


def test_a_mark_taken_back_after_the_decision_is_shown_and_said_but_makes_no_doubt_of_the_replay() -> None:
    w = of_0417()
    assert played(w).stale == 0
    made = next(one.act.act for one in w.sittings.outside.acts.acts(J01) if isinstance(one.act.body, MarkRaised))
    w.deliberation.undo(J01, N0417, made)
    shown = played(w)
    assert shown.stale == own(shown)[-1].rank == 4
    assert [type(one.body) for one in own(shown)] == [LivretRead, MarkRaised, DecisionTaken, MarkRaised]
    assert own(shown)[-1].after.digest == shown.digest


def test_a_received_line_that_is_missing_is_named_with_its_step_whatever_it_did() -> None:
    w = of_0417()
    fed = received(w)
    assert played(w, acts=fed).digest == w.sittings.of(J01).dossier(N0417).digest
    assert isinstance(fed[2].act.body, LivretRead)
    with pytest.raises(Refusal) as refused:
        played(w, acts=[*fed[:2], *fed[3:]])
    assert (refused.value.code, refused.value.facts) == (Code.REPLAY_GAP, {"number": N0417, "line": 3, "step": 1})
