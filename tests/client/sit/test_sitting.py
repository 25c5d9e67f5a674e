# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from lsl_desk.client.sit.ports import SatAct
from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import (
    Act,
    Author,
    ConflictSettled,
    DecisionTaken,
    DecisionWithdrawn,
    Entry,
    LivretOpened,
    MarkRaised,
    Member,
    PaperExamined,
    Presence,
    Quality,
    Role,
    Ruling,
    SittingClosed,
)
from lsl_desk.domain.closing_acts import InequalityExplained
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.marks import POINTS
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict
from tests.client.sit.sitting_world import (
    HERE,
    J01,
    N0417,
    N0418,
    N0432,
    N0455,
    N0460,
    PC,
    PRESIDENT,
    VICE,
    World,
    decide,
    raise_to,
    refused,
    world,
)

# ------------------------------------------------------------------------------------------- the sitting


def test_nothing_is_decided_before_the_opening() -> None:
    w = world()
    assert w.deliberation.sitting(J01).stage is Stage.PREPARED
    with refused(Code.SITTING_NOT_OPEN):
        decide(w, N0432, Ruling.SECOND_GROUPE)
    assert w.deliberation.sitting(J01).refused is Code.SITTING_NOT_OPEN


def test_who_is_out_of_the_room_settles_no_mark_and_the_others_do_as_before() -> None:
    w = world()
    w.sit()
    w.deliberation.check_open_to_change(J01)
    w.deliberation.take_attendance(J01, (replace(HERE[0], presence=Presence.AWAY), HERE[1]))
    with refused(Code.HEAD_AWAY):
        w.deliberation.check_open_to_change(J01)
    w.act_as(VICE)
    w.deliberation.check_open_to_change(J01)
    assert w.deliberation.hand_over(J01, Role.VICE_PRESIDENT, "Sacha Modèle", "malaise").may_decide


@pytest.mark.parametrize(
    ("presence", "code"), [(Presence.AWAY, Code.HEAD_AWAY), (Presence.REMOTE, Code.PRESIDENT_REMOTE)]
)
def test_each_act_that_only_who_presides_does_is_refused_to_who_is_out_of_the_room(
    w: World, presence: Presence, code: Code
) -> None:
    decide(w, N0432, Ruling.SECOND_GROUPE)
    w.deliberation.take_attendance(J01, (replace(HERE[0], presence=presence), HERE[1]))
    before = len(w.store.journal)
    none = Digest("a" * 64)
    for body in (
        DecisionTaken(N0417, Ruling.SECOND_GROUPE, "", none, Decimal(0), 0, ""),
        DecisionWithdrawn(N0432, 1, "à revoir"),
        InequalityExplained(none, "progrès"),
        SittingClosed(NO_CHAIN),
    ):
        with refused(code):
            w.sittings.record(w.sittings.of(J01), body)
    assert len(w.store.journal) == before


@pytest.mark.parametrize("presence", [Presence.AWAY, Presence.REMOTE])
def test_the_presidency_is_not_handed_to_who_is_out_of_the_room(w: World, presence: Presence) -> None:
    w.deliberation.take_attendance(J01, (HERE[0], replace(HERE[1], presence=presence)))
    with refused(Code.HEAD_AWAY):
        w.deliberation.hand_over(J01, Role.VICE_PRESIDENT, "Sacha Modèle", "malaise")
    assert w.deliberation.sitting(J01).may_decide


def test_the_attendance_says_who_may_open() -> None:
    w = world()
    with refused(Code.HEAD_AWAY):
        w.deliberation.open_sitting(J01)
    away = tuple(replace(one, presence=Presence.AWAY) for one in HERE)
    assert w.deliberation.composition(J01, away).refused is not None
    remote = (replace(HERE[0], presence=Presence.REMOTE),)
    w.deliberation.take_attendance(J01, remote)
    with refused(Code.PRESIDENT_REMOTE):
        w.deliberation.open_sitting(J01)
    state = w.deliberation.take_attendance(J01, HERE)
    assert (state.members, state.composition.refused) == (HERE, None)
    assert w.deliberation.open_sitting(J01).stage is Stage.OPENED
    with refused(Code.VALUE_OUT_OF_RANGE):
        w.deliberation.take_attendance(J01, [Member(" ", Quality.INSPECTOR, Presence.HERE)])
    with refused(Code.VALUE_OUT_OF_RANGE):
        w.deliberation.take_attendance(J01, HERE * 101)


