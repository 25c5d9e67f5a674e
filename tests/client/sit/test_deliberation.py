# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from lsl_desk.client.sit.ports import SatAct
from lsl_desk.client.sit.values import MarkState, Trial
from lsl_desk.domain.acts import (
    ConflictSettled,
    Entry,
    HeadNamed,
    MarkRaised,
    MissingRule,
    OfficeTold,
    PaperExamined,
    Role,
    Ruling,
)
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.own_check import not_received
from lsl_desk.domain.receipts import Receipt, Verdict
from lsl_desk.domain.rules.pack import Mention
from tests.client.sit.sitting_world import (
    FRA,
    HG,
    J01,
    MATH,
    N0417,
    N0418,
    N0432,
    N0455,
    N0460,
    PC,
    PHILO,
    PRESIDENT,
    VICE,
    World,
    decide,
    digest,
    number,
    raise_to,
    refused,
    world,
)

# ------------------------------------------------------------------------------------------------ the sheet


def test_the_sheet_says_394_of_400_and_what_is_missing(w: World) -> None:
    sheet = w.deliberation.sheet(J01, N0417)
    assert sheet.result is not None
    assert (sheet.result.points, sheet.result.coefficients) == (Decimal(394), Decimal(40))
    assert sheet.result.missing is not None
    assert (sheet.result.missing.threshold, sheet.result.missing.points) == (Decimal(10), 6)
    assert [line.exam for line in sheet.lines[:4]] == ["FRA_E", "FRA_O", "HG", "MATH"]
    assert sheet.lines[0].not_raisable is not None
    assert sheet.unread_page == 0


def test_the_year_stands_beside_the_exam_and_the_largest_gap_is_the_first_raise(w: World) -> None:
    sheet = w.deliberation.sheet(J01, N0417)
    history = next(line for line in sheet.lines if line.exam == HG)
    assert history.year is not None
    assert history.year.periods == (Decimal(14), Decimal(13), Decimal(15))
    assert history.gap == 6
    assert [one.exam for one in sheet.raises][:2] == ["HG", "PHILO"]
    physics, maths = (next(one for one in sheet.raises if one.exam == exam) for exam in (PC, MATH))
    assert (physics.after - physics.before, physics.excess) == (Decimal(1), Decimal(0))
    assert (maths.after - maths.before, maths.excess) == (Decimal(1), Decimal(1))
    assert next(one for one in sheet.raises if one.exam == FRA).forbidden is not None


def test_the_livret_is_understood_once(w: World) -> None:
    for _ in range(3):
        w.deliberation.sheet(J01, N0417)
    assert w.livrets.asked == 1
    assert w.deliberation.card(J01, N0417).opinion[0].text == "Favorable"
    assert w.deliberation.card(J01, N0418).readable is False


def test_a_livret_whose_text_comes_later_is_understood_then(w: World) -> None:
    w.texts.late = True
    assert not w.deliberation.sheet(J01, N0417).source
    w.texts.late = False
    assert w.deliberation.sheet(J01, N0417).source


def test_a_jury_without_marks_says_so_and_still_guards() -> None:
    w = world(with_marks=False)
    w.sit()
    sheet = w.deliberation.sheet(J01, N0417)
    assert (sheet.lines, sheet.result) == ((), None)
    with refused(Code.LIVRET_UNREAD):
        decide(w, N0417, Ruling.AJOURNE)
    decide(w, N0417, Ruling.ADMIS)
    assert w.deliberation.state(J01, N0417).points is None


def test_nobody_unknown_has_a_sheet(w: World) -> None:
    with refused(Code.NUMBER_UNKNOWN):
        w.deliberation.sheet(J01, number("9999"))


# ------------------------------------------------------------------------------------------------ changes


