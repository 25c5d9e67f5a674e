# SPDX-License-Identifier: AGPL-3.0-or-later
"""An invented pupil and the livret this pupil's year would have given."""

import random
from dataclasses import dataclass
from decimal import Decimal

from lsl_desk.demo.chance import chance
from lsl_desk.demo.phrases import Trend, phrases
from lsl_desk.demo.school import SchoolClass
from lsl_desk.demo.syllabus import LANGUAGES, SPECIALITY, Heading, Subject, syllabus
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret_content import (
    Cefr,
    Competence,
    Engagement,
    ExamAdvice,
    Level,
    LivretContent,
    Mastery,
    SchoolLife,
    SubjectGroup,
    SubjectRecord,
    YearRecord,
    year_average,
)

_CEFR = {"lv1": ((8, Cefr.A2), (12, Cefr.B1), (16, Cefr.B2)), "lv2": ((11, Cefr.A2), (15, Cefr.B1))}
_CEFR_TOP = {"lv1": Cefr.C1, "lv2": Cefr.B2}
_MASTERY = ((7, Mastery.NONE), (10.5, Mastery.WEAK), (14, Mastery.GOOD))


@dataclass(frozen=True, slots=True)
class Pupil:
    """An invented pupil.

    Attributes:
        seed: of the centre.
        number: N° élève.
        session: year of the exam.
        room: the class.
        speciality: key of the speciality, "" when the série has none.
        option: key of a facultative subject, "" when none.
        level: general level /20, that the marks of every subject are drawn around.
        newcomer: came for terminale only, so that there is no première.
    """

    seed: int
    number: StudentNumber
    session: int
    room: SchoolClass
    speciality: str
    option: str
    level: float
    newcomer: bool

    def livret(self) -> LivretContent:
        """Return the content of the livret; the same at each call."""
        serie = syllabus().series[self.room.serie]
        levels = (Level.TERMINALE,) if self.newcomer else tuple(Level)
        draw = self._chance("advice")
        opinion = self.room.opinion(self.level)
        shares, cohort = self.room.opinions()
        return LivretContent(
            number=self.number,
            session=self.session,
            serie=serie.code,
            serie_title=serie.title,
            speciality=syllabus().subjects[self.speciality].title.split(",")[0] if self.speciality else "",
            years=tuple(self._year(level, serie.years[level]) for level in levels),
            life=self._life(),
            advice=ExamAdvice(opinion, shares, cohort),
            head_remark=phrases().head_of(draw, opinion) if draw.random() < 0.7 else "",
        )

    def _year(self, level: Level, headings: tuple[Heading, ...]) -> YearRecord:
        groups = [SubjectGroup(heading.title, self._subjects(level, heading.subjects)) for heading in headings]
        if self.option:
            groups.append(SubjectGroup("Enseignements facultatifs", self._subjects(level, (self.option,))))
        start = self.session - (2 if level is Level.PREMIERE else 1)
        involvement = phrases().involvement_of(self._chance("involvement", level), self.level)
        return YearRecord(level, start, self.room.rhythm, tuple(groups), involvement)

    def _subjects(self, level: Level, keys: tuple[str, ...]) -> tuple[SubjectRecord, ...]:
        known = syllabus().subjects
        return tuple(self._subject(level, known[self.speciality if key == SPECIALITY else key]) for key in keys)

    def _subject(self, level: Level, subject: Subject) -> SubjectRecord:
        draw = self._chance("subject", level, subject.key)
        aptitude = self._chance("aptitude", subject.family).gauss(0, 1.3)
        expected = self.level + aptitude + draw.gauss(0, 0.7)
        slope = draw.gauss(0, 0.7)
        periods = _periods(draw, expected, slope, self.room.rhythm.periods) if subject.marks else ()
        average = year_average(periods)
        shown = expected if average is None else float(average)
        return SubjectRecord(
            title=self._title(subject),
            periods=periods,
            group=self.room.group(level, subject.key) if subject.marks else None,
            competences=tuple(
                Competence(label, _competence(draw, subject.key, shown)) for label in subject.competences
            ),
            appreciation=phrases().appreciation(draw, subject.family, shown, _trend(periods)),
        )

    def _title(self, subject: Subject) -> str:
        if subject.key not in LANGUAGES:
            return subject.title
        first = self._chance("lv1").choice(syllabus().languages["lv1"])
        second = [language for language in syllabus().languages["lv2"] if language != first]
        language = first if subject.key == "lv1" else self._chance("lv2").choice(second)
        return f"{language}, {subject.title}"

    def _life(self) -> SchoolLife:
        draw = self._chance("life")
        held = tuple(engagement for engagement in Engagement if draw.random() < 0.09)
        other = draw.choice(phrases().other) if draw.random() < 0.15 else ""
        return SchoolLife(held, other, draw.choice(phrases().remarks) if held or other else "")

    def _chance(self, *names: object) -> random.Random:
        return chance(self.seed, "pupil", self.number, *names)


def _periods(draw: random.Random, expected: float, slope: float, count: int) -> tuple[Decimal | None, ...]:
    middle = (count - 1) / 2
    marks = [_mark(expected + slope * (rank - middle) + draw.gauss(0, 0.5)) for rank in range(count)]
    missed = draw.randrange(count) if draw.random() < 0.02 else None
    return tuple(None if rank == missed else mark for rank, mark in enumerate(marks))


def _mark(value: float) -> Decimal:
    return Decimal(round(min(max(value, 1.5), 19.8) * 100)) / 100


def _trend(periods: tuple[Decimal | None, ...]) -> Trend:
    marks = [mark for mark in periods if mark is not None]
    change = marks[-1] - marks[0] if len(marks) > 1 else Decimal(0)
    if abs(change) < Decimal("1.2"):
        return Trend.STEADY
    return Trend.UP if change > 0 else Trend.DOWN


def _competence(draw: random.Random, key: str, average: float) -> Mastery | Cefr:
    near = average + draw.gauss(0, 1.5)
    if key in LANGUAGES:
        return next((level for limit, level in _CEFR[key] if near < limit), _CEFR_TOP[key])
    if draw.random() < 0.04:
        return Mastery.NOT_ASSESSED
    return next((level for limit, level in _MASTERY if near < limit), Mastery.FULL)
