# SPDX-License-Identifier: AGPL-3.0-or-later
"""The board of a jury: no mark lost, none covered unseen, whatever order acts come in."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.acts import (
    Act,
    Body,
    HeadNamed,
    LivretOpened,
    LivretRead,
    NumberIncident,
    Role,
    SittingClosed,
)
from lsl_desk.domain.board import Board, decide
from lsl_desk.domain.board_view import Accepted, Conflicted, Outcome, Refused
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import ActId, DeviceId, Digest
from lsl_desk.domain.journal import replay
from lsl_desk.domain.marks import ExamCode, MarkCell, MarkChange, MarkConflict
from lsl_desk.domain.receipts import NO_CHAIN, Verdict
from tests.domain.sitting import (
    BOTH_HEADS,
    HEAD,
    JURY,
    MATHS,
    ONE,
    OPENED,
    OTHER,
    PHILO,
    PRESIDENT,
    VICE,
    act,
    office,
    opened,
    raised,
    receipt,
    settled,
)

GIVEN = {ONE: (office("9.5"), office(None, MATHS)), OTHER: (office("12"),)}


def board() -> Board:
    """The exam office gave 9.5 to one and nothing yet in maths; 12 to the other. The sitting is open."""
    return opened(Board(GIVEN))


def change(one: Act, value: str) -> MarkChange:
    return MarkChange(one.act, Decimal(value), one.author, one.time, one.device)


def cell(*changes: MarkChange, given: str | None = "9.5") -> MarkCell:
    """A mark after some changes."""
    first = None if given is None else Decimal(given)
    return MarkCell(len(changes), changes[-1].value if changes else first, changes[-1] if changes else None, first)


CLOSED = SittingClosed(NO_CHAIN)
NAMED = HeadNamed(Role.PRESIDENT, "Présidente d’essai", "")


def test_the_heads_are_named_until_the_sitting_opens() -> None:
    sitting = Board(GIVEN)
    assert sitting.take(act(1, NAMED, HEAD)) == Accepted()
    sitting.take(act(2, BOTH_HEADS, HEAD))
    assert sitting.take(act(3, OPENED, VICE)) == Refused(Code.PRESIDENT_ONLY, {"jury": "J01"})
    assert not sitting.opened()
    assert sitting.take(act(4, OPENED, PRESIDENT)) == Accepted()
    assert sitting.opened()
    for rank, body, author in ((5, NAMED, HEAD), (6, OPENED, PRESIDENT)):
        assert sitting.take(act(rank, body, author)) == Refused(Code.SITTING_OPENED, {"jury": "J01"})
    assert sitting.take(act(7, CLOSED, PRESIDENT)) == Accepted()
    assert sitting.take(act(8, OPENED, PRESIDENT)) == Refused(Code.SITTING_CLOSED, {"jury": "J01"})


def test_a_sitting_that_the_academy_closed_without_having_opened_it_names_no_head_either() -> None:
    sitting, closing = Board(GIVEN), act(1, CLOSED, PRESIDENT)
    sitting.follow(closing, receipt(closing, Verdict.ACCEPTED))
    assert sitting.take(act(2, NAMED, HEAD)) == Refused(Code.SITTING_OPENED, {"jury": "J01"})


def test_a_mark_is_raised_from_what_was_seen() -> None:
    sitting = board()
    first = act(1, raised("10"))
    assert sitting.take(first) == Accepted()
    assert sitting.mark(ONE, PHILO) == cell(change(first, "10"))
    second = act(2, raised("11", "10.0", seen=1), device="b")
    assert sitting.take(second) == Accepted()
    assert sitting.mark(ONE, PHILO) == cell(change(first, "10"), change(second, "11"))
    assert sitting.mark(OTHER, PHILO) == cell(given="12")


def test_a_missing_mark_is_not_raised() -> None:
    refused = Refused(Code.MARK_MISSING, {"number": ONE, "exam": MATHS})
    assert board().take(act(1, raised("10", None, exam=MATHS))) == refused


def test_of_two_changes_both_are_kept_with_their_authors_and_times_and_the_first_stands() -> None:
    sitting = board()
    first, second = act(1, raised("10"), VICE, "a"), act(2, raised("11"), PRESIDENT, "b")
    sitting.take(first)
    conflict = MarkConflict(second.act, ONE, PHILO, change(first, "10"), change(second, "11"), Decimal("9.5"))
    assert sitting.take(second) == Conflicted(conflict)
    assert sitting.mark(ONE, PHILO) == cell(change(first, "10"))
    assert sitting.conflicts == (conflict,)
    assert sitting.conflict(second.act) == conflict
    assert sitting.conflict(first.act) is None
    assert sitting.open_conflicts() == 1
    assert sitting.disputed(ONE, PHILO)
    assert not sitting.disputed(ONE, MATHS)
    assert not sitting.disputed(OTHER, PHILO)


def test_the_president_settles_and_the_choice_is_a_change_of_its_own() -> None:
    sitting = board()
    first = act(1, raised("10"))
    for one in (first, act(2, raised("11"), device="b")):
        sitting.take(one)
    unsaid = act(4, replace(settled(2, "11"), reason=" "), PRESIDENT)
    assert sitting.take(unsaid) == Refused(Code.REASON_MISSING)
    choice = act(3, settled(2, "11"), PRESIDENT)
    assert sitting.take(choice) == Accepted()
    assert sitting.mark(ONE, PHILO) == cell(change(first, "10"), change(choice, "11"))
    assert sitting.open_conflicts() == 0
    assert sitting.conflicts == ()


def test_a_change_during_a_conflict_is_a_proposal_too_so_that_the_choice_covers_none_unseen() -> None:
    sitting = board()
    first, second = act(1, raised("10")), act(2, raised("11"), PRESIDENT, "b")
    third = act(3, raised("12", "10", seen=1))
    for one in (first, second):
        sitting.take(one)
    later = MarkConflict(third.act, ONE, PHILO, change(first, "10"), change(third, "12"), Decimal(10))
    assert sitting.take(third) == Conflicted(later)
    choice = act(4, settled(2, "11"), PRESIDENT)
    sitting.take(choice)
    assert sitting.conflicts == (replace(later, kept=change(choice, "11")),), "against what is in force now"
    assert sitting.take(act(5, settled(3, "12"), PRESIDENT)) == Accepted()
    assert sitting.mark(ONE, PHILO) is not None
    assert sitting.take(act(6, raised("13", "12", seen=3))) == Accepted(), "no longer disputed"


def test_a_post_whose_own_change_was_not_received_does_not_pass_by_counting_right() -> None:
    """Post b saw its own change as version 1; version 1 became post a's."""
    sitting = board()
    sitting.take(act(1, raised("10"), device="a"))
    assert isinstance(sitting.take(act(2, raised("15", "14", seen=1), device="b")), Conflicted)
    assert sitting.mark(ONE, PHILO) == cell(change(act(1, raised("10"), device="a"), "10"))


