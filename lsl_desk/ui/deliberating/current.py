# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is before the jury, as the parts of the column share it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from lsl_desk.client.sit.values import CandidateSheet, MarkState, SittingState, Stage
from lsl_desk.domain.errors import Code, Refusal

if TYPE_CHECKING:
    from lsl_desk.client.sit.values import MarkLine
    from lsl_desk.domain.marks import ExamCode
    from lsl_desk.domain.rules.pack import SerieRules

_REASONS = 8
"""Reasons offered again."""

_UNDECIDED = frozenset({Code.HEAD_AWAY, Code.PRESIDENT_REMOTE, Code.JUNE_OVER})


@dataclass
class Current:
    """What is on the screen.

    Attributes:
        sheet: of the candidate, None for nobody.
        sitting: of the jury.
        reasons: given in this sitting, newest first.
    """

    sheet: CandidateSheet | None = None
    sitting: SittingState | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def rules(self) -> SerieRules | None:
        """That apply to the candidate."""
        return None if self.sheet is None else self.sheet.rules

    @property
    def group(self) -> int:
        """1, or 2 for a jury of the second group."""
        return 1 if self.sitting is None else self.sitting.group

    @property
    def barred(self) -> Refusal | None:
        """Why nothing may be recorded at this moment of the sitting."""
        if self.sitting is None:
            return None
        if self.sitting.stage is Stage.PREPARED:
            return Refusal(Code.SITTING_NOT_OPEN, jury=self.sitting.jury)
        if self.sitting.stage in {Stage.CLOSED, Stage.PUBLISHED}:
            return Refusal(Code.SITTING_CLOSED, jury=self.sitting.jury)
        return None

    @property
    def undecided(self) -> Refusal | None:
        """Why nothing is decided although it sits: who presides is out of the room, or September's jury sits."""
        if self.sitting is None or self.sitting.refused not in _UNDECIDED:
            return None
        return Refusal(self.sitting.refused, jury=self.sitting.jury)

    def mark(self, exam: ExamCode) -> MarkLine | None:
        """An épreuve of the candidate."""
        return None if self.sheet is None else next((one for one in self.sheet.lines if one.exam == exam), None)

    @property
    def awaited(self) -> ExamCode | None:
        """The first épreuve whose mark is missing, and keeps a final decision from being taken."""
        lines = () if self.sheet is None else self.sheet.lines
        return next((one.exam for one in lines if one.state in {MarkState.MISSING, MarkState.WAITING}), None)

    def take(self, sheet: CandidateSheet) -> None:
        """Another sheet; its reasons are offered again."""
        self.sheet = sheet
        for one in sheet.changes:
            self.given(one.reason)

    def given(self, reason: str) -> None:
        """A reason was given."""
        if reason:
            self.reasons = [reason, *(one for one in self.reasons if one != reason)][:_REASONS]


def number_typed(text: str) -> Decimal | None:
    """A number as a French keyboard types it, None for what is none."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
