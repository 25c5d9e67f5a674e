# SPDX-License-Identifier: AGPL-3.0-or-later
"""Points of the jury, missing marks and the law on the board; and what the exam office gives after all."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lsl_desk.domain.acts import (
    Act,
    ConflictSettled,
    MarkRaised,
    MissingMarkRuled,
    MissingRule,
    PointsAdded,
    Ruling,
    SittingClosed,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Conflicted, Outcome, Refused
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.marks import POINTS, ExamCode, MarkCell
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.domain.rules.result import Proposal
from lsl_desk.formats.rule_packs.book import rules_of
from tests.domain.sitting import (
    HEAD,
    MATH,
    ONE,
    PHILO,
    PRESIDENT,
    VICE,
    act,
    board_of_three,
    decided,
    follower,
    numeric,
    office,
    opened,
    opening,
    raised,
    settled,
)

Done = list[tuple[Act, Outcome]]


def board(philo: str | None = "9", math: str | None = "9", session: int = 2026) -> Board:
    """One candidate of the voie générale, 9 in both by default."""
    marks = {ONE: (office(philo, coefficient=8), office(math, "SPE1", 16))}
    return Board(marks, (numeric(ONE, "GENERALE"),), rules=lambda serie: rules_of(session, serie))


def cell(sitting: Board, exam: ExamCode = PHILO) -> MarkCell:
    known = sitting.mark(ONE, exam)
    assert known is not None
    return known


def points(after: str, before: str = "0", seen: int = 0, reason: str = "constance") -> PointsAdded:
    return PointsAdded(ONE, Decimal(before), Decimal(after), seen, reason)


def ruled(rule: MissingRule, value: str | None = None, seen: int = 0, number: StudentNumber = ONE) -> MissingMarkRuled:
    origin = "moyenne du livret, page 2" if rule is MissingRule.PROVISIONAL else ""
    mark = None if value is None else Decimal(value)
    return MissingMarkRuled(number, PHILO, rule, mark, origin, seen, "copie égarée")


def code(outcome: Outcome) -> Code | None:
    return outcome.code if isinstance(outcome, Refused) else None


# --------------------------------------------------------------------------------------------------- the points


def test_points_are_given_changed_and_taken_back_as_a_mark_is() -> None:
    sitting = opened(board())
    assert cell(sitting, POINTS) == MarkCell(0, Decimal(0))
    assert sitting.take(act(1, points("24"))) == Accepted()
    known = sitting.dossier(ONE)
    assert known is not None
    assert known.result is not None
    assert (known.points, known.result.proposal, known.added.version) == (Decimal(24), Proposal.ADMIS, 1)
    assert sitting.take(act(2, replace(points("0", "24", 1, ""), undoes=act(1, points("24")).act))) == Accepted()
    assert cell(sitting, POINTS).value == 0


def test_points_given_on_two_posts_are_a_conflict_that_who_presides_settles() -> None:
    sitting = opened(board())
    sitting.take(act(1, points("24"), device="a"))
    told = sitting.take(act(2, points("30"), device="b"))
    assert isinstance(told, Conflicted)
    assert sitting.disputed(ONE, POINTS)
    assert code(sitting.take(act(3, settled(2, "51"), PRESIDENT))) is Code.POINTS_CAP
    assert sitting.take(act(4, settled(2, "30"), PRESIDENT)) == Accepted()
    assert cell(sitting, POINTS).value == 30


POINTS_REFUSED = [
    (2026, "51", Code.POINTS_CAP),
    (2026, "1.5", Code.POINTS_WHOLE),
    (2026, "-1", Code.POINTS_WHOLE),
    (2026, "0", Code.MARK_SAME),
]


@pytest.mark.parametrize(("session", "after", "why"), POINTS_REFUSED)
def test_points_the_law_has_not_are_refused(session: int, after: str, why: Code) -> None:
    assert code(opened(board(session=session)).take(act(1, points(after)))) is why


def test_points_are_not_of_2018_and_open_nothing_under_8_in_2026() -> None:
    sitting = opened(board_of_three({ONE: (office("9"), office("9", MATH, 3))}))
    assert code(sitting.take(act(1, points("5")))) is Code.POINTS_FORBIDDEN
    assert code(opened(board("7", "7")).take(act(1, points("40")))) is Code.HELP_UNDER


def test_points_on_nobody_of_this_jury_are_refused_and_no_epreuve_bears_their_name() -> None:
    elsewhere = replace(points("5"), number=StudentNumber("9999"))
    unknown = Refused(Code.CANDIDATE_UNKNOWN, {"jury": "J01", "number": "9999"})
    assert opened(board()).take(act(1, elsewhere)) == unknown
    disguised = MarkRaised(ONE, POINTS, Decimal(0), Decimal(12), 0, "par un autre nom")
    assert code(opened(board()).take(act(1, disguised))) is Code.MARK_UNKNOWN
    late = act(2, points("5", "1", 3))
    assert code(opened(Board({ONE: (office("9"),)})).take(late)) is Code.MARK_STALE, "without rules, in order"


# ----------------------------------------------------------------------------------------------- who, and the law


Changed = MarkRaised | PointsAdded | MissingMarkRuled
CHANGES: list[Changed] = [raised("10", "9"), points("24"), ruled(MissingRule.ABSENT, "0")]


@pytest.mark.parametrize("body", CHANGES, ids=["mark", "points", "missing mark"])
def test_a_mark_is_changed_by_a_head_of_the_jury_between_opening_and_closing_with_a_reason(body: Changed) -> None:
    sitting = Board({ONE: (office(None) if isinstance(body, MissingMarkRuled) else office("9"),)})
    assert sitting.take(act(1, body)) == Refused(Code.SITTING_NOT_OPEN, {"jury": "J01"})
    opened(sitting)
    assert sitting.take(act(2, body, HEAD)) == Refused(Code.FORBIDDEN)
    assert sitting.take(act(3, replace(body, reason="  "))) == Refused(Code.REASON_MISSING)
    assert sitting.take(act(4, body)) == Accepted()
    assert sitting.take(act(5, SittingClosed(NO_CHAIN), PRESIDENT)) == Accepted()
    for rank, author in enumerate((PRESIDENT, VICE, HEAD), start=6):
        assert sitting.take(act(rank, body, author)) == Refused(Code.SITTING_CLOSED, {"jury": "J01"})


def test_a_raise_goes_under_the_exam_office_s_mark_neither_by_itself_nor_by_a_choice() -> None:
    sitting = opened(board())
    assert code(sitting.take(act(1, raised("8", "9")))) is Code.MARK_LOWERED
    sitting.take(act(2, raised("12", "9"), device="a"))
    sitting.take(act(3, raised("11", "9"), device="b"))
    assert code(sitting.take(act(4, settled(3, "8"), PRESIDENT))) is Code.MARK_LOWERED
    assert sitting.take(act(5, settled(3, "12"), PRESIDENT)) == Accepted()
    back = replace(raised("9", "12", 2, reason=""), undoes=act(2, raised("12", "9")).act)
    assert sitting.take(act(6, back)) == Accepted(), "an undo is an act, and needs no reason of its own"


def test_what_the_pack_forbids_is_refused_with_its_words() -> None:
    french = board_of_three({ONE: (office("9"), office("9", "FRA_E", 2))})
    told = opened(french).take(act(1, raised("10", "9", exam="FRA_E")))
    assert code(told) is Code.MARK_ANTICIPATED
    assert code(opened(board_of_three({ONE: (office("9"),)})).take(act(1, raised("9.5", "9")))) is Code.MARK_WHOLE


def test_a_stale_mark_is_named_as_the_pack_names_it() -> None:
    sitting = opened(board_of_three({ONE: (office("9"),)}))
    told = sitting.take(act(1, raised("11", "9", seen=2)))
    assert isinstance(told, Refused)
    assert (told.code, told.facts["exam"]) == (Code.MARK_STALE, "Philosophie")


# ------------------------------------------------------------------------------------------------ missing marks


WAIT, ABSENT, P = MissingRule.WAIT, MissingRule.ABSENT, MissingRule.PROVISIONAL


@pytest.mark.parametrize(("rule", "value"), [(WAIT, None), (ABSENT, "0"), (P, "9")])
def test_a_choice_on_a_missing_mark_stands_and_says_what_it_is(rule: MissingRule, value: str | None) -> None:
    sitting = opened(board(None))
    one = act(1, ruled(rule, value))
    assert sitting.take(one) == Accepted()
    known = cell(sitting)
    assert (known.version, known.value) == (1, None if value is None else Decimal(value))
    assert (known.missing, known.origin) == (rule, "moyenne du livret, page 2" if rule is P else "")
    assert known.last is not None
    assert (known.last.act, known.last.missing) == (one.act, rule)


@pytest.mark.parametrize(
    ("rule", "value", "why"),
    [
        (WAIT, "9", Code.MARK_OUT_OF_RANGE),
        (ABSENT, "1", Code.MARK_OUT_OF_RANGE),
        (ABSENT, None, Code.MARK_OUT_OF_RANGE),
        (P, None, Code.AVERAGE_NONE),
        (P, "21", Code.MARK_OUT_OF_RANGE),
    ],
)
def test_a_choice_that_is_no_choice_is_refused(rule: MissingRule, value: str | None, why: Code) -> None:
    assert code(opened(board(None)).take(act(1, ruled(rule, value)))) is why


def test_nothing_is_done_about_a_mark_that_is_there_nor_about_one_that_is_not_his() -> None:
    assert code(opened(board()).take(act(1, ruled(ABSENT, "0")))) is Code.MARK_NOT_MISSING
    assert code(opened(Board({ONE: (office("9"),)})).take(act(1, ruled(ABSENT, "0")))) is Code.MARK_NOT_MISSING
    other = ruled(ABSENT, "0", number=StudentNumber("9999"))
    assert code(opened(board()).take(act(1, other))) is Code.MARK_UNKNOWN


def test_two_choices_on_one_missing_mark_are_a_conflict_and_each_may_be_chosen_as_what_it_is() -> None:
    for chosen, rule, origin in ((Decimal(9), P, "moyenne du livret, page 2"), (None, WAIT, "")):
        sitting = opened(board(None))
        sitting.take(act(1, ruled(WAIT), device="a"))
        assert isinstance(sitting.take(act(2, ruled(P, "9"), device="b")), Conflicted)
        assert sitting.take(act(3, ConflictSettled(act(2, ruled(WAIT)).act, chosen, "relu"), PRESIDENT)) == Accepted()
        known = cell(sitting)
        assert (known.version, known.value, known.missing, known.origin) == (2, chosen, rule, origin)


def test_to_wait_is_chosen_when_that_is_what_came_second_and_else_not() -> None:
    for first, second, told in ((P, WAIT, None), (P, ABSENT, Code.MARK_OUT_OF_RANGE)):
        sitting = opened(board(None))
        sitting.take(act(1, ruled(first, "9"), device="a"))
        sitting.take(act(2, ruled(second, None if second is WAIT else "0"), device="b"))
        choice = ConflictSettled(act(2, ruled(WAIT)).act, None, "relu")
        assert code(sitting.take(act(3, choice, PRESIDENT))) is told


def test_a_provisional_mark_that_is_raised_stays_provisional_and_an_old_choice_is_stale() -> None:
    sitting = opened(board(None))
    sitting.take(act(1, ruled(P, "9")))
    assert sitting.take(act(2, raised("10", "9", seen=1))) == Accepted()
    assert (cell(sitting).value, cell(sitting).missing) == (Decimal(10), P)
    assert code(sitting.take(act(3, ruled(ABSENT, "0", seen=7)))) is Code.MARK_STALE
    assert isinstance(sitting.take(act(4, ruled(ABSENT, "0", seen=1))), Conflicted)


def test_a_raise_of_a_provisional_mark_is_undone_down_to_what_the_jury_put_and_no_lower() -> None:
    sitting = opened(board(None))
    sitting.take(act(1, ruled(P, "9")))
    first = act(2, raised("12", "9", seen=1))
    sitting.take(first)
    assert code(sitting.take(act(3, raised("8", "12", seen=2)))) is Code.MARK_LOWERED
    assert sitting.take(act(4, replace(raised("9", "12", seen=2), undoes=first.act))) == Accepted()
    assert (cell(sitting).value, cell(sitting).missing, cell(sitting).ruled) == (Decimal(9), P, Decimal(9))


def test_a_mark_that_was_awaited_and_is_raised_once_it_is_here_is_undone_down_to_it() -> None:
    sitting = follower(board("7"), told(board(None), act(1, ruled(WAIT))))
    assert sitting.take(act(2, raised("9", "7", seen=1))) == Accepted()
    assert (cell(sitting).floor, cell(sitting).missing) == (Decimal(7), None)
    assert sitting.take(act(3, raised("7", "9", seen=2))) == Accepted()


# ------------------------------------------------------------------------------- the exam office's mark, after all


def told(sitting: Board, *acts: Act) -> Done:
    """What a board said of acts, the opening first."""
    return [(one, sitting.take(one)) for one in (*opening(), *acts)]


@pytest.mark.parametrize(
    ("rule", "value", "real", "counts"),
    [
        (P, "9", "13", "13"),
        (P, "9", "7", "9"),
        (ABSENT, "0", "7", "7"),
        (ABSENT, "0", "0", "0"),
        (WAIT, None, "7", "7"),
    ],
)
def test_the_real_mark_counts_when_it_comes_and_of_a_provisional_one_the_better(
    rule: MissingRule, value: str | None, real: str, counts: str
) -> None:
    done = told(board(None), act(1, ruled(rule, value)))
    sitting = follower(board(real), done)
    known = cell(sitting)
    assert (known.value, known.version, known.office, known.missing) == (Decimal(counts), 1, Decimal(real), rule)


def test_a_provisional_9_whose_real_13_comes_makes_the_decision_stale_from_second_group_to_admis() -> None:
    """Features N11."""
    first = board(None, "9")
    done = told(first, act(1, ruled(P, "9")))
    body = decided(first, ONE, Ruling.SECOND_GROUPE)
    done.append((act(2, body, PRESIDENT), first.take(act(2, body, PRESIDENT))))
    assert done[-1][1] == Accepted()
    known = follower(board("13", "9"), done).dossier(ONE)
    assert known is not None
    assert known.result is not None
    assert (known.stale, known.result.proposal) == (True, Proposal.ADMIS)
    known = follower(board("7", "9"), done).dossier(ONE)
    assert known is not None
    assert not known.stale, "the better of the two is the one that was decided on"


def test_once_the_real_mark_is_here_it_is_what_is_raised_and_nothing_more_is_done_about_a_missing_one() -> None:
    done = told(board(None), act(1, ruled(P, "9")))
    sitting = follower(board("13"), done)
    assert code(sitting.take(act(2, ruled(ABSENT, "0", seen=1)))) is Code.MARK_NOT_MISSING
    assert sitting.take(act(3, raised("14", "13", seen=1))) == Accepted()
    assert cell(sitting).value == 14


# ------------------------------------------------------- a mark that the exam office corrected meanwhile (J3, step 11)


def overtaken(real: str, *acts: Act) -> Board:
    """What a post did, received once the exam office had made the mark ``real``."""
    sitting = opened(board(real))
    for one in acts:
        sitting.take(one)
    return sitting


def test_a_raise_of_a_mark_that_was_corrected_meanwhile_waits_beside_it_with_both_values() -> None:
    one = act(1, raised("12", "9"))
    sitting = overtaken("11", one)
    (conflict,) = sitting.conflicts
    assert (conflict.kept, conflict.proposed.value, conflict.upon) == (None, Decimal(12), Decimal(9))
    assert (conflict.office, conflict.stands, conflict.choices) == (Decimal(11), Decimal(11), (None, Decimal(12)))
    assert (sitting.disputed(ONE, PHILO), cell(sitting).value, cell(sitting).version) == (True, Decimal(11), 0)
    assert code(sitting.take(act(2, SittingClosed(NO_CHAIN), PRESIDENT))) is not None, "nothing closes meanwhile"


@pytest.mark.parametrize(
    ("chosen", "counts", "corrected_again"),
    [("12", "12", "12"), (None, "11", "10")],
    ids=["the raise is kept", "the exam office's mark"],
)
def test_who_presides_keeps_the_raise_or_the_exam_office_s_mark_and_that_one_stays_its_own(
    chosen: str | None, counts: str, corrected_again: str
) -> None:
    sitting = board("11")
    done = told(sitting, act(1, raised("12", "9")), act(2, settled(1, chosen), PRESIDENT))
    assert done[-1][1] == Accepted()
    assert (cell(sitting).value, cell(sitting).version, sitting.conflicts) == (Decimal(counts), 1, ())
    assert cell(follower(board("10"), done)).value == Decimal(corrected_again)
    again = sitting.take(act(3, raised("13", counts, seen=1)))
    assert again == Accepted(), "what was chosen is what is raised"


def test_a_raise_under_the_corrected_mark_is_told_but_cannot_be_chosen() -> None:
    sitting = overtaken("13", act(1, raised("12", "9")))
    assert sitting.conflicts[0].choices == (None, Decimal(12))
    assert code(sitting.take(act(2, settled(1, "12"), PRESIDENT))) is Code.MARK_LOWERED
    assert sitting.take(act(3, settled(1, None), PRESIDENT)) == Accepted()


def test_what_a_post_did_after_it_in_the_same_outage_is_one_more_proposal_and_to_take_it_back_is_nothing() -> None:
    first = act(1, raised("12", "9"))
    sitting = overtaken("11", first, act(2, raised("14", "12", seen=1)))
    assert [one.proposed.value for one in sitting.conflicts] == [Decimal(12), Decimal(14)]
    assert sitting.take(act(3, settled(1, None), PRESIDENT)) == Accepted()
    (left,) = sitting.conflicts
    assert (left.office, left.stands, left.choices) == (Decimal(11), Decimal(11), (None, Decimal(14)))
    assert sitting.take(act(4, settled(2, "14"), PRESIDENT)) == Accepted()
    assert cell(sitting).value == 14

    raised_before = follower(board("13"), told(board(), first))
    back = raised("9", "12", seen=1)
    assert raised_before.take(act(2, replace(back, undoes=first.act))) == Refused(
        Code.MARK_OVERTAKEN, {"number": ONE, "exam": "Philosophie", "office": "13", "before": "12", "typed": "9"}
    )
    assert isinstance(raised_before.take(act(3, back)), Conflicted)


def test_once_the_exam_office_s_mark_was_chosen_a_raise_that_it_overtakes_again_is_a_proposal_again() -> None:
    done = told(board("11"), act(1, raised("12", "9")), act(2, settled(1, None), PRESIDENT))
    sitting = follower(board("10"), done)
    assert isinstance(sitting.take(act(3, raised("12", "11", seen=1))), Conflicted)
    assert sitting.conflicts[0].stands == Decimal(10)


def test_the_first_mark_of_two_posts_cannot_be_left_to_an_exam_office_whose_mark_does_not_stand() -> None:
    sitting = opened(board())
    sitting.take(act(1, raised("12", "9"), device="a"))
    sitting.take(act(2, raised("13", "9"), device="b"))
    assert code(sitting.take(act(3, settled(2, None), PRESIDENT))) is Code.MARK_NOT_MISSING


def test_a_mark_that_the_exam_office_corrects_above_the_jury_s_counts() -> None:
    done = told(board("9"), act(1, raised("10", "9")))
    assert cell(follower(board("12"), done)).value == 12
    assert cell(follower(board("8"), done)).value == 10


def test_no_decision_and_no_closing_on_help_that_a_mark_come_since_makes_unlawful() -> None:
    """Session 2026: judged on the known marks alone, the points were lawful; the low mark came after them."""
    first = board(None, "8")
    done = told(first, act(1, PointsAdded(ONE, Decimal(0), Decimal(40), 0, "assidu")))
    assert done[-1][1] == Accepted()
    sitting = follower(board("6", "8"), done)
    body = decided(sitting, ONE, Ruling.SECOND_GROUPE)
    assert code(sitting.take(act(2, body, PRESIDENT))) is Code.HELP_UNDER
    done.append((act(2, body, PRESIDENT), Accepted()))
    late = follower(board("6", "8"), done)
    assert code(late.take(act(3, SittingClosed(NO_CHAIN), PRESIDENT))) is Code.CLOSING_UNDECIDED
