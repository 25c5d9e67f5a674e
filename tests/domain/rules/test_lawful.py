# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from decimal import Decimal

import pytest

from lsl_desk.domain.acts import MissingRule, Ruling
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rules.lawful import (
    Forbidden,
    decision_forbidden,
    mark_forbidden,
    missing_forbidden,
    not_raisable,
    points_forbidden,
    provisional_mark,
    raise_forbidden,
)
from lsl_desk.domain.rules.pack import Mention, RuleId
from lsl_desk.sentences import sentence
from tests.domain.rules.cases import FRA_E, HG, MATH, PC, SPE1, Person, general, scientific, told


def words(forbidden: Forbidden | None) -> str:
    assert forbidden is not None
    return sentence(Refusal(forbidden.code, **forbidden.facts))


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("32", "32\u00a0: note de 0 à 20 pour l’épreuve «\u00a0Mathématiques\u00a0»."),
        ("-1", "-1\u00a0: note de 0 à 20 pour l’épreuve «\u00a0Mathématiques\u00a0»."),
        ("3.5", "3,5\u00a0: points entiers pour l’épreuve «\u00a0Mathématiques\u00a0»."),
    ],
)
def test_a_number_that_is_no_mark_is_said_with_what_is_expected(mark: str, said: str) -> None:
    assert words(raise_forbidden(scientific(), MATH, Decimal(mark))) == said


def test_a_mark_of_controle_continu_goes_to_the_tenth() -> None:
    rules = told(2026, "G")
    assert mark_forbidden(rules, general("900").number, HG, Decimal("11.3")) is None
    found = mark_forbidden(rules, general("900").number, HG, Decimal("11.35"))
    assert (
        words(found)
        == "11,35\u00a0: au dixième de point pour l’épreuve «\u00a0Histoire-géographie\u00a0» (contrôle continu)."
    )


def test_french_is_not_raised_in_2018_and_is_in_2026() -> None:
    found = raise_forbidden(scientific(), FRA_E, Decimal(11))
    assert words(found).startswith(
        "L’épreuve anticipée «\u00a0Français (écrit)\u00a0», délibérée l’an dernier, est non relevable"
    )
    assert found is not None
    assert found.rule is RuleId.NOT_RAISABLE
    assert not_raisable(told(2026, "G"), FRA_E) is None


def test_a_pack_may_forbid_an_exam_or_every_raise() -> None:
    rules = told(2018, "S")
    one = replace(rules, exams={MATH: replace(rules.exams[MATH], raisable=False)})
    assert words(not_raisable(one, MATH)).startswith("L’épreuve «\u00a0Mathématiques\u00a0» n’est pas relevable")
    assert words(not_raisable(replace(rules, raise_marks=False), MATH)).startswith("Les règles de la session 2018")


def test_a_raise_may_be_taken_back_but_never_goes_under_the_office_s_mark() -> None:
    person = scientific()
    person.raised = {MATH: "11"}
    assert raise_forbidden(person, MATH, Decimal(12)) is None
    assert raise_forbidden(person, MATH, Decimal(9)) is None
    found = raise_forbidden(person, MATH, Decimal(8))
    assert words(found) == (
        "Une délibération ne baisse pas la note «\u00a0Mathématiques\u00a0» du candidat 0417 "
        "sous 9, note du correcteur ou note provisoire."
    )


def test_a_missing_mark_is_not_raised_and_a_provisional_one_is_from_where_it_stands() -> None:
    person = scientific()
    person.office[MATH] = None
    assert raise_forbidden(person, MATH, Decimal(9)) == Forbidden(
        Code.MARK_MISSING, {"exam": "Mathématiques", "number": "0417"}
    )
    person.ruled, person.raised = {MATH: "10"}, {MATH: "12"}
    assert raise_forbidden(person, MATH, Decimal(11)) is None
    assert raise_forbidden(person, MATH, Decimal(10)) is None
    lowered = raise_forbidden(person, MATH, Decimal(9))
    assert lowered is not None
    assert lowered.facts["office"] == "10"


