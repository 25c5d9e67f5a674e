# SPDX-License-Identifier: AGPL-3.0-or-later
"""Check every livret of a jury as it lies in the store: it opens, unaltered, and each page bears its number."""

from dataclasses import dataclass

from lsl_desk.client.ports import DeskStore
from lsl_desk.client.prepare.import_jury import InspectLater
from lsl_desk.client.progress import Cancelled, Progress, Report, silent
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.page_number import check_page


@dataclass(frozen=True, slots=True)
class CheckedLivret:
    """One livret checked.

    Attributes:
        number: N° élève.
        pages: pages it has, 0 when it could not be opened.
        problem: what is wrong, None when all is well.
    """

    number: StudentNumber
    pages: int
    problem: LivretProblem | None


def check_jury(
    store: DeskStore, inspect_later: InspectLater, jury: JuryId, report: Report = silent
) -> tuple[CheckedLivret, ...]:
    """Open each numeric livret of a jury and hold every page against its N° élève.

    Raises:
        Refusal: JURY_UNKNOWN.
        Cancelled: `report` asked to stop.
    """
    candidates = [one for one in store.jury(jury).candidates if one.format is LivretFormat.NUMERIQUE]
    known = frozenset(str(one.number) for one in candidates)
    checked = []
    for index, one in enumerate(candidates):
        if not report(Progress(index, len(candidates), one.number)):
            raise Cancelled
        checked.append(_check(store, inspect_later, one, known))
    report(Progress(len(candidates), len(candidates), ""))
    return tuple(checked)


def _check(store: DeskStore, inspect_later: InspectLater, one: Candidate, known: frozenset[str]) -> CheckedLivret:
    if one.livret is None:
        return CheckedLivret(one.number, 0, one.problem or LivretProblem.MISSING_FILE)
    try:
        data = store.livret(one.livret.digest)
    except Refusal as refusal:
        if refusal.code not in {Code.LIVRET_REFUSED, Code.NO_LIVRET}:
            raise
        return CheckedLivret(one.number, 0, LivretProblem.DIGEST_MISMATCH)
    inspection = inspect_later(data)()
    if inspection.problem is not None:
        return CheckedLivret(one.number, 0, inspection.problem)
    wrong = any(check_page(text, one.number, known).veiled for text in inspection.texts)
    return CheckedLivret(one.number, len(inspection.texts), LivretProblem.NUMBER_MISMATCH if wrong else None)
