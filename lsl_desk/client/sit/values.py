# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the deliberation shows, frozen: nothing here names a candidate (features P22)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from lsl_desk.domain.acts import Member, Role
from lsl_desk.domain.decisions import DecisionCell, DecisionConflict
from lsl_desk.domain.errors import Code
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import ActId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.marks import ExamCode, MarkConflict
from lsl_desk.domain.period import Period
from lsl_desk.domain.rules.lawful import Forbidden
from lsl_desk.domain.rules.pack import LegalText, SerieRules
from lsl_desk.domain.rules.raises import Raise
from lsl_desk.domain.rules.result import Result


class Stage(StrEnum):
    """Where a jury stands (features P23)."""

    PREPARED = "prepared"
    OPENED = "opened"
    DELIBERATED = "deliberated"
    """Every candidate has a final decision, none of them stale."""
    CLOSED = "closed"
    PUBLISHED = "published"


class MarkState(StrEnum):
    """What a mark is, by sign and word, never by colour alone."""

    GIVEN = "given"
    RAISED = "raised"
    MISSING = "missing"
    """Nothing chosen about it yet."""
    WAITING = "waiting"
    ZERO = "zero"
    """Absent without a reason."""
    PROVISIONAL = "provisional"
    """« P »: the livret's average stands for it."""
    REPLACED = "replaced"
    """« P » whose real mark came: the better of the two counts."""
    TRIED = "tried"
    """On the what-if bench: nothing is recorded (features N06)."""


@dataclass(frozen=True, slots=True)
class YearLine:
    """What the livret says of the year, beside an épreuve (features N19).

    Attributes:
        title: of the subject, word for word.
        periods: its averages, in order, out of 20; None for a period not assessed.
        page: index from 0 of the page it stands on.
    """

    title: str
    periods: tuple[Decimal | None, ...]
    page: int

    @property
    def average(self) -> Decimal | None:
        """Of the periods assessed, exact; None when none was."""
        known = [one for one in self.periods if one is not None]
        return sum(known, Decimal(0)) / len(known) if known else None


