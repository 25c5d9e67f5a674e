# SPDX-License-Identifier: AGPL-3.0-or-later
"""What no sequence of acts may break, by whoever, on however many posts, whatever they saw."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from lsl_desk.domain.acts import (
    Act,
    Author,
    Body,
    ConflictSettled,
    DecisionWithdrawn,
    Entry,
    LivretRead,
    MarkRaised,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    PaperExamined,
    PointsAdded,
    PresidencyHanded,
    Role,
    Ruling,
    SittingClosed,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Outcome
from lsl_desk.domain.decisions import DecisionCell
from lsl_desk.domain.ids import ActId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.marks import POINTS, ExamMark, MarkCell
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.formats.rule_packs.book import rules_of
from tests.domain.sitting import (
    BOTH_HEADS,
    CORRECTED,
    HEAD,
    MATH,
    OPENED,
    PHILO,
    PRESIDENT,
    PRESIDENT_AWAY,
    READ,
    VICE,
    act,
    decided,
    follower,
    numeric,
    office,
    without,
)

NUMERIC, PAPER, UNKNOWN = (StudentNumber(one) for one in ("1", "2", "3"))
NUMBERS = st.sampled_from([NUMERIC, NUMERIC, NUMERIC, PAPER, UNKNOWN])
CANDIDATES = (numeric(NUMERIC), without(PAPER), without(UNKNOWN, LivretFormat.INCONNU))
MARKS: Mapping[StudentNumber, tuple[ExamMark, ...]] = {
    NUMERIC: (office("7"), office("7", MATH, 3)),
    PAPER: (office(None), office("9", MATH, 3)),
    UNKNOWN: (office("7"), office("9", MATH, 3)),
}
EXAMS = (PHILO, MATH)


def board() -> Board:
    """Three candidates of 2018: a livret here, one on paper, one of whom nobody said anything."""
    return Board(MARKS, CANDIDATES, rules=lambda serie: rules_of(2018, serie))


@dataclass
class Visa:
    """The livrets examined, told from the acts that were accepted and from nothing of the board."""

    read: set[StudentNumber] = field(default_factory=set)
    paper: set[StudentNumber] = field(default_factory=set)
    instead: set[StudentNumber] = field(default_factory=set)
    none: set[StudentNumber] = field(default_factory=set)

    def note(self, one: Act) -> None:
        match one.body:
            case LivretRead(number, digest) if digest == READ and one.author.role is not Role.CHEF_DE_CENTRE:
                self.read.add(number)
            case PaperExamined(number, examined, _, instead):
                (self.paper.add if examined else self.paper.discard)(number)
                (self.instead.add if examined and instead else self.instead.discard)(number)
            case NoLivretDeclared(number, declared):
                (self.none.add if declared else self.none.discard)(number)

    def given(self, number: StudentNumber) -> bool:
        """The numeric livret was read, or its paper instead; another one examined on paper, or said not to be."""
        return number in self.read | self.instead if number == NUMERIC else number in self.paper | self.none


RULINGS = (*Ruling, Ruling.AJOURNE, Ruling.AJOURNE, Ruling.ADMIS)
Step = tuple[str, StudentNumber, int, Author]
KINDS = ("read", "paper", "none", "raise", "missing", "points", "decide", "withdraw")
SITTING = ("settle", "hand", "attend", "close")
STEPS = st.tuples(
    st.sampled_from((*KINDS, *SITTING, "decide", "decide", "decide", "read", "read", "raise")),
    NUMBERS,
    st.integers(0, 23),
    st.sampled_from([PRESIDENT, PRESIDENT, VICE, HEAD]),
)


def body_of(sitting: Board, step: Step) -> Body:  # noqa: PLR0911 - one a kind
    """The act of a step: mostly on what the board shows, now and then on what it showed before."""
    kind, number, chance, _ = step
    known = sitting.dossier(number)
    assert known is not None
    exam = EXAMS[chance % 2]
    cell = known.cells[exam]
    late = min(chance // 12, 1)
    match kind:
        case "read":
            return LivretRead(number, READ if chance % 3 else CORRECTED, ("1.0", "1.0"), "dossier")
        case "paper":
            return PaperExamined(number, chance % 4 > 0, Entry.TYPED, instead=chance % 3 == 0)
        case "none":
            return NoLivretDeclared(number, chance % 4 > 0, "candidat individuel")
        case "raise":
            return MarkRaised(number, exam, cell.value, Decimal(chance % 21), max(0, cell.version - late), "relu")
        case "missing":
            rule = list(MissingRule)[chance % 3]
            value = {MissingRule.WAIT: None, MissingRule.ABSENT: Decimal(0)}.get(rule, Decimal(8))
            return MissingMarkRuled(number, PHILO, rule, value, "livret", max(0, cell.version - late), "égarée")
        case "points":
            return PointsAdded(number, known.points, Decimal(chance), known.added.version, "constance")
        case "withdraw":
            return DecisionWithdrawn(number, max(0, known.decision.version - late), "erreur")
        case "settle":
            first = next(iter(sitting.conflicts), None)
            chosen = None if first is None else first.choices[chance % 2]
            return ConflictSettled(ActId("") if first is None else first.act, chosen, "relu")
        case "hand":
            return PresidencyHanded((Role.PRESIDENT, Role.VICE_PRESIDENT)[chance % 2], "x", "rappelée")
        case "attend":
            return BOTH_HEADS if chance % 2 else PRESIDENT_AWAY
        case "close":
            return SittingClosed(NO_CHAIN)
        case _:
            seen = max(0, known.decision.version - late)
            return decided(sitting, number, RULINGS[chance % len(RULINGS)], seen=seen, reason="dit")


def played(sitting: Board, steps: list[Step]) -> Iterator[tuple[Act, Outcome]]:
    """Open the sitting, then act."""
    for rank, body in ((1, BOTH_HEADS), (2, OPENED)):
        one = act(rank, body, PRESIDENT)
        yield one, sitting.take(one)
    for rank, step in enumerate(steps, start=3):
        one = act(rank, body_of(sitting, step), step[3], "abc"[step[2] % 3])
        yield one, sitting.take(one)


def cells(sitting: Board) -> list[MarkCell | None]:
    """Every mark, and the points."""
    return [sitting.mark(number, exam) for number in MARKS for exam in (*EXAMS, POINTS)]


def decisions(sitting: Board) -> list[DecisionCell]:
    return [one.decision for one in sitting.dossiers()]


def picture(sitting: Board) -> list[object]:
    """All that a board tells."""
    contested = [sitting.decision_conflict(number) for number in MARKS]
    said = [sitting.opened(), sitting.closed(), sitting.presiding(), sitting.attendance(), sitting.open_conflicts()]
    return [cells(sitting), decisions(sitting), sitting.conflicts, contested, said, list(sitting.dossiers())]


def ruled_last(sitting: Board, number: StudentNumber) -> tuple[ActId, Ruling] | None:
    known = sitting.dossier(number)
    taken = known.decision.decision if known is not None else None
    return None if taken is None else (taken.act, taken.ruling)


@settings(max_examples=300)
@given(st.lists(STEPS, max_size=30))
def test_nobody_is_ajourne_whose_livret_was_not_examined_when_it_was_decided(steps: list[Step]) -> None:
    sitting, visa = board(), Visa()
    for one, outcome in played(sitting, steps):
        for number in MARKS:
            in_force = ruled_last(sitting, number)
            if in_force == (one.act, Ruling.AJOURNE):
                assert visa.given(number), f"{number} is ajourné and nobody examined the livret"
        if outcome == Accepted():
            visa.note(one)
    if sitting.closed():
        assert sitting.open_conflicts() == 0
        assert not any(one.stale or one.decision.decision is None for one in sitting.dossiers())


@settings(max_examples=150)
@given(st.lists(STEPS, max_size=30), st.lists(STEPS, min_size=1, max_size=10))
def test_no_mark_and_no_decision_changes_after_the_closing_and_none_goes_under_the_exam_office_s(
    steps: list[Step], late: list[Step]
) -> None:
    sitting = board()
    after: list[object] | None = None
    ready = closing_steps()
    for _, _outcome in played(sitting, [*steps, *ready, *late]):
        for number, given_marks in MARKS.items():
            for one in given_marks:
                cell = sitting.mark(number, one.exam)
                assert cell is not None
                assert one.value is None or (cell.value is not None and cell.value >= one.value)
        now: list[object] = [cells(sitting), decisions(sitting)]
        assert after is None or now == after, "something changed after the closing"
        if sitting.closed():
            after = now


def closing_steps() -> list[Step]:
    """What lets most sittings close: the presidency with the president, conflicts settled, everybody absent."""
    absent = RULINGS.index(Ruling.ABSENT)
    by = [("hand", NUMERIC, 0, VICE), *[("settle", NUMERIC, 1, PRESIDENT)] * 4]
    return [*by, *(("decide", number, absent, PRESIDENT) for number in MARKS), ("close", NUMERIC, 0, PRESIDENT)]


@settings(max_examples=100)
@given(st.lists(STEPS, max_size=30))
def test_a_desk_that_follows_the_receipts_of_a_board_comes_to_the_same_board(steps: list[Step]) -> None:
    sitting = board()
    done = list(played(sitting, steps))
    assert picture(follower(board(), done)) == picture(sitting)
    again = board()
    for one, _ in done:
        again.take(one)
        again.take(one)
    assert picture(again) == picture(sitting)
    kept = [(one, outcome) for one, outcome in done if outcome == Accepted() or not hasattr(outcome, "code")]
    assert picture(follower(board(), kept)) == picture(sitting), "what was refused left no trace"
