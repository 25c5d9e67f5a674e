# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sitting on the board: who attends, who presides, opening, closing (features P23, P26, N27)."""

from dataclasses import replace

import pytest

from lsl_desk.domain.acts import (
    AttendanceTaken,
    Author,
    Body,
    Entry,
    Member,
    PaperExamined,
    Presence,
    PresidencyHanded,
    Quality,
    Role,
    Ruling,
    SittingClosed,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Refused
from lsl_desk.domain.closing import obstacles
from lsl_desk.domain.composition import composed
from lsl_desk.domain.errors import Code
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.domain.rules.pack import RuleId
from tests.domain.sitting import (
    BOTH_HEADS,
    FAILING,
    HEAD,
    JURY,
    OPENED,
    PAPER,
    PASSING,
    PRESIDENT,
    PRESIDENT_AWAY,
    VICE,
    VICE_AWAY,
    act,
    decided,
    jury_of_three,
    member,
    office,
    opened,
    raised,
    read_by,
    receipt_of,
    settled,
)

IN_JURY = {"jury": "J01"}
CLOSED = SittingClosed(NO_CHAIN)
TO_VICE = PresidencyHanded(Role.VICE_PRESIDENT, "Vice-président d’essai", "rappelée au rectorat")
TO_PRESIDENT = PresidencyHanded(Role.PRESIDENT, "Présidente d’essai", "revenue")


# ---------------------------------------------------------------------------------------------------- opening


OPENINGS: list[tuple[tuple[Member, ...], Code | None]] = [
    ((), Code.HEAD_AWAY),
    ((member(Quality.INSPECTOR),), Code.HEAD_AWAY),
    ((member(Quality.PRESIDENT, Presence.AWAY), member(Quality.VICE_PRESIDENT)), Code.HEAD_AWAY),
    ((member(Quality.PRESIDENT, Presence.REMOTE), member(Quality.VICE_PRESIDENT)), Code.PRESIDENT_REMOTE),
    ((member(Quality.PRESIDENT),), None),
    ((member(Quality.PRESIDENT), member(Quality.INSPECTOR, Presence.REMOTE)), None),
]


@pytest.mark.parametrize(("members", "why"), OPENINGS)
def test_a_sitting_opens_with_who_presides_in_the_room(members: tuple[Member, ...], why: Code | None) -> None:
    sitting = Board({})
    sitting.take(act(1, AttendanceTaken(members), HEAD))
    assert sitting.attendance() == members
    expected = Accepted() if why is None else Refused(why, IN_JURY)
    assert sitting.take(act(2, OPENED, PRESIDENT)) == expected
    told = composed(JURY, members, Role.PRESIDENT, technological=False)
    assert (told.refused is None) == (why is None)
    assert told.refused is None or (told.refused.code, told.refused.rule) == (why, RuleId.HEAD)
    assert told.notes == ()


def test_a_sitting_of_which_no_attendance_was_taken_does_not_open() -> None:
    assert Board({}).take(act(1, OPENED, PRESIDENT)) == Refused(Code.HEAD_AWAY, IN_JURY)


def test_the_last_attendance_counts_and_whoever_sits_may_take_it_until_the_closing() -> None:
    sitting = Board({})
    for rank, author in enumerate((HEAD, VICE, PRESIDENT), start=1):
        assert sitting.take(act(rank, PRESIDENT_AWAY, author)) == Accepted()
    sitting.take(act(4, BOTH_HEADS, VICE))
    assert sitting.take(act(5, OPENED, PRESIDENT)) == Accepted()
    assert sitting.take(act(6, PRESIDENT_AWAY, VICE)) == Accepted(), "people come and go"
    assert sitting.take(act(7, CLOSED, PRESIDENT)) == Refused(Code.HEAD_AWAY, IN_JURY), "nobody could sign"
    assert sitting.take(act(8, BOTH_HEADS, VICE)) == Accepted()
    assert sitting.take(act(9, CLOSED, PRESIDENT)) == Accepted()
    assert sitting.take(act(10, BOTH_HEADS, VICE)) == Refused(Code.SITTING_CLOSED, IN_JURY)


# ---------------------------------------------------------------------------------------------- the composition


def test_a_third_of_professionals_that_is_not_reached_is_written_down_and_stops_nothing() -> None:
    """Code de l'éducation D336-19 s.: the jury of the voie technologique deliberates all the same."""
    heads = (member(Quality.PRESIDENT), member(Quality.VICE_PRESIDENT))
    teachers = (member(Quality.PUBLIC_TEACHER), member(Quality.PUBLIC_TEACHER))
    two = (member(Quality.PROFESSIONAL), member(Quality.PROFESSIONAL))
    away = member(Quality.PROFESSIONAL, Presence.AWAY)
    adjoint = member(Quality.EXAMINER)
    reached = composed(JURY, (*heads, *teachers, *two, adjoint, adjoint), Role.PRESIDENT, technological=True)
    assert (reached.refused, reached.notes) == (None, ())
    short = composed(JURY, (*heads, *teachers, two[0], away), Role.PRESIDENT, technological=True)
    assert short.refused is None
    assert short.notes == (
        "Tiers de représentants des professions non atteint (1 sur 5 membres présents)\u00a0: "
        "le jury délibère valablement (code de l’éducation, D336-19 s.).",
    )
    assert composed(JURY, (*heads, *teachers, away), Role.PRESIDENT, technological=False).notes == ()


def test_a_vice_president_who_presides_is_in_the_room_too() -> None:
    remote = (member(Quality.PRESIDENT, Presence.REMOTE), member(Quality.VICE_PRESIDENT, Presence.REMOTE))
    told = composed(JURY, remote, Role.VICE_PRESIDENT, technological=False)
    assert told.refused is not None
    assert told.refused.code is Code.HEAD_AWAY
    here = (remote[0], member(Quality.VICE_PRESIDENT))
    assert composed(JURY, here, Role.VICE_PRESIDENT, technological=False).refused is None
    nobody = composed(JURY, here, Role.CHEF_DE_CENTRE, technological=False).refused
    assert nobody is not None


# ------------------------------------------------------------------------------------------------ the handover


def test_who_presides_hands_over_and_all_that_only_they_do_follows() -> None:
    sitting = jury_of_three()
    sitting.take(act(1, raised("8", "7")))
    sitting.take(act(2, raised("9", "7"), device="b"))
    assert sitting.presiding() is Role.PRESIDENT
    assert sitting.take(act(3, TO_VICE, PRESIDENT)) == Accepted()
    assert sitting.presiding() is Role.VICE_PRESIDENT
    body = decided(sitting, PASSING, Ruling.ADMIS, "AB")
    only = Refused(Code.PRESIDENT_ONLY, IN_JURY)
    reserved: list[Body] = [settled(2, "8"), body, CLOSED]
    for rank, one in enumerate(reserved, start=4):
        assert sitting.take(act(rank, one, PRESIDENT)) == only
    assert sitting.take(act(7, settled(2, "8"), VICE)) == Accepted()
    assert sitting.take(act(8, body, VICE)) == Accepted()
    assert sitting.take(act(9, TO_PRESIDENT, PRESIDENT)) == only, "the vice-president is in the room, and gives it back"
    assert sitting.take(act(10, TO_PRESIDENT, VICE)) == Accepted()
    assert sitting.take(act(11, decided(sitting, PASSING, Ruling.ADMIS, "AB"), PRESIDENT)) == Accepted()


def test_the_vice_president_takes_the_presidency_when_the_president_is_not_in_the_room_and_opens() -> None:
    sitting = Board({})
    only = Refused(Code.PRESIDENT_ONLY, IN_JURY)
    assert sitting.take(act(1, TO_VICE, VICE)) == only, "nobody said that the president is away"
    sitting.take(act(2, BOTH_HEADS, HEAD))
    assert sitting.take(act(3, TO_VICE, VICE)) == only
    sitting.take(act(4, PRESIDENT_AWAY, HEAD))
    assert sitting.take(act(5, TO_VICE, HEAD)) == only
    assert sitting.take(act(6, replace(TO_VICE, reason=" "), VICE)) == Refused(Code.REASON_MISSING)
    assert sitting.take(act(7, TO_VICE, VICE)) == Accepted()
    assert sitting.take(act(8, OPENED, PRESIDENT)) == only
    assert sitting.take(act(9, OPENED, VICE)) == Accepted()
    assert sitting.take(act(10, TO_VICE, VICE)) == Refused(Code.PRESIDES_ALREADY, IN_JURY)
    sitting.take(act(11, VICE_AWAY, PRESIDENT))
    assert sitting.take(act(12, TO_PRESIDENT, PRESIDENT)) == Accepted(), "back, and the vice-president has left"


@pytest.mark.parametrize("presence", [Presence.AWAY, Presence.REMOTE])
def test_the_presidency_is_not_handed_to_a_head_who_is_not_in_the_room(presence: Presence) -> None:
    sitting = opened(Board({}))
    there = AttendanceTaken((member(Quality.PRESIDENT), member(Quality.VICE_PRESIDENT, presence)))
    assert sitting.take(act(1, there, HEAD)) == Accepted()
    assert sitting.take(act(2, TO_VICE, PRESIDENT)) == Refused(Code.HEAD_AWAY, IN_JURY)
    assert sitting.presiding() is Role.PRESIDENT


def test_a_president_who_attends_from_afar_is_replaced() -> None:
    sitting = Board({})
    remote = AttendanceTaken((member(Quality.PRESIDENT, Presence.REMOTE), member(Quality.VICE_PRESIDENT)))
    sitting.take(act(1, remote, HEAD))
    assert sitting.take(act(2, TO_VICE, VICE)) == Accepted()


@pytest.mark.parametrize("author", [PRESIDENT, HEAD])
def test_the_presidency_goes_to_a_head_of_the_jury_and_nowhere_after_the_closing(author: Author) -> None:
    sitting = opened(Board({}))
    chef = replace(TO_VICE, to=Role.CHEF_DE_CENTRE)
    assert sitting.take(act(1, chef, author)) == Refused(Code.PRESIDENT_ONLY, IN_JURY)
    sitting.take(act(2, CLOSED, PRESIDENT))
    assert sitting.take(act(3, TO_VICE, PRESIDENT)) == Refused(Code.SITTING_CLOSED, IN_JURY)


# ------------------------------------------------------------------------------------------------- the closing


def all_but_the_failing(sitting: Board) -> None:
    for rank, (number, ruling, mention) in enumerate(
        ((PAPER, Ruling.SECOND_GROUPE, ""), (PASSING, Ruling.ADMIS, "AB")), start=101
    ):
        assert sitting.take(act(rank, decided(sitting, number, ruling, mention), PRESIDENT)) == Accepted()


def closing(sitting: Board, rank: int) -> tuple[Code | None, object, object]:
    told = sitting.take(act(rank, CLOSED, PRESIDENT))
    if isinstance(told, Refused):
        return told.code, told.facts.get("count"), told.facts.get("number")
    return None, None, None


def test_nothing_closes_that_was_not_opened() -> None:
    assert Board({}).take(act(1, CLOSED, PRESIDENT)) == Refused(Code.SITTING_NOT_OPEN, IN_JURY)


def test_the_closing_names_the_first_livret_to_read_then_the_first_to_decide_and_passes_once_it_is_done() -> None:
    sitting = jury_of_three()
    all_but_the_failing(sitting)
    assert closing(sitting, 1) == (Code.CLOSING_UNREAD, 1, FAILING)
    sitting.take(read_by(PRESIDENT, 2))
    assert closing(sitting, 3) == (Code.CLOSING_UNDECIDED, 1, FAILING)
    sitting.take(act(4, decided(sitting, FAILING, Ruling.SUSPENDU, reason="à reprendre"), PRESIDENT))
    assert closing(sitting, 5) == (Code.CLOSING_UNDECIDED, 1, FAILING), "« à reprendre » is no decision"
    sitting.take(act(6, decided(sitting, FAILING, Ruling.AJOURNE), PRESIDENT))
    assert closing(sitting, 7) == (None, None, None)
    assert sitting.closed()
    late = act(8, PaperExamined(PAPER, True, Entry.SCANNED), PRESIDENT)
    assert sitting.take(late) == Refused(Code.SITTING_CLOSED, {"jury": late.jury})


def test_a_decision_that_is_no_result_needs_no_livret() -> None:
    sitting = jury_of_three()
    all_but_the_failing(sitting)
    sitting.take(act(1, decided(sitting, FAILING, Ruling.SANS_DECISION, reason="épreuves étalées"), PRESIDENT))
    assert closing(sitting, 2) == (None, None, None)


def test_a_declaration_taken_back_after_the_decision_stops_the_closing() -> None:
    sitting = jury_of_three(n0418_PHILO=office("6"))
    examined = PaperExamined(PAPER, True, Entry.SCANNED)
    sitting.take(read_by(PRESIDENT, 1))
    done: list[Body] = [
        examined,
        decided(sitting, FAILING, Ruling.AJOURNE),
        decided(sitting, PAPER, Ruling.AJOURNE),
        decided(sitting, PASSING, Ruling.ADMIS, "AB"),
        replace(examined, examined=False),
    ]
    for rank, body in enumerate(done, start=2):
        assert sitting.take(act(rank, body, PRESIDENT)) == Accepted()
    assert closing(sitting, 9) == (Code.CLOSING_UNREAD, 1, PAPER)


def test_a_stale_decision_stops_the_closing() -> None:
    sitting = jury_of_three()
    sitting.take(read_by(PRESIDENT, 1))
    sitting.take(act(2, decided(sitting, FAILING, Ruling.AJOURNE), PRESIDENT))
    all_but_the_failing(sitting)
    sitting.take(act(3, raised("13", "12", number=PASSING)))
    assert closing(sitting, 4) == (Code.CLOSING_STALE, 1, PASSING)


def test_a_decision_in_dispute_stops_the_closing() -> None:
    sitting = jury_of_three()
    sitting.take(read_by(PRESIDENT, 1))
    sitting.take(act(2, decided(sitting, FAILING, Ruling.AJOURNE), PRESIDENT))
    all_but_the_failing(sitting)
    sitting.take(act(3, decided(sitting, PASSING, Ruling.ADMIS, "AB", seen=0), PRESIDENT, "b"))
    assert closing(sitting, 4) == (Code.CONFLICT_OPEN, 1, None)


def test_what_is_incomplete_closes_only_without_a_decision() -> None:
    sitting = jury_of_three(n0419_PHILO=office(None))
    assert obstacles(sitting.dossiers())[Code.CLOSING_UNDECIDED] == (FAILING, PAPER, PASSING)
    sitting.take(act(1, decided(sitting, PASSING, Ruling.SANS_DECISION, reason="épreuves étalées"), PRESIDENT))
    assert obstacles(sitting.dossiers())[Code.CLOSING_UNDECIDED] == (FAILING, PAPER)


def test_a_decision_taken_on_marks_that_only_came_after_it_is_judged_on_them_at_the_closing() -> None:
    """Sent by a Desk that checks nothing: its digest is of marks that would not allow it."""
    later = jury_of_three(n0419_PHILO=office("14"))
    sitting = jury_of_three()
    body = decided(later, PASSING, Ruling.SECOND_GROUPE)
    assert sitting.take(act(1, body, PRESIDENT)) == Accepted()
    assert obstacles(sitting.dossiers())[Code.CLOSING_STALE] == (PASSING,)
    sitting.take(act(2, raised("14", "12", number=PASSING)))
    assert Code.CLOSING_STALE not in obstacles(sitting.dossiers())
    assert PASSING in obstacles(sitting.dossiers())[Code.CLOSING_UNDECIDED]


def test_a_result_that_the_academy_took_over_a_missing_mark_does_not_close() -> None:
    whole = jury_of_three()
    one = act(1, decided(whole, PASSING, Ruling.ADMIS, "AB"), PRESIDENT)
    sitting = jury_of_three(n0419_PHILO=office(None))
    sitting.follow(one, receipt_of(one, Accepted()))
    assert PASSING in obstacles(sitting.dossiers())[Code.CLOSING_STALE]
