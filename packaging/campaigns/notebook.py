# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sitting as one person with a notebook and the text of 2026 would keep it, for `campaigns.reference`.

Written from decisions 008 and 014 and the law, and not from `domain.board`. Every candidate of the campaign has one
mark, philosophy at 4: admis from 40 points, second group from 32.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from lsl_desk.domain.acts import (
    Act,
    AttendanceTaken,
    ConflictSettled,
    DecisionTaken,
    LivretRead,
    MarkRaised,
    PointsAdded,
    PresidencyHanded,
    SittingClosed,
    SittingOpened,
)

Mark = tuple[str, str]
"""N° élève and épreuve; POINTS for the points of the jury."""
EXAM, POINTS, COEFFICIENT = "PHILO", "POINTS_JURY", 4
ADMIS, SECOND, CAP = 40, 32, 50


@dataclass
class Jury:
    """A jury: its livrets and marks as the exam office has them, and what became of them."""

    livrets: dict[str, str] = field(default_factory=dict)
    office: dict[Mark, Decimal] = field(default_factory=dict)
    history: dict[Mark, list[tuple[Decimal, str]]] = field(default_factory=dict)
    proposals: dict[str, tuple[Mark, Decimal]] = field(default_factory=dict)
    read: set[tuple[str, str]] = field(default_factory=set)
    decisions: dict[str, list[DecisionTaken]] = field(default_factory=dict)
    contested: set[str] = field(default_factory=set)
    heads_here: set[str] = field(default_factory=set)
    attended: bool = False
    presiding: str = "president"
    opened: bool = False
    closed: bool = False

    def value(self, mark: Mark) -> Decimal:
        """What counts: the jury's, but never less than the exam office's."""
        last = [value for value, _ in self.history.get(mark, [])][-1:]
        return max([*last, *([self.office[mark]] if mark in self.office else [])], default=Decimal(0))

    def points(self, number: str) -> Decimal:
        """The total."""
        return COEFFICIENT * self.value((number, EXAM)) + self.value((number, POINTS))

    def seen_by(self, number: str) -> str:
        """The digest of the marks that a decision carries."""
        mark, added = (f"{self.value((number, one)).normalize():f}" for one in (EXAM, POINTS))
        return sha256(f"{EXAM}\t{COEFFICIENT}\t{mark}\n+\t{added}".encode()).hexdigest()

    def proposal(self, number: str) -> str:
        """What the thresholds say."""
        total = self.points(number)
        return "admis" if total >= ADMIS else "second_groupe" if total >= SECOND else "ajourne"

    def examined(self, number: str) -> bool:
        """The livret in force was read whole by a head of the jury."""
        return (number, self.livrets[number]) in self.read

    def refusal(self, act: Act) -> str:  # noqa: PLR0911 - one a kind
        """Why an act has no effect, "" when it has one or is a proposal."""
        role, body = act.author.role.value, act.body
        match body:
            case MarkRaised() | PointsAdded():
                return self._change(body)
            case ConflictSettled() if role != self.presiding:
                return "president_only"
            case ConflictSettled(conflict, chosen) if conflict in self.proposals:
                mark, _ = self.proposals[conflict]
                kept = [value for value, _ in self.history.get(mark, [])][-1:]  # none of what the exam office corrected
                return "" if chosen is None or [chosen] == kept else self._law(mark, chosen)
            case ConflictSettled():
                return "conflict_unknown"
            case DecisionTaken():
                return self._turn(role) or self._decision(body)
            case SittingClosed():
                return self._turn(role) or self._closing()
            case SittingOpened():
                return self._opening(role)
            case PresidencyHanded(to):
                return self._handover(role, to.value)
            case AttendanceTaken() if self.closed:
                return "sitting_closed"
        return ""

    def do(self, act: Act) -> str:
        """Do what an act does; « conflict » when it is kept beside what came first."""
        body = act.body
        match body:
            case MarkRaised() | PointsAdded():
                mark = _mark(body)
                if mark in [one for one, _ in self.proposals.values()] or not self._saw(body):
                    self.proposals[act.act] = mark, body.after
                    return "conflict"
                self.history.setdefault(mark, []).append((body.after, act.act))
            case ConflictSettled(conflict, chosen):
                mark, _ = self.proposals.pop(conflict)
                self.history.setdefault(mark, []).append((chosen or Decimal(0), act.act))
            case DecisionTaken(number):
                if body.seen != len(self.decisions.get(number, [])):
                    self.contested.add(number)
                    return "conflict"
                self.decisions.setdefault(number, []).append(body)
                self.contested.discard(number)
            case LivretRead(number, digest):
                self.read.add((number, digest))
            case AttendanceTaken(members):
                self.attended = True
                self.heads_here = {one.quality.value for one in members if one.presence.value == "here"}
            case PresidencyHanded(to):
                self.presiding = to.value
            case SittingOpened():
                self.opened = True
            case SittingClosed():
                self.closed = True
        return "accepted"

    def _saw(self, body: MarkRaised | PointsAdded) -> bool:
        mark = _mark(body)
        return body.seen == len(self.history.get(mark, [])) and body.before == self.value(mark)

    def _change(self, body: MarkRaised | PointsAdded) -> str:
        mark = _mark(body)
        changes = self.history.get(mark, [])
        if self.closed or not self.opened:
            return "sitting_closed" if self.closed else "sitting_not_open"
        if body.after == body.before:
            return "mark_same"
        if self._overtaken(body):
            return "" if 0 <= body.after <= 20 else "mark_out_of_range"
        if code := self._law(mark, body.after):
            return code
        disputed = mark in [one for one, _ in self.proposals.values()]
        if disputed or self._saw(body):
            return ""
        return "mark_stale" if not changes or body.seen > len(changes) else ""

    def _overtaken(self, body: MarkRaised | PointsAdded) -> bool:
        """The exam office corrected the mark since it was seen: who presides chooses between both."""
        mark = _mark(body)
        changes = self.history.get(mark, [])
        shown = changes[-1][0] if changes else body.before
        return mark in self.office and body.seen == len(changes) and shown == body.before != self.value(mark)

    def _law(self, mark: Mark, after: Decimal) -> str:
        number, exam = mark
        philosophy = COEFFICIENT * self.value((number, EXAM))
        if exam == POINTS:
            over = after > CAP
            return "points_cap" if over else "help_under" if after and philosophy < SECOND else ""
        if not 0 <= after <= 20:
            return "mark_out_of_range"
        if after < self.office[mark]:
            return "mark_lowered"
        total = self.points(number)
        helped = total < SECOND <= COEFFICIENT * after + self.value((number, POINTS))
        return "help_under" if helped else ""

    def _turn(self, role: str) -> str:
        if role != self.presiding:
            return "president_only"
        return "sitting_closed" if self.closed else "" if self.opened else "sitting_not_open"

    def _decision(self, body: DecisionTaken) -> str:
        if body.ruling.value == "ajourne" and not self.examined(body.number):
            return "livret_unread"
        if body.marks != self.seen_by(body.number) or not self._unlawful(body):
            return ""
        return "decision_present" if body.ruling.value == "absent" else "decision_total"

    def _unlawful(self, body: DecisionTaken) -> bool:
        if body.ruling.value == "absent":
            return self.value((body.number, EXAM)) > 0
        final = body.ruling.value in {"admis", "second_groupe", "ajourne"}
        return final and body.ruling.value != self.proposal(body.number)

    def _closing(self) -> str:
        if self.proposals or self.contested:
            return "conflict_open"
        unread = undecided = stale = False
        for number in self.livrets:
            last = next(iter(self.decisions.get(number, [])[-1:]), None)
            if last is None or last.ruling.value == "suspendu":
                undecided = True
                unread |= self.proposal(number) == "ajourne" and not self.examined(number)
                continue
            unread |= last.ruling.value == "ajourne" and not self.examined(number)
            stale |= last.marks != self.seen_by(number)
            undecided |= last.marks == self.seen_by(number) and self._unlawful(last)
        return "closing_unread" if unread else "closing_undecided" if undecided else "closing_stale" if stale else ""

    def _opening(self, role: str) -> str:
        if role != self.presiding:
            return "president_only"
        if self.closed or self.opened:
            return "sitting_closed" if self.closed else "sitting_opened"
        return "" if self.presiding in self.heads_here else "head_away"

    def _handover(self, role: str, to: str) -> str:
        if self.closed:
            return "sitting_closed"
        taken = role == to and self.attended and self.presiding not in self.heads_here
        if role != self.presiding and not taken:
            return "president_only"
        if to == self.presiding:
            return "presides_already"
        return "head_away" if self.attended and to not in self.heads_here else ""


def _mark(body: MarkRaised | PointsAdded) -> Mark:
    return body.number, POINTS if isinstance(body, PointsAdded) else body.exam
