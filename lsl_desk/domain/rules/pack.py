# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of a session, as values: what a pack of ``resources/rules`` says for one série.

Exact decimals everywhere. A threshold is an average out of 20, and is always tested in points of the total:
``total >= threshold * sum of coefficients``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from lsl_desk.domain.folding import folded
from lsl_desk.domain.marks import ExamCode


@dataclass(frozen=True, slots=True)
class LegalText:
    """Where a rule comes from, as the screen shows it beside a refusal.

    Attributes:
        reference: « code de l’éducation, art. D334-8 ».
        since: first day it was in force, None when the text has always been so or the day is not known.
        said: the rule in one French sentence.
        source: where the text was read, "" when the reference says it.
    """

    reference: str
    since: date | None
    said: str
    source: str = ""


class RuleId(StrEnum):
    """What each pack must say, with its text."""

    MARK = "mark"
    """Marks from 0 to 20, in whole points."""
    CONTINUOUS = "continuous"
    """Contrôle continu: averages of the livret, rounded up to the tenth."""
    ABSENCE = "absence"
    AVERAGE = "average"
    ABOVE_TEN = "above_ten"
    ADMISSION = "admission"
    SECOND_GROUP = "second_group"
    SECOND_GROUP_MARK = "second_group_mark"
    MENTION = "mention"
    NO_MENTION = "no_mention"
    """None after the second group."""
    LIVRET = "livret"
    """Nobody who gave a livret is ajourné unless the jury examined it."""
    RAISE = "raise"
    RAISE_LEAST = "raise_least"
    """Give no more than the threshold needs."""
    NOT_RAISABLE = "not_raisable"
    NO_LOWERING = "no_lowering"
    POINTS = "points"
    """Points added to the total: allowed, forbidden or capped."""
    NO_HELP = "no_help"
    """Nobody under this average at the first group is helped into the second."""
    PROVISIONAL = "provisional"
    """A mark that is missing may be replaced, until it comes, by the livret's average."""
    HEAD = "head"
    """Who presides, and who may replace them."""


class Counting(StrEnum):
    """How the mark of an épreuve counts."""

    WEIGHTED = "weighted"
    """Mark × coefficient, the coefficient in the sum."""
    ABOVE_TEN = "above_ten"
    """(mark - 10) × coefficient when above 10, the coefficient out of the sum."""


@dataclass(frozen=True, slots=True)
class ExamRule:
    """An épreuve of a série.

    Attributes:
        code: of ``epreuves_*.csv``.
        label: in French.
        rank: order in the text, from 1.
        coefficient: of a candidate who chose no speciality that raises it.
        counting: how it counts.
        anticipated: taken the year before.
        second_group: may be chosen at the second group (a compulsory written épreuve).
        continuous: contrôle continu: its mark is a decimal, to the tenth.
        raisable: the jury may raise it.
        optional: a candidate may have none.
        subjects: titles of the livret whose averages stand beside it, folded by `folding.folded`, the best first.
        one_of: name of the choice it belongs to, exactly one of which is taken (« SVT, SI or EAT »); "" for none.
        with_exam: the written part that this one goes with: whoever takes that one takes this one; None for none.
        oral_of: the épreuve whose oral of the second group counts for this one too; None for none.
        oral_untold: only a part of it may be taken again at the second group, and no text read says how much of the
            coefficient that part is: no oral can be counted.
    """

    code: ExamCode
    label: str
    rank: int
    coefficient: Decimal
    counting: Counting
    anticipated: bool
    second_group: bool
    continuous: bool
    raisable: bool
    optional: bool
    subjects: tuple[str, ...] = ()
    one_of: str = ""
    with_exam: ExamCode | None = None
    oral_of: ExamCode | None = None
    oral_untold: bool = False

    def beside(self, titles: Iterable[str]) -> str | None:
        """Which of these titles of a livret stands beside this épreuve, None when none does.

        A title counts with or without the language before it: « Anglais, langue vivante 1 ».
        """
        known = {folded(title): title for title in reversed(list(titles))}
        for subject in self.subjects:
            for title, printed in reversed(known.items()):
                if title == subject or title.endswith(f", {subject}"):
                    return printed
        return None


