# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a livret scolaire says, in its anonymous form: the frame of the arrêté of 30 March 2012 as LSL reproduces it.

No name, school, commune, teacher, date of birth or table of past classes: the jury receives strictly anonymous data
(arrêté of 13 October 2014, art. 3). Marks and percentages are exact decimals. Limits: LSL import schema 1.0.
A value out of bounds raises `Refusal` VALUE_OUT_OF_RANGE, with the field's French name, its bounds, never its text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import StudentNumber

TEXT_MAX = 300
"""Characters of an appreciation, an opinion or the free engagement (schema: 1 to 300)."""

NUMBER_MAX = 20
"""Characters of a N° élève. Its public format is unknown; this only keeps it on one line of the page."""

COMPETENCES_MAX = 8
"""Competences of one subject at most (nomenclature: 3 to 8; a subject may leave all of them unassessed)."""

_CENT = Decimal("0.01")


class Level(StrEnum):
    """The two classes a livret covers; codes are ours."""

    PREMIERE = "premiere"
    TERMINALE = "terminale"


class Rhythm(StrEnum):
    """How the school cuts its year (schema: ``code-periode``)."""

    TRIMESTRE = "T"
    SEMESTRE = "S"

    @property
    def periods(self) -> int:
        """Periods in a year."""
        return 3 if self is Rhythm.TRIMESTRE else 2


class Mastery(StrEnum):
    """Level of a competence, from 1 « non maîtrisée » to 4 « bien maîtrisée »; NE « non évaluée »."""

    NOT_ASSESSED = "NE"
    NONE = "1"
    WEAK = "2"
    GOOD = "3"
    FULL = "4"


class Cefr(StrEnum):
    """Level of a language activity on the European scale (CECRL)."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class ExamOpinion(StrEnum):
    """« Avis en vue de l'examen » (schema: ``avisExamen``); A is in the schema and not in the arrêté."""

    VERY_FAVOURABLE = "T"
    FAVOURABLE = "F"
    RATHER_FAVOURABLE = "A"
    MUST_PROVE = "D"


class Engagement(StrEnum):
    """« Engagements et responsabilités » (schema: ``engagement``)."""

    CLASS_DELEGATE = "C"
    CVL_DELEGATE = "V"
    CA_MEMBER = "A"
    CESC_MEMBER = "E"
    AS_MEMBER = "S"


@dataclass(frozen=True, slots=True)
class Competence:
    """One named competence, or one of the five language activities, with its level."""

    label: str
    level: Mastery | Cefr

    def __post_init__(self) -> None:
        _text("compétence", self.label, least=1, most=TEXT_MAX)


@dataclass(frozen=True, slots=True)
class GroupStatistics:
    """The group a pupil was taught in: what the model prints of it. It has no lowest nor highest average.

    Attributes:
        size: pupils in the group, 1 or more.
        average: mean of the pupils' averages of the year, /20, two decimals at most.
        under_8: percentage of pupils whose average of the year is < 8.
        from_8_to_12: percentage ≥ 8 and < 12.
        from_12: percentage ≥ 12. The three make 100, give or take the rounding of each.
    """

    size: int
    average: Decimal
    under_8: Decimal
    from_8_to_12: Decimal
    from_12: Decimal

    def __post_init__(self) -> None:
        _between("effectif du groupe", self.size, 1, 999)
        _mark("moyenne du groupe", self.average)
        _shares("répartition du groupe", (self.under_8, self.from_8_to_12, self.from_12))


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    """One subject in one year.

    Attributes:
        title: as printed, « Mathématiques »; a speciality says so.
        periods: average of each term or semester, /20, None when not assessed; empty for a subject without marks (TPE).
        group: statistics of the group, None for a subject without marks.
        competences: up to 8.
        appreciation: of the year, 1 to 300 characters.
    """

    title: str
    periods: tuple[Decimal | None, ...]
    group: GroupStatistics | None
    competences: tuple[Competence, ...]
    appreciation: str

    def __post_init__(self) -> None:
        _text("matière", self.title, least=1, most=TEXT_MAX)
        for mark in self.periods:
            if mark is not None:
                _mark("moyenne de la période", mark)
        _between("nombre de compétences", len(self.competences), 0, COMPETENCES_MAX)
        _text("appréciation", self.appreciation, least=1, most=TEXT_MAX)

    @property
    def year(self) -> Decimal | None:
        """The average of the year, /20 (the import schema has no field for it: it is computed)."""
        return year_average(self.periods)


@dataclass(frozen=True, slots=True)
class SubjectGroup:
    """A « regroupement »: the subjects under one heading, in order."""

    title: str
    subjects: tuple[SubjectRecord, ...]

    def __post_init__(self) -> None:
        _text("regroupement", self.title, least=1, most=TEXT_MAX)
        _between("nombre de matières", len(self.subjects), 1, 40)