def test_a_raise_of_physics_reaches_ten(w: World) -> None:
    sheet = w.deliberation.raise_mark(J01, N0417, PC, "9", "progrès au fil de l’année", seen=0)
    assert sheet.result is not None
    assert (sheet.result.points, sheet.result.proposal.value) == (Decimal(400), "admis")
    line = next(one for one in sheet.lines if one.exam == PC)
    assert (line.state, line.office, line.value) == (MarkState.RAISED, Decimal(8), Decimal(9))
    (change,) = sheet.changes
    assert (change.before, change.after, change.reason, change.name) == (
        Decimal(8),
        Decimal(9),
        "progrès au fil de l’année",
        "Camille Exemple",
    )
    assert w.deliberation.state(J01, N0417).proposal == "admis"
    assert w.waits == 3


@pytest.mark.parametrize(
    ("exam", "typed", "code"),
    [
        (PC, "32", Code.MARK_OUT_OF_RANGE),
        (PC, "9,5", Code.MARK_WHOLE),
        (PC, "neuf", Code.MARK_NOT_A_NUMBER),
        (PC, "8", Code.MARK_SAME),
        (PC, "7", Code.MARK_LOWERED),
        (FRA, "12", Code.MARK_ANTICIPATED),
        (ExamCode("GREC"), "12", Code.MARK_UNKNOWN),
    ],
)
def test_what_the_law_forbids_is_not_recorded(w: World, exam: ExamCode, typed: str, code: Code) -> None:
    before = len(w.store.journal)
    with refused(code):
        w.deliberation.raise_mark(J01, N0417, exam, typed, "raison", seen=0)
    assert len(w.store.journal) == before


def test_a_reason_is_asked_and_is_not_endless(w: World) -> None:
    with refused(Code.REASON_MISSING):
        raise_to(w, N0417, PC, "9", "  ")
    with refused(Code.VALUE_OUT_OF_RANGE):
        raise_to(w, N0417, PC, "9", "x" * 401)


def test_points_of_the_jury_are_refused_in_2018(w: World) -> None:
    with refused(Code.POINTS_FORBIDDEN):
        w.deliberation.add_points(J01, N0417, "6", "raison", seen=0)


def test_points_of_the_jury_are_capped_in_2026_and_taken_back() -> None:
    w = world(session=2026, serie="GENERALE")
    w.sit()
    with refused(Code.POINTS_CAP):
        w.deliberation.add_points(J01, N0417, "55", "raison", seen=0)
    sheet = w.deliberation.add_points(J01, N0417, "6", "assiduité", seen=0)
    assert (sheet.added, sheet.added_version) == (Decimal(6), 1)
    with refused(Code.MARK_STALE):
        w.deliberation.add_points(J01, N0417, "7", "raison", seen=0)
    assert w.deliberation.undo(J01, N0417, sheet.changes[-1].act).added == 0


def test_two_posts_that_change_one_mark_are_told_and_the_choice_is_a_change(w: World) -> None:
    opened = list(w.store.journal)
    first = w.store.record(J01, 1, MarkRaised(N0417, "PC", Decimal(8), Decimal(9), 0, "raison"))
    second = w.store.record(J01, 1, MarkRaised(N0417, "PC", Decimal(8), Decimal(10), 0, "autre raison"))
    said = [(act, Verdict.ACCEPTED) for act in (*opened, first)] + [(second, Verdict.CONFLICT)]
    for rank, (act, verdict) in enumerate(said):
        chain = Digest(f"{rank:064x}")
        late = timedelta(seconds=3) if act in opened else timedelta(minutes=5)
        receipt = Receipt(act.act, chain, J01, rank + 1, chain, verdict, act.time + late)
        w.acts.fed.append(SatAct(act, receipt))
    w.deliberation.refresh(J01)
    sheet = w.deliberation.sheet(J01, N0417)
    assert [one.act for one in sheet.conflicts] == [second.act]
    assert sheet.changes[0].offline
    assert sheet.changes[0].drift == timedelta(seconds=3), "of the last act that went at once"
    assert {one.code for one in w.deliberation.sitting(J01).obstacles} >= {Code.CONFLICT_OPEN}
    w.deliberation.took(w.store.record(J01, 1, ConflictSettled(second.act, Decimal(10), "copie relue")))
    settled = w.deliberation.sheet(J01, N0417).changes[-1]
    assert (settled.before, settled.after, settled.reason) == (Decimal(9), Decimal(10), "copie relue")
    assert w.deliberation.state(J01, N0417).disputed == 0


