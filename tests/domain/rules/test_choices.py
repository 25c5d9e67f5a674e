# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file of marks comes to: compulsory épreuves, speciality, options."""

from decimal import Decimal

import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.choices import Given, absent, entries_of
from lsl_desk.domain.rules.result import Proposal, result_of
from tests.domain.rules.cases import told


def marks(text: str) -> dict[ExamCode, Given]:
    """« MATH=12 SPE:LATIN SPE:ISN=14 OPT1:LATIN=15x2 HG=? »."""
    said = {}
    for word in text.split():
        head, _, mark = word.partition("=")
        code, _, subject = head.partition(":")
        mark, _, years = mark.partition("x")
        value = Decimal(mark) if mark not in {"", "?"} else None
        said[ExamCode(code)] = Given(value, subject, int(years) if years else None)
    return said


def taken(session: int, serie: str, text: str) -> dict[str, tuple[str, str | None]]:
    entries = entries_of(told(session, serie), marks(text))
    return {one.exam: (str(one.coefficient), None if one.mark is None else str(one.mark)) for one in entries}


@pytest.mark.parametrize(
    ("session", "serie", "text", "expected"),
    [
        (2018, "ES", "SPE:MATH", {"MATH": ("7", None), "SES": ("7", None)}),
        (2018, "ES", "SPE:économie_approfondie SES=12", {"SES": ("9", "12"), "MATH": ("5", None)}),
        (2018, "S", "SPE:ISN=14 SVT=8", {"SPE": ("2", "14"), "SVT": ("6", "8")}),
        (2018, "S", "SPE=14 SVT=8", {"SPE": ("2", "14")}),
        (2018, "S", "SPE:ISN", {"SPE": ("2", None)}),
        (2018, "S", "SPE=? SI=8", {"SPE": ("2", None), "SI": ("6", "8")}),
        (2018, "S", "SPE:SVT", {"SVT": ("8", None)}),
        (2018, "S", "SI=12", {"SI": ("8", "12")}),
        (2018, "S", "SI=12 SPE:MATH", {"SI": ("6", "12"), "MATH": ("9", None)}),
        (2018, "S", "EAT=9 SPE:EAT", {"EAT": ("9", "9")}),
        (2018, "S", "EAT=9 SPE:EAT=11", {"EAT": ("7", "9"), "SPE": ("2", "11")}),
        (2018, "L", "SPE:LATIN=11", {"SPE_LATIN": ("4", "11")}),
        (2018, "L", "SPE_ARTS_E=11 SPE_ARTS_P=14", {"SPE_ARTS_E": ("3", "11"), "SPE_ARTS_P": ("3", "14")}),
        (2018, "L", "SPE_ARTS_P=14", {"SPE_ARTS_E": ("3", None), "SPE_ARTS_P": ("3", "14")}),
        (2018, "L", "SPE:théâtre", {"SPE_ARTS_E": ("3", None), "SPE_ARTS_P": ("3", None)}),
        (2018, "L", "SPE:LV1 LV1=11", {"LV1": ("8", "11")}),
        (2018, "L", "SPE:LV1=9 LV1=11", {"LV1": ("4", "11"), "SPE_LV1A": ("4", "9")}),
        (2018, "STMG", "SPE_E=11", {"SPE_E": ("6", "11"), "SPE_P": ("6", None)}),
        (2018, "STHR", "ETLV=11", {"ETLV": ("0", "11")}),
        (2018, "ES", "OPT1:latin=15 OPT2=11", {"OPT1": ("3", "15"), "OPT2": ("1", "11")}),
        (2018, "ES", "OPT1:LCA_grec=15", {"OPT1": ("3", "15")}),
        (2018, "ES", "OPT1:musique=15 OPT2:latin=11", {"OPT1": ("2", "15"), "OPT2": ("1", "11")}),
        (2018, "ES", "EPS_C=15", {"EPS_C": ("2", "15")}),
        (2026, "G", "HG=12.31 TC=12.3 EMC=19.99", {"HG": ("6", "12.4"), "TC": ("6", "12.3"), "EMC": ("2", "20.0")}),
        (2026, "G", "OPT1:latin=15.25x2", {"OPT1": ("4", "15.3")}),
        (2026, "STMG", "OPT=11", {"OPT": ("2", "11"), "GO": ("14", None)}),
    ],
)
def test_choices_change_what_counts(
    session: int, serie: str, text: str, expected: dict[str, tuple[str, str | None]]
) -> None:
    found = taken(session, serie, text)
    assert {exam: found[exam] for exam in expected} == expected


