# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an act comes to, and what must be known of a jury to say so (`domain.board`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lsl_desk.domain.acts import Act, Member, Role
from lsl_desk.domain.decisions import DecisionConflict
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import ActId, Digest, StudentNumber
from lsl_desk.domain.marks import ExamCode, MarkCell, MarkConflict
from lsl_desk.domain.rules.lawful import Forbidden
from lsl_desk.domain.signatures import Standing

Facts = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The act has its effect."""


@dataclass(frozen=True, slots=True)
class Conflicted:
    """The act is kept as a proposal beside what came first; whoever presides settles it, or decides again."""

    conflict: MarkConflict | DecisionConflict


@dataclass(frozen=True, slots=True)
class Refused:
    """The act is kept without effect."""

    code: Code
    facts: Facts = field(default_factory=dict)


Outcome = Accepted | Conflicted | Refused


class BoardView(Protocol):
    """What must be known of a jury to decide an act."""

    def mark(self, number: StudentNumber, exam: ExamCode) -> MarkCell | None:
        """A mark as it stands, None for an épreuve the candidate has not.

        Under `marks.POINTS` the points of the jury, 0 at version 0 before any; None for who is not a candidate.
        """

    def conflict(self, act: ActId) -> MarkConflict | None:
        """An open conflict on a mark by its name, None when there is none or it was settled."""

    def disputed(self, number: StudentNumber, exam: ExamCode) -> bool:
        """Whether a conflict is open on this mark."""

    def open_conflicts(self) -> int:
        """How many wait for who presides, on marks and on decisions."""

    def opened(self) -> bool:
        """Whether the sitting was opened."""

    def closed(self) -> bool:
        """Whether the sitting is closed: it was, and no case was taken up again since."""

    def closing(self) -> ActId | None:
        """The act that closed it, None while it is open, or open again on a case taken up again."""

    def lifted(self) -> bool:
        """Whether the names of the candidates were made known."""

    def reopened(self) -> frozenset[StudentNumber]:
        """The cases taken up again since the names were known or the sitting closed, until it closes again."""

    def explained(self) -> frozenset[Digest]:
        """The unequal cases that were explained (`equal_treatment.Unequal.key`)."""

    def standing(self, seat: Role) -> Standing | None:
        """The signature or refusal of a seat for the closing in force, None while there is neither."""

    def presiding(self) -> Role:
        """Who presides: the president, until the presidency is handed over."""

    def attendance(self) -> tuple[Member, ...]:
        """The members of the last attendance taken, nobody before it."""

    def pages(self, number: StudentNumber, digest: Digest) -> int | None:
        """How many pages a candidate's livret has in this version, None for one that is not known."""

    def dossier(self, number: StudentNumber) -> Dossier | None:
        """All that the rules ask of a candidate, None for who is not one of this jury."""

    def dossiers(self) -> Iterable[Dossier]:
        """Those of every candidate, in the order of the PV; asked at the closing only."""


def refused_by(forbidden: Forbidden | None) -> Refused | None:
    """The refusal of what the law forbids."""
    return None if forbidden is None else Refused(forbidden.code, forbidden.facts)


def out_of_turn(view: BoardView, act: Act) -> Refused | None:
    """Why what who presides does in an open sitting may not be done by this one, or now."""
    if act.author.role is not view.presiding():
        return Refused(Code.PRESIDENT_ONLY, {"jury": act.jury})
    if view.closed():
        return Refused(Code.SITTING_CLOSED, {"jury": act.jury})
    return None if view.opened() else Refused(Code.SITTING_NOT_OPEN, {"jury": act.jury})


def frozen(view: BoardView, number: StudentNumber) -> bool:
    """Whether nothing of a candidate may change: the names are known, or another case only was reopened (N18)."""
    reopened = view.reopened()
    return number not in reopened and (view.lifted() or bool(reopened))
