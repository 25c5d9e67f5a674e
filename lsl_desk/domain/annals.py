# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the accepted acts of a jury tell in order, beside the board they come to: all that its PV asks of them."""

from dataclasses import dataclass, field
from datetime import datetime

from lsl_desk.domain.acts import (
    Act,
    Body,
    ConflictSettled,
    DecisionTaken,
    DecisionWithdrawn,
    LivretRead,
    MarkRaised,
    MissingMarkRuled,
    NoLivretDeclared,
    NumberIncident,
    PaperExamined,
    PointsAdded,
    PresidencyHanded,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained
from lsl_desk.domain.fallback import COPY
from lsl_desk.domain.heads import SEATS
from lsl_desk.domain.ids import ActId, Digest, StudentNumber
from lsl_desk.domain.roles import Author


@dataclass(frozen=True, slots=True)
class Told:
    """Who did something, when (UTC, as their post's clock showed it), and the act that says so."""

    author: Author
    time: datetime
    body: Body
    act: ActId


@dataclass(slots=True)
class Annals:
    """The acts that had their effect, one at a time, in the order of the board.

    Attributes:
        opened: UTC, when the sitting opened.
        closings: UTC, each closing in order.
        lifted: UTC, when the names were made known.
        handovers: in order, each with how many decisions were already taken (features N27).
        reopened: cases taken up again, in order.
        explained: reason of each unequal case, by its key.
        incidents: pages that bore another number, in order.
        reasons: of each change of a mark, by its act.
        readings: (N° élève, version read, pages told of) → the first such reading by a head of the jury.
        papers: N° élève → the declaration in force that its paper livret was examined.
        none_given: N° élève → the declaration in force that no livret was given.
        from_copy: UTC, first and last reading from the plan de secours while the sitting was open, None without any.
        decided: N° élève with a final decision → when they first had one, UTC, in that order.
    """

    opened: datetime | None = None
    closings: list[datetime] = field(default_factory=list)
    lifted: datetime | None = None
    handovers: list[tuple[Told, int]] = field(default_factory=list)
    reopened: list[Told] = field(default_factory=list)
    explained: dict[Digest, str] = field(default_factory=dict)
    incidents: list[Told] = field(default_factory=list)
    reasons: dict[ActId, str] = field(default_factory=dict)
    readings: dict[tuple[StudentNumber, Digest, int], Told] = field(default_factory=dict)
    papers: dict[StudentNumber, Told] = field(default_factory=dict)
    none_given: dict[StudentNumber, Told] = field(default_factory=dict)
    from_copy: tuple[datetime, datetime] | None = None
    decided: dict[StudentNumber, datetime] = field(default_factory=dict)

    def take(self, act: Act) -> None:
        """Add an act that had its effect."""
        told = Told(act.author, act.time, act.body, act.act)
        match act.body:
            case LivretRead() as body:
                self._read(told, body)
            case PaperExamined() | NoLivretDeclared() as body:
                self._declare(told, body)
            case NumberIncident():
                self.incidents.append(told)
            case MarkRaised() | PointsAdded() | MissingMarkRuled() | ConflictSettled() as body:
                self.reasons[act.act] = body.reason
            case PresidencyHanded():
                self.handovers.append((told, len(self.decided)))
            case DecisionTaken() | DecisionWithdrawn() as body:
                self._decide(body, act.time)
            case CaseReopened():
                self.reopened.append(told)
            case InequalityExplained(case, reason):
                self.explained[case] = reason
            case AnonymityLifted():
                self.lifted = act.time
            case SittingOpened():
                self.opened = act.time
            case SittingClosed():
                self.closings.append(act.time)
            case _:
                pass

    def _declare(self, told: Told, body: PaperExamined | NoLivretDeclared) -> None:
        paper = isinstance(body, PaperExamined)
        said = self.papers if paper else self.none_given
        said.pop(body.number, None)
        if body.examined if isinstance(body, PaperExamined) else body.declared:
            said[body.number] = told

    def _decide(self, body: DecisionTaken | DecisionWithdrawn, time: datetime) -> None:
        if isinstance(body, DecisionTaken) and body.ruling is not Ruling.SUSPENDU:
            self.decided.setdefault(body.number, time)
        else:
            self.decided.pop(body.number, None)

    def _read(self, told: Told, body: LivretRead) -> None:
        if told.author.role not in SEATS:
            return
        self.readings.setdefault((body.number, body.digest, len(body.seconds)), told)
        if body.source == COPY and self.opened is not None:
            first, last = self.from_copy or (told.time, told.time)
            self.from_copy = min(first, told.time), max(last, told.time)
