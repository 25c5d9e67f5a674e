# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decisions on the board: by who presides, on the marks in force, and never « ajourné » over a livret not examined."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lsl_desk.domain.acts import (
    Author,
    Body,
    DecisionWithdrawn,
    Entry,
    LivretRead,
    NoLivretDeclared,
    PaperExamined,
    Ruling,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Conflicted, Refused
from lsl_desk.domain.decisions import Decision, DecisionCell, DecisionConflict
from lsl_desk.domain.errors import Code
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.receipts import Verdict
from tests.domain.sitting import (
    CORRECTED,
    FAILING,
    HEAD,
    JURY_OF_THREE,
    MARKS_OF_THREE,
    MATH,
    PAPER,
    PASSING,
    PRESIDENT,
    READ,
    VICE,
    act,
    board_of_three,
    decided,
    jury_of_three,
    numeric,
    office,
    opened,
    raised,
    read_by,
    receipt,
    receipt_of,
)

IN_JURY = {"jury": "J01"}
EXAMINED = PaperExamined(PAPER, True, Entry.TYPED)


def decision(sitting: Board, number: StudentNumber) -> DecisionCell:
    known = sitting.dossier(number)
    assert known is not None
    return known.decision


def examination(sitting: Board, number: StudentNumber) -> Examination:
    known = sitting.dossier(number)
    assert known is not None
    return known.examination


def test_a_decision_is_taken_with_all_it_was_taken_on() -> None:
    sitting = jury_of_three()
    body = decided(sitting, PASSING, Ruling.ADMIS, "AB")
    one = act(1, body, PRESIDENT)
    assert sitting.take(one) == Accepted()
    taken = Decision(one.act, Ruling.ADMIS, "AB", body.marks, Decimal(60), "", PRESIDENT, one.time, one.device)
    assert decision(sitting, PASSING) == DecisionCell(1, taken)
    assert not any(known.stale for known in sitting.dossiers())


def test_a_decision_whose_marks_changed_since_is_stale_and_says_so() -> None:
    sitting = jury_of_three()
    sitting.take(act(1, decided(sitting, PASSING, Ruling.ADMIS, "AB"), PRESIDENT))
    sitting.take(act(2, raised("15", "12", number=PASSING)))
    known = sitting.dossier(PASSING)
    assert known is not None
    assert known.stale
    sitting.take(act(3, decided(sitting, PASSING, Ruling.ADMIS, "AB"), PRESIDENT))
    known = sitting.dossier(PASSING)
    assert known is not None
    assert not known.stale
    assert known.decision.version == 2


def test_a_decision_is_withdrawn_with_a_reason() -> None:
    sitting = jury_of_three()
    assert sitting.take(act(1, DecisionWithdrawn(PASSING, 0, "erreur"), PRESIDENT)) == Refused(
        Code.DECISION_NONE, {"number": PASSING}
    )
    sitting.take(act(2, decided(sitting, PASSING, Ruling.ADMIS, "AB"), PRESIDENT))
    assert sitting.take(act(3, DecisionWithdrawn(PASSING, 1, " "), PRESIDENT)) == Refused(Code.REASON_MISSING)
    assert sitting.take(act(4, DecisionWithdrawn(PASSING, 1, "erreur"), PRESIDENT)) == Accepted()
    assert decision(sitting, PASSING) == DecisionCell(2, None)


@pytest.mark.parametrize("author", [VICE, HEAD])
def test_only_who_presides_decides(author: Author) -> None:
    sitting = jury_of_three()
    assert sitting.take(act(1, decided(sitting, PASSING, Ruling.ADMIS, "AB"), author)) == Refused(
        Code.PRESIDENT_ONLY, IN_JURY
    )


def test_nothing_is_decided_before_the_opening_nor_of_somebody_else_s_candidate() -> None:
    early = board_of_three(MARKS_OF_THREE)
    body = decided(early, PASSING, Ruling.ADMIS, "AB")
    assert early.take(act(1, body, PRESIDENT)) == Refused(Code.SITTING_NOT_OPEN, IN_JURY)
    elsewhere = replace(body, number=StudentNumber("9999"))
    unknown = Refused(Code.CANDIDATE_UNKNOWN, {**IN_JURY, "number": "9999"})
    assert jury_of_three().take(act(1, elsewhere, PRESIDENT)) == unknown
    assert opened(Board({})).take(act(1, body, PRESIDENT)).__class__ is Refused


