# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases decided in this sitting that are like the one at hand, without any name (features N08)."""

from decimal import Decimal
from typing import Final

from lsl_desk.client.sit.sitting import Sitting
from lsl_desk.client.sit.values import Precedent
from lsl_desk.domain.closing import ruled
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.rules.result import Result

NEAR: Final = Decimal("0.1")
"""Points of average, before the jury helped, within which two cases are alike."""


def precedents_of(sitting: Sitting, dossier: Dossier) -> tuple[Precedent, ...]:
    """The cases of the same série and nearly the same average before any help, nearest first, then the latest.

    None while a mark of this one is awaited: its average is of the others.
    """
    ours = dossier.before
    if ours is None or ours.unknown or not ours.coefficients:
        return ()
    found: list[tuple[Decimal, int, Precedent]] = []
    for rank, number in enumerate(reversed(sitting.annals.decided)):
        other = sitting.dossier(number)
        theirs = other.before
        alike = other.candidate.serie == dossier.candidate.serie and number != dossier.candidate.number
        standing = ruled(other) is not None and not other.stale  # else it would tell a decision beside other marks
        if alike and theirs is not None and not theirs.unknown and standing:
            apart = abs(_exact(theirs) - _exact(ours))
            if apart <= NEAR:
                found.append((apart, rank, _precedent(sitting, other, theirs)))
    return tuple(one for _, _, one in sorted(found, key=lambda case: case[:2]))


def _exact(result: Result) -> Decimal:
    return result.points / result.coefficients


def _precedent(sitting: Sitting, other: Dossier, before: Result) -> Precedent:
    number, taken = other.candidate.number, other.decision.decision
    raised = tuple(one for one in sitting.history.changes.get(number, ()) if not one.undone and not one.undoes)
    reason = raised[-1].reason if raised else "" if taken is None else taken.reason
    average = before.average
    return Precedent(number, other.candidate.pv, average or Decimal(0), other.decision, raised, reason)