@dataclass(frozen=True, slots=True)
class YearRecord:
    """One class of the livret.

    Attributes:
        level: première or terminale.
        start: year of the rentrée (2016 for 2016-2017), 2000 or later.
        rhythm: terms or semesters.
        groups: the subjects.
        involvement: opinion on the pupil's investment and part in school life, up to 300 characters, "" when not given.
    """

    level: Level
    start: int
    rhythm: Rhythm
    groups: tuple[SubjectGroup, ...]
    involvement: str = ""

    def __post_init__(self) -> None:
        _between("année de rentrée", self.start, 2000, 2999)
        _text("avis sur l’investissement", self.involvement, least=0, most=TEXT_MAX)
        for subject in self.subjects:
            if subject.periods:
                _between("nombre de périodes", len(subject.periods), self.rhythm.periods, self.rhythm.periods)

    @property
    def subjects(self) -> tuple[SubjectRecord, ...]:
        """Every subject of the year, in print order."""
        return tuple(subject for group in self.groups for subject in group.subjects)


@dataclass(frozen=True, slots=True)
class ExamAdvice:
    """The opinion for the exam, beside what the school gave its other candidates of the série.

    Attributes:
        opinion: the box ticked.
        shares: percentage of each opinion among the school's pupils of the série, as `ExamOpinion` orders them.
        cohort: how many pupils of the série, 1 or more.
    """

    opinion: ExamOpinion
    shares: tuple[Decimal, Decimal, Decimal, Decimal]
    cohort: int

    def __post_init__(self) -> None:
        _shares("répartition des avis", self.shares)
        _between("effectif de la série", self.cohort, 1, 9999)


@dataclass(frozen=True, slots=True)
class SchoolLife:
    """« Engagements et responsabilités », ticked once for the whole cycle.

    Attributes:
        engagements: each at most once.
        other: free words, up to 300 characters, "" when none.
        remark: observations of the CPE, up to 300 characters, "" when none.
    """

    engagements: tuple[Engagement, ...] = ()
    other: str = ""
    remark: str = ""

    def __post_init__(self) -> None:
        if len(set(self.engagements)) != len(self.engagements):
            raise _refusal("engagements", len(self.engagements), "chacun une fois")
        _text("autre engagement", self.other, least=0, most=TEXT_MAX)
        _text("observations de la vie scolaire", self.remark, least=0, most=TEXT_MAX)


@dataclass(frozen=True, slots=True)
class LivretContent:
    """A whole livret, anonymous.

    Attributes:
        number: N° élève, printed on each page.
        session: year of the exam.
        serie: code of the série (« ES »).
        serie_title: its name (« Économique et sociale »).
        speciality: its speciality, "" when the série has none.
        years: première then terminale; one of them may be missing (a pupil who came from another system).
        life: engagements.
        advice: opinion for the exam.
        head_remark: observations of the chef d'établissement, up to 300 characters, "" when none.
    """

    number: StudentNumber
    session: int
    serie: str
    serie_title: str
    speciality: str
    years: tuple[YearRecord, ...]
    life: SchoolLife
    advice: ExamAdvice
    head_remark: str = ""

    def __post_init__(self) -> None:
        _text("N° élève", self.number, least=1, most=NUMBER_MAX)
        _between("session", self.session, 2000, 2999)
        _text("série", self.serie, least=1, most=20)
        _text("nom de la série", self.serie_title, least=1, most=TEXT_MAX)
        _text("spécialité", self.speciality, least=0, most=TEXT_MAX)
        _text("observations du chef d’établissement", self.head_remark, least=0, most=TEXT_MAX)
        if [year.level for year in self.years] not in ([*Level], [Level.PREMIERE], [Level.TERMINALE]):
            raise _refusal("classes", len(self.years), "première puis terminale")


def year_average(periods: Sequence[Decimal | None]) -> Decimal | None:
    """Return the mean of the periods that have a mark, /20, rounded half up to two decimals; None when none has.

    The import schema gives period averages only, with -1 for « not assessed » (here None), which never counts.
    """
    marks = [mark for mark in periods if mark is not None]
    if not marks:
        return None
    return (sum(marks, Decimal(0)) / len(marks)).quantize(_CENT, rounding=ROUND_HALF_UP)


def _refusal(name: str, value: object, allowed: str) -> Refusal:
    return Refusal(Code.VALUE_OUT_OF_RANGE, name=name, value=str(value), allowed=allowed)


def _between(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise _refusal(name, value, f"de {least} à {most}")


def _text(name: str, value: str, *, least: int, most: int) -> None:
    if not least <= len(value) <= most or (least and not value.strip()):
        raise _refusal(name, f"{len(value)} caractères", f"de {least} à {most} caractères")


def _mark(name: str, value: Decimal) -> None:
    if not (value.is_finite() and 0 <= value <= 20 and value == value.quantize(_CENT)):
        raise _refusal(name, value, "de 0 à 20, deux décimales")


def _shares(name: str, shares: Sequence[Decimal]) -> None:
    if any(not share.is_finite() or not 0 <= share <= 100 for share in shares) or abs(sum(shares, Decimal(-100))) > 1:
        raise _refusal(name, " ".join(map(str, shares)), "de 0 à 100 %, au total 100 %")