class Mention(StrEnum):
    """The code of ``mentions.csv`` that a command prints. « Passable » is no mention."""

    AB = "AB"
    B = "B"
    TB = "TB"
    TBF = "TBF"
    """Très bien avec les félicitations du jury."""


@dataclass(frozen=True, slots=True)
class MentionRule:
    """A mention.

    Attributes:
        mention: which.
        least: average out of 20 from which it is given.
        by_jury: offered by default, the jury decides (félicitations).
    """

    mention: Mention
    least: Decimal
    by_jury: bool = False


@dataclass(frozen=True, slots=True)
class Speciality:
    """A speciality that a candidate may have chosen: it raises the coefficient of an épreuve, or is one of its own.

    Attributes:
        subject: its short name (« MATH »).
        names: the ways to write it, by `folding.spelled`.
        raises: the épreuve whose coefficient it raises, None for none.
        by: how much.
        exam: the épreuve that it is, with a mark of its own; None for none. One that may be either is the second
            when it has a mark.
    """

    subject: str
    names: frozenset[str]
    raises: ExamCode | None
    by: Decimal
    exam: ExamCode | None


@dataclass(frozen=True, slots=True)
class SpecialityRule:
    """The choice of a speciality, which everybody makes but who takes one épreuve.

    Attributes:
        code: where a file of marks says which was chosen (« SPE »).
        choices: in the order of the text.
        excused_by: whoever takes this épreuve may have no speciality, None when nobody may.
        excused_coefficient: of that épreuve then.
    """

    code: ExamCode
    choices: tuple[Speciality, ...]
    excused_by: ExamCode | None = None
    excused_coefficient: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class OptionRule:
    """Optional épreuves.

    Attributes:
        codes: in order; how each counts is in `SerieRules.exams`.
        most_years: years of options assessed at most, each with the coefficient of its code; 0 when a candidate does
            not follow an option by the year.
        better: the code of the option that counts more for some subjects, None for none.
        better_words: a word of those subjects, by `folding.spelled` (« latin », « grec »).
        better_coefficient: of them.
    """

    codes: tuple[ExamCode, ...]
    most_years: int = 0
    better: ExamCode | None = None
    better_words: frozenset[str] = frozenset()
    better_coefficient: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class SerieRules:
    """What the rules of a session say for one série: all that the functions of `domain.rules` need.

    Attributes:
        pack: name of the pack (« 2013-2019 »), for the screen and the PV.
        session: year asked for.
        serie: code (« ES », « STMG », « GENERALE »).
        exams: by code, in the order of the text.
        admission: average from which one is admis.
        second_group: average from which one goes to the second group.
        second_group_most: épreuves chosen there, at most.
        mentions: lowest first.
        continuous_step: step of a mark of contrôle continu.
        step: step of the other marks.
        raise_marks: the jury may raise marks.
        points_allowed: the jury may add points to the total.
        points_cap: at most so many, None when the text has no cap.
        no_help_under: average of the first group under which nobody is helped into the second, None for no such rule.
        texts: the text of every rule.
        speciality: the choice of one, None when the série has none or it is an épreuve like the others.
        options: optional épreuves.
    """

    pack: str
    session: int
    serie: str
    exams: Mapping[ExamCode, ExamRule]
    admission: Decimal
    second_group: Decimal
    second_group_most: int
    mentions: tuple[MentionRule, ...]
    step: Decimal
    continuous_step: Decimal
    raise_marks: bool
    points_allowed: bool
    points_cap: Decimal | None
    no_help_under: Decimal | None
    texts: Mapping[RuleId, LegalText]
    speciality: SpecialityRule | None = None
    options: OptionRule = OptionRule(())

    def name_of(self, exam: ExamCode) -> str:
        """Its French label, or its code when the série does not know it."""
        rule = self.exams.get(exam)
        if rule is None and self.speciality is not None and exam == self.speciality.code:
            return "Spécialité"
        return exam if rule is None else rule.label

    def step_of(self, exam: ExamCode) -> Decimal:
        """Of a mark of this épreuve."""
        rule = self.exams.get(exam)
        return self.continuous_step if rule is not None and rule.continuous else self.step
