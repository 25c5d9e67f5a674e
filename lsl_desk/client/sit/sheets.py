# SPDX-License-Identifier: AGPL-3.0-or-later
"""All that the third column shows of a candidate, put together (J2 steps 3 to 9)."""

from collections.abc import Collection

from lsl_desk.client.sit.lines import averages, beside, lines_of
from lsl_desk.client.sit.ports import LivretSays
from lsl_desk.client.sit.precedents import precedents_of
from lsl_desk.client.sit.sitting import Sitting
from lsl_desk.client.sit.values import CandidateSheet
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.raises import raises_of


def sheet_of(
    sitting: Sitting, dossier: Dossier, says: LivretSays, seen: Collection[int], tried: Collection[ExamCode] = ()
) -> CandidateSheet:
    """Put it together.

    Args:
        sitting: of the jury.
        dossier: the candidate; on the bench, with the marks tried.
        says: what the livret's text says.
        seen: pages of the livret (from 0) that counted.
        tried: épreuves whose mark is only tried.
    """
    candidate = dossier.candidate
    number = candidate.number
    conflicts = tuple(one for one in sitting.board.conflicts if one.number == number)
    year = beside(dossier, says.years)
    unread = dossier.examination is Examination.UNREAD and candidate.livret is not None
    pages = range(candidate.livret.page_count) if candidate.livret is not None else range(0)
    return CandidateSheet(
        number=number,
        pv=candidate.pv,
        serie=candidate.serie,
        rules=dossier.rules,
        lines=lines_of(dossier, year, {one.exam for one in conflicts}, tried),
        result=dossier.result,
        before=dossier.before,
        added=dossier.points,
        added_version=dossier.added.version,
        examination=dossier.examination,
        decision=dossier.decision,
        marks=dossier.digest,
        stale=dossier.stale,
        contested=sitting.board.decision_conflict(number),
        conflicts=conflicts,
        changes=tuple(sitting.history.changes.get(number, ())),
        precedents=precedents_of(sitting, dossier),
        raises=raises_of(dossier, averages(year)),
        unread_page=next((page for page in pages if page not in seen), 0) if unread else None,
        source=bool(says.years),
    )