@pytest.mark.parametrize("ruling", [Ruling.SANS_DECISION, Ruling.ABSENT, Ruling.SUSPENDU])
def test_what_is_no_result_asks_for_a_reason(ruling: Ruling) -> None:
    sitting = jury_of_three(n0419_PHILO=office(None))
    assert sitting.take(act(1, decided(sitting, PASSING, ruling), PRESIDENT)) == Refused(Code.REASON_MISSING)
    assert sitting.take(act(2, decided(sitting, PASSING, ruling, reason="fraude"), PRESIDENT)) == Accepted()


def test_who_came_and_has_every_mark_is_not_absent_whatever_the_reason() -> None:
    """Else « absent » and a word would go round the guard: 7 out of 20, the livret unread."""
    for philosophy, why in (("7", Refused(Code.DECISION_PRESENT, {"number": FAILING})), ("0", Accepted())):
        sitting = jury_of_three(n0417_PHILO=office(philosophy), n0417_MATH=office(philosophy, MATH, 3))
        assert sitting.take(act(1, decided(sitting, FAILING, Ruling.ABSENT, reason="parti"), PRESIDENT)) == why


def test_nothing_final_is_decided_of_who_alone_was_given_no_mark() -> None:
    sitting = opened(board_of_three(MARKS_OF_THREE | {PASSING: ()}))
    forgotten = Refused(Code.DECISION_FORGOTTEN, {"number": PASSING})
    assert sitting.take(act(1, decided(sitting, PASSING, Ruling.ADMIS), PRESIDENT)) == forgotten
    assert sitting.take(act(2, decided(sitting, PASSING, Ruling.ABSENT, reason="parti"), PRESIDENT)) == Accepted()
    bare = opened(board_of_three({}))
    assert bare.take(act(1, decided(bare, PASSING, Ruling.ADMIS), PRESIDENT)) == Accepted(), "a jury without any mark"


def test_a_decision_that_the_marks_overtook_is_kept_and_stale_from_the_first() -> None:
    sitting = jury_of_three()
    before = decided(sitting, PASSING, Ruling.ADMIS, "AB")
    sitting.take(act(1, raised("13", "12", number=PASSING)))
    assert sitting.take(act(2, before, PRESIDENT)) == Accepted()
    known = sitting.dossier(PASSING)
    assert known is not None
    assert known.stale


def test_a_decision_that_the_rules_do_not_propose_is_refused() -> None:
    sitting = jury_of_three()
    other = sitting.take(act(3, decided(sitting, PASSING, Ruling.SECOND_GROUPE), PRESIDENT))
    assert isinstance(other, Refused)
    assert other.code is Code.DECISION_TOTAL


def test_without_rules_whatever_is_decided_stands_but_for_the_guard() -> None:
    sitting = opened(Board({}, JURY_OF_THREE))
    assert sitting.take(act(1, decided(sitting, FAILING, Ruling.ADMIS), PRESIDENT)) == Accepted()
    guard = sitting.take(act(2, decided(sitting, FAILING, Ruling.AJOURNE), PRESIDENT))
    assert guard == Refused(Code.LIVRET_UNREAD, {"number": FAILING})


# ------------------------------------------------------------------------------------------------- the guard


def test_nobody_is_ajourne_whose_numeric_livret_was_not_read_whole_in_this_version() -> None:
    sitting = jury_of_three()
    body = decided(sitting, FAILING, Ruling.AJOURNE)
    unread = Refused(Code.LIVRET_UNREAD, {"number": FAILING})
    assert sitting.take(act(1, body, PRESIDENT)) == unread
    sitting.take(read_by(PRESIDENT, 2, digest=CORRECTED))
    assert sitting.take(act(3, body, PRESIDENT)) == unread, "another version was read"
    sitting.take(read_by(HEAD, 4))
    assert sitting.take(act(5, body, PRESIDENT)) == unread, "a chef de centre is not of the jury"
    sitting.take(read_by(VICE, 6))
    assert examination(sitting, FAILING) is Examination.READ
    assert sitting.take(act(7, body, PRESIDENT)) == Accepted()


@pytest.mark.parametrize("told", [0, 1, 3])
def test_a_reading_that_does_not_tell_of_each_page_is_none(told: int) -> None:
    sitting = jury_of_three()
    short = act(1, LivretRead(FAILING, READ, ("0.2",) * told, "dossier"), PRESIDENT)
    refused = Refused(Code.LIVRET_PAGES, {"number": FAILING, "told": told, "pages": 2})
    assert sitting.take(short) == refused
    assert sitting.take(act(2, decided(sitting, FAILING, Ruling.AJOURNE), PRESIDENT)) == Refused(
        Code.LIVRET_UNREAD, {"number": FAILING}
    )
    older = jury_of_three()
    assert older.follow(short, receipt_of(short, Accepted())) == Accepted(), "an academy of before took it"
    assert examination(older, FAILING) is Examination.UNREAD


