# SPDX-License-Identifier: AGPL-3.0-or-later
"""A candidate's case at one moment of its replay, as a screen shows it."""

from dataclasses import dataclass
from decimal import Decimal

from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.marks import ExamCode


@dataclass(frozen=True, slots=True)
class CaseMark:
    """A mark as it counted.

    Attributes:
        exam: code.
        name: in French, the code when no rules know it.
        coefficient: of this candidate.
        value: out of 20, None while missing; the better one of both groups.
    """

    exam: ExamCode
    name: str
    coefficient: Decimal
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class CaseState:
    """All that stood then.

    Attributes:
        marks: in the exam office's order.
        added: points of the jury.
        points: total; None without rules or marks.
        average: out of 20, None without them.
        ruling: in force, None while nothing was decided.
        mention: code, "" for none.
        examination: of the livret.
        digest: SHA-256 of the marks, which a decision carries.
    """

    marks: tuple[CaseMark, ...]
    added: Decimal
    points: Decimal | None
    average: Decimal | None
    ruling: Ruling | None
    mention: str
    examination: Examination
    digest: Digest


def state_of(dossier: Dossier) -> CaseState:
    """What a case is at."""
    result, taken, rules = dossier.result, dossier.decision.decision, dossier.rules
    return CaseState(
        marks=tuple(
            CaseMark(one.exam, one.exam if rules is None else rules.name_of(one.exam), one.coefficient, one.best)
            for one in dossier.entries
        ),
        added=dossier.points,
        points=None if result is None else result.points,
        average=None if result is None else result.average,
        ruling=None if taken is None else taken.ruling,
        mention="" if taken is None else taken.mention,
        examination=dossier.examination,
        digest=dossier.digest,
    )
