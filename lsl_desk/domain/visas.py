# SPDX-License-Identifier: AGPL-3.0-or-later
"""The visas of a jury: what proves, candidate by candidate, how the livret was examined (K01-K03; ``domain.md`` §1.3).

They are drawn from a closed PV, and go to the schools once the results are published. A visa is a proof of integrity,
over the name of who examined and of who presided: never a « signature qualifiée ».
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.composition import head_of
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.fallback import COPY
from lsl_desk.domain.ids import ActId, CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.minutes import Line, LivretExamined, Minutes
from lsl_desk.domain.period import Period
from lsl_desk.domain.roles import Role


class How(StrEnum):
    """How a livret was examined."""

    ONLINE = "online"
    """Page by page, from what the academy sends."""
    COPY = "copy"
    """Page by page, from the plan de secours."""
    PAPER = "paper"
    """Declared examined on paper."""
    NONE_GIVEN = "none_given"
    """« Aucun livret fourni », declared with a reason."""
    NOT_REQUIRED = "not_required"
    """It was not, and the law did not ask for it: the candidate is not ajourné."""


@dataclass(frozen=True, slots=True)
class ExaminedBy:
    """Who examined, or declared, and the act that says so.

    Attributes:
        name: of the head of the jury.
        seat: president or vice-president.
        time: UTC, as their post's clock showed it.
        act: identifier of the act, in the jury's chain.
    """

    name: str
    seat: Role
    time: datetime
    act: ActId


@dataclass(frozen=True, slots=True)
class Visa:
    """The visa of one livret.

    Attributes:
        number: N° élève.
        livret: SHA-256 of the version that was read page by page, "" when none was.
        how: it was examined.
        by: whom; None exactly when ``how`` is NOT_REQUIRED.
    """

    number: StudentNumber
    livret: Digest
    how: How
    by: ExaminedBy | None


@dataclass(frozen=True, slots=True)
class JuryVisas:
    """The visas of a jury, as the academy signs them (`wire.visas`).

    Attributes:
        session: year, None when it is not known.
        academy: its name.
        centre: code of the deliberation centre.
        jury: identifier.
        group: of épreuves, 1 or 2.
        edition: of the PV they are drawn from.
        pv: its digest (`wire.minutes.minutes_digest`).
        president: who presided when the sitting closed, "" when no attendance names them.
        sequence: rank of the last act of the jury at the academy.
        chain: of the jury up to that act (`receipts.next_chain`).
        made: UTC, the academy's clock.
        visas: of whom the decision is final, in the order of the PV.
        later: N° élève of those who go to the second group: their visa comes with it (K01).
        period: of the year; the bytes of June do not tell it (`wire.visas`).
    """

    session: int | None
    academy: str
    centre: CentreId
    jury: JuryId
    group: int
    edition: int
    pv: Digest
    president: str
    sequence: int
    chain: Digest
    made: datetime
    visas: tuple[Visa, ...]
    later: tuple[StudentNumber, ...]
    period: Period = Period.JUNE


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why no visa of a jury leaves (K01).

    Attributes:
        open: its sitting is not closed.
        undecided: N° élève without a decision that stands: none, suspended, or stale since a mark changed.
        unexamined: N° élève who are ajourné, and whose livret nobody examined in the version in force.
        unsigned: it is closed, and a head of the jury neither signed this PV nor refused to.
    """

    open: bool
    undecided: tuple[StudentNumber, ...]
    unexamined: tuple[StudentNumber, ...]
    unsigned: bool = False


def visas_of(minutes: Minutes, pv: Digest, sequence: int, chain: Digest, made: datetime) -> JuryVisas | Stopped:
    """Draw the visas of a jury, or say what stops them.

    Args:
        minutes: its PV.
        pv: digest of that.
        sequence: rank of the jury's last act at the academy.
        chain: of the jury up to it.
        made: UTC.
    """
    undecided = tuple(one.number for one in minutes.lines if not _decided(one))
    unexamined = tuple(one.number for one in minutes.lines if _unexamined(one))
    if minutes.closing is None or undecided or unexamined:
        return Stopped(minutes.closing is None, undecided, unexamined)
    return JuryVisas(
        session=minutes.heading.session,
        academy=minutes.heading.academy,
        centre=minutes.heading.centre,
        jury=minutes.heading.jury,
        group=minutes.heading.group,
        edition=minutes.edition,
        pv=pv,
        president=presided(minutes),
        sequence=sequence,
        chain=chain,
        made=made,
        visas=tuple(_visa(one) for one in minutes.lines if one.ruling is not Ruling.SECOND_GROUPE),
        later=tuple(one.number for one in minutes.lines if one.ruling is Ruling.SECOND_GROUPE),
        period=minutes.heading.period,
    )


def presided(minutes: Minutes) -> str:
    """Name of who presided at the end, as the last attendance has it; "" when it does not name them."""
    return head_of(minutes.members, minutes.presiding)


def counts(visas: JuryVisas) -> dict[How, int]:
    """How many livrets were examined in each way."""
    return {how: sum(one.how is how for one in visas.visas) for how in How}


def visa_of(livret: LivretExamined, number: StudentNumber) -> Visa:
    """The visa of a livret, as a line of the PV tells how it was examined."""
    if livret.role is None or livret.time is None or livret.act is None:
        return Visa(number, Digest(livret.digest), How.NOT_REQUIRED, None)
    how = _HOW.get(livret.state, How.COPY if livret.source == COPY else How.ONLINE)
    return Visa(number, Digest(livret.digest), how, ExaminedBy(livret.name, livret.role, livret.time, livret.act))


_HOW = {Examination.PAPER: How.PAPER, Examination.NONE_GIVEN: How.NONE_GIVEN}


def since_sent(now: JuryVisas, before: JuryVisas | None) -> tuple[tuple[Visa, ...], tuple[StudentNumber, ...]]:
    """What the schools have not, or not so: visas that are new or say another thing, and those that stand no more.

    A visa sent supersedes the one before it. One whose candidate is now of the second group, or of this jury no
    more, is taken back.
    """
    had = {} if before is None else {one.number: one for one in before.visas}
    new = tuple(one for one in now.visas if had.get(one.number) != one)
    return new, tuple(sorted(had.keys() - {one.number for one in now.visas}))


def _visa(line: Line) -> Visa:
    return visa_of(line.livret, line.number)


def _decided(line: Line) -> bool:
    return line.ruling not in {None, Ruling.SUSPENDU} and not line.stale


def _unexamined(line: Line) -> bool:
    return line.ruling is Ruling.AJOURNE and (not line.livret.state.done or line.livret.act is None)