@pytest.mark.parametrize(
    ("session", "serie", "text", "code", "facts"),
    [
        (2018, "ES", "ANGLAIS=12", Code.MARKS_EXAM, {"exam": "ANGLAIS"}),
        (2018, "ES", "SPE:PC", Code.MARKS_CHOICE, {"value": "PC", "known": "MATH, SSP, ECO"}),
        (2018, "ES", "SPE=12", Code.MARKS_CHOICE, {"value": ""}),
        (2018, "ES", "SPE:MATH=12", Code.MARKS_OWN, {"exam": "MATH"}),
        (2018, "L", "SPE:arts=12", Code.MARKS_PARTS, {"value": "ARTS", "exam": "SPE_ARTS_E, SPE_ARTS_P"}),
        (2018, "STMG", "SPE=11", Code.MARKS_EXAM, {"exam": "SPE"}),
        (2018, "S", "SVT=12 SI=11", Code.MARKS_CLASH, {"first": "SVT", "second": "SI"}),
        (2018, "S", "SI=12 SPE:SVT", Code.MARKS_CLASH, {"first": "SVT", "second": "SI"}),
        (2018, "L", "SPE:MATH=12 SPE_GREC=12", Code.MARKS_CLASH, {"second": "SPE_GREC"}),
        (2018, "L", "SPE_MATH=12 SPE_GREC=12", Code.MARKS_CLASH, {"second": "SPE_MATH"}),
        (2018, "ES", "MATH=32", Code.MARK_OUT_OF_RANGE, {"value": "32"}),
        (2018, "ES", "MATH=3.5", Code.MARK_WHOLE, {"value": "3,5"}),
        (2018, "S", "SPE:ISN=3.5", Code.MARK_WHOLE, {"value": "3,5"}),
        (2026, "G", "HG=20.01", Code.MARK_OUT_OF_RANGE, {"value": "20,01"}),
        (2026, "G", "OPT1=12x3", Code.MARKS_YEARS, {"exam": "OPT1"}),
        (2026, "G", "OPT1=12x2 OPT2=12x2", Code.MARKS_YEARS, {"exam": "OPT2"}),
        (2026, "G", "HG=12x1", Code.MARKS_YEARS, {"exam": "HG"}),
        (2018, "ES", "OPT1=12x1", Code.MARKS_YEARS, {"exam": "OPT1"}),
    ],
)
def test_what_cannot_be_is_refused(session: int, serie: str, text: str, code: Code, facts: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        entries_of(told(session, serie), marks(text))
    assert refused.value.code is code
    assert facts.items() <= refused.value.facts.items()


@pytest.mark.parametrize(
    ("session", "serie", "text", "awaited"),
    [
        (2018, "ES", "", "FRA_E FRA_O SCI HG MATH SES LV1 LV2 PHILO EPS SPE"),
        (2018, "S", "SVT=9", "FRA_E FRA_O HG MATH PC LV1 LV2 PHILO EPS SPE"),
        (2018, "S", "SI=9", "FRA_E FRA_O HG MATH PC LV1 LV2 PHILO EPS"),
        (2018, "S", "SPE:MATH", "FRA_E FRA_O HG MATH PC SVT LV1 LV2 PHILO EPS"),
        (2018, "ES", "SPE:MATH EPS_C=? TPE=? OPT1=?", "FRA_E FRA_O SCI TPE HG MATH SES LV1 LV2 PHILO EPS EPS_C OPT1"),
    ],
)
def test_what_is_compulsory_and_unsaid_is_awaited(session: int, serie: str, text: str, awaited: str) -> None:
    rules = told(session, serie)
    result = result_of(rules, entries_of(rules, marks(text)))
    assert (result.proposal, " ".join(result.unknown)) == (Proposal.INCOMPLET, awaited)
    assert rules.name_of(ExamCode("SPE")) in {"Spécialité", "Spécialité (ISN, ou oral d’EAT)"}


WHOLE = {
    "S": "FRA_E=2 FRA_O=2 HG=3 MATH=9 PC=6 SVT=6 LV1=3 LV2=2 PHILO=3 EPS=2",
    "L": "FRA_E=3 FRA_O=2 SCI=2 LITT=4 HG=4 LV1=8 LV2=4 LELE=1 PHILO=7 EPS=2",
    "STMG": "FRA_E=2 FRA_O=2 EPS=2 HG=2 LV1=3 LV2=2 MATH=3 PHILO=2 ECODR=5 MGT=5 SPE_E=6 SPE_P=6",
}


@pytest.mark.parametrize(
    ("serie", "but", "missing"),
    [
        ("S", "", ()),
        ("S", "TPE=2 OPT1=2 EPS_C=2", ()),
        ("S", "-LV1 -HG", ("HG", "LV1")),
        ("S", "EPS=0 LV2=0", ()),  # dispensed
        ("S", "-SVT", ("SVT, EAT ou SI",)),
        ("S", "MATH=7", ("SPE (spécialité)",)),
        ("S", "MATH=0", ()),  # dispensed of what a speciality may have raised: nobody knows
        ("S", "MATH=7 SPE=2", ()),
        ("S", "MATH=7 -SVT SI=8", ()),
        ("S", "MATH=7 -SVT SI=6", ("SPE (spécialité)",)),
        ("L", "", ()),
        ("L", "LV1=4", ("SPE (spécialité)",)),
        ("L", "LV1=4 SPE_LV3=4", ()),
        ("L", "LV1=4 SPE_LV1A=4", ()),
        ("L", "LV1=4 SPE_ARTS_E=3", ("SPE_ARTS_P",)),
        ("L", "LV1=4 SPE_ARTS_P=3", ("SPE_ARTS_E", "SPE (spécialité)")),
        ("STMG", "", ()),
        ("STMG", "-SPE_E -SPE_P SPE=12", ("SPE_E", "SPE_P")),
    ],
)
def test_what_a_list_does_not_say_of_a_candidate_is_named(serie: str, but: str, missing: tuple[str, ...]) -> None:
    gone = {word[1:] for word in but.split() if word[0] == "-"}
    said = dict(word.split("=") for word in [*WHOLE[serie].split(), *but.split()] if word[0] != "-")
    listed = {ExamCode(exam): Decimal(weight) for exam, weight in said.items() if exam not in gone}
    assert absent(told(2018, serie), listed) == missing
