# SPDX-License-Identifier: AGPL-3.0-or-later
"""All that the rules ask of one candidate to decide an act: in memory at the Desk, in tables at the academy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lsl_desk.domain.decisions import DecisionCell, marks_digest
from lsl_desk.domain.examination import Examination, Examined, examination_of
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.marks import ExamCode, ExamMark, MarkCell
from lsl_desk.domain.rules.pack import SerieRules
from lsl_desk.domain.rules.result import Entry, Result, counted, result_of


@dataclass(frozen=True, slots=True)
class Dossier:
    """A candidate before the jury.

    Attributes:
        candidate: in the version of the file in force.
        group: of épreuves, 1 or 2.
        office: the exam office's marks, in its order.
        cells: the marks as they stand, by épreuve.
        added: points of the jury, as a cell; version 0 and value 0 before any.
        examined: what acts say of the livret.
        decision: in force.
        rules: of the session and série, None when no pack knows them: nothing is then refused by law but the guard.
        forgotten: the exam office gave marks of others of the jury, and none of this one.
    """

    candidate: Candidate
    group: int
    office: tuple[ExamMark, ...]
    cells: Mapping[ExamCode, MarkCell] = field(default_factory=dict)
    added: MarkCell = field(default_factory=lambda: MarkCell(0, Decimal(0)))
    examined: Examined = field(default_factory=Examined)
    decision: DecisionCell = field(default_factory=DecisionCell)
    rules: SerieRules | None = None
    forgotten: bool = False

    @property
    def number(self) -> StudentNumber:
        """N° élève."""
        return self.candidate.number

    def given(self, exam: ExamCode) -> Decimal | None:
        """The exam office's mark of an épreuve as it gives it now, None while it gives none."""
        if exam in self.cells:
            return self.cells[exam].office
        return next((one.value for one in self.office if one.exam == exam), None)

    def floor(self, exam: ExamCode) -> Decimal | None:
        """The mark of an épreuve as it would count without any raise."""
        return self.cells[exam].floor if exam in self.cells else self.given(exam)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The marks as they count, in the exam office's order, with the orals that count."""
        now = (
            Entry(
                one.exam,
                one.coefficient,
                self.cells[one.exam].value if one.exam in self.cells else one.value,
                one.second,
                one.chosen,
            )
            for one in self.office
        )
        return counted(self.rules, now, self.group)

    @property
    def points(self) -> Decimal:
        """Points of the jury."""
        return self.added.value or Decimal(0)

    @property
    def result(self) -> Result | None:
        """What the rules say now, None without rules or marks."""
        if self.rules is None or not self.office:
            return None
        return result_of(self.rules, self.entries, self.points, group=self.group)

    @property
    def before(self) -> Result | None:
        """What they said of the exam office's marks alone, None without rules or marks."""
        if self.rules is None or not self.office:
            return None
        entries = tuple(Entry(one.exam, one.coefficient, one.value, one.second, one.chosen) for one in self.office)
        return result_of(self.rules, entries, group=self.group)

    @property
    def digest(self) -> Digest:
        """Of the marks as they count: what a decision carries."""
        return marks_digest(self.entries, self.points)

    @property
    def stale(self) -> bool:
        """The marks changed since the decision in force."""
        taken = self.decision.decision
        return taken is not None and taken.marks != self.digest

    @property
    def examination(self) -> Examination:
        """Of the livret."""
        return examination_of(self.candidate, self.examined)
