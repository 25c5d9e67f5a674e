# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented candidates for the tests of the reading room's lines."""

from datetime import UTC, datetime

from lsl_desk.client.sit.rows import CandidateRow, rows_of
from lsl_desk.domain.ids import Digest, JuryId, PvNumber, StudentNumber
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
