# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented candidates before the law."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.pack import SerieRules
from lsl_desk.domain.rules.result import Entry
from lsl_desk.formats.rule_packs.book import rules_of

MATH, PC, PHILO, FRA_E, HG, SPE1, SPE2, OPT1 = map(
    ExamCode, ("MATH", "PC", "PHILO", "FRA_E", "HG", "SPE1", "SPE2", "OPT1")
)


NUMBER = StudentNumber("0417")


def told(session: int, serie: str) -> SerieRules:
    """The rules of a session that has some."""
    rules = rules_of(session, serie)
    assert rules is not None
    return rules


def _number(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


@dataclass
class Person:
    """A candidate; ``raised`` are marks that the jury changed, ``ruled`` those it put for missing ones."""

    rules: SerieRules | None
    office: dict[ExamCode, str | None]
    raised: dict[ExamCode, str] = field(default_factory=dict)
    ruled: dict[ExamCode, str] = field(default_factory=dict)
    coefficients: dict[ExamCode, int] = field(default_factory=dict)
    second: dict[ExamCode, str] = field(default_factory=dict)
    awaited: set[ExamCode] = field(default_factory=set)
    points: Decimal = Decimal(0)
    group: int = 1
    forgotten: bool = False
    number: StudentNumber = NUMBER

    @property
    def entries(self) -> Sequence[Entry]:
        """The marks now."""
        found = []
        for exam, given in self.office.items():
            mark = self.raised.get(exam, self.ruled.get(exam, given))
            weight = self.coefficients.get(exam, 1)
            if self.rules is not None and exam in self.rules.exams and exam not in self.coefficients:
                weight = int(self.rules.exams[exam].coefficient)
            second = self.second.get(exam)
            found.append(Entry(exam, Decimal(weight), _number(mark), _number(second), exam in self.awaited))
        return found

    def given(self, exam: ExamCode) -> Decimal | None:
        """The exam office's."""
        return _number(self.office[exam])

    def floor(self, exam: ExamCode) -> Decimal | None:
        """The exam office's, or what the jury put in place of it."""
        return _number(self.office[exam] or self.ruled.get(exam))


def general(total: str, session: int = 2026) -> Person:
    """A candidate of the voie générale whose total over 100 is this one: two whole marks, and one to the tenth."""
    low = Decimal(total) // 100
    rest = (Decimal(total) - low * 90) / 10
    weights = {SPE1: 45, SPE2: 45, HG: 10}
    return Person(told(session, "G"), {SPE1: str(low), SPE2: str(low), HG: str(rest)}, coefficients=weights)


def scientific(**marks: str) -> Person:
    """A candidate of S in 2018 with 394 points over 40: mathematics 9 (coefficient 7), physics 8 (6), French 10 (2)."""
    said: dict[ExamCode, str | None] = {PC: "8", MATH: "9", FRA_E: "10", PHILO: "11", HG: "7"}
    said |= {ExamCode(code): mark for code, mark in marks.items()}
    return Person(told(2018, "S"), said, coefficients={PC: 6, MATH: 7, FRA_E: 2, PHILO: 22, HG: 3})