def test_who_presides_another_jury_of_this_post_is_told_which() -> None:
    w = world(heads={Role.PRESIDENT: "Alix Autre"})
    other = replace(w.acts.manifests[J01], jury=JuryId("J02"), heads={Role.PRESIDENT: "M. Camille EXEMPLE"})
    w.acts.manifests[other.jury] = other
    w.store.files[other.jury] = replace(w.store.files[J01], jury=other.jury)
    with pytest.raises(Refusal) as wrong:
        w.deliberation.sitting(J01)
    assert (wrong.value.code, wrong.value.facts["yours"]) == (Code.JURY_NOT_YOURS, "J02")
    w.act_as(Author("Chef de centre", Role.CHEF_DE_CENTRE))
    assert w.deliberation.sitting(J01).may_decide is False


def test_the_closing_names_what_keeps_from_it_then_nothing_changes(w: World) -> None:
    codes = {one.code: one.numbers for one in w.deliberation.sitting(J01).obstacles}
    assert codes[Code.CLOSING_UNREAD] == (N0418, N0460)
    with refused(Code.CLOSING_UNREAD):
        w.deliberation.close_sitting(J01)
    w.read("0460")
    w.deliberation.examine_paper(J01, N0418, True, Entry.TYPED)
    for one, ruling in (
        (N0417, Ruling.SECOND_GROUPE),
        (N0432, Ruling.SECOND_GROUPE),
        (N0418, Ruling.AJOURNE),
        (N0460, Ruling.AJOURNE),
    ):
        decide(w, one, ruling)
    with refused(Code.CLOSING_UNDECIDED):
        w.deliberation.close_sitting(J01)
    decide(w, N0455, Ruling.SANS_DECISION, reason="note attendue")
    assert w.deliberation.sitting(J01).stage is Stage.DELIBERATED
    state = w.deliberation.close_sitting(J01)
    assert (state.stage, state.refused) == (Stage.CLOSED, Code.SITTING_CLOSED)
    assert state.pace.end is None
    with refused(Code.SITTING_CLOSED):
        raise_to(w, N0417, PC, "9")


def test_what_came_from_the_academy_is_seen_after_a_refresh(w: World) -> None:
    w.act_as(PRESIDENT)
    w.store.record(J01, 1, DecisionWithdrawn(N0432, 0, "raison"))
    w.store.record(J01, 1, PaperExamined(N0418, True, Entry.TYPED))
    assert w.deliberation.state(J01, N0418).examination is Examination.PAPER_AWAITED
    assert w.deliberation.refresh(J01).states[N0418].examination is Examination.PAPER


# ---------------------------------------------------------------------------------------- lens, pace, drafts


def test_the_lens_marks_9_85_with_two_tenths_and_not_with_one(w: World) -> None:
    assert w.deliberation.lens() == Decimal("0.2")
    assert w.deliberation.sitting(J01).states[N0417].near
    assert not w.deliberation.set_lens(J01, Decimal("0.1")).states[N0417].near
    assert w.deliberation.lens() == Decimal("0.1")
    with refused(Code.VALUE_OUT_OF_RANGE):
        w.deliberation.set_lens(J01, Decimal("0.6"))
    assert w.store.notes["sit.lens"] == "0.1"


@pytest.mark.parametrize(("note", "width"), [("0.35", "0.35"), ("large", "0.2")])
def test_the_lens_kept_comes_back_and_one_that_is_none_is_the_first(note: str, width: str) -> None:
    w = world()
    w.store.notes["sit.lens"] = note
    assert w.deliberation.lens() == Decimal(width)


