# SPDX-License-Identifier: AGPL-3.0-or-later
"""The procès-verbal of a deliberation, as a value: what is printed, signed and checked (``domain.md`` §4.6; P24).

It is made of the board and of the accepted acts alone, never of receipts or of a clock: two posts that hold the same
acts have the same PV, before and after they are sent, and a signature stands as long as it does. No candidate's name is
in it: names stand on the paper only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from lsl_desk.domain.acts import Member, MissingRule, NumberIncident, PresidencyHanded, Ruling
from lsl_desk.domain.annals import Annals, Cut
from lsl_desk.domain.board_view import BoardView
from lsl_desk.domain.closing_acts import CaseReopened
from lsl_desk.domain.composition import composed
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.equal_treatment import unequal
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import ActId, CentreId, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.marks import POINTS, ExamCode, ExamMark
from lsl_desk.domain.period import Period
from lsl_desk.domain.roles import Role
from lsl_desk.domain.rules.result import Result
from lsl_desk.domain.series import is_technological

POINTS_NAME = "points de jury"


@dataclass(frozen=True, slots=True)
class Heading:
    """Of which deliberation.

    Attributes:
        academy: its name, "" for a jury file of no academy.
        centre: code of the deliberation centre, "" when it is not known.
        session: year, None when it is not known.
        jury: identifier.
        label: title.
        group: of épreuves, 1 or 2.
        period: of the year; the bytes of a PV of June do not tell it (`wire.minutes`).
    """

    academy: str
    centre: CentreId
    session: int | None
    jury: JuryId
    label: str
    group: int
    period: Period = Period.JUNE


@dataclass(frozen=True, slots=True)
class MarkChanged:
    """A mark, or the points of the jury, as the jury left it.

    Attributes:
        exam: code, `marks.POINTS` for the points.
        name: in French.
        before: the exam office's; None while it gives none.
        after: as it counts; the same where the jury chose the exam office's over a raise.
        missing: what the jury chose for a missing mark, None for a raise.
        origin: where a provisional mark comes from, or "".
        reason: of the change in force, in the person's words.
    """

    exam: str
    name: str
    before: Decimal | None
    after: Decimal | None
    missing: MissingRule | None
    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """A mark that the total awaits, and that nobody put another in place of (features P21).

    Attributes:
        exam: code.
        name: in French.
    """

    exam: str
    name: str


@dataclass(frozen=True, slots=True)
class LivretExamined:
    """How the livret was examined (code de l'éducation D334-10, D336-10).

    Attributes:
        state: see `Examination`; UNREAD for whatever was not examined.
        digest: SHA-256 of the version read, "" for no numeric one.
        source: from which copy it was read, or "".
        time: UTC, of the reading or declaration; None without one.
        name: of the head of the jury who read or declared, or "".
        role: their seat, None without one.
        reason: why none was given, in the person's words, or "".
        act: that says so, None without one.
    """

    state: Examination
    digest: str = ""
    source: str = ""
    time: datetime | None = None
    name: str = ""
    role: Role | None = None
    reason: str = ""
    act: ActId | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate.

    Attributes:
        pv: N° PV.
        number: N° élève.
        serie: as the list writes it.
        before: total of the exam office's marks, in points; None without marks.
        average_before: out of 20, cut to the hundredth; None without marks, or while one is awaited.
        changes: what the jury left changed, in the exam office's order, the points of the jury last.
        after: total as it counts; None without marks.
        average_after: out of 20; None without marks, or while one is awaited.
        coefficients: the sum of those that count; not of a mark that is awaited.
        ruling: decided, None before.
        mention: code, "" for none.
        reason: of the decision, or "".
        stale: the marks changed since the decision.
        livret: how it was examined.
        unknown: the marks awaited; with one of them, every total is of the others only.
    """

    pv: PvNumber
    number: StudentNumber
    serie: str
    before: Decimal | None
    average_before: Decimal | None
    changes: tuple[MarkChanged, ...]
    after: Decimal | None
    average_after: Decimal | None
    coefficients: Decimal | None
    ruling: Ruling | None
    mention: str
    reason: str
    stale: bool
    livret: LivretExamined
    unknown: tuple[Awaited, ...] = ()

    @property
    def whole_before(self) -> bool:
        """The exam office's total is of every mark: none is awaited, nor did the jury put another in its place."""
        return not self.unknown and all(one.missing is None for one in self.changes)

    @property
    def whole_after(self) -> bool:
        """The total is of every mark."""
        return not self.unknown


@dataclass(frozen=True, slots=True)
class Handover:
    """The presidency passed (features N27).

    Attributes:
        to: who presides from here on.
        name: of whom.
        reason: in the person's words.
        time: UTC.
        decided: decisions already taken.
    """

    to: Role
    name: str
    reason: str
    time: datetime
    decided: int


@dataclass(frozen=True, slots=True)
class Reopened:
    """A case was taken up again after the names were known, or the closing."""

    number: StudentNumber
    reason: str
    name: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Explained:
    """An unequal case and its reason.

    Attributes:
        serie: of the candidates.
        threshold: average they stood just under.
        points: missing to each.
        numbers: N° élève of all of them.
        reason: in the person's words; "" while it waits.
    """

    serie: str
    threshold: Decimal
    points: int
    numbers: tuple[StudentNumber, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Incident:
    """A page, from 0, that bore another number than its livret's (features N02)."""

    number: StudentNumber
    page: int
    found: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Minutes:
    """A PV, a draft while ``closing`` is None.

    Attributes:
        heading: of which deliberation.
        edition: 1 for the first closing, 2 after it was closed again…; for a draft, the one it will be.
        closing: the act that closed it, None for a draft.
        opened: UTC, None before.
        closed: UTC, of the closing in force; None for a draft.
        lifted: UTC, when the names were made known; None while they are not.
        from_copy: when the jury worked on the plan de secours, None without any.
        presiding: who presided at the end.
        members: of the last attendance.
        notes: of the composition, in French (« tiers de représentants… »).
        lines: in the order of the PV.
        handovers: in order.
        reopened: in order.
        unequal: each with its reason.
        incidents: in order.
    """

    heading: Heading
    edition: int
    closing: ActId | None
    opened: datetime | None
    closed: datetime | None
    lifted: datetime | None
    from_copy: tuple[Cut, ...] | None
    presiding: Role
    members: tuple[Member, ...]
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    handovers: tuple[Handover, ...]
    reopened: tuple[Reopened, ...]
    unequal: tuple[Explained, ...]
    incidents: tuple[Incident, ...]

    @property
    def times_go_back(self) -> bool:
        """A time told here is before that of what was done earlier: a clock was set, or those of two posts differ.

        The order of the acts is the board's, and depends on no clock.
        """
        opened = () if self.opened is None else (self.opened,)
        closed = () if self.closed is None else (self.closed,)
        lifted = () if self.lifted is None else (self.lifted,)
        handed, again = (tuple(one.time for one in told) for told in (self.handovers, self.reopened))
        in_order = ((*handed, *closed), (*opened, *again, *closed), (*opened, *lifted))
        return any(after < before for told in in_order for before, after in pairwise(told))


def minutes_of(heading: Heading, view: BoardView, annals: Annals) -> Minutes:
    """Draw up the PV.

    Args:
        heading: of which deliberation.
        view: the board, all acts taken.
        annals: of the same acts.
    """
    dossiers = tuple(view.dossiers())
    closing, members = view.closing(), view.attendance()
    technological = any(is_technological(one.candidate.serie) for one in dossiers)
    return Minutes(
        heading=heading,
        edition=len(annals.closings) + (closing is None),
        closing=closing,
        opened=annals.opened,
        closed=annals.closings[-1] if closing is not None and annals.closings else None,
        lifted=annals.lifted,
        from_copy=annals.cuts or None,
        presiding=view.presiding(),
        members=members,
        notes=composed(heading.jury, members, view.presiding(), technological=technological).notes if members else (),
        lines=tuple(_line(one, annals) for one in dossiers),
        handovers=tuple(
            Handover(one.body.to, one.body.name, one.body.reason, one.time, decided)
            for one, decided in annals.handovers
            if isinstance(one.body, PresidencyHanded)
        ),
        reopened=tuple(
            Reopened(one.body.number, one.body.reason, one.author.name, one.time)
            for one in annals.reopened
            if isinstance(one.body, CaseReopened)
        ),
        unequal=tuple(
            Explained(
                one.serie, one.threshold, one.points, _numbers(one.outcomes.values()), annals.explained.get(one.key, "")
            )
            for one in unequal(dossiers)
        ),
        incidents=tuple(
            Incident(one.body.number, one.body.page, one.body.found, one.time)
            for one in annals.incidents
            if isinstance(one.body, NumberIncident)
        ),
    )


def _numbers(groups: Iterable[tuple[StudentNumber, ...]]) -> tuple[StudentNumber, ...]:
    return tuple(number for group in groups for number in group)


def _line(dossier: Dossier, annals: Annals) -> Line:
    before, after, taken = dossier.before, dossier.result, dossier.decision.decision
    unknown = () if after is None else tuple(Awaited(one, _name(dossier, one)) for one in after.unknown)
    return Line(
        pv=dossier.candidate.pv,
        number=dossier.number,
        serie=dossier.candidate.serie,
        before=_points(before),
        average_before=None if before is None or unknown else before.average,
        changes=_changes(dossier, annals),
        after=_points(after),
        average_after=None if after is None or unknown else after.average,
        coefficients=None if after is None else after.coefficients,
        ruling=None if taken is None else taken.ruling,
        mention="" if taken is None else taken.mention,
        reason="" if taken is None else taken.reason,
        stale=dossier.stale,
        livret=_livret(dossier, annals),
        unknown=unknown,
    )


def _name(dossier: Dossier, exam: ExamCode) -> str:
    return exam if dossier.rules is None else dossier.rules.name_of(exam)


def _points(result: Result | None) -> Decimal | None:
    return None if result is None or not result.coefficients else result.points


def _changes(dossier: Dossier, annals: Annals) -> tuple[MarkChanged, ...]:
    found = [made for one in dossier.office if (made := _changed(dossier, one, annals)) is not None]
    added = dossier.added
    if added.last is not None and dossier.points:
        reason = annals.reasons.get(added.last.act, "")
        found.append(MarkChanged(POINTS, POINTS_NAME, None, dossier.points, None, "", reason))
    return tuple(found)


def _changed(dossier: Dossier, mark: ExamMark, annals: Annals) -> MarkChanged | None:
    cell = dossier.cells.get(mark.exam)
    if cell is None or cell.last is None:
        return None
    last = cell.last
    chosen = last.value is None and last.missing is None  # the exam office's mark, over a raise (J3, step 11)
    if cell.value == cell.office and cell.missing is None and not (chosen and cell.value is not None):
        return None
    name = _name(dossier, mark.exam)
    reason = annals.reasons.get(cell.last.act, "")
    missing = cell.missing if cell.office is None else None
    return MarkChanged(mark.exam, name, cell.office, cell.value, missing, cell.origin if missing else "", reason)


def _livret(dossier: Dossier, annals: Annals) -> LivretExamined:
    """Only an examination is told, and of a numeric livret only the version read: what a post has not received is not.

    Two posts, one of which has not received a livret that nobody had to read, have the same PV.
    """
    state, livret = dossier.examination, dossier.candidate.livret
    if not state.done:
        return LivretExamined(Examination.UNREAD)
    if state is Examination.READ and livret is not None:
        read = annals.readings.get((dossier.number, livret.digest, livret.page_count))
        if read is None:
            return LivretExamined(state, livret.digest)
        source = getattr(read.body, "source", "")
        return LivretExamined(state, livret.digest, source, read.time, read.author.name, read.author.role, "", read.act)
    said = (annals.papers if state is Examination.PAPER else annals.none_given).get(dossier.number)
    if said is None:
        return LivretExamined(state)
    reason = getattr(said.body, "reason", "")
    return LivretExamined(state, "", "", said.time, said.author.name, said.author.role, reason, said.act)