def test_without_rules_a_mark_is_between_0_and_20_and_not_lowered_and_nothing_else_is_known() -> None:
    person = Person(None, {MATH: "9"})
    assert raise_forbidden(person, MATH, Decimal("9.5")) is None
    assert words(raise_forbidden(person, MATH, Decimal(21))).startswith(
        "21\u00a0: note de 0 à 20 pour l’épreuve «\u00a0MATH"
    )
    assert words(raise_forbidden(person, MATH, Decimal(8))).startswith(
        "Une délibération ne baisse pas la note «\u00a0MATH"
    )
    assert points_forbidden(person, Decimal(70)) is None
    assert decision_forbidden(person, Ruling.AJOURNE, "") is None
    assert missing_forbidden(Person(None, {MATH: None}), MATH, MissingRule.WAIT, None) is None
    assert provisional_mark(None, MATH, Decimal("11.23")) == Decimal("11.3")


@pytest.mark.parametrize(
    ("session", "total", "points", "said"),
    [
        (2026, "950", "50", None),
        (2026, "945", "55", "55 points\u00a0: plafond 50 points pour la session 2026. Donnez-en moins."),
        (
            2026,
            "795",
            "5",
            "Session 2026\u00a0: moyenne du premier groupe sous 8\u00a0: "
            "aucune aide du jury ne peut ouvrir le second groupe.",
        ),
        (2026, "795", "0", None),
        (2026, "800", "1", None),
        (2025, "795", "205", None),
        (2026, "950", "0.5", "Les points de jury sont entiers et positifs\u00a0: corrigez «\u00a00,5\u00a0»."),
        (2026, "950", "-1", "Les points de jury sont entiers et positifs\u00a0: corrigez «\u00a0-1\u00a0»."),
    ],
)
def test_points_of_the_jury_by_session(session: int, total: str, points: str, said: str | None) -> None:
    found = points_forbidden(general(total, session), Decimal(points))
    assert (None if found is None else words(found)) == said


def test_points_are_forbidden_in_2018_and_marks_are_raised() -> None:
    found = points_forbidden(scientific(), Decimal(6))
    assert words(found) == "Session 2018\u00a0: pas de points de jury\u202f; relevez une note."


def test_the_second_group_may_be_helped_under_8_in_2026() -> None:
    person = general("795")
    person.group = 2
    assert points_forbidden(person, Decimal(5)) is None
    assert raise_forbidden(person, SPE1, Decimal(8)) is None


def test_no_raise_of_2026_opens_the_second_group_under_8() -> None:
    person = general("795")  # 7 and 7 of 45 and 16.5 of 10
    found = raise_forbidden(person, HG, Decimal(17))
    assert found is not None
    assert found.code is Code.HELP_UNDER
    assert raise_forbidden(person, HG, Decimal("16.9")) is None  # 799 points: it opens nothing
    assert raise_forbidden(general("800"), HG, Decimal(17)) is None
    assert raise_forbidden(general("795", 2025), HG, Decimal(17)) is None


def test_what_is_done_of_a_missing_mark() -> None:
    person = scientific()
    assert words(missing_forbidden(person, MATH, MissingRule.ABSENT, Decimal(0))).startswith(
        "La note «\u00a0Mathématiques\u00a0» du candidat 0417 est connue"
    )
    person.office[MATH] = None
    assert missing_forbidden(person, MATH, MissingRule.ABSENT, Decimal(0)) is None
    assert missing_forbidden(person, MATH, MissingRule.WAIT, None) is None
    assert missing_forbidden(person, MATH, MissingRule.PROVISIONAL, Decimal(12)) is None
    wrong = [
        missing_forbidden(person, MATH, *one)
        for one in (
            (MissingRule.ABSENT, Decimal(3)),
            (MissingRule.ABSENT, None),
            (MissingRule.WAIT, Decimal(0)),
            (MissingRule.PROVISIONAL, None),
            (MissingRule.PROVISIONAL, Decimal("11.5")),
        )
    ]
    assert [one and one.code for one in wrong] == [
        *[Code.MARK_OUT_OF_RANGE] * 3,
        Code.AVERAGE_NONE,
        Code.MARK_WHOLE,
    ]


def test_a_provisional_mark_is_rounded_up_to_what_the_exam_takes() -> None:
    assert provisional_mark(told(2018, "S"), MATH, Decimal("11.2")) == 12
    assert provisional_mark(told(2026, "G"), HG, Decimal("11.21")) == Decimal("11.3")
    assert provisional_mark(told(2026, "G"), HG, Decimal("11.3")) == Decimal("11.3")