def test_a_livret_that_comes_corrected_is_to_read_again() -> None:
    sitting = opened(Board(MARKS_OF_THREE, (numeric(FAILING, digest=CORRECTED),)))
    sitting.take(read_by(PRESIDENT, 1))
    body = decided(sitting, FAILING, Ruling.AJOURNE)
    assert sitting.take(act(2, body, PRESIDENT)) == Refused(Code.LIVRET_UNREAD, {"number": FAILING})


def test_a_paper_livret_is_declared_examined_and_the_declaration_may_be_taken_back() -> None:
    sitting = jury_of_three()
    sitting.take(act(1, raised("9", "7", number=PAPER)))
    body = decided(sitting, PAPER, Ruling.AJOURNE)
    closed = Refused(Code.LIVRET_NOT_EXAMINED, {"number": PAPER})
    assert sitting.take(act(2, body, PRESIDENT)) == closed
    assert sitting.take(act(3, EXAMINED, VICE)) == Accepted()
    assert examination(sitting, PAPER) is Examination.PAPER
    assert sitting.take(act(4, replace(EXAMINED, examined=False), PRESIDENT)) == Accepted()
    assert sitting.take(act(5, body, PRESIDENT)) == closed


def test_no_livret_is_declared_with_a_reason_and_not_against_a_livret_that_is_here() -> None:
    sitting = jury_of_three()
    none = NoLivretDeclared(PASSING, True, "candidat individuel")
    assert sitting.take(act(1, replace(none, reason=""), VICE)) == Refused(Code.REASON_MISSING)
    assert sitting.take(act(2, none, VICE)) == Accepted()
    assert examination(sitting, PASSING) is Examination.NONE_GIVEN
    assert sitting.take(act(3, replace(none, declared=False, reason=""), VICE)) == Accepted()
    assert examination(sitting, PASSING) is Examination.UNDECLARED
    failed = sitting.take(act(6, decided(sitting, PASSING, Ruling.AJOURNE), PRESIDENT))
    assert failed == Refused(Code.LIVRET_NOT_EXAMINED, {"number": PASSING}), "nobody said that there is none"
    there = Refused(Code.LIVRET_IS_THERE, {"number": FAILING})
    assert sitting.take(act(4, replace(none, number=FAILING), VICE)) == there
    to_read = Refused(Code.LIVRET_TO_READ, {"number": FAILING})
    assert sitting.take(act(5, replace(EXAMINED, number=FAILING), VICE)) == to_read


def test_a_livret_that_may_not_be_trusted_is_examined_on_paper() -> None:
    spoilt = replace(numeric(FAILING), problem=LivretProblem.NUMBER_MISMATCH)
    sitting = opened(Board({}, (spoilt,)))
    none = NoLivretDeclared(FAILING, True, "illisible")
    failed = sitting.take(act(4, decided(sitting, FAILING, Ruling.AJOURNE), PRESIDENT))
    assert failed == Refused(Code.LIVRET_NOT_EXAMINED, {"number": FAILING})
    announced = Board({}, (replace(spoilt, livret=None, problem=LivretProblem.NOT_RECEIVED),))
    assert announced.take(act(1, none, VICE)) == Refused(Code.LIVRET_IS_THERE, {"number": FAILING}), "it is on its way"
    assert sitting.take(act(1, none, VICE)) == Refused(Code.LIVRET_IS_THERE, {"number": FAILING})
    assert sitting.take(act(2, replace(EXAMINED, number=FAILING), VICE)) == Accepted()
    assert sitting.take(act(3, decided(sitting, FAILING, Ruling.AJOURNE), PRESIDENT)) == Accepted()


DECLARATIONS: list[Body] = [EXAMINED, NoLivretDeclared(PASSING, True, "candidat individuel")]


@pytest.mark.parametrize("body", DECLARATIONS)
def test_a_declaration_is_of_a_head_of_the_jury_on_its_own_candidates_even_before_the_opening(body: Body) -> None:
    early = board_of_three(MARKS_OF_THREE)
    assert early.take(act(1, body, HEAD)) == Refused(Code.FORBIDDEN)
    assert early.take(act(2, body, VICE)) == Accepted()
    unknown = Refused(Code.CANDIDATE_UNKNOWN, {**IN_JURY, "number": getattr(body, "number", "")})
    assert Board({}, (numeric("9999"),)).take(act(1, body, VICE)) == unknown


# --------------------------------------------------------------------------------------------- two decisions


