# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking a change back: a new act that names the one it takes back (features P19)."""

from decimal import Decimal

from lsl_desk.client.sit.sitting import Sitting
from lsl_desk.client.sit.values import ChangeLine
from lsl_desk.domain.acts import MarkRaised, MissingMarkRuled, MissingRule, PointsAdded
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, StudentNumber
from lsl_desk.domain.marks import POINTS, ExamCode


def undone_by(
    sitting: Sitting, number: StudentNumber, change: ActId, reason: str
) -> MarkRaised | PointsAdded | MissingMarkRuled:
    """The act that takes a change back.

    What was done of a missing mark is taken back by waiting for it again.

    Raises:
        Refusal: MARK_STALE when another change came after it on the same mark, or it is no change of this candidate.
    """
    lines = sitting.history.changes.get(number, [])
    line = next((one for one in lines if one.act == change and not one.undone), None)
    if line is None or _last(lines, line.exam) != line:
        raise Refusal(
            Code.MARK_STALE, number=number, exam=sitting.name_of(number, POINTS if line is None else line.exam)
        )
    dossier = sitting.dossier(number)
    said = reason or "annulation"
    if line.exam == POINTS:
        return PointsAdded(number, dossier.points, line.before or Decimal(0), dossier.added.version, said, change)
    cell = dossier.cells[line.exam]
    if line.before is None:
        return MissingMarkRuled(number, line.exam, MissingRule.WAIT, None, "", cell.version, said)
    return MarkRaised(number, line.exam, cell.value, line.before, cell.version, said, change)


def _last(lines: list[ChangeLine], exam: ExamCode) -> ChangeLine | None:
    """The last change of a mark that stands: neither taken back nor taking back."""
    return next((one for one in reversed(lines) if one.exam == exam and not one.undone and not one.undoes), None)
