# SPDX-License-Identifier: AGPL-3.0-or-later
"""Once a jury of the session de remplacement sits, a jury of June that never closed is read-only (features E04)."""

from dataclasses import replace
from decimal import Decimal

from lsl_desk.client.sit.ports import SatAct
from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import (
    NO_ACT,
    Act,
    Body,
    DecisionTaken,
    DecisionWithdrawn,
    Entry,
    MarkRaised,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    OfficeTold,
    PaperExamined,
    PointsAdded,
    PresidencyHanded,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.period import Period
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict
from tests.client.sit.sitting_world import HERE, J01, MADE, N0417, N0432, PC, World, decide, raise_to, refused, world

SEPTEMBER = JuryId("J01S")


def june_and_september(year: int = 2018) -> World:
    """A jury of June sits; one of September is held, and has not opened."""
    w = world()
    w.sit()
    w.store.files[SEPTEMBER] = replace(w.store.files[J01], jury=SEPTEMBER, session=year)
    june = w.acts.manifests[J01]
    w.acts.manifests[SEPTEMBER] = replace(june, jury=SEPTEMBER, session=year, period=Period.SEPTEMBER)
    w.store.periods[SEPTEMBER] = Period.SEPTEMBER
    return w


def open_september(w: World) -> None:
    w.deliberation.take_attendance(SEPTEMBER, HERE)
    assert w.deliberation.sitting(J01).refused is not Code.JUNE_OVER
    w.deliberation.open_sitting(SEPTEMBER)


def receipt(act: Act, verdict: Verdict = Verdict.ACCEPTED) -> Receipt:
    code = "" if verdict is Verdict.ACCEPTED else Code.HEAD_AWAY.value
    return Receipt(act.act, Digest("a" * 64), act.jury, act.sequence, NO_CHAIN, verdict, MADE, code)


def test_nothing_changes_in_a_jury_of_june_once_september_sits() -> None:
    w = june_and_september()
    raise_to(w, N0417, PC, "9")
    assert w.deliberation.sitting(J01).refused is None, "held is not in use"
    open_september(w)
    before = len(w.store.journal)
    told = w.deliberation.sitting(J01)
    assert (told.stage, told.refused, told.may_decide) == (Stage.OPENED, Code.JUNE_OVER, False)
    with refused(Code.JUNE_OVER):
        raise_to(w, N0417, PC, "10")
    with refused(Code.JUNE_OVER):
        decide(w, N0432, Ruling.SECOND_GROUPE)
    with refused(Code.JUNE_OVER):
        w.deliberation.hand_over(J01, Role.VICE_PRESIDENT, "Sacha Modèle", "départ")
    with refused(Code.JUNE_OVER):
        w.deliberation.close_sitting(J01)
    with refused(Code.JUNE_OVER):
        w.deliberation.check_open_to_change(J01)
    assert len(w.store.journal) == before
    w.sittings.record(w.sittings.of(J01), OfficeTold(N0417, "Le jury demande"))
    w.deliberation.check_open_to_change(SEPTEMBER)
    periods = [w.deliberation._sheets().sheet(w.sittings.of(one)).period for one in (J01, SEPTEMBER)]
    assert periods == [Period.JUNE, Period.SEPTEMBER]


DIGEST = Digest("a" * 64)
BARRED: tuple[Body, ...] = (
    MarkRaised(N0417, PC, Decimal(8), Decimal(9), 0, "travail"),
    PointsAdded(N0417, Decimal(0), Decimal(2), 0, "travail"),
    MissingMarkRuled(N0417, PC, MissingRule.WAIT, None, "", 0, "attendue"),
    DecisionTaken(N0432, Ruling.SECOND_GROUPE, "", DIGEST, Decimal(0), 0, ""),
    DecisionWithdrawn(N0432, 0, "erreur"),
    PaperExamined(N0417, True, Entry.TYPED),
    NoLivretDeclared(N0417, True, "aucun"),
    PresidencyHanded(Role.VICE_PRESIDENT, "Sacha Modèle", "départ"),
    SittingOpened(),
    SittingClosed(NO_CHAIN),
    AnonymityLifted(),
    InequalityExplained(DIGEST, "progrès"),
    PvSigned(Role.PRESIDENT, "Camille Exemple", NO_ACT, DIGEST),
    SignatureRefused(Role.PRESIDENT, "Camille Exemple", NO_ACT, "désaccord"),
)


def test_every_act_but_what_takes_it_up_again_is_barred_by_its_kind() -> None:
    w = june_and_september()
    open_september(w)
    before = len(w.store.journal)
    for body in BARRED:
        with refused(Code.JUNE_OVER):
            w.sittings.record(w.sittings.of(J01), body)
    assert len(w.store.journal) == before
    with refused(Code.CASE_OPEN):
        w.sittings.record(w.sittings.of(J01), CaseReopened(N0417, "erreur matérielle"))


def test_a_jury_of_june_that_still_deliberates_goes_on_once_its_attendance_is_taken_again() -> None:
    w = june_and_september()
    open_september(w)
    w.deliberation.take_attendance(J01, HERE)
    assert w.deliberation.sitting(J01).refused is None
    raise_to(w, N0417, PC, "9")
    w.sittings.forget(J01)
    assert w.deliberation.sitting(J01).refused is None, "it is in the journal"


def test_a_jury_of_june_that_never_opened_opens_by_its_attendance() -> None:
    w = world()
    w.sit()
    june = JuryId("J02")
    w.store.files[june] = replace(w.store.files[J01], jury=june)
    w.acts.manifests[june] = replace(w.acts.manifests[J01], jury=june)
    w.store.periods[J01] = Period.SEPTEMBER
    w.acts.manifests[J01] = replace(w.acts.manifests[J01], period=Period.SEPTEMBER)
    with refused(Code.JUNE_OVER):
        w.deliberation.open_sitting(june)
    w.deliberation.take_attendance(june, HERE)
    assert w.deliberation.open_sitting(june).stage is Stage.OPENED


def test_a_closed_jury_of_june_is_closed_and_a_case_taken_up_again_goes_on() -> None:
    w = june_and_september()
    closed = w.store.record(J01, 1, SittingClosed(NO_CHAIN))
    w.acts.fed = [SatAct(one, receipt(one)) for one in w.store.journal]
    w.sittings.read(J01)
    assert closed.act == w.sittings.of(J01).board.closing()
    open_september(w)
    assert w.deliberation.sitting(J01).refused is Code.SITTING_CLOSED
    w.sittings.record(w.sittings.of(J01), CaseReopened(N0432, "erreur matérielle"))
    assert w.deliberation.sitting(J01).refused is None
    decide(w, N0432, Ruling.SECOND_GROUPE)


def test_september_of_another_year_or_an_opening_that_was_refused_is_not_this_one() -> None:
    w = june_and_september(year=2017)
    open_september(w)
    assert w.deliberation.sitting(J01).refused is None
    w = june_and_september()
    opened = w.store.record(SEPTEMBER, 1, SittingOpened())
    w.acts.fed.append(SatAct(opened, receipt(opened, Verdict.REFUSED)))
    assert w.deliberation.refresh(J01).refused is None
    w.acts.fed[0] = SatAct(opened, receipt(opened))
    assert w.deliberation.sitting(J01).refused is None
    w.deliberation.refresh(SEPTEMBER)
    assert w.deliberation.sitting(J01).refused is Code.JUNE_OVER, "another post opened it, and its acts came"
