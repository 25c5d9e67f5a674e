# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sitting in memory: the board of a jury, moved forward act by act, and the history of what moved it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal

from lsl_desk.client.sit.history import History, made_offline
from lsl_desk.client.sit.ports import SatAct
from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import (
    Act,
    AttendanceTaken,
    ConflictSettled,
    DecisionTaken,
    DecisionWithdrawn,
    LivretOpened,
    MarkRaised,
    MissingMarkRuled,
    PointsAdded,
)
from lsl_desk.domain.annals import Annals
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Outcome
from lsl_desk.domain.closing import ruled
from lsl_desk.domain.closing_acts import CaseReopened
from lsl_desk.domain.composition import head_missing
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.jury import JuryFile
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.marks import POINTS, ExamCode, MarkConflict, cell_of
from lsl_desk.domain.period import Period
from lsl_desk.domain.receipts import NO_CHAIN, Receipt
from lsl_desk.domain.rules.lawful import Forbidden
from lsl_desk.domain.rules.pack import SerieRules


class Sitting:
    """One jury. The candidates are those of the file held: what is not here cannot be read here."""

    september: datetime | None = None
    """UTC, when a sitting of the session de remplacement of the same year opened, as far as this post knows."""
    _taken_up: datetime | None = None

    def __init__(
        self, file: JuryFile, manifest: JuryManifest | None, rules: Callable[[str], SerieRules | None]
    ) -> None:
        """Begin before the first act.

        Args:
            file: the jury's file as held.
            manifest: what the academy signed of it, None when it came from elsewhere: there are then no marks.
            rules: those of a série.
        """
        self.file = file
        self.manifest = manifest
        self.chain = NO_CHAIN
        self.published = False
        self.group = manifest.group if manifest else 1
        self.period = manifest.period if manifest else Period.JUNE
        marks = manifest.marks if manifest else {}
        self.board = Board(marks, file.candidates, group=self.group, rules=rules)
        self.annals = Annals()
        self._moved = set[StudentNumber]()
        """Candidates of whom something was recorded since `decided` was last asked."""
        self._fallen = set[StudentNumber]()
        """Those whose decision does not stand."""
        self.last: Act | None = None
        """The last act that had its effect, but for the opening of a livret."""
        pvs = {one.number: one.pv for one in file.candidates}
        self.history = History(manifest.heads if manifest else {}, pvs, self.annals)

    def follow(self, acts: Iterable[SatAct], *, cut: bool) -> None:
        """Take the acts of the jury.

        Args:
            acts: the academy's, in its order, then those that wait.
            cut: whether the academy is cut now.
        """
        for line in acts:
            if line.receipt is not None:
                self.chain = line.receipt.chain
            self._have(line.act, line.receipt, cut=cut)

    def take(self, act: Act, *, cut: bool) -> None:
        """Take an act that this post has just recorded."""
        self._have(act, None, cut=cut)

    def dossier(self, number: StudentNumber) -> Dossier:
        """A candidate before the jury.

        Raises:
            Refusal: NUMBER_UNKNOWN.
        """
        found = self.board.dossier(number)
        if found is None:
            raise Refusal(Code.NUMBER_UNKNOWN, number=number, jury=self.file.jury)
        return found

    def name_of(self, number: StudentNumber, exam: ExamCode) -> str:
        """An épreuve of a candidate, in French; its code when no rule knows it.

        Raises:
            Refusal: NUMBER_UNKNOWN.
        """
        if exam == POINTS:
            return "points de jury"
        rules = self.dossier(number).rules
        return exam if rules is None else rules.name_of(exam)

    @property
    def numbers(self) -> tuple[StudentNumber, ...]:
        """The candidates, in the order of the PV."""
        return tuple(one.number for one in self.file.candidates)

    def decided(self) -> tuple[datetime, ...]:
        """UTC, when each candidate whose decision stands first had one.

        It stands on the marks as they are, and nobody decided otherwise (`CandidateRow.decided`). Asked at each change,
        it looks again at those of whom something was recorded meanwhile, and at no other.
        """
        self._fallen -= self._moved
        for number in self._moved.intersection(self.annals.decided):
            dossier = self.board.dossier(number)  # None of who is on the list no more
            if dossier is None or dossier.stale or self.board.decision_conflict(number) is not None:
                self._fallen.add(number)
        self._moved.clear()
        return tuple(time for number, time in self.annals.decided.items() if number not in self._fallen)

    @property
    def session(self) -> int | None:
        """Year, None when it is not known."""
        return self.manifest.session if self.manifest else self.file.session

    @property
    def over(self) -> bool:
        """Of June, not closed, and read-only since September sits; an attendance or a case taken up since ends that."""
        if self.september is None or self.period is not Period.JUNE or self.board.closed():
            return False
        return self._taken_up is None or self._taken_up < self.september

    @property
    def head_missing(self) -> Forbidden | None:
        """Why who presides decides nothing: of an open sitting the last attendance has them out of the room (P26)."""
        if not self.board.opened() or self.board.closed():
            return None
        return head_missing(self.file.jury, self.board.attendance(), self.board.presiding())

    @property
    def stage(self) -> Stage:
        """Where the sitting stands. Publication is the exam office's; the academy says when."""
        if self.board.closed():
            return Stage.PUBLISHED if self.published else Stage.CLOSED
        if not self.board.opened():
            return Stage.PREPARED
        settled = all(ruled(one) is not None and not one.stale for one in self.board.dossiers())
        return Stage.DELIBERATED if settled and self.numbers and not self.board.open_conflicts() else Stage.OPENED

    def _have(self, act: Act, receipt: Receipt | None, *, cut: bool) -> None:
        before, conflict = self._before(act)
        outcome: Outcome = self.board.take(act) if receipt is None else self.board.follow(act, receipt)
        match act.body:
            case MarkRaised(number) | PointsAdded(number) | MissingMarkRuled(number):
                self._moved.add(number)
            case DecisionTaken(number) | DecisionWithdrawn(number):
                self._moved.add(number)
            case ConflictSettled():
                self._moved.update(() if conflict is None else (conflict.number,))
        if isinstance(outcome, Accepted):
            self.annals.take(act)
            self._taken_up = act.time if isinstance(act.body, AttendanceTaken | CaseReopened) else self._taken_up
            self.last = self.last if isinstance(act.body, LivretOpened) else act
            offline = made_offline(act, receipt, cut=cut)
            if receipt is not None and not offline:
                self.history.met(act, receipt.received)
            self.history.take(act, before, conflict, offline=offline)

    def _before(self, act: Act) -> tuple[Decimal | None, MarkConflict | None]:
        """The mark that an act changes, and the conflict it settles, before it does."""
        match act.body:
            case MarkRaised() | PointsAdded() | MissingMarkRuled() as body:
                cell = self.board.mark(*cell_of(body))
                return None if cell is None else cell.value, None
            case ConflictSettled(name):
                conflict = self.board.conflict(name)
                cell = None if conflict is None else self.board.mark(conflict.number, conflict.exam)
                return None if cell is None else cell.value, conflict
            case _:
                return None, None