def test_three_changes_and_three_undos_leave_the_first_marks_and_six_acts(w: World) -> None:
    first = w.deliberation.sheet(J01, N0417)
    before = len(w.store.journal)
    raise_to(w, N0417, PC, "9")
    raise_to(w, N0417, PC, "10")
    raise_to(w, N0417, MATH, "10")
    changes = w.deliberation.sheet(J01, N0417).changes
    with refused(Code.MARK_STALE):
        w.deliberation.undo(J01, N0417, changes[0].act)
    for change in reversed(changes):
        w.deliberation.undo(J01, N0417, change.act)
    last = w.deliberation.sheet(J01, N0417)
    assert [line.value for line in last.lines] == [line.value for line in first.lines]
    assert last.result == first.result
    assert len(w.store.journal) == before + 6
    assert [one.undone for one in last.changes] == [True, True, True, False, False, False]
    with refused(Code.MARK_STALE):
        w.deliberation.undo(J01, N0417, changes[0].act)


def test_a_mark_seen_too_long_ago_is_looked_at_again(w: World) -> None:
    raise_to(w, N0417, PC, "9")
    before = len(w.store.journal)
    with refused(Code.MARK_STALE):
        w.deliberation.raise_mark(J01, N0417, PC, "10", "raison", seen=0)
    assert len(w.store.journal) == before


def test_the_bench_leaves_no_trace(w: World) -> None:
    before = (list(w.store.journal), dict(w.store.notes), w.deliberation.sheet(J01, N0417))
    for mark in (9, 10, 11, 12, 13):
        tried = w.deliberation.try_marks(J01, N0417, Trial({PC: Decimal(mark)}))
        assert tried.result is not None
        assert tried.result.points == 394 + 6 * (mark - 8)
        assert next(one for one in tried.lines if one.exam == PC).state is MarkState.TRIED
    with refused(Code.MARK_ANTICIPATED):
        w.deliberation.try_marks(J01, N0417, Trial({FRA: Decimal(12)}))
    with refused(Code.MARK_UNKNOWN):
        w.deliberation.try_marks(J01, N0417, Trial({ExamCode("GREC"): Decimal(12)}))
    with refused(Code.POINTS_FORBIDDEN):
        w.deliberation.try_marks(J01, N0417, Trial({}, Decimal(6)))
    assert w.deliberation.try_marks(J01, N0417, Trial({}, Decimal(0))).result == before[2].result
    assert (list(w.store.journal), dict(w.store.notes), w.deliberation.sheet(J01, N0417)) == before


# ------------------------------------------------------------------------------------------- missing marks


def test_a_missing_mark_keeps_from_deciding_until_it_is_ruled(w: World) -> None:
    sheet = w.deliberation.sheet(J01, N0455)
    philosophy = next(one for one in sheet.lines if one.exam == PHILO)
    assert philosophy.state is MarkState.MISSING
    assert w.deliberation.state(J01, N0455).unknown == 1
    with refused(Code.DECISION_INCOMPLETE):
        decide(w, N0455, Ruling.SECOND_GROUPE)


def test_the_livret_s_average_stands_for_it_rounded_as_the_pack_says(w: World) -> None:
    candidates = tuple(replace(one, livret=w.store.files[J01].candidates[0].livret) if one.number == N0455 else one
                       for one in w.store.files[J01].candidates)  # fmt: skip
    w.store.files[J01] = replace(w.store.files[J01], candidates=candidates)
    w.deliberation.forget(J01)
    sheet = w.deliberation.rule_missing(J01, N0455, PHILO, MissingRule.PROVISIONAL, "copie égarée", seen=0)
    line = next(one for one in sheet.lines if one.exam == PHILO)
    assert (line.state, line.value, line.origin) == (MarkState.PROVISIONAL, Decimal(11), "moyenne du livret, page 2")
    assert w.deliberation.state(J01, N0455).provisional
    undone = w.deliberation.undo(J01, N0455, sheet.changes[-1].act)
    assert next(one for one in undone.lines if one.exam == PHILO).state is MarkState.WAITING


