# SPDX-License-Identifier: AGPL-3.0-or-later
"""The packs line by line against the study's tables, and the results against the law written a second time."""

import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.choices import Given, entries_of
from lsl_desk.domain.rules.pack import Counting, SerieRules
from lsl_desk.domain.rules.result import result_of
from lsl_desk.formats.rule_packs.book import rules_of
from tests.domain.rules.reference import TABLES, Row, Term, here, judged, mentions, rows

OLD = [(2018, serie) for serie in ("L", "ES", "S", "STMG", "ST2S", "STI2D", "STL", "STD2A", "STHR")]
NEW = [(session, voie) for session in (2022, 2025, 2026, 2027) for voie in ("GENERALE", "TECHNOLOGIQUE")]


def told(session: int, serie: str) -> SerieRules:
    rules = rules_of(session, serie)
    assert rules is not None
    return rules


@here
@pytest.mark.parametrize(("session", "serie"), [*OLD, *NEW])
def test_a_pack_says_each_line_of_the_table_and_nothing_else(session: int, serie: str) -> None:
    rules = told(session, serie)
    # In ES the speciality is no épreuve: it raises another. Options are rules, not lines, before 2022.
    lines = [one for one in rows(session, serie) if (serie, one.code) != ("ES", "SPE")]
    ours = [code for code in rules.exams if code not in rules.options.codes]
    assert ours == [one.code for one in lines if one.code != "OPT"]
    for line in lines:
        rule = rules.exams[ExamCode(line.code)]
        assert rule.coefficient == line.coefficient, line.code
        assert (rule.counting is Counting.ABOVE_TEN) is line.above_ten, line.code
        assert rule.continuous is line.continuous, line.code
        assert rule.anticipated is line.anticipated, line.code
        # « a_verifier »: written and compulsory, hence eligible by the letter of the text. « partie_ecrite »: a part
        # whose share of the coefficient no text read says.
        assert rule.second_group is (line.second_group in {"oui", "a_verifier"}), line.code
        assert rule.oral_untold is (line.second_group == "partie_ecrite"), line.code
        assert (rule.oral_of is not None) is (line.second_group == "integree"), line.code


@here
@pytest.mark.parametrize("session", [2013, 2018, 2019, 2022, 2025, 2026, 2027])
def test_a_pack_says_what_the_table_of_rules_says(session: int) -> None:
    said = tomllib.loads((TABLES / "regles_jury.toml").read_text("utf-8"))["regles"]
    law = next(one for one in said if one["session_min"] <= session <= one.get("session_max", 9999))
    rules = told(session, "ES" if session < 2020 else "GENERALE")
    assert rules.admission == Decimal(str(law["seuil_admission"]))
    assert rules.second_group == Decimal(str(law["seuil_second_groupe"]))
    assert rules.second_group_most == law["second_groupe_max_disciplines"]
    assert rules.step == Decimal(str(law["note_pas_epreuve"]))
    assert rules.continuous_step == Decimal(str(law.get("note_pas_controle_continu", 1)))
    assert rules.points_allowed is law["points_jury_autorises"]
    cap = law["points_jury_max"]
    assert rules.points_cap == (Decimal(cap) if cap > 0 else None)
    under = law.get("points_jury_interdits_si_moyenne_1er_groupe_inferieure_a")
    assert rules.no_help_under == (None if under is None else Decimal(str(under)))
    assert [code for code, rule in rules.exams.items() if not rule.raisable] == law.get(
        "relever_note_interdit_codes", []
    )
    assert [(one.mention.value, int(one.least)) for one in reversed(rules.mentions)] == mentions(session)
    if session < 2020:
        assert rules.exams[ExamCode("OPT1")].coefficient == law["option_1_multiplicateur"]
        assert rules.exams[ExamCode("OPT2")].coefficient == law["option_2_multiplicateur"]
        assert rules.options.better_coefficient == law["option_1_multiplicateur_latin_grec"]


