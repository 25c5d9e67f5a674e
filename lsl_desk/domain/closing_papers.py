# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is printed or listed of a closing, as values (``domain.md`` §4.6; features P24, P46, N18, N25)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import StrEnum

from lsl_desk.domain.acts import MissingRule
from lsl_desk.domain.composition import head_of
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.minutes import POINTS_NAME, Line, Minutes
from lsl_desk.domain.roles import Role
from lsl_desk.domain.rules.pack import Counting
from lsl_desk.domain.rules.result import TEN
from lsl_desk.domain.signatures import Standing


class ClosingPaper(StrEnum):
    """A paper of a closing."""

    PV = "pv"
    """The procès-verbal; nominative."""
    ATTENDANCE = "emargement"
    """The sign-in sheet of the members."""
    LIVRETS = "livrets"
    """How each livret was examined; no name of a candidate."""
    CHANGES = "changements"
    """What the jury left changed, with its reasons; no name of a candidate."""
    SECOND_GROUP = "second_groupe"
    """Who goes to the second group; nominative."""
    SERVICE = "service_fait"
    """The members who attended, and no other."""
    TRANSCRIPT = "releve"
    """One candidate's marks and result, for that candidate alone; nominative."""
    NOTICE = "notification"
    """One candidate's result, for that candidate alone; nominative."""


NOMINATIVE = frozenset({ClosingPaper.PV, ClosingPaper.SECOND_GROUP, ClosingPaper.TRANSCRIPT, ClosingPaper.NOTICE})
"""Where a candidate's name may stand (code de l'éducation D334-9, D336-9; ``domain.md`` §4.6)."""
FOR_ONE = frozenset({ClosingPaper.TRANSCRIPT, ClosingPaper.NOTICE})
"""One for each candidate, and no list of them."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What ties a paper PV to the bytes that were signed (features N25).

    Attributes:
        words: the eight words of the digest, in order.
        digest: SHA-256 of the PV's exact bytes.
    """

    words: tuple[str, ...]
    digest: Digest


@dataclass(frozen=True, slots=True)
class TranscriptMark:
    """A mark of one candidate, as it counts.

    Attributes:
        name: of the épreuve, in French.
        coefficient: of this candidate; 0 for the points of the jury.
        above_ten: only what is above 10 counts, out of the sum of coefficients.
        mark: of the first group, out of 20; None while it is missing.
        second: of the second group, None when it was not taken there.
        missing: what the jury chose for a missing mark, None for none.
        points: it brings to the total, None while it is missing.
    """

    name: str
    coefficient: Decimal
    above_ten: bool
    mark: Decimal | None
    second: Decimal | None
    missing: MissingRule | None
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class PrintedClosing:
    """All that the papers of a closing are made of.

    Attributes:
        minutes: the PV as a value.
        made: UTC, when it is printed; what is final bears the hour of the closing instead.
        zone: the academy's; None for that of this computer.
        standing: who signed or refused to, by seat.
        names: by N° élève; empty while they are sealed: a column is then left for the hand.
        seal: words and digest, None for a draft.
        marks: of each candidate, for the transcripts.
    """

    minutes: Minutes
    made: datetime
    zone: tzinfo | None = None
    standing: Mapping[Role, Standing] = field(default_factory=dict)
    names: Mapping[StudentNumber, SealedIdentity] = field(default_factory=dict)
    seal: Seal | None = None
    marks: Mapping[StudentNumber, tuple[TranscriptMark, ...]] = field(default_factory=dict)

    @property
    def final(self) -> bool:
        """The sitting is closed and what would be signed is known; a draft otherwise."""
        return self.minutes.closed is not None and self.seal is not None

    @property
    def stamped(self) -> datetime:
        """On the centre's clock: of the closing when it is final, so that it prints the same at any time."""
        closed = self.minutes.closed
        return self.local(closed if closed is not None and self.final else self.made)

    def local(self, when: datetime) -> datetime:
        """A time on the centre's clock."""
        return when.astimezone(self.zone)

    def lines(self, numbers: tuple[StudentNumber, ...]) -> tuple[Line, ...]:
        """The lines of some candidates in the order of the PV; all of them when none is named."""
        return tuple(one for one in self.minutes.lines if not numbers or one.number in numbers)

    @property
    def series(self) -> tuple[str, ...]:
        """The séries of the candidates, in the order of the PV."""
        return tuple(dict.fromkeys(one.serie for one in self.minutes.lines if one.serie))

    def seated(self, role: Role) -> str:
        """Who sits in a head's place by the last attendance, "" when nobody does."""
        return head_of(self.minutes.members, role)


def transcript_of(dossier: Dossier) -> tuple[TranscriptMark, ...]:
    """The marks of a candidate as they count, in the exam office's order, the points of the jury last."""
    found = []
    for entry in dossier.entries:
        cell, rules = dossier.cells.get(entry.exam), dossier.rules
        rule = None if rules is None else rules.exams.get(entry.exam)
        above = rule is not None and rule.counting is Counting.ABOVE_TEN
        best = entry.best
        counted = None if best is None else max(best - TEN, Decimal(0)) if above else best
        found.append(
            TranscriptMark(
                name=entry.exam if rules is None else rules.name_of(entry.exam),
                coefficient=entry.coefficient,
                above_ten=above,
                mark=entry.mark,
                second=entry.second,
                missing=None if cell is None or cell.office is not None else cell.missing,
                points=None if counted is None else counted * entry.coefficient,
            )
        )
    if dossier.points:
        found.append(TranscriptMark(POINTS_NAME, Decimal(0), False, None, None, None, dossier.points))
    return tuple(found)
