# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented candidates for the tests of the reading room's lines."""

from datetime import UTC, datetime
from decimal import Decimal

from lsl_desk.client.sit.rows import CandidateRow, rows_of
from lsl_desk.client.sit.values import CandidateState
from lsl_desk.domain.acts import Author, Role, Ruling
from lsl_desk.domain.decisions import Decision, DecisionCell
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.reading import Reading, ReadState

MATCH = PageCheck(NumberCheck.MATCH)


def candidate(
    pv: str,
    number: str,
    serie: str = "ES",
    form: LivretFormat = LivretFormat.NUMERIQUE,
    pages: tuple[PageCheck, ...] = (MATCH, MATCH),
    problem: LivretProblem | None = None,
    reason: str = "",
) -> Candidate:
    """A candidate, with a livret of two pages unless something else is said."""
    held = form is LivretFormat.NUMERIQUE and problem in {None, LivretProblem.NUMBER_MISMATCH}
    livret = LivretRef(Digest(number.rjust(64, "0")), 1000, pages) if held and pages else None
    return Candidate(PvNumber(pv), StudentNumber(number), serie, form, reason, livret, problem)


def jury(*candidates: Candidate) -> JuryFile:
    """A jury of these candidates."""
    imported = datetime(2018, 7, 2, 15, 42, tzinfo=UTC)
    return JuryFile(JuryId("J01"), "Jury J01", 2018, 1, candidates, imported, "dossier")


def rows(*candidates: Candidate, **readings: Reading) -> tuple[CandidateRow, ...]:
    """Their lines; a reading is given as ``n0417=Reading(…)``, and a livret is unread without one."""
    given = {one.number: Reading(ReadState.UNREAD, 0, 2) for one in candidates if one.livret}
    return rows_of(jury(*candidates), given | {StudentNumber(key[1:]): value for key, value in readings.items()})


def decided(ruling: Ruling | None, mention: str = "") -> DecisionCell:
    """A decision as it stands; None for none."""
    if ruling is None:
        return DecisionCell()
    at = datetime(2018, 7, 3, 8, tzinfo=UTC)
    author = Author("Poste 3", Role.PRESIDENT)
    taken = Decision(ActId("d"), ruling, mention, Digest("0" * 64), Decimal(400), "", author, at, DeviceId("device"))
    return DecisionCell(1, taken)


def state(
    number: str,
    average: str | None = None,
    ruling: Ruling | None = None,
    *,
    short: int | None = None,
    near: bool = False,
    mention: str = "",
    proposal: str = "",
    stale: bool = False,
    contested: bool = False,
    compulsory: bool = False,
    provisional: bool = False,
    unknown: int = 0,
    disputed: int = 0,
) -> CandidateState:
    """A candidate before the jury, under 40 coefficients: 10 is 400 points and 8 is 320."""
    mean = None if average is None else Decimal(average)
    points = None if mean is None else mean * 40
    distance = None if points is None else min(abs(points - 400), abs(points - 320))
    threshold = None if mean is None or short is None else Decimal(8 if mean < 8 else 10 if mean < 10 else 12)
    return CandidateState(
        StudentNumber(number), PvNumber(""), points, mean, short, threshold, near, distance, proposal,
        decided(ruling, mention), stale, contested, compulsory, Examination.UNREAD, provisional, unknown, disputed,
    )  # fmt: skip


def with_states(lines: tuple[CandidateRow, ...], *states: CandidateState) -> tuple[CandidateRow, ...]:
    """The same lines, these candidates before the jury."""
    known = {one.number: one for one in states}
    return tuple(row.with_state(known.get(row.number)) for row in lines)