def test_no_number_is_invented(w: World) -> None:
    before = len(w.store.journal)
    with refused(Code.AVERAGE_NONE):
        w.deliberation.rule_missing(J01, N0455, PHILO, MissingRule.PROVISIONAL, "raison", seen=0)
    assert len(w.store.journal) == before


def test_a_mark_that_is_missing_is_asked_of_the_exam_office(w: World) -> None:
    w.deliberation.ask_office(J01, N0455, PHILO)
    assert w.store.journal[-1].body == OfficeTold(N0455, "Note manquante\u00a0: Philosophie. Le jury la demande.")
    with refused(Code.MARK_UNKNOWN):
        w.deliberation.ask_office(J01, N0455, ExamCode("SVT_X"))
    with refused(Code.MARK_NOT_MISSING):
        w.deliberation.ask_office(J01, N0417, PHILO)


def test_an_absence_is_a_zero_and_the_wait_is_shown(w: World) -> None:
    sheet = w.deliberation.rule_missing(J01, N0455, PHILO, MissingRule.WAIT, "copie attendue", seen=0)
    assert next(one for one in sheet.lines if one.exam == PHILO).state is MarkState.WAITING
    sheet = w.deliberation.rule_missing(J01, N0455, PHILO, MissingRule.ABSENT, "absent sans justification", seen=1)
    line = next(one for one in sheet.lines if one.exam == PHILO)
    assert (line.state, line.value) == (MarkState.ZERO, Decimal(0))


def test_a_provisional_mark_whose_real_one_came_counts_the_better_and_the_decision_is_stale(w: World) -> None:
    sheet = w.deliberation.rule_missing(J01, N0455, PHILO, MissingRule.ABSENT, "absent", seen=0)
    assert sheet.result is not None
    assert sheet.result.proposal.value == "second_groupe"
    decide(w, N0455, Ruling.SECOND_GROUPE)
    manifest = w.acts.manifests[J01]
    given = tuple(replace(one, value=Decimal(14)) if one.exam == PHILO else one for one in manifest.marks[N0455])
    w.acts.manifests[J01] = replace(manifest, version=2, marks={**manifest.marks, N0455: given})
    state = w.deliberation.refresh(J01).states[N0455]
    assert state.stale
    assert state.proposal == "admis"


# ------------------------------------------------------------------------------------------------ deciding


def test_nobody_is_failed_unread_and_the_first_unread_page_is_named(w: World) -> None:
    w.store.see_page(J01, N0460, digest("0460"), 0, 2.0)
    with pytest.raises(Refusal) as unread:
        decide(w, N0460, Ruling.AJOURNE)
    assert (unread.value.code, unread.value.facts["page"]) == (Code.LIVRET_UNREAD, 2)
    assert w.deliberation.state(J01, N0460).compulsory
    w.read("0460")
    decide(w, N0460, Ruling.AJOURNE)
    assert not w.deliberation.state(J01, N0460).compulsory


def test_a_paper_livret_is_declared_examined_and_its_label_says_when_and_by_whom(w: World) -> None:
    with refused(Code.LIVRET_NOT_EXAMINED):
        w.deliberation.write_labels("visas.pdf", J01, [N0418])
    with refused(Code.LIVRET_NOT_EXAMINED):
        decide(w, N0418, Ruling.AJOURNE)
    with refused(Code.LIVRET_TO_READ):
        w.deliberation.examine_paper(J01, N0417, True, Entry.TYPED)
    sheet = w.deliberation.examine_paper(J01, N0418, True, Entry.SCANNED)
    assert sheet.examination is Examination.PAPER
    w.deliberation.write_labels("visas.pdf", J01, [N0418])
    (label,) = w.paper.labelled
    assert "Livret examiné par le jury le 02/07/2018" in label.visa
    assert "Camille Exemple" in label.visa
    assert w.paper.written == {"visas.pdf": b"%PDF"}
    decide(w, N0418, Ruling.AJOURNE)
    w.deliberation.examine_paper(J01, N0418, False, Entry.TYPED)
    assert w.deliberation.state(J01, N0418).compulsory