STALE = Refused(Code.MARK_STALE, {"number": ONE, "exam": PHILO})
REFUSALS: list[tuple[str, list[Act], Act, Refused]] = [
    (
        "a mark the exam office corrected since it was seen, put beyond 20",
        [],
        act(1, raised("21", "9")),
        Refused(Code.MARK_OUT_OF_RANGE, {"value": "21", "number": ONE, "exam": PHILO}),
    ),
    ("a version that never was", [], act(1, raised("10", seen=1)), STALE),
    ("a version still to come", [act(1, raised("10"))], act(2, raised("11", "10", seen=2)), STALE),
    (
        "an épreuve the candidate has not",
        [],
        act(1, raised("10", exam="SVT")),
        Refused(Code.MARK_UNKNOWN, {"number": ONE, "exam": "SVT"}),
    ),
    (
        "a candidate of another jury",
        [],
        act(1, raised("10", number="9999")),
        Refused(Code.MARK_UNKNOWN, {"number": "9999", "exam": PHILO}),
    ),
    *(
        (
            f"a mark of {after}",
            [],
            act(1, raised(after)),
            Refused(Code.MARK_OUT_OF_RANGE, {"value": after.replace(".", ","), "number": ONE, "exam": PHILO}),
        )
        for after in ("20.001", "-0.5", "999")
    ),
    (
        "a choice beyond 20",
        [act(1, raised("10")), act(2, raised("11"), device="b")],
        act(3, settled(2, "21"), PRESIDENT),
        Refused(Code.MARK_OUT_OF_RANGE, {"value": "21", "number": ONE, "exam": PHILO}),
    ),
    *(
        (
            f"a choice by the {author.role}",
            [act(1, raised("10")), act(2, raised("11"), device="b")],
            act(3, settled(2, "11"), author),
            Refused(Code.PRESIDENT_ONLY, {"jury": JURY}),
        )
        for author in (VICE, HEAD)
    ),
    *(
        (f"a closing by the {author.role}", [], act(1, CLOSED, author), Refused(Code.PRESIDENT_ONLY, {"jury": JURY}))
        for author in (VICE, HEAD)
    ),
    (
        "a conflict settled before",
        [act(1, raised("10")), act(2, raised("11"), device="b"), act(3, settled(2, "11"), PRESIDENT)],
        act(4, settled(2, "10"), PRESIDENT),
        Refused(Code.CONFLICT_UNKNOWN, {"jury": JURY}),
    ),
    (
        "a change that stands, called a conflict",
        [act(1, raised("10"))],
        act(2, settled(1, "10"), PRESIDENT),
        Refused(Code.CONFLICT_UNKNOWN, {"jury": JURY}),
    ),
    (
        "a closing while conflicts are open",
        [act(1, raised("10")), act(2, raised("11"), device="b"), act(3, raised("12"), device="c")],
        act(4, CLOSED, PRESIDENT),
        Refused(Code.CONFLICT_OPEN, {"jury": JURY, "count": 2}),
    ),
    (
        "a second closing",
        [act(1, CLOSED, PRESIDENT)],
        act(2, CLOSED, PRESIDENT),
        Refused(Code.SITTING_CLOSED, {"jury": JURY}),
    ),
    (
        "a mark after the closing",
        [act(1, CLOSED, PRESIDENT)],
        act(2, raised("10")),
        Refused(Code.SITTING_CLOSED, {"jury": JURY}),
    ),
]


