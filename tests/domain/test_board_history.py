# SPDX-License-Identifier: AGPL-3.0-or-later
"""The board against a naive history: a list of what happened, from which everything is told anew each time."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lsl_desk.domain.acts import (
    NO_PREVIOUS,
    Act,
    Author,
    Body,
    ConflictSettled,
    LivretRead,
    MarkRaised,
    Role,
    SittingClosed,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Conflicted, Outcome, Refused
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.receipts import NO_CHAIN
from tests.domain.sitting import opened, receipt_of

Mark = tuple[StudentNumber, ExamCode]
MARKS: list[Mark] = [
    (StudentNumber(number), ExamCode(exam)) for number, exam in (("1", "PHILO"), ("1", "MATHS"), ("2", "PHILO"))
]
UNKNOWN: Mark = (StudentNumber("2"), ExamCode("SVT"))
VALUES = st.sampled_from([Decimal(value) for value in ("8", "9.5", "10", "10.0", "12", "20")])
BEYOND = st.sampled_from([Decimal("20.001"), Decimal(21), Decimal(-1)])
AUTHORS = st.sampled_from([Author(f"{role} d’essai", role) for role in Role])
DEVICES = st.sampled_from(["a" * 64, "b" * 64, "c" * 64]).map(DeviceId)


@dataclass
class History:
    """What happened, in order: acts that stand, acts that wait, acts that were refused and why."""

    office: dict[Mark, Decimal | None]
    stands: list[Act] = field(default_factory=list)
    proposals: list[Act] = field(default_factory=list)

    def of(self, mark: Mark) -> list[tuple[Act, Decimal]]:
        """The acts that changed a mark, with the value each gave it."""
        out = []
        for act in self.stands:
            if isinstance(act.body, MarkRaised) and (act.body.number, act.body.exam) == mark:
                out.append((act, act.body.after))
            if isinstance(act.body, ConflictSettled) and self.about(act.body.conflict) == mark:
                assert act.body.chosen is not None
                out.append((act, act.body.chosen))
        return out

    def about(self, conflict: ActId) -> Mark | None:
        for act in self.proposals:
            if act.act == conflict and isinstance(act.body, MarkRaised):
                return act.body.number, ExamCode(act.body.exam)
        return None

    def value(self, mark: Mark) -> Decimal | None:
        changes = self.of(mark)
        return changes[-1][1] if changes else self.office[mark]

    def waiting(self) -> list[Act]:
        settled = {act.body.conflict for act in self.stands if isinstance(act.body, ConflictSettled)}
        return [act for act in self.proposals if act.act not in settled]

    def closed(self) -> bool:
        return any(isinstance(act.body, SittingClosed) for act in self.stands)

    def take(self, act: Act) -> str:
        """Put an act where it belongs; tell where: « stands », « waits », or the code of a refusal."""
        told = self._judge(act)
        if told == "stands":
            self.stands.append(act)
        elif told == "waits":
            self.proposals.append(act)
        return told

    def _judge(self, act: Act) -> str:
        body = act.body
        if isinstance(body, MarkRaised):
            return self._judge_mark(act.author.role, body)
        if isinstance(body, LivretRead):
            return "stands"
        if act.author.role != "president":
            return Code.PRESIDENT_ONLY
        return self._judge_choice(body) if isinstance(body, ConflictSettled) else self._judge_closing()

    def _judge_choice(self, body: ConflictSettled) -> str:
        if body.conflict not in {one.act for one in self.waiting()}:
            return Code.CONFLICT_UNKNOWN
        about = self.about(body.conflict)
        assert about is not None
        assert body.chosen is not None
        if body.chosen == self.value(about):
            return "stands"
        return self._judge_value(about, body.chosen) or "stands"

    def _judge_value(self, mark: Mark, value: Decimal) -> str:
        """Between 0 and 20, never under what the exam office gave, and nothing while it gave none."""
        if not 0 <= value <= 20:
            return Code.MARK_OUT_OF_RANGE
        if self.value(mark) is None:
            return Code.MARK_MISSING
        office = self.office[mark]
        return Code.MARK_LOWERED if office is not None and value < office else ""

    def _judge_closing(self) -> str:
        if self.closed():
            return Code.SITTING_CLOSED
        return Code.CONFLICT_OPEN if self.waiting() else "stands"

    def _judge_mark(self, role: Role, body: MarkRaised) -> str:  # noqa: PLR0911 - one a reason
        mark = body.number, ExamCode(body.exam)
        if self.closed():
            return Code.SITTING_CLOSED
        if role is Role.CHEF_DE_CENTRE:
            return Code.FORBIDDEN
        if mark not in self.office:
            return Code.MARK_UNKNOWN
        seen, now, changes = body.before, self.value(mark), len(self.of(mark))
        if body.after == body.before:
            return Code.MARK_SAME
        if not body.seen and not changes and None not in {seen, now} and seen != now:
            return "waits" if 0 <= body.after <= 20 else Code.MARK_OUT_OF_RANGE
        if refused := self._judge_value(mark, body.after):
            return refused
        if mark in {self.about(one.act) for one in self.waiting()}:
            return "waits"
        if body.seen == changes and seen == now:
            return "stands"
        return Code.MARK_STALE if body.seen > changes or not changes else "waits"


def told(outcome: Outcome) -> str:
    match outcome:
        case Accepted():
            return "stands"
        case Conflicted():
            return "waits"
        case Refused(code, _):
            return code


class Sitting(RuleBasedStateMachine):
    """Posts act as they like; the board and the history are asked the same after each act."""

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[Act] = []
        self.outcomes: list[Outcome] = []

    @initialize(values=st.lists(st.none() | VALUES, min_size=len(MARKS), max_size=len(MARKS)))
    def begin(self, values: list[Decimal | None]) -> None:
        self.history = History(dict(zip(MARKS, values, strict=True)))
        self.board = self.empty()

    def empty(self) -> Board:
        marks: dict[StudentNumber, list[ExamMark]] = {}
        for (number, exam), value in self.history.office.items():
            marks.setdefault(number, []).append(ExamMark(exam, Decimal(2), value))
        return opened(Board(marks))

    def take(self, body: Body, author: Author, device: DeviceId) -> None:
        rank = len(self.acts) + 1
        time = datetime(2018, 7, 4, 9, 30, tzinfo=UTC) + timedelta(seconds=37 * rank)
        act = Act(ActId(f"{rank:032x}"), JuryId("J01"), device, rank, NO_PREVIOUS, author, time, 1, body)
        outcome = self.board.take(act)
        self.acts.append(act)
        self.outcomes.append(outcome)
        assert told(outcome) == self.history.take(act)

    @rule(mark=st.sampled_from(MARKS), after=VALUES, author=AUTHORS, device=DEVICES)
    def raise_what_is_in_force(self, mark: Mark, after: Decimal, author: Author, device: DeviceId) -> None:
        before, seen = self.history.value(mark), len(self.history.of(mark))
        self.take(MarkRaised(*mark, before, after, seen, "relu"), author, device)

    @rule(mark=st.sampled_from(MARKS), after=VALUES, author=AUTHORS, device=DEVICES, late=st.integers(1, 3))
    def raise_what_was_in_force(self, mark: Mark, after: Decimal, author: Author, device: DeviceId, late: int) -> None:
        values = [self.history.office[mark], *(value for _, value in self.history.of(mark))]
        seen = max(0, len(values) - 1 - late)
        self.take(MarkRaised(*mark, values[seen], after, seen, "relu"), author, device)

    @rule(
        mark=st.sampled_from([*MARKS, UNKNOWN]),
        before=st.none() | VALUES,
        after=VALUES | BEYOND,
        seen=st.integers(0, 4),
        author=AUTHORS,
        device=DEVICES,
    )
    def raise_anything(
        self, mark: Mark, before: Decimal | None, after: Decimal, seen: int, author: Author, device: DeviceId
    ) -> None:
        self.take(MarkRaised(*mark, before, after, seen, "relu"), author, device)

    @precondition(lambda self: self.history.proposals)
    @rule(data=st.data(), chosen=VALUES | BEYOND, author=AUTHORS, device=DEVICES)
    def settle(self, data: st.DataObject, chosen: Decimal, author: Author, device: DeviceId) -> None:
        proposal = data.draw(st.sampled_from(self.history.proposals))
        self.take(ConflictSettled(proposal.act, chosen, "vu"), author, device)

    @precondition(lambda self: self.acts)
    @rule(data=st.data(), author=AUTHORS, device=DEVICES)
    def settle_what_is_no_conflict(self, data: st.DataObject, author: Author, device: DeviceId) -> None:
        act = data.draw(st.sampled_from(self.acts))
        if act not in self.history.proposals:
            self.take(ConflictSettled(act.act, Decimal(10), "vu"), author, device)

    @precondition(lambda self: len(self.acts) > 8)
    @rule(author=AUTHORS, device=DEVICES)
    def close(self, author: Author, device: DeviceId) -> None:
        self.take(SittingClosed(NO_CHAIN), author, device)

    @rule(author=AUTHORS, device=DEVICES)
    def read(self, author: Author, device: DeviceId) -> None:
        self.take(LivretRead(StudentNumber("1"), Digest("a" * 64), ("1.0",), "dossier"), author, device)

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.acts) - 1))
        assert self.board.take(self.acts[place]) == self.outcomes[place]

    @invariant()
    def the_board_tells_what_happened(self) -> None:
        if not hasattr(self, "board"):
            return
        for mark in MARKS:
            cell, changes = self.board.mark(*mark), self.history.of(mark)
            assert cell is not None
            assert (cell.version, cell.value) == (len(changes), self.history.value(mark))
            assert (cell.last is None) == (not changes)
            if cell.last is not None:
                act, value = changes[-1]
                assert (cell.last.act, cell.last.value) == (act.act, value)
                assert (cell.last.author, cell.last.time, cell.last.device) == (act.author, act.time, act.device)
            assert self.board.disputed(*mark) == (mark in {self.history.about(one.act) for one in self.waiting()})
        assert self.board.mark(*UNKNOWN) is None
        assert self.board.closed() == self.history.closed()

    @invariant()
    def both_sides_of_every_conflict_are_there(self) -> None:
        if not hasattr(self, "board"):
            return
        assert [one.act for one in self.board.conflicts] == [act.act for act in self.waiting()]
        assert self.board.open_conflicts() == len(self.waiting())
        for one, act in zip(self.board.conflicts, self.waiting(), strict=True):
            assert self.board.conflict(act.act) == one
            assert isinstance(act.body, MarkRaised)
            assert (one.number, one.exam) == (act.body.number, act.body.exam)
            kept = self.board.mark(one.number, one.exam)
            assert kept is not None
            assert one.kept == kept.last
            assert (one.proposed.author, one.proposed.time, one.proposed.value) == (
                act.author,
                act.time,
                act.body.after,
            )

    def waiting(self) -> list[Act]:
        return self.history.waiting()

    def teardown(self) -> None:
        """Another Desk comes to the same board: from all acts, from all but the refused, from each met twice."""
        if not hasattr(self, "board"):
            return
        kept = [act for act, outcome in zip(self.acts, self.outcomes, strict=True) if not isinstance(outcome, Refused)]
        for order in (self.acts, kept, [act for act in self.acts for _ in range(2)], self.acts + self.acts):
            other = self.empty()
            for act in order:
                other.take(replace(act))
            assert list(self.pictures(other)) == list(self.pictures(self.board))
        follower = self.empty()
        for act, outcome in zip(self.acts, self.outcomes, strict=True):
            assert follower.follow(act, receipt_of(act, outcome)) == outcome
        assert list(self.pictures(follower)) == list(self.pictures(self.board))

    def pictures(self, board: Board) -> Iterator[object]:
        yield from (board.mark(*mark) for mark in MARKS)
        yield board.conflicts
        yield board.closed()


TestSitting = Sitting.TestCase
TestSitting.settings = settings(max_examples=100, stateful_step_count=30)