def test_the_paper_of_a_numeric_livret_that_is_not_on_this_post_is_examined_and_the_act_says_so() -> None:
    w = world()
    file = w.store.files[J01]
    people = tuple(not_received(one) if one.number == N0460 else one for one in file.candidates)
    w.store.files[J01] = replace(file, candidates=people)
    w.sit()
    for name, instead in ((N0460, True), (N0418, False)):
        w.deliberation.examine_paper(J01, name, True, Entry.SCANNED)
        assert w.store.journal[-1].body == PaperExamined(name, True, Entry.SCANNED, instead)
    decide(w, N0460, Ruling.AJOURNE)
    w.deliberation.examine_paper(J01, N0460, False, Entry.TYPED)
    assert w.store.journal[-1].body == PaperExamined(N0460, False, Entry.TYPED)


def test_a_label_names_the_seat_when_nobody_is_named() -> None:
    w = world(heads={})
    w.sit()
    w.deliberation.examine_paper(J01, N0418, True, Entry.TYPED)
    w.deliberation.write_labels("visas.pdf", J01, [N0418])
    assert w.paper.labelled[0].visa.endswith("le président")


def test_no_livret_is_declared_with_a_reason(w: World) -> None:
    with refused(Code.REASON_MISSING):
        w.deliberation.declare_none(J01, N0455, True, " ")
    with refused(Code.LIVRET_IS_THERE):
        w.deliberation.declare_none(J01, N0417, True, "raison")
    assert w.deliberation.declare_none(J01, N0455, True, "candidat libre").examination is Examination.NONE_GIVEN


def test_the_rules_propose_and_only_a_person_decides(w: World) -> None:
    state = w.deliberation.state(J01, N0432)
    assert (state.proposal, state.decision.decision) == ("second_groupe", None)
    with refused(Code.DECISION_TOTAL):
        decide(w, N0432, Ruling.ADMIS)
    decide(w, N0432, Ruling.SECOND_GROUPE)
    taken = w.deliberation.state(J01, N0432).decision.decision
    assert taken is not None
    assert taken.ruling is Ruling.SECOND_GROUPE
    raise_to(w, N0432, PC, "9")
    assert w.deliberation.state(J01, N0432).stale


def test_a_mention_is_the_one_the_total_earns(w: World) -> None:
    for exam, mark in ((MATH, "14"), (PC, "14"), (ExamCode("SVT"), "14"), (HG, "14")):
        raise_to(w, N0417, exam, mark)
    with refused(Code.DECISION_MENTION):
        decide(w, N0417, Ruling.ADMIS, Mention.B)
    decide(w, N0417, Ruling.ADMIS, Mention.AB)


def test_a_decision_taken_back_asks_for_a_reason(w: World) -> None:
    with refused(Code.DECISION_NONE):
        w.deliberation.withdraw(J01, N0432, "raison", seen=0)
    decide(w, N0432, Ruling.SUSPENDU, reason="livret pas dans la salle")
    decide(w, N0432, Ruling.SECOND_GROUPE)
    with refused(Code.DECISION_MARKS):
        w.deliberation.decide(J01, N0432, Ruling.SECOND_GROUPE, "", "", seen=1)
    others = w.deliberation.sheet(J01, N0417).marks
    with refused(Code.DECISION_MARKS):
        w.deliberation.decide(J01, N0432, Ruling.SECOND_GROUPE, "", "", seen=2, marks=others)
    sheet = w.deliberation.withdraw(J01, N0432, "erreur de ligne", seen=2)
    assert sheet.decision.decision is None
    assert w.deliberation.pace(J01).decided == 0


