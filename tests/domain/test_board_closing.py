# SPDX-License-Identifier: AGPL-3.0-or-later
"""The closing on the board: names, cases taken up again, unequal cases, signatures (features N09, N12, N18, P25)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from lsl_desk.domain.acts import (
    AttendanceTaken,
    ConflictSettled,
    Entry,
    MissingMarkRuled,
    MissingRule,
    PaperExamined,
    Presence,
    Quality,
    Role,
    Ruling,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Conflicted, Refused
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused
from lsl_desk.domain.equal_treatment import Unequal, unequal
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import ActId, Digest, StudentNumber
from lsl_desk.domain.signatures import SeatRefusal, Signature
from lsl_desk.domain.signing import seats_to_sign
from lsl_desk.formats.rule_packs.book import rules_of
from tests.domain.closings import CLOSED, Room, alike, closed_room, two
from tests.domain.sitting import (
    BOTH_HEADS,
    FAILING,
    HEAD,
    PAPER,
    PASSING,
    PHILO,
    PRESIDENT,
    VICE,
    VICE_AWAY,
    act,
    decided,
    jury_of_three,
    member,
    numeric,
    office,
    opened,
    raised,
    receipt_of,
)
from tests.domain.sitting import board_of_three as untouched

PV, OTHER_PV = Digest("1" * 64), Digest("2" * 64)
IN_JURY = {"jury": "J01"}
REOPENED = CaseReopened(PASSING, "note inversée")
P_NAME, V_NAME = "president d’essai", "vice_president d’essai"


def signed(closing: ActId, seat: Role = Role.PRESIDENT, name: str = P_NAME, pv: Digest = PV) -> PvSigned:
    return PvSigned(seat, name, closing, pv)


def not_signed(
    closing: ActId, seat: Role = Role.PRESIDENT, name: str = P_NAME, reason: str = "non"
) -> SignatureRefused:
    return SignatureRefused(seat, name, closing, reason)


# ------------------------------------------------------------------------------------------------------ names


def test_names_are_told_once_by_who_presides_when_nothing_is_left_to_decide() -> None:
    room = Room(untouched({}))
    assert room.do(AnonymityLifted()) == Refused(Code.SITTING_NOT_OPEN, IN_JURY)
    room = Room()
    assert room.do(AnonymityLifted()) == Refused(Code.NAMES_EARLY, {"jury": "J01", "count": 3})
    room.decide_all()
    assert room.do(AnonymityLifted(), VICE) == Refused(Code.PRESIDENT_ONLY, IN_JURY)
    assert not room.board.lifted()
    assert room.do(AnonymityLifted()) == Accepted()
    assert room.board.lifted()
    assert room.do(AnonymityLifted()) == Refused(Code.NAMES_KNOWN, IN_JURY)


def test_a_dispute_keeps_the_names_sealed() -> None:
    room = Room()
    room.decide_all()
    assert isinstance(
        room.board.take(act(1, decided(room.board, PASSING, Ruling.ADMIS, "AB", seen=0), PRESIDENT)), Conflicted
    )
    assert room.do(AnonymityLifted()) == Refused(Code.NAMES_EARLY, {"jury": "J01", "count": 1})


def test_once_the_names_are_known_nothing_changes_but_a_case_that_was_reopened() -> None:
    room = Room()
    room.decide_all()
    dispute = act(1, raised("13", "12", number=PASSING))
    assert room.do(AnonymityLifted()) == Accepted()
    frozen = Refused(Code.CASE_FROZEN, {"number": PASSING})
    assert room.board.take(dispute) == frozen
    assert room.do(decided(room.board, PASSING, Ruling.ADMIS, "AB")) == frozen
    assert room.do(PaperExamined(PASSING, True, Entry.TYPED)) == frozen
    assert room.do(replace(REOPENED, reason=" ")) == Refused(Code.REASON_MISSING)
    assert room.do(replace(REOPENED, number=StudentNumber("9999"))) == Refused(
        Code.CANDIDATE_UNKNOWN, {"jury": "J01", "number": "9999"}
    )
    assert room.do(REOPENED, VICE) == Refused(Code.PRESIDENT_ONLY, IN_JURY)
    assert room.do(REOPENED) == Accepted()
    assert room.board.reopened() == {PASSING}
    assert room.do(raised("13", "12", number=PASSING)) == Accepted()
    assert room.do(raised("10", "9", number=PAPER)) == Refused(Code.CASE_FROZEN, {"number": PAPER})
    assert room.do(REOPENED) == Refused(Code.CASE_OPEN, {"number": PASSING})


def test_a_dispute_on_a_frozen_case_waits_for_it_to_be_reopened() -> None:
    sitting = jury_of_three()
    sitting.take(act(1, raised("13", "12", number=PASSING)))
    assert isinstance(sitting.take(act(2, raised("14", "12", number=PASSING), device="b")), Conflicted)
    lifted = act(3, AnonymityLifted(), PRESIDENT)
    sitting.follow(lifted, receipt_of(lifted, Accepted()))
    settled = ConflictSettled(ActId(f"{2:032x}"), None, "vu")
    assert sitting.take(act(4, settled, PRESIDENT)) == Refused(Code.CASE_FROZEN, {"number": PASSING})


def test_a_case_that_is_open_is_not_reopened() -> None:
    room = Room()
    assert room.do(REOPENED) == Refused(Code.CASE_OPEN, {"number": PASSING})


def test_a_closed_sitting_is_open_again_on_the_reopened_case_alone_then_closes_again() -> None:
    room = closed_room()
    first = room.board.closing()
    assert room.do(REOPENED) == Accepted()
    assert not room.board.closed()
    assert room.do(raised("10", "9", number=PAPER)) == Refused(Code.CASE_FROZEN, {"number": PAPER})
    assert room.do(raised("13", "12", number=PASSING)) == Accepted()
    assert room.do(CLOSED) == Refused(Code.CLOSING_STALE, {"jury": "J01", "count": 1, "number": PASSING})
    assert room.do(decided(room.board, PASSING, Ruling.ADMIS, "AB")) == Accepted()
    assert room.close() != first
    assert room.board.reopened() == frozenset()
    assert room.do(AnonymityLifted()) == Accepted(), "names are told after the closing too"


# ------------------------------------------------------------------------------------------ equal treatment


def test_the_closing_asks_once_why_two_in_the_same_case_fared_differently() -> None:
    room = alike()
    asked = Refused(Code.CLOSING_UNEQUAL, {"jury": "J01", "count": 1})
    assert room.do(CLOSED) == asked
    (case,) = unequal(room.board.dossiers())
    assert (case.serie, case.threshold, case.points) == ("ES", Decimal(10), 2)
    assert case.outcomes == {(Ruling.ADMIS, ""): (FAILING,), (Ruling.SECOND_GROUPE, ""): (PAPER,)}
    explained = InequalityExplained(case.key, "le livret de l’un montre des progrès")
    assert room.do(replace(explained, reason=" ")) == Refused(Code.REASON_MISSING)
    assert room.do(replace(explained, case=PV)) == Refused(Code.INEQUALITY_UNKNOWN, IN_JURY)
    assert room.do(explained, VICE) == Refused(Code.PRESIDENT_ONLY, IN_JURY)
    assert room.do(explained) == Accepted()
    assert room.board.explained() == {case.key}
    assert room.do(decided(room.board, PAPER, Ruling.SANS_DECISION, reason="épreuves étalées")) == Accepted()
    assert room.do(CLOSED) == asked, "another outcome is another case, whose reason nobody gave"
    assert room.do(decided(room.board, PAPER, Ruling.SECOND_GROUPE)) == Accepted()
    assert room.do(CLOSED) == Accepted()


def test_a_correction_answers_too_and_the_same_outcome_is_never_asked_about() -> None:
    room = alike()
    assert room.do(raised("10", "9", number=PAPER)) == Accepted()
    assert room.do(decided(room.board, PAPER, Ruling.ADMIS)) == Accepted()
    assert unequal(room.board.dossiers()) == ()
    assert room.do(CLOSED) == Accepted()


def test_who_is_far_from_any_threshold_or_undecided_or_of_another_serie_is_in_no_case() -> None:
    room = Room()
    room.decide_all()
    assert unequal(room.board.dossiers()) == ()
    assert unequal(Room().board.dossiers()) == ()
    assert unequal(Room(untouched({})).board.dossiers()) == ()


def apart(philosophy: str, mathematics: str) -> tuple[Unequal, ...]:
    """Two with the same marks, one of them left without a final decision."""
    room = two(philosophy, mathematics)
    assert room.do(decided(room.board, FAILING, Ruling.SANS_DECISION, reason="épreuves étalées")) == Accepted()
    assert room.do(decided(room.board, PAPER, Ruling.SECOND_GROUPE)) == Accepted()
    return unequal(room.board.dossiers())


def test_a_case_is_near_its_threshold_and_other_points_missing_are_another() -> None:
    assert apart("9", "8") == (), "1.6 under 10 is far from it"
    (two_points,), (one_point,) = apart("9", "10"), apart("9.5", "10")
    assert (two_points.outcomes, two_points.points, one_point.points) == (one_point.outcomes, 2, 1)
    assert two_points.key != one_point.key


def test_twins_far_from_a_threshold_are_asked_about_once_the_jury_raised_one() -> None:
    room = two("9", "8")
    assert room.do(raised("17", "9", number=FAILING)) == Accepted()
    assert room.do(decided(room.board, FAILING, Ruling.ADMIS)) == Accepted()
    assert room.do(decided(room.board, PAPER, Ruling.SECOND_GROUPE)) == Accepted()
    (case,) = unequal(room.board.dossiers())
    assert set(case.outcomes) == {(Ruling.ADMIS, ""), (Ruling.SECOND_GROUPE, "")}


def test_points_missing_to_some_marks_are_no_twin_of_those_missing_to_all() -> None:
    """Eight points under 10 both: of 50 while philosophy is awaited, and of 70."""
    marks = {
        FAILING: (office(None), office("8", "MATH", 3), office("9", "HG")),
        PAPER: (office("7"), office("9", "HG"), office("10", "MATH", 3)),
    }
    sitting = Board(marks, (numeric(FAILING), numeric(PAPER)), rules=lambda serie: rules_of(2018, serie))
    room = Room(opened(sitting))
    given = MissingMarkRuled(FAILING, PHILO, MissingRule.PROVISIONAL, Decimal(14), "moyenne du livret", 0, "attendue")
    assert room.do(given) == Accepted()
    assert room.do(decided(room.board, FAILING, Ruling.ADMIS)) == Accepted()
    assert room.do(decided(room.board, PAPER, Ruling.SECOND_GROUPE)) == Accepted()
    assert room.do(CLOSED) == Accepted(), "nothing is asked"


def test_another_mention_is_another_outcome() -> None:
    room = two("11", "12")
    assert room.do(raised("12", "11", number=FAILING)) == Accepted()
    assert room.do(decided(room.board, FAILING, Ruling.ADMIS, "AB")) == Accepted()
    assert room.do(decided(room.board, PAPER, Ruling.ADMIS)) == Accepted()
    (case,) = unequal(room.board.dossiers())
    assert case.outcomes == {(Ruling.ADMIS, "AB"): (FAILING,), (Ruling.ADMIS, ""): (PAPER,)}


# ------------------------------------------------------------------------------------------------- signatures


def test_both_heads_sign_what_is_closed_on_one_post_or_two() -> None:
    room = Room()
    assert room.do(signed(ActId("0" * 32))) == Refused(Code.PV_NOT_CLOSED, IN_JURY)
    room.decide_all()
    closing = room.close()
    assert seats_to_sign(room.board.attendance()) == (Role.PRESIDENT, Role.VICE_PRESIDENT)
    assert room.do(signed(closing), HEAD) == Refused(Code.FORBIDDEN)
    assert room.do(signed(ActId("9" * 32))) == Refused(Code.PV_CHANGED, IN_JURY)
    assert room.do(signed(closing)) == Accepted()
    assert room.do(signed(closing)) == Refused(Code.SIGNATURE_GIVEN, {"seat": "president"})
    assert room.do(signed(closing, Role.VICE_PRESIDENT, V_NAME), PRESIDENT) == Accepted()
    mine = room.board.standing(Role.PRESIDENT)
    assert isinstance(mine, Signature)
    assert (mine.name, mine.pv, mine.author) == (P_NAME, PV, PRESIDENT)
    assert room.do(signed(closing, pv=OTHER_PV)) == Accepted(), "a PV that changed is signed again"


@pytest.mark.parametrize(
    ("attendance", "body"),
    [
        (BOTH_HEADS, lambda closing: signed(closing, name="Quelqu’un d’autre")),
        (BOTH_HEADS, lambda closing: signed(closing, Role.CHEF_DE_CENTRE)),
        (VICE_AWAY, lambda closing: signed(closing, Role.VICE_PRESIDENT, V_NAME)),
        (VICE_AWAY, lambda closing: not_signed(closing, Role.VICE_PRESIDENT, V_NAME)),
    ],
)
def test_nobody_signs_in_a_place_that_is_not_theirs(
    attendance: AttendanceTaken, body: Callable[[ActId], PvSigned | SignatureRefused]
) -> None:
    room = Room()
    room.do(attendance, HEAD)
    room.decide_all()
    made = body(room.close())
    assert room.do(made) == Refused(Code.SIGNER_OTHER, {"seat": made.seat.value})


def test_who_attends_from_afar_signs() -> None:
    room = Room()
    members = (member(Quality.PRESIDENT), member(Quality.VICE_PRESIDENT, Presence.REMOTE))
    room.do(AttendanceTaken(members), HEAD)
    room.decide_all()
    assert room.do(signed(room.close(), Role.VICE_PRESIDENT, V_NAME)) == Accepted()


def test_a_refusal_holds_the_place_until_the_sitting_closes_again() -> None:
    room = closed_room()
    closing = room.board.closing() or ActId("")
    assert room.do(not_signed(closing, reason=" ")) == Refused(Code.REASON_MISSING)
    assert room.do(not_signed(closing, reason="en désaccord")) == Accepted()
    refusal = room.board.standing(Role.PRESIDENT)
    assert isinstance(refusal, SeatRefusal)
    assert refusal.reason == "en désaccord"
    held = Refused(Code.SIGNATURE_REFUSED, {"seat": "president"})
    assert room.do(signed(closing)) == held
    assert room.do(not_signed(closing)) == held
    assert room.do(signed(closing, Role.VICE_PRESIDENT, V_NAME)) == Accepted(), "the other place is another’s"
    assert room.do(not_signed(closing, Role.VICE_PRESIDENT, V_NAME)) == Refused(
        Code.SIGNATURE_GIVEN, {"seat": "vice_president"}
    )
    assert room.do(REOPENED) == Accepted()
    assert room.board.standing(Role.PRESIDENT) is None
    again = room.close()
    assert room.do(signed(again)) == Accepted()
    assert room.do(signed(closing)) == Refused(Code.PV_CHANGED, IN_JURY)
