# SPDX-License-Identifier: AGPL-3.0-or-later
"""Equal treatment: candidates in the same case whom the jury did not give the same outcome (features N09).

The same case: the same série, and the same whole points missing to the same threshold on the exam office's marks alone.
A jury is sovereign and may have its reasons: it is asked for them once, at the closing, and the PV keeps them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.closing import ruled
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.rules.near import WIDEST, near


@dataclass(frozen=True, slots=True)
class Unequal:
    """A case with more than one outcome.

    Attributes:
        key: SHA-256 of all that follows: another outcome of one of them is another case, asked about again.
        serie: of all of them.
        threshold: average out of 20 that they stood under.
        points: whole points that were missing to each.
        outcomes: (decision, code of the mention or "") → N° élève, in the order of the PV.
    """

    key: Digest
    serie: str
    threshold: Decimal
    points: int
    outcomes: Mapping[tuple[Ruling, str], tuple[StudentNumber, ...]]


def unequal(dossiers: Iterable[Dossier]) -> tuple[Unequal, ...]:
    """Find them: those just under a threshold, and those one of whom was raised from farther. By threshold, points."""
    cases: dict[tuple[str, Decimal, int], dict[tuple[Ruling, str], list[StudentNumber]]] = {}
    asked: set[tuple[str, Decimal, int]] = set()
    for one in dossiers:
        before, taken, ruling = one.before, one.decision.decision, ruled(one)
        if before is None or before.unknown or before.missing is None or taken is None or ruling is None:
            continue  # points missing to a total of some marks are those of no other total
        case = (one.candidate.serie, before.missing.threshold, before.missing.points)
        cases.setdefault(case, {}).setdefault((ruling, taken.mention), []).append(one.number)
        if near(before, WIDEST) is not None or (one.result is not None and one.result.points > before.points):
            asked.add(case)
    found = [_unequal(*case, outcomes) for case, outcomes in cases.items() if len(outcomes) > 1 and case in asked]
    return tuple(sorted(found, key=lambda one: (one.threshold, one.points, one.serie)))


def _unequal(
    serie: str, threshold: Decimal, points: int, outcomes: Mapping[tuple[Ruling, str], list[StudentNumber]]
) -> Unequal:
    lines = sorted(
        f"{ruling.value}\t{mention}\t{number}" for (ruling, mention), numbers in outcomes.items() for number in numbers
    )
    text = "\n".join([serie, f"{threshold.normalize():f}", str(points), *lines])
    kept = {outcome: tuple(numbers) for outcome, numbers in outcomes.items()}
    return Unequal(Digest(sha256(text.encode()).hexdigest()), serie, threshold, points, kept)
