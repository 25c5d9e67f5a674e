# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret_content import (
    COMPETENCES_MAX,
    TEXT_MAX,
    Competence,
    Engagement,
    ExamAdvice,
    ExamOpinion,
    GroupStatistics,
    Level,
    LivretContent,
    Mastery,
    Rhythm,
    SchoolLife,
    SubjectGroup,
    SubjectRecord,
    YearRecord,
    year_average,
)

MARKS = st.decimals(min_value=0, max_value=20, places=2)
GROUP = GroupStatistics(31, Decimal("10.84"), Decimal(19), Decimal(42), Decimal(39))
SUBJECT = SubjectRecord("Mathématiques", (Decimal(12), None, Decimal("13.5")), GROUP, (), "Un ensemble convenable.")
SUBJECTS = (SubjectGroup("Enseignements communs", (SUBJECT,)),)
ADVICE = ExamAdvice(ExamOpinion.FAVOURABLE, (Decimal(25), Decimal(40), Decimal(20), Decimal(15)), 63)


def year(level: Level) -> YearRecord:
    return YearRecord(level, 2017, Rhythm.TRIMESTRE, SUBJECTS)


def livret(*levels: Level) -> LivretContent:
    years = tuple(year(level) for level in levels)
    return LivretContent(StudentNumber("0417"), 2018, "ES", "Économique et sociale", "", years, SchoolLife(), ADVICE)


@given(st.lists(MARKS, min_size=1, max_size=3))
def test_the_average_of_the_year_is_the_mean_of_its_marks_to_the_hundredth(marks: list[Decimal]) -> None:
    average = year_average([None, *marks])
    assert average is not None
    assert abs(average * len(marks) - sum(marks)) <= Decimal("0.005") * len(marks)
    assert min(marks) <= average <= max(marks)
    assert average.as_tuple().exponent == -2


def test_half_a_hundredth_is_rounded_up() -> None:
    assert year_average([Decimal("10.00"), Decimal("10.01")]) == Decimal("10.01")


def test_a_year_without_a_mark_has_no_average() -> None:
    assert year_average([None, None]) is None
    assert replace(SUBJECT, periods=()).year is None


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_a_mark_is_from_0_to_20_with_two_decimals_at_most(mark: Decimal) -> None:
    allowed = mark.is_finite() and 0 <= mark <= 20 and mark * 100 == int(mark * 100)
    if allowed:
        assert replace(SUBJECT, periods=(mark,)).year is not None
    else:
        with pytest.raises(Refusal) as caught:
            replace(SUBJECT, periods=(mark,))
        assert caught.value.code is Code.VALUE_OUT_OF_RANGE


@given(st.text(max_size=2 * TEXT_MAX))
def test_an_appreciation_has_1_to_300_characters_and_is_never_quoted_in_a_refusal(words: str) -> None:
    if words.strip() and len(words) <= TEXT_MAX:
        assert replace(SUBJECT, appreciation=words).appreciation == words
    else:
        with pytest.raises(Refusal) as caught:
            replace(SUBJECT, appreciation=words)
        assert caught.value.facts["value"] == f"{len(words)} caractères"


@given(st.tuples(st.integers(-5, 105), st.integers(-5, 105), st.integers(-5, 105)))
def test_the_three_shares_of_a_group_are_percentages_that_make_a_hundred(shares: tuple[int, int, int]) -> None:
    numbers = [Decimal(share) for share in shares]
    allowed = all(0 <= share <= 100 for share in shares) and 99 <= sum(shares) <= 101
    if allowed:
        assert GroupStatistics(31, Decimal(10), *numbers).size == 31
    else:
        with pytest.raises(Refusal):
            GroupStatistics(31, Decimal(10), *numbers)


@pytest.mark.parametrize(
    ("levels", "allowed"),
    [
        ((Level.PREMIERE, Level.TERMINALE), True),
        ((Level.TERMINALE,), True),
        ((Level.PREMIERE,), True),
        ((), False),
        ((Level.TERMINALE, Level.PREMIERE), False),
        ((Level.TERMINALE, Level.TERMINALE), False),
    ],
)
def test_a_livret_has_a_premiere_then_a_terminale_or_one_of_them(levels: tuple[Level, ...], allowed: bool) -> None:
    if allowed:
        assert [one.level for one in livret(*levels).years] == [*levels]
    else:
        with pytest.raises(Refusal):
            livret(*levels)


def test_a_year_has_as_many_periods_as_its_rhythm() -> None:
    assert (Rhythm.TRIMESTRE.periods, Rhythm.SEMESTRE.periods) == (3, 2)
    with pytest.raises(Refusal):
        replace(year(Level.TERMINALE), rhythm=Rhythm.SEMESTRE)
    without_marks = (SubjectGroup("TPE", (replace(SUBJECT, periods=(), group=None),)),)
    assert replace(year(Level.TERMINALE), rhythm=Rhythm.SEMESTRE, groups=without_marks).subjects[0].year is None


def test_a_subject_has_eight_competences_at_most() -> None:
    eight = (Competence("Mener des raisonnements", Mastery.GOOD),) * COMPETENCES_MAX
    assert len(replace(SUBJECT, competences=eight).competences) == COMPETENCES_MAX
    with pytest.raises(Refusal):
        replace(SUBJECT, competences=(*eight, eight[0]))


def test_an_engagement_is_ticked_once() -> None:
    with pytest.raises(Refusal):
        SchoolLife((Engagement.CA_MEMBER, Engagement.CA_MEMBER))


@pytest.mark.parametrize("number", ["", "  ", "0" * 21])
def test_a_livret_has_a_number_that_holds_on_a_line(number: str) -> None:
    with pytest.raises(Refusal):
        replace(livret(Level.TERMINALE), number=StudentNumber(number))
