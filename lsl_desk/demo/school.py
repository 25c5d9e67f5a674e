# SPDX-License-Identifier: AGPL-3.0-or-later
"""The invented schools behind the candidates: what two pupils of one class must have in common.

A school has no name: it is a rank. Groups, rhythm and the shares of opinions depend on it, so that two livrets of one
class show the same group.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from lsl_desk.demo.chance import chance
from lsl_desk.domain.livret_content import ExamOpinion, GroupStatistics, Level, Rhythm

SCHOOLS = 4
"""Schools that send candidates to the centre."""

_SPLIT = ("spe_", "opt_", "lv", "tpe")
"""How the keys of subjects begin that are not taught to the whole class at once."""


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class: the série, the rank of its school, its rank among the school's classes of the série."""

    seed: int
    serie: str
    school: int
    rank: int

    @property
    def rhythm(self) -> Rhythm:
        """Terms, or semesters in one school out of four."""
        return Rhythm.SEMESTRE if self.school == 2 else Rhythm.TRIMESTRE

    def group(self, level: Level, subject: str) -> GroupStatistics:
        """Return the statistics of the class in a subject: a bell curve around its mean, cut at 8 and 12."""
        draw = chance(self.seed, "group", self.serie, self.school, self.rank, level, subject)
        mean, spread = draw.uniform(9.6, 13.2), draw.uniform(2.2, 3.2)
        under_8 = round(100 * _below(8, mean, spread))
        from_12 = round(100 * (1 - _below(12, mean, spread)))
        return GroupStatistics(
            size=self._size(level) if not subject.startswith(_SPLIT) else draw.randint(16, 24),
            average=Decimal(round(mean * 100)) / 100,
            under_8=Decimal(under_8),
            from_8_to_12=Decimal(100 - under_8 - from_12),
            from_12=Decimal(from_12),
        )

    def _size(self, level: Level) -> int:
        return chance(self.seed, "size", self.serie, self.school, self.rank, level).randint(26, 35)

    def opinions(self) -> tuple[tuple[Decimal, Decimal, Decimal, Decimal], int]:
        """Return the percentages of the school's opinions for the série, in the order T F A D, and the effectif."""
        draw = chance(self.seed, "opinions", self.serie, self.school)
        very, favourable = draw.randint(18, 28), draw.randint(34, 44)
        rather = draw.randint(14, 22) if self.uses_rather else 0
        shares = (very, favourable, rather, 100 - very - favourable - rather)
        return (Decimal(shares[0]), Decimal(shares[1]), Decimal(shares[2]), Decimal(shares[3])), draw.randint(28, 130)

    @property
    def uses_rather(self) -> bool:
        """Whether the school gives « Assez favorable », which the schema has and the arrêté has not."""
        return self.school % 2 == 1

    def opinion(self, level: float) -> ExamOpinion:
        """Return the opinion this school gives at a general level /20."""
        if level >= 14.2:
            return ExamOpinion.VERY_FAVOURABLE
        if level >= 11.3:
            return ExamOpinion.FAVOURABLE
        if level >= 9.8:
            return ExamOpinion.RATHER_FAVOURABLE if self.uses_rather else ExamOpinion.FAVOURABLE
        return ExamOpinion.MUST_PROVE


def _below(limit: float, mean: float, spread: float) -> float:
    return (1 + math.erf((limit - mean) / (spread * math.sqrt(2)))) / 2