def test_of_two_decisions_both_are_kept_the_first_stands_and_who_presides_decides_again() -> None:
    sitting = jury_of_three()
    mine = act(1, decided(sitting, PASSING, Ruling.ADMIS, "AB"), PRESIDENT, "a")
    yours = act(2, decided(sitting, PASSING, Ruling.SUSPENDU, reason="à revoir"), PRESIDENT, "b")
    sitting.take(mine)
    told = sitting.take(yours)
    assert isinstance(told, Conflicted)
    conflict = told.conflict
    assert isinstance(conflict, DecisionConflict)
    assert conflict.kept is not None
    assert conflict.proposed is not None
    assert (conflict.number, conflict.kept.act, conflict.proposed.act) == (PASSING, mine.act, yours.act)
    assert sitting.decision_conflict(PASSING) == conflict
    assert sitting.open_conflicts() == 1
    assert decision(sitting, PASSING).version == 1
    again = act(3, decided(sitting, PASSING, Ruling.ADMIS, "AB"), PRESIDENT)
    assert sitting.take(again) == Accepted()
    assert sitting.decision_conflict(PASSING) is None
    assert sitting.open_conflicts() == 0


def test_a_withdrawal_that_did_not_see_the_decision_in_force_is_a_proposal_too() -> None:
    sitting = jury_of_three()
    sitting.take(act(1, decided(sitting, PASSING, Ruling.SUSPENDU, reason="à revoir"), PRESIDENT))
    sitting.take(act(2, decided(sitting, PASSING, Ruling.ADMIS, "AB"), PRESIDENT))
    late = act(3, DecisionWithdrawn(PASSING, 1, "erreur"), PRESIDENT, "b")
    told = sitting.take(late)
    assert isinstance(told, Conflicted)
    assert isinstance(told.conflict, DecisionConflict)
    assert told.conflict.proposed is None
    assert sitting.take(act(4, DecisionWithdrawn(PASSING, 2, "erreur"), PRESIDENT)) == Accepted()
    assert sitting.open_conflicts() == 0


def test_a_desk_follows_decisions_and_their_conflicts_whatever_it_would_decide() -> None:
    away = Board({})
    shown = jury_of_three()
    first = act(1, decided(shown, FAILING, Ruling.AJOURNE), PRESIDENT, "a")
    second = act(2, decided(shown, FAILING, Ruling.SUSPENDU, reason="à lire"), PRESIDENT, "b")
    late = act(3, DecisionWithdrawn(FAILING, 0, "erreur"), PRESIDENT, "c")
    for sitting in (shown, away):
        sitting.follow(first, receipt(first, Verdict.ACCEPTED))
        sitting.follow(second, receipt(second, Verdict.CONFLICT))
        told = sitting.decision_conflict(FAILING)
        assert told is not None
        assert (told.act, told.kept is not None and told.kept.act) == (second.act, first.act)
        sitting.follow(late, receipt(late, Verdict.CONFLICT))
        assert sitting.open_conflicts() == 1, "the newest of those on one candidate is shown"
    refused = act(4, decided(shown, FAILING, Ruling.ADMIS, seen=1), PRESIDENT)
    shown.follow(refused, receipt(refused, Verdict.REFUSED, "device_revoked"))
    assert decision(shown, FAILING).version == 1


def test_a_dossier_shown_before_an_act_is_not_changed_by_it() -> None:
    sitting = jury_of_three()
    before = sitting.dossier(PASSING)
    assert before is not None
    seen = before.digest
    sitting.take(act(1, raised("13", "12", number=PASSING)))
    after = sitting.dossier(PASSING)
    assert after is not None
    assert (before.digest, after.digest != seen) == (seen, True)


def test_the_board_of_a_jury_gives_its_dossiers_in_the_order_of_the_pv() -> None:
    sitting = jury_of_three()
    assert [one.number for one in sitting.dossiers()] == [FAILING, PAPER, PASSING]
    assert sitting.dossier(StudentNumber("9999")) is None


def test_the_paper_examined_where_the_numeric_livret_is_not_counts_where_it_is_until_it_is_taken_back() -> None:
    sitting = jury_of_three()
    instead = replace(EXAMINED, number=FAILING, instead=True)
    assert sitting.take(act(1, instead, VICE)) == Accepted()
    assert examination(sitting, FAILING) is Examination.PAPER
    assert sitting.take(act(2, decided(sitting, FAILING, Ruling.AJOURNE), PRESIDENT)) == Accepted()
    assert sitting.take(act(3, replace(instead, examined=False), VICE)) == Accepted()
    assert examination(sitting, FAILING) is Examination.UNREAD
    sitting.take(act(4, instead, VICE))
    sitting.take(read_by(PRESIDENT, 5))
    assert examination(sitting, FAILING) is Examination.READ
