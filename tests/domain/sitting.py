# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury of invented people for the tests of the board: who acts, what they do, an open sitting."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from lsl_desk.domain.acts import (
    NO_PREVIOUS,
    Act,
    AttendanceTaken,
    Author,
    Body,
    ConflictSettled,
    DecisionTaken,
    LivretRead,
    MarkRaised,
    Member,
    Presence,
    Quality,
    Role,
    Ruling,
    SittingOpened,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Conflicted, Outcome, Refused
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.receipts import Receipt, Verdict
from lsl_desk.formats.rule_packs.book import rules_of

JURY = JuryId("J01")
ONE, OTHER, THIRD = StudentNumber("0417"), StudentNumber("0418"), StudentNumber("0419")
PHILO, MATHS = ExamCode("PHILO"), ExamCode("MATHS")
PRESIDENT = Author("Présidente d’essai", Role.PRESIDENT)
VICE = Author("Vice-président d’essai", Role.VICE_PRESIDENT)
HEAD = Author("Chef de centre d’essai", Role.CHEF_DE_CENTRE)
START = datetime(2018, 7, 4, 9, 30, tzinfo=UTC)
READ, CORRECTED = Digest("a" * 64), Digest("b" * 64)


def member(quality: Quality, presence: Presence = Presence.HERE) -> Member:
    """A member, named by their quality."""
    return Member(f"{quality} d’essai", quality, presence)


BOTH_HEADS = AttendanceTaken((member(Quality.PRESIDENT), member(Quality.VICE_PRESIDENT)))
PRESIDENT_AWAY = AttendanceTaken((member(Quality.PRESIDENT, Presence.AWAY), member(Quality.VICE_PRESIDENT)))
VICE_AWAY = AttendanceTaken((member(Quality.PRESIDENT), member(Quality.VICE_PRESIDENT, Presence.AWAY)))
OPENED = SittingOpened()


def act(rank: int, body: Body, author: Author = VICE, device: str = "a") -> Act:
    """An act of a post; its rank names it."""
    time = START + timedelta(minutes=rank)
    return Act(ActId(f"{rank:032x}"), JURY, DeviceId(device * 64), rank, NO_PREVIOUS, author, time, 1, body)


def opening() -> tuple[Act, Act]:
    """The two acts that open a sitting."""
    return act(90_001, BOTH_HEADS, HEAD), act(90_002, OPENED, PRESIDENT)


def opened(sitting: Board) -> Board:
    """A board whose sitting is open."""
    for one in opening():
        assert sitting.take(one) == Accepted()
    return sitting


def office(value: str | None, exam: str = PHILO, coefficient: int = 2) -> ExamMark:
    """A mark of the exam office."""
    return ExamMark(ExamCode(exam), Decimal(coefficient), None if value is None else Decimal(value))


def numeric(number: str, serie: str = "ES", digest: Digest = READ) -> Candidate:
    """A candidate whose livret is here, two pages."""
    pages = (PageCheck(NumberCheck.MATCH), PageCheck(NumberCheck.MATCH))
    livret = LivretRef(digest, 1000, pages)
    return Candidate(PvNumber(number), StudentNumber(number), serie, LivretFormat.NUMERIQUE, livret=livret)


def without(number: str, form: LivretFormat = LivretFormat.PAPIER, serie: str = "ES") -> Candidate:
    """A candidate without a numeric livret."""
    return Candidate(PvNumber(number), StudentNumber(number), serie, form)


def raised(
    after: str, before: str | None = "9.5", seen: int = 0, exam: str = PHILO, number: str = ONE, reason: str = "relu"
) -> MarkRaised:
    """A mark changed, by default from the one the exam office gave."""
    saw = None if before is None else Decimal(before)
    return MarkRaised(StudentNumber(number), exam, saw, Decimal(after), seen, reason)


def settled(rank: int, chosen: str | None) -> ConflictSettled:
    """A choice in the conflict that the act of this rank made, None to leave it to the exam office."""
    return ConflictSettled(ActId(f"{rank:032x}"), None if chosen is None else Decimal(chosen), "vu")


def receipt(one: Act, verdict: Verdict, code: str = "", **facts: str | int) -> Receipt:
    """What the academy says of an act."""
    return Receipt(one.act, Digest("d" * 64), JURY, 1, Digest("c" * 64), verdict, START, code, facts)


def receipt_of(one: Act, outcome: Outcome) -> Receipt:
    """The receipt of an act that a board decided."""
    match outcome:
        case Accepted():
            return receipt(one, Verdict.ACCEPTED)
        case Conflicted():
            return receipt(one, Verdict.CONFLICT)
        case Refused(code, facts):
            return receipt(one, Verdict.REFUSED, code.value, **facts)


def follower(sitting: Board, acts: Iterable[tuple[Act, Outcome]]) -> Board:
    """A board that follows the receipts of another's acts, maybe over other marks of the exam office."""
    for one, outcome in acts:
        assert type(sitting.follow(one, receipt_of(one, outcome))) is type(outcome)
    return sitting


MATH = ExamCode("MATH")
FAILING, PAPER, PASSING = ONE, OTHER, THIRD
JURY_OF_THREE = (numeric(FAILING), without(PAPER), without(PASSING, LivretFormat.INCONNU))
"""Série ES: one whose numeric livret is here, one on paper, one of whom nobody said anything."""
MARKS_OF_THREE = {
    FAILING: (office("7"), office("7", MATH, 3)),
    PAPER: (office("9"), office("9", MATH, 3)),
    PASSING: (office("12"), office("12", MATH, 3)),
}
"""7 of average: ajourné; 9: second groupe; 12: admis, assez bien."""


def jury_of_three(**marks: ExamMark) -> Board:
    """The three candidates under the law of 2018, the sitting open; ``marks`` by « n0417_PHILO » changes some."""
    given: dict[StudentNumber, tuple[ExamMark, ...]] = {**MARKS_OF_THREE}
    for name, mark in marks.items():
        number = StudentNumber(name[1:5])
        given[number] = tuple(mark if one.exam == mark.exam else one for one in given[number])
    return opened(board_of_three(given))


def board_of_three(marks: Mapping[StudentNumber, Sequence[ExamMark]], session: int = 2018) -> Board:
    """The same, nobody having acted."""
    return Board(marks, JURY_OF_THREE, rules=lambda serie: rules_of(session, serie))


def decided(
    sitting: Board,
    number: StudentNumber,
    ruling: Ruling,
    mention: str = "",
    *,
    seen: int | None = None,
    reason: str = "",
    marks: Digest | None = None,
) -> DecisionTaken:
    """A decision on what this board shows, but for what is said otherwise."""
    known = sitting.dossier(number)
    assert known is not None
    points = Decimal(0) if known.result is None else known.result.points
    version = known.decision.version if seen is None else seen
    return DecisionTaken(number, ruling, mention, marks or known.digest, points, version, reason)


def read_by(author: Author, rank: int, number: StudentNumber = FAILING, digest: Digest = READ) -> Act:
    """A livret read page by page."""
    return act(rank, LivretRead(number, digest, ("1.0", "1.0"), "dossier"), author)
