# SPDX-License-Identifier: AGPL-3.0-or-later
"""The replay of a case as a screen shows it: each step with the state after it, ending on what is stored (N24)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lsl_desk.client.close.replay import CaseReplay, StepWord, replay_case
from lsl_desk.client.sit.ports import SatAct
from lsl_desk.domain.acts import ConflictSettled, DecisionTaken, MarkRaised, PointsAdded, Ruling
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import ActId, StudentNumber
from lsl_desk.domain.marks import POINTS
from tests.client.sit.sitting_world import J01, N0417, PC, PRESIDENT, World, decide, raise_to, world
from tests.domain.sitting import act, raised


def played(w: World, number: StudentNumber = N0417, acts: list[SatAct] | None = None) -> CaseReplay:
    sitting = w.sittings.of(J01)
    every = list(w.sittings.outside.acts.acts(J01)) if acts is None else acts
    return replay_case(sitting.dossier(number), w.sittings.before(sitting).board, every)


def of_0417() -> World:
    """0417 is read, raised, given points that the law of its session refuses, and decided."""
    w = world()
    w.sit()
    w.read("0417")
    raise_to(w, N0417, PC, "9")
    decide(w, N0417, Ruling.ADMIS)
    return w


def test_a_case_is_shown_step_by_step_with_the_state_after_each() -> None:
    w = of_0417()
    shown = played(w)
    assert (shown.number, shown.pv, shown.digest) == (N0417, "12", w.sittings.of(J01).dossier(N0417).digest)
    read, mark, decision = shown.steps
    assert (read.examination, read.ruling, read.mark, read.points) == (Examination.READ, None, None, Decimal(394))
    assert isinstance(mark.body, MarkRaised)
    assert mark.mark is not None
    assert (mark.mark.exam, mark.mark.name, mark.mark.before, mark.mark.after) == (
        PC, "Physique-chimie", Decimal(8), Decimal(9),
    )  # fmt: skip
    assert (mark.points, mark.average, mark.word, mark.refused) == (Decimal(400), Decimal(10), StepWord.DONE, None)
    assert isinstance(decision.body, DecisionTaken)
    assert (decision.ruling, decision.mention, decision.rank, decision.sequence) == (Ruling.ADMIS, "", 3, 0)
    assert decision.author.name == "Camille Exemple"
    assert decision.body.marks == decision.digest == shown.digest


def test_what_was_refused_or_proposed_is_shown_as_that() -> None:
    w = of_0417()
    late = raised("10", "8", exam=PC, number=N0417)
    points = PointsAdded(N0417, Decimal(0), Decimal(3), 0, "assidu")
    every = [*w.sittings.outside.acts.acts(J01)]
    sitting = w.sittings.of(J01)
    for rank, body in ((900, late), (901, points), (902, ConflictSettled(ActId(f"{900:032x}"), Decimal(9), ""))):
        one = replace(act(rank, body, PRESIDENT), jury=J01)
        sitting.take(one, cut=False)
        every.append(SatAct(one))
    proposed, refused, settled = played(w, acts=every).steps[-3:]
    assert (proposed.word, proposed.mark and proposed.mark.after) == (StepWord.PROPOSED, Decimal(9))
    assert (refused.word, refused.refused) == (StepWord.REFUSED, Code.POINTS_FORBIDDEN)
    assert refused.mark is not None
    assert (refused.mark.exam, refused.mark.name, refused.mark.after) == (POINTS, "points de jury", Decimal(0))
    assert (settled.word, settled.mark and settled.mark.exam) == (StepWord.DONE, PC)


def test_a_jury_without_marks_or_rules_is_replayed_too() -> None:
    w = world(with_marks=False)
    w.sit()
    w.read("0417")
    sitting = w.sittings.of(J01)
    one = replace(act(900, raised("10", "8", exam=PC, number=N0417), PRESIDENT), jury=J01)
    sitting.take(one, cut=False)
    (read, unknown) = played(w, acts=[*w.sittings.outside.acts.acts(J01), SatAct(one)]).steps
    assert (read.points, read.average) == (None, None)
    assert unknown.mark is not None
    assert (unknown.mark.after, unknown.word) == (None, StepWord.REFUSED)


def test_a_replay_that_does_not_end_on_what_is_stored_names_the_step_and_shows_nothing() -> None:
    w = of_0417()
    every = list(w.sittings.outside.acts.acts(J01))
    kept = [one for one in every if not isinstance(one.act.body, MarkRaised)]
    with pytest.raises(Refusal) as refused:
        played(w, acts=kept)
    assert (refused.value.code, refused.value.facts) == (Code.REPLAY_BROKEN, {"number": N0417, "step": 2})