SPECIALITIES = {
    "ES": ("MATH>MATH", "SSP>SES", "ECO>SES"),
    "S": ("MATH>MATH", "PC>PC", "science", "ISN=SPE"),
    "L": ("SPE_LATIN", "SPE_GREC", "SPE_ARTS_E SPE_ARTS_P", "SPE_LV1A", "SPE_LV2A", "SPE_LV3", "SPE_MATH", "SPE_DGEMC",
          "LV1>LV1", "LV2>LV2"),
}  # fmt: skip
"""« subject>épreuve that it raises », « subject=épreuve that it is », or épreuves."""


@dataclass
class Taken:
    """What one candidate takes: lines of the table with their coefficients, and what a file says beside the marks."""

    lines: list[Row]
    said: dict[ExamCode, str]


def taken(data: some.DataObject, session: int, serie: str) -> Taken:
    """One of the ways through a série: its speciality, its choices, its options."""
    lines, said = rows(session, serie), {}
    if serie == "S":
        science = data.draw(some.sampled_from(("SVT", "EAT", "SI")))
        lines = [one for one in lines if one.code not in {"SVT", "EAT", "SI", "SPE"} or one.code == science]
    if serie in SPECIALITIES:
        choice = data.draw(some.sampled_from(SPECIALITIES[serie]))
        if choice == "science":
            choice = {"SVT": "SVT>SVT", "EAT": "EAT>EAT", "SI": ""}[science]
        subject, _, raised = choice.partition(">")
        lines = [one for one in lines if not one.code.startswith("SPE") or one.code in choice.split()]
        if raised:
            said[ExamCode("SPE")] = subject
            more = 4 if serie == "L" else 2
            lines = [replace(one, coefficient=one.coefficient + more * (one.code == raised)) for one in lines]
        elif "=" in choice:
            lines.append(next(one for one in rows(session, serie) if one.code == "SPE"))
        elif not choice:  # SI without a speciality counts 8
            lines = [replace(one, coefficient=8) if one.code == "SI" else one for one in lines]
    if session < 2020:
        optional = Row("OPT1", data.draw(some.sampled_from((2, 3))), True, False, False, "non")
        said[ExamCode("OPT1")] = "latin" if optional.coefficient == 3 else "musique"
        lines += [optional, replace(optional, code="OPT2", coefficient=1)][: data.draw(some.integers(0, 2))]
    return Taken(lines, said)


@here
@given(data=some.data())
def test_marks_come_to_what_the_law_says(data: some.DataObject) -> None:
    session, serie = data.draw(some.sampled_from([*OLD, *NEW]))
    rules, group = told(session, serie), data.draw(some.sampled_from((1, 2)))
    candidate = taken(data, session, serie)
    level = data.draw(some.integers(3, 19))
    eligible = [one.code for one in candidate.lines if one.second_group in {"oui", "a_verifier"}]
    chosen = data.draw(some.sets(some.sampled_from(eligible), max_size=2)) if group == 2 else set()
    orals = {code: Fraction(data.draw(some.integers(0, 20))) for code in sorted(chosen)}
    orals |= {f"SPE_{code}A": mark for code, mark in orals.items() if code in {"LV1", "LV2"}}
    added = data.draw(some.integers(0, 50)) if rules.points_allowed else 0
    marks, terms = {}, []
    for line in candidate.lines:
        near = data.draw(some.integers(-200, 200)) + level * 100
        value = Fraction(max(0, min(2000, near)), 100) if line.continuous else Fraction(max(0, min(20, near // 100)))
        subject = candidate.said.get(ExamCode(line.code), "")
        marks[ExamCode(line.code)] = Given(Decimal(value.numerator) / Decimal(value.denominator), subject)
        counted = Fraction(-(-value * 10 // 1), 10) if line.continuous else value
        terms.append(Term(counted, Fraction(line.coefficient), line.above_ten, orals.get(line.code)))
    for exam, subject in candidate.said.items():
        if exam == "SPE":
            marks[exam] = Given(subject=subject)
    given_orals = {code: Decimal(int(mark)) for code, mark in orals.items() if not code.startswith("SPE_LV")}
    entries = [replace(one, second=given_orals.get(one.exam)) for one in entries_of(rules, marks)]
    result = result_of(rules, entries, Decimal(added), group=group)
    missing = None if result.missing is None else (int(result.missing.threshold), result.missing.points)
    mention = None if result.mention is None else result.mention.value
    assert (result.proposal.value, mention, missing) == judged(session, terms, group=group, added=added)
