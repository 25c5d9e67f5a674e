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
    LivretOpened,
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
from lsl_desk.domain.ids import ActId, DeviceId, Digest, StudentNumber
from lsl_desk.domain.roles import Author

Cut = tuple[datetime, datetime]
"""UTC, from when to when."""


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
    decided: dict[StudentNumber, datetime] = field(default_factory=dict)
    _closed: bool = False
    _cut: dict[DeviceId, Cut] = field(default_factory=dict)
    _over: list[Cut] = field(default_factory=list)

    def take(self, act: Act) -> None:
        """Add an act that had its effect."""
        if self.opened is not None and not self._closed:
            self._stand(act)
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
            case InequalityExplained(case, reason):
                self.explained[case] = reason
            case _:
                self._sit(told)

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """When a head of the jury stood on the plan de secours while the sitting was open, in order and apart."""
        told: list[Cut] = []
        for first, last in sorted([*self._over, *self._cut.values()]):
            if told and first <= told[-1][1]:
                told[-1] = told[-1][0], max(told[-1][1], last)
            else:
                told.append((first, last))
        return tuple(told)

    def _stand(self, act: Act) -> None:
        """A post stands on the copy from the livret that it opens there to one that it opens at the academy again.

        All that it does meanwhile is done there: a cut in which nothing was read has its times too.
        """
        source = act.body.source if isinstance(act.body, LivretOpened | LivretRead) else COPY
        cut = self._cut.get(act.device)
        if cut is not None:
            self._cut[act.device] = min(cut[0], act.time), max(cut[1], act.time)
            if source != COPY:
                self._over.append(self._cut.pop(act.device))
        elif isinstance(act.body, LivretOpened | LivretRead) and source == COPY and act.author.role in SEATS:
            self._cut[act.device] = act.time, act.time

    def _sit(self, told: Told) -> None:
        """The acts of the sitting itself, and the cases taken up again, which open it again."""
        match told.body:
            case AnonymityLifted():
                self.lifted = told.time
            case SittingOpened():
                self.opened = told.time
            case SittingClosed():
                self.closings.append(told.time)
                self._closed = True
                self._over.extend(self._cut.values())
                self._cut.clear()
            case CaseReopened():
                self.reopened.append(told)
                self._closed = False
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