def test_the_vice_president_decides_once_the_presidency_is_handed(w: World) -> None:
    decide(w, N0432, Ruling.SECOND_GROUPE)
    w.act_as(VICE)
    with refused(Code.PRESIDENT_ONLY):
        decide(w, N0417, Ruling.SECOND_GROUPE)
    assert w.deliberation.sitting(J01).refused is Code.PRESIDENT_ONLY
    w.act_as(PRESIDENT)
    state = w.deliberation.hand_over(J01, Role.VICE_PRESIDENT, "Sacha Modèle", "malaise")
    (handed,) = state.handovers
    assert (handed.before_name, handed.name, handed.decided, handed.pv) == ("Camille Exemple", "Sacha Modèle", 1, "13")
    assert (state.president, state.may_decide) == ("Sacha Modèle", False)
    w.act_as(VICE)
    decide(w, N0417, Ruling.SECOND_GROUPE)


def test_the_centre_s_name_of_a_head_is_the_one_said() -> None:
    w = world()
    w.store.record(J01, 1, HeadNamed(Role.PRESIDENT, "Lou Essai", "Camille Exemple"))
    assert w.deliberation.sitting(J01).president == "Lou Essai"


def test_a_handover_before_any_decision_names_no_candidate() -> None:
    w = world()
    state = w.deliberation.hand_over(J01, Role.VICE_PRESIDENT, "", "absence")
    assert (state.handovers[0].decided, state.handovers[0].pv) == (0, "")
    assert state.president == "Sacha Modèle"


def test_a_case_decided_like_this_one_is_a_precedent_without_a_name(w: World) -> None:
    raise_to(w, N0417, PC, "9", "régularité")
    decide(w, N0417, Ruling.ADMIS)
    like = tuple(
        replace(one, value=Decimal(9)) if one.exam == MATH else one for one in w.acts.manifests[J01].marks[N0417]
    )
    w.acts.manifests[J01] = replace(w.acts.manifests[J01], marks={**w.acts.manifests[J01].marks, N0455: like})
    w.deliberation.refresh(J01)
    (case,) = w.deliberation.sheet(J01, N0455).precedents
    assert (case.number, case.pv, case.average, case.reason) == ("0417", "12", Decimal("9.85"), "régularité")
    decide(w, N0455, Ruling.SECOND_GROUPE)
    assert [(one.number, one.pv) for one in w.deliberation.sheet(J01, N0417).precedents] == [("0455", "15")]
    assert w.deliberation.sheet(J01, N0460).precedents == ()
    raise_to(w, N0417, MATH, "20", "à relire")
    assert w.deliberation.sheet(J01, N0455).precedents == (), "its marks changed since: it is to be decided again"
    decide(w, N0417, Ruling.ADMIS)
    assert [one.number for one in w.deliberation.sheet(J01, N0455).precedents] == [N0417]
    awaited = tuple(replace(one, value=None) if one.exam == PHILO else one for one in like)
    w.acts.manifests[J01] = replace(w.acts.manifests[J01], marks={**w.acts.manifests[J01].marks, N0455: awaited})
    w.deliberation.refresh(J01)
    assert w.deliberation.sheet(J01, N0455).precedents == (), "its average is of some marks"


@pytest.mark.parametrize(("points", "like"), [(4, True), (5, False)])
def test_two_cases_a_tenth_of_average_apart_are_alike_and_no_farther(w: World, points: int, like: bool) -> None:
    """0,1 of average is 4 points where coefficients come to 40 (features N08)."""
    decide(w, N0417, Ruling.SECOND_GROUPE)
    given = w.acts.manifests[J01].marks[N0417]
    assert sum(one.coefficient for one in given) == 40
    exact = tuple(
        replace(one, value=(one.value or Decimal(0)) - Decimal(points) / one.coefficient) if one.exam == FRA else one
        for one in given
    )
    w.acts.manifests[J01] = replace(w.acts.manifests[J01], marks={**w.acts.manifests[J01].marks, N0455: exact})
    w.deliberation.refresh(J01)
    assert [one.number for one in w.deliberation.sheet(J01, N0455).precedents] == [N0417] * like


def test_the_disk_that_is_full_takes_nothing(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise Refusal(Code.DISK_FULL)

    monkeypatch.setattr(w.store, "record", full)
    with refused(Code.DISK_FULL):
        decide(w, N0432, Ruling.SECOND_GROUPE)
    assert w.deliberation.state(J01, N0432).decision.decision is None