@pytest.mark.parametrize(
    ("total", "ruling", "mention", "code"),
    [
        ("1000", Ruling.ADMIS, "", None),
        ("999", Ruling.SECOND_GROUPE, "", None),
        ("799", Ruling.AJOURNE, "", None),
        ("999", Ruling.ADMIS, "", Code.DECISION_TOTAL),
        ("1000", Ruling.SECOND_GROUPE, "", Code.DECISION_TOTAL),
        ("800", Ruling.AJOURNE, "", Code.DECISION_TOTAL),
        ("1200", Ruling.ADMIS, "AB", None),
        ("1199", Ruling.ADMIS, "AB", Code.DECISION_MENTION),
        ("1200", Ruling.ADMIS, "B", Code.DECISION_MENTION),
        ("1400", Ruling.ADMIS, "AB", Code.DECISION_MENTION),
        ("1200", Ruling.ADMIS, "", Code.REASON_MISSING),
        ("1800", Ruling.ADMIS, "TBF", None),
        ("1800", Ruling.ADMIS, "TB", None),
        ("1800", Ruling.ADMIS, "B", Code.DECISION_MENTION),
        ("1799", Ruling.ADMIS, "TBF", Code.DECISION_MENTION),
        ("900", Ruling.SANS_DECISION, "", None),
        ("900", Ruling.ABSENT, "AB", Code.DECISION_MENTION),
        ("900", Ruling.SUSPENDU, "", None),
    ],
)
def test_a_decision_is_the_one_the_total_gives(total: str, ruling: Ruling, mention: str, code: Code | None) -> None:
    found = decision_forbidden(general(total), ruling, mention)
    assert (found and found.code) == code


def test_a_low_mark_that_comes_after_the_jury_s_help_lets_nobody_be_decided_by_it_in_2026() -> None:
    for session, helped in ((2026, Code.HELP_UNDER), (2025, None)):
        by_points, by_raise = general("795", session), general("795", session)
        by_points.points, by_raise.raised = Decimal(5), {HG: "17"}
        for person in (by_points, by_raise):
            found = decision_forbidden(person, Ruling.SECOND_GROUPE, "")
            assert (found and found.code) == helped
    by_raise.raised = {HG: "16.9"}
    assert decision_forbidden(by_raise, Ruling.AJOURNE, "") is None, "799 points: the help opens nothing"


def test_help_from_8_on_and_what_was_put_for_a_missing_mark_are_no_help_under_8_in_2026() -> None:
    person = general("800")
    person.points = Decimal(20)
    assert decision_forbidden(person, Ruling.SECOND_GROUPE, "") is None
    person.points, person.office[HG], person.ruled = Decimal(0), None, {HG: "17"}
    assert decision_forbidden(person, Ruling.SECOND_GROUPE, "") is None


def test_a_mention_may_be_left_out_with_a_reason() -> None:
    assert decision_forbidden(general("1200"), Ruling.ADMIS, "", "dispense d’épreuves (D334-7)") is None


def test_decisions_are_refused_in_plain_words() -> None:
    assert words(decision_forbidden(general("999"), Ruling.ADMIS, "")) == (
        "Le total du candidat 0417 (999 points) ne donne pas «\u00a0admis\u00a0»\u00a0: "
        "les règles disent «\u00a0second groupe\u00a0»."
    )
    person = general("999")
    person.office[HG] = None
    assert words(decision_forbidden(person, Ruling.ADMIS, "")).startswith(
        "Notes du candidat 0417 qui manquent\u00a0: Histoire-géographie."
    )
    assert words(decision_forbidden(general("1100"), Ruling.ADMIS, Mention.B)).startswith(
        "Les règles ne donnent pas la mention bien au candidat 0417"
    )
    assert "mention XX" in words(decision_forbidden(general("1100"), Ruling.ADMIS, "XX"))


def test_after_the_second_group_there_is_no_mention_and_no_third_group() -> None:
    person = general("1250")
    person.group = 2
    assert decision_forbidden(person, Ruling.ADMIS, "") is None
    found = decision_forbidden(person, Ruling.ADMIS, "AB")
    assert found is not None
    assert (found.code, found.rule) == (Code.DECISION_MENTION, RuleId.NO_MENTION)
    assert words(decision_forbidden(person, Ruling.SECOND_GROUPE, "")).startswith(
        "Ce jury est déjà celui du second groupe"
    )


def test_a_candidate_without_marks_is_decided_without_the_help_of_rules() -> None:
    assert decision_forbidden(Person(told(2018, "S"), {}), Ruling.ADMIS, "") is None


def test_the_physics_of_394_points_is_raised_by_one() -> None:
    assert raise_forbidden(scientific(), PC, Decimal(9)) is None