@pytest.mark.parametrize(("before", "late", "outcome"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_what_may_not_be_is_refused_without_effect(before: list[Act], late: Act, outcome: Refused) -> None:
    sitting, other = board(), board()
    for one in before:
        sitting.take(one)
        other.take(one)
    assert decide(sitting, late) == outcome
    assert sitting.take(late) == outcome
    assert picture(sitting) == picture(other)


def test_closing_is_possible_once_the_last_conflict_is_settled() -> None:
    sitting = board()
    for one in (act(1, raised("10")), act(2, raised("11"), device="b"), act(3, settled(2, "10"), PRESIDENT)):
        sitting.take(one)
    assert not sitting.closed()
    assert sitting.take(act(4, CLOSED, PRESIDENT)) == Accepted()
    assert sitting.closed()


@pytest.mark.parametrize("mark", ["9.5", "20", "20.000"])
def test_a_mark_is_raised_to_20_and_taken_back_to_the_exam_office_s(mark: str) -> None:
    sitting = board()
    sitting.take(act(1, raised("12")))
    assert sitting.take(act(2, raised(mark, "12", seen=1))) == Accepted()


READINGS: list[Body] = [
    LivretOpened(ONE, Digest("a" * 64), "dossier"),
    LivretRead(ONE, Digest("a" * 64), ("1.0",), "dossier"),
    LivretRead(OTHER, Digest("b" * 64), ("1.0",), "dossier"),
    NumberIncident(ONE, Digest("a" * 64), 1, "0418"),
]


@pytest.mark.parametrize("body", READINGS)
def test_what_was_read_is_accepted_even_after_the_closing(body: Body) -> None:
    sitting = board()
    sitting.take(act(1, CLOSED, PRESIDENT))
    assert sitting.take(act(2, body, HEAD)) == Accepted()


def picture(sitting: Board) -> tuple[object, ...]:
    """All that a board tells."""
    cells = [sitting.mark(number, exam) for number in (ONE, OTHER) for exam in (PHILO, MATHS)]
    return cells, sitting.conflicts, sitting.open_conflicts(), sitting.closed()


def interleaved(draw: st.DrawFn, first: list[Act], second: list[Act]) -> list[Act]:
    """The acts of two posts as they may arrive, each post's in its order."""
    turns = draw(st.permutations([0] * len(first) + [1] * len(second)))
    left = (iter(first), iter(second))
    return [next(left[turn]) for turn in turns]


@st.composite
def two_readers(draw: st.DrawFn) -> tuple[list[Act], list[Act]]:
    """The reading acts of two posts, in two orders of arrival."""
    posts = [
        [act(100 * post + rank, body, device="ab"[post]) for rank, body in enumerate(draw(st.lists(READING)), start=1)]
        for post in (0, 1)
    ]
    return interleaved(draw, *posts), interleaved(draw, *posts)


READING = st.sampled_from(READINGS)


@given(two_readers())
def test_reading_acts_of_two_posts_amount_to_the_same_in_any_order_of_arrival(
    orders: tuple[list[Act], list[Act]],
) -> None:
    first, second = (replay(order).of(JURY) for order in orders)
    assert first.read == second.read
    for device in (DeviceId("a" * 64), DeviceId("b" * 64)):
        for told in ("openings", "incidents"):
            mine, yours = (
                [one for one in getattr(journal, told) if one.device == device] for journal in (first, second)
            )
            assert mine == yours
    assert all(board().take(one) == Accepted() for order in orders for one in order)


@given(st.lists(st.sampled_from([raised("10"), raised("11"), settled(2, "11"), CLOSED]), max_size=6), st.data())
def test_a_reading_act_changes_nothing_of_what_other_acts_do(bodies: list[Body], data: st.DataObject) -> None:
    others = [act(rank, body, PRESIDENT) for rank, body in enumerate(bodies, start=1)]
    readings = [act(100 + rank, body) for rank, body in enumerate(data.draw(st.lists(READING)), start=1)]
    turns = data.draw(st.permutations([False] * len(others) + [True] * len(readings)))
    left = {False: iter(others), True: iter(readings)}
    alone, among = board(), board()
    expected = [alone.take(one) for one in others]
    arrived = [next(left[turn]) for turn in turns]
    outcomes: list[Outcome] = [among.take(one) for one in arrived]
    assert [outcome for outcome, one in zip(outcomes, arrived, strict=True) if one in others] == expected
    assert picture(among) == picture(alone)


def test_deciding_does_nothing() -> None:
    sitting = board()
    for body in (raised("10"), CLOSED, *READINGS):
        assert decide(sitting, act(1, body, PRESIDENT)) == Accepted()
    assert picture(sitting) == picture(board())


def test_an_act_met_again_has_the_outcome_it_had() -> None:
    sitting = board()
    first, second = act(1, raised("10")), act(2, raised("11"), device="b")
    outcomes = [sitting.take(one) for one in (first, second)]
    seen = picture(sitting)
    assert [sitting.take(one) for one in (second, first, second)] == [outcomes[1], outcomes[0], outcomes[1]]
    assert picture(sitting) == seen


def test_the_marks_given_to_a_board_are_its_own() -> None:
    given_marks = {ONE: [office("9.5")]}
    sitting = opened(Board(given_marks))
    sitting.take(act(1, raised("10")))
    assert given_marks == {ONE: [office("9.5")]}


ACCEPTED, CONFLICT, REFUSED = Verdict


def test_a_desk_follows_what_was_decided_on_a_mark_that_the_exam_office_has_corrected_since() -> None:
    first, second = act(1, raised("10", "9")), act(2, raised("11", "9"), PRESIDENT, "b")
    assert isinstance(board().take(first), Conflicted)
    sitting = board()
    assert sitting.follow(first, receipt(first, ACCEPTED)) == Accepted()
    conflict = MarkConflict(second.act, ONE, PHILO, change(first, "10"), change(second, "11"), Decimal(9))
    assert sitting.follow(second, receipt(second, CONFLICT)) == Conflicted(conflict)
    assert sitting.mark(ONE, PHILO) == cell(change(first, "10"))
    choice = act(3, settled(2, "11"), PRESIDENT)
    sitting.follow(choice, receipt(choice, ACCEPTED))
    assert sitting.mark(ONE, PHILO) == cell(change(first, "10"), change(choice, "11"))
    assert sitting.conflicts == ()


def test_a_desk_follows_a_mark_that_the_exam_office_has_taken_away_since() -> None:
    sitting, one = board(), act(1, raised("10", None, exam="SVT"))
    sitting.follow(one, receipt(one, ACCEPTED))
    assert sitting.mark(ONE, ExamCode("SVT")) == cell(change(one, "10"), given=None)


def test_what_the_academy_refused_has_no_effect_even_when_the_post_still_holds_it_for_unsent() -> None:
    sitting, one = board(), act(1, raised("10"))
    assert sitting.follow(one, receipt(one, REFUSED, "jury_not_yours", jury=JURY)) == Refused(
        Code.JURY_NOT_YOURS, {"jury": JURY}
    )
    assert isinstance(sitting.take(one), Refused)
    assert picture(sitting) == picture(board())


def test_a_reason_of_a_newer_academy_says_that_it_is_newer() -> None:
    sitting, one = board(), act(1, raised("10"))
    newer = Refused(Code.SERVER_NEWER, {"protocol": "moon_full"})
    assert sitting.follow(one, receipt(one, REFUSED, "moon_full")) == newer


def test_an_act_followed_and_then_met_again_counts_once() -> None:
    sitting, one = board(), act(1, raised("10"))
    sitting.follow(one, receipt(one, ACCEPTED))
    sitting.follow(one, receipt(one, ACCEPTED))
    sitting.take(one)
    assert sitting.mark(ONE, PHILO) == cell(change(one, "10"))


@pytest.mark.parametrize("body", [raised("10", exam="SVT"), settled(7, "10"), *READINGS])
def test_receipts_that_do_not_hold_together_lose_no_mark_and_stop_nothing(body: Body) -> None:
    """A conflict with nothing, a choice in none: the academy does not say it; a Desk that met it would go on."""
    sitting, one = board(), act(1, body)
    for verdict in (CONFLICT, ACCEPTED):
        sitting.follow(replace(one, act=ActId(verdict.value)), receipt(one, verdict))
    assert sitting.open_conflicts() == 0
    assert not sitting.closed()