@dataclass(frozen=True, slots=True)
class MarkLine:
    """An épreuve of a candidate.

    Attributes:
        exam: code.
        label: in French, the code when no pack knows it.
        coefficient: of this candidate.
        value: the mark that counts, None while missing.
        office: the exam office's, None while it gives none.
        second: mark of the second group.
        state: see `MarkState`.
        above_ten: only the points above 10 count.
        points: what it brings to the total, None while missing.
        version: of the mark, that an act names.
        not_raisable: why the jury may not raise it, None when it may.
        disputed: two posts changed it: the president settles it first.
        origin: of a provisional mark.
        year: the subject beside it, None when the livret says nothing of it.
        gap: average of the year minus the mark, None when either is missing.
        awaited: the candidate chose its oral of the second group, whose mark did not come.
    """

    exam: ExamCode
    label: str
    coefficient: Decimal
    value: Decimal | None
    office: Decimal | None
    second: Decimal | None
    state: MarkState
    above_ten: bool
    points: Decimal | None
    version: int
    not_raisable: Forbidden | None = None
    disputed: bool = False
    origin: str = ""
    year: YearLine | None = None
    gap: Decimal | None = None
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of a mark or of the points of a candidate, as the journal has it, newest last.

    Attributes:
        act: which.
        exam: code; `marks.POINTS` for points of the jury.
        before: None when the mark was missing.
        after: None to wait.
        reason: in the person's words.
        name: who.
        role: in what quality.
        time: UTC.
        offline: made while the academy was cut or before it was told (J3 step 9).
        undone: another act took it back.
        undoes: the act it takes back, "" for none.
        drift: of one made « hors ligne »: how far the academy's clock was ahead of this post's when they last met, with
            the time that an act takes to go; None when they never did.
    """

    act: ActId
    exam: ExamCode
    before: Decimal | None
    after: Decimal | None
    reason: str
    name: str
    role: Role
    time: datetime
    offline: bool
    undone: bool
    undoes: ActId
    drift: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Precedent:
    """A case decided in this sitting that is like this one, without any name (features N08).

    Attributes:
        number: N° élève.
        pv: N° PV.
        average: before the jury helped, cut to the hundredth.
        decision: what was decided.
        raised: what was done to get there, in order.
        reason: of the raise, else of the decision, or "".
    """

    number: StudentNumber
    pv: PvNumber
    average: Decimal
    decision: DecisionCell
    raised: tuple[ChangeLine, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class CandidateSheet:
    """All that the third column shows of a candidate.

    Attributes:
        number: N° élève.
        pv: N° PV.
        serie: as the list writes it.
        rules: that apply, None for an unknown série or session.
        lines: in legal order; empty when the exam office gave no marks.
        result: with what was changed; None without rules or marks.
        before: the result of the exam office's marks alone.
        added: points of the jury, and ``added_version`` their version.
        examination: of the livret.
        decision: in force.
        marks: digest of the marks as they count here, that a decision on this sheet carries.
        stale: the marks changed since the decision.
        contested: two posts decided differently, None when not.
        conflicts: open ones, on marks.
        changes: as the journal has them.
        precedents: like cases, nearest first.
        raises: by épreuve, largest gap with the year first.
        unread_page: index of the first page not read of a livret to read, None when there is none.
        source: where the readings of the year come from: True when the livret's text could be understood.
    """

    number: StudentNumber
    pv: PvNumber
    serie: str
    rules: SerieRules | None
    lines: tuple[MarkLine, ...]
    result: Result | None
    before: Result | None
    added: Decimal
    added_version: int
    examination: Examination
    decision: DecisionCell
    marks: Digest
    stale: bool
    contested: DecisionConflict | None = None
    conflicts: tuple[MarkConflict, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    raises: tuple[Raise, ...] = ()
    unread_page: int | None = None
    source: bool = False


@dataclass(frozen=True, slots=True)
class CandidateState:
    """What the table shows of a candidate's deliberation.

    Attributes:
        number: N° élève.
        pv: N° PV.
        points: total, None without marks.
        average: cut to the hundredth, for showing.
        short: whole points missing to the next threshold, None beyond the last or without marks.
        threshold: that one.
        near: the candidate is within the lens under it (features N04, P16).
        distance: to the nearer threshold of admission or second group, in points, for « nearest first »; None without.
        proposal: value of `Proposal`, "" without rules or marks.
        decision: in force.
        stale: the marks changed since.
        contested: two posts decided differently.
        compulsory: the rules propose « ajourné » and the livret is not examined: it must be (D334-10).
        examination: of the livret.
        provisional: at least one mark is « P ».
        unknown: how many marks are missing with nothing that stands for them.
        disputed: how many marks two posts changed.
    """

    number: StudentNumber
    pv: PvNumber
    points: Decimal | None
    average: Decimal | None
    short: int | None
    threshold: Decimal | None
    near: bool
    distance: Decimal | None
    proposal: str
    decision: DecisionCell
    stale: bool
    contested: bool
    compulsory: bool
    examination: Examination
    provisional: bool
    unknown: int
    disputed: int

    @property
    def stands(self) -> bool:
        """What was decided, if anything was, is on the marks as they are, and nobody decided otherwise."""
        return not (self.stale or self.contested)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the sitting goes (features P15, N21).

    Attributes:
        decided: candidates with a final decision.
        total: candidates.
        opened: UTC, None before.
        seconds: a candidate, on average since the opening, None before the third.
        end: UTC, expected, None while nobody can say.
        late: minutes after the planned end (negative before it), None when none is planned.
        first_third: median seconds of a candidate of the first third decided, None before it is over.
        last_third: the same of the last third under way, None before it began.
        hurried: the last third gets half the time of the first, or less: unfair.
    """

    decided: int
    total: int
    opened: datetime | None
    seconds: float | None
    end: datetime | None
    late: int | None
    first_third: float | None
    last_third: float | None
    hurried: bool


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a sitting from closing.

    Attributes:
        code: whose sentence says it.
        numbers: the candidates concerned, in PV order.
    """

    code: Code
    numbers: tuple[StudentNumber, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """A passing of the presidency, as the PV shows it (features N27).

    Attributes:
        to: who presides from here on.
        name: of whom.
        before: who presided.
        before_name: of whom, "" when nobody was named.
        reason: in the person's words.
        time: UTC.
        decided: decisions already taken.
        pv: N° PV of the last candidate decided, "" for none.
    """

    to: Role
    name: str
    before: Role
    before_name: str
    reason: str
    time: datetime
    decided: int
    pv: PvNumber


@dataclass(frozen=True, slots=True)
class Composition:
    """Whether the jury may deliberate (code de l'éducation D334-20 s., D336-19 s.).

    Attributes:
        refused: why it may not open, None when it may.
        notes: what is allowed and written in the PV, in French (« un tiers de professionnels non atteint »).
    """

    refused: Forbidden | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SittingState:
    """A sitting as its screens show it.

    Attributes:
        jury: which.
        session: year, None when unknown.
        group: 1 or 2.
        stage: where it stands.
        presiding: role of who presides.
        president: name of who presides, "" when nobody was named.
        may_decide: whoever acts here presides, in the room, and the sitting is open.
        refused: why whoever acts here may not decide, None when they may.
        members: the last attendance, empty before.
        composition: of it.
        handovers: in order.
        states: of every candidate.
        pace: of the sitting.
        obstacles: to the closing, none when it may close.
        texts: legal texts of the session, by rule value, for the screen that shows them.
        period: of the year.
    """

    jury: JuryId
    session: int | None
    group: int
    stage: Stage
    presiding: Role
    president: str
    may_decide: bool
    refused: Code | None
    members: tuple[Member, ...]
    composition: Composition
    handovers: tuple[Handover, ...]
    states: Mapping[StudentNumber, CandidateState]
    pace: Pace
    obstacles: tuple[Obstacle, ...] = ()
    texts: Mapping[str, LegalText] = field(default_factory=dict)
    period: Period = Period.JUNE


@dataclass(frozen=True, slots=True)
class Trial:
    """The bench: marks and points tried, nothing of which is recorded (features N06).

    Attributes:
        marks: by épreuve.
        added: points tried, None for those in force.
    """

    marks: Mapping[ExamCode, Decimal]
    added: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of the verbatim card.

    Attributes:
        text: copied word for word from the livret.
        page: index from 0 of the page it stands on.
    """

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Card:
    """What the livret says before its marks, word for word; nothing generated, no score (features N22).

    Attributes:
        opinion: « avis en vue de l'examen ».
        engagements: ticked or written.
        remarks: observations of the head and of the school's life.
        readable: False for a scan or another livret whose text says none of it: pages only.
    """

    opinion: tuple[CardLine, ...] = ()
    engagements: tuple[CardLine, ...] = ()
    remarks: tuple[CardLine, ...] = ()
    readable: bool = False