def test_what_is_typed_comes_back_and_is_forgotten_when_it_is_empty(w: World) -> None:
    w.deliberation.keep_draft(J01, N0417, "reason:PC", "des progr")
    w.deliberation.keep_draft(J01, N0417, "reason:PC", "des progr")
    w.deliberation.keep_draft(J01, N0432, "reason:MATH", "ré")
    assert w.deliberation.drafts(J01, N0417) == {"reason:PC": "des progr"}
    assert w.deliberation.drafted(J01) == (N0417, N0432)
    w.deliberation.keep_draft(J01, N0417, "reason:PC", "")
    assert w.deliberation.drafted(J01) == (N0432,)


def test_what_is_done_while_the_academy_is_cut_says_so(w: World) -> None:
    w.cut = True
    raise_to(w, N0417, PC, "9")
    (change,) = w.deliberation.sheet(J01, N0417).changes
    assert (change.offline, change.drift) == (True, None), "the academy never told its hour"


def test_another_part_of_the_desk_moves_only_a_sitting_that_was_asked_for() -> None:
    w = world()
    w.read("0460")
    w.clock.at += timedelta(hours=1)
    assert w.deliberation.sheet(J01, N0460).examination is Examination.READ
    assert w.deliberation.sheet(J01, N0417).added == 0
    assert POINTS not in {line.exam for line in w.deliberation.sheet(J01, N0417).lines}


def test_a_livret_opened_changes_nothing_of_a_sitting(w: World) -> None:
    def told() -> tuple[object, ...]:
        return w.deliberation.sitting(J01), *(w.deliberation.sheet(J01, one) for one in (N0417, N0418))

    before = told()
    w.store.record(J01, 1, LivretOpened(N0417, Digest("a" * 64), "académie"))
    w.deliberation.refresh(J01)
    assert told() == before


# ----------------------------------------------------------------------------------------------- progress


def done(w: World) -> int:
    """How many are decided, as the pace has it, which the whole sitting says too."""
    pace = w.deliberation.pace(J01)
    assert w.deliberation.sitting(J01).pace.decided == pace.decided
    return pace.decided


def test_a_decision_whose_marks_changed_is_no_progress_until_it_is_taken_again(w: World) -> None:
    decide(w, N0432, Ruling.SECOND_GROUPE)
    decide(w, N0417, Ruling.SECOND_GROUPE)
    assert done(w) == 2
    raise_to(w, N0417, PC, "9")
    assert done(w) == 1
    w.deliberation.undo(J01, N0417, w.deliberation.sheet(J01, N0417).changes[-1].act)
    assert done(w) == 2, "it stands on these marks"
    raise_to(w, N0417, PC, "9")
    assert done(w) == 1
    decide(w, N0417, Ruling.ADMIS)
    assert done(w) == 2
    decide(w, N0417, Ruling.SUSPENDU, reason="livret pas dans la salle")
    assert done(w) == 1


def test_a_decision_that_two_posts_took_otherwise_is_no_progress_nor_a_choice_that_changes_its_marks(w: World) -> None:
    decide(w, N0432, Ruling.SECOND_GROUPE)
    decide(w, N0417, Ruling.SECOND_GROUPE)
    body = next(act.body for act in reversed(w.store.journal) if isinstance(act.body, DecisionTaken))
    receive(w, w.store.record(J01, 1, body))
    assert done(w) == 1
    decide(w, N0417, Ruling.SECOND_GROUPE)
    assert done(w) == 2
    raised = MarkRaised(N0417, PC, Decimal(8), Decimal(9), 1, "raison")
    second = w.store.record(J01, 1, raised)
    receive(w, second)
    assert done(w) == 2
    w.deliberation.took(w.store.record(J01, 1, ConflictSettled(second.act, Decimal(9), "copie relue")))
    assert done(w) == 1


def receive(w: World, conflicting: Act) -> None:
    """The academy's feed has all of the journal; this act came to it in conflict."""
    fed = {line.act for line in w.acts.fed}
    for act in w.store.journal:
        if act in fed:
            continue
        chain = Digest(f"{len(w.acts.fed):064x}")
        verdict = Verdict.CONFLICT if act is conflicting else Verdict.ACCEPTED
        w.acts.fed.append(SatAct(act, Receipt(act.act, chain, J01, len(w.acts.fed) + 1, chain, verdict, act.time)))
    w.deliberation.refresh(J01)
