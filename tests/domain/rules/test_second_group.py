# SPDX-License-Identifier: AGPL-3.0-or-later
"""The second group by hand: « EXAM mark>oral*weight », « > » for an oral, « ? » for one awaited; both sides of 10."""

import re
from decimal import Decimal

import pytest

from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.errors import Code
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.lawful import decision_forbidden
from lsl_desk.domain.rules.result import Entry, Proposal, counted, result_of
from tests.domain.rules.cases import Person, told

_TERM = re.compile(r"(?P<code>\w+) (?P<mark>\d+)(?:>(?P<oral>\d+|\?))?\*(?P<weight>\d+)")
STMG = "FRA_E 9*2 + FRA_O 9*2 + EPS 9*2 + HG 9*2 + LV1 9*3 + LV2 9*2 + MATH 9*3 + PHILO 9*2 + ECODR 9*5 + MGT 9*5"
S = "FRA_E 9*2 + FRA_O 9*2 + HG 9*3 + PC 9*6 + SVT 9*8 + LV1 9*3 + LV2 9*2 + EPS 9*2"
L = "FRA_E 9*3 + FRA_O 9*2 + SCI 9*2 + LITT 9*4 + HG 9*4 + LV2 9*4 + LELE 9*1 + EPS 9*2 + PHILO 9*7"
HOTEL = "FRA_E 9*2 + FRA_O 9*2 + EPS 9*2 + HG 9*2 + LV1 9*3 + LV2 9*2 + MATH 9*3 + PHILO 9*2 + EGH 9*7 + PROJ 9*2"
NEW = "FRA_E 9*5 + FRA_O 9*5 + SPE2 9*16 + LVA 9*6 + LVB 9*6 + TC 9*6 + EPS 9*6 + EMC 9*2 + SPE3 9*8"


def entries(text: str) -> list[Entry]:
    found = []
    for term in text.split(" + "):
        one = _TERM.fullmatch(term)
        assert one is not None, term
        oral = None if one["oral"] in {None, "?"} else Decimal(one["oral"])
        found.append(
            Entry(ExamCode(one["code"]), Decimal(one["weight"]), Decimal(one["mark"]), oral, one["oral"] is not None)
        )
    return found


@pytest.mark.parametrize(
    ("session", "serie", "marks", "points", "weights", "proposal"),
    [
        # STMG: the oral is of the written part, 6 of the 12. 9*34 + 13*6 = 384, of 400; 15 and 16 are about the border.
        (2018, "STMG", f"{STMG} + SPE_E 9>13*6 + SPE_P 9*6", 384, 40, "ajourne"),
        (2018, "STMG", f"{STMG} + SPE_E 9>15*6 + SPE_P 9*6", 396, 40, "ajourne"),
        (2018, "STMG", f"{STMG} + SPE_E 9>16*6 + SPE_P 9*6", 402, 40, "admis"),
        (2018, "STMG", f"{STMG} + SPE_E 9>13*6 + SPE_P 9>20*6", 384, 40, "ajourne"),
        # S, 380 of 38: 9*28 = 252, and 14*7 + 10*3. An oral that is lower counts for nothing; above 10 counts still.
        (2018, "S", f"{S} + MATH 9>14*7 + PHILO 9>10*3", 380, 38, "admis"),
        (2018, "S", f"{S} + MATH 9>13*7 + PHILO 9>12*3", 379, 38, "ajourne"),
        (2018, "S", f"{S} + MATH 9>14*7 + PHILO 9>2*3", 377, 38, "ajourne"),
        (2018, "S", f"{S} + MATH 9>14*7 + PHILO 9>2*3 + OPT1 12*2", 381, 38, "admis"),
        # L, 370 of 37: a language studied further counts 4 + 4 at the oral, with a mark of its own or without.
        (2018, "L", f"{L} + LV1 9>14*8", 373, 37, "admis"),
        (2018, "L", f"{L} + LV1 9>14*4 + SPE_LV1A 9*4", 373, 37, "admis"),
        (2018, "L", f"{L} + LV1 9>13*4 + SPE_LV1A 9*4", 365, 37, "ajourne"),
        (2018, "L", f"{L} + LV1 9>14*4 + SPE_LV1A 15*4", 377, 37, "admis"),
        (2018, "L", f"{L} + LV1 9>14*4 + SPE_LV2A 9*4", 353, 37, "ajourne"),
        (2018, "L", f"{L} + LV1 9*4 + SPE_LV1A 9>20*4", 333, 37, "ajourne"),
        (2018, "L", f"{L} + SPE_LV1A 9>20*4", 297, 33, "ajourne"),
        # L, arts, 390 of 39: the written part alone, 3 of the 6.
        (2018, "L", f"{L} + LV1 9>12*4 + SPE_ARTS_E 9>18*3 + SPE_ARTS_P 9*3", 390, 39, "admis"),
        (2018, "L", f"{L} + LV1 9>12*4 + SPE_ARTS_E 9>17*3 + SPE_ARTS_P 9*3", 387, 39, "ajourne"),
        # What is never chosen counts for nothing, whatever a list says.
        (2018, "S", S.replace("EPS 9", "EPS 9>20").replace("FRA_O 9", "FRA_O 9>?") + " + MATH 9>13*7 + PHILO 9*3",
         370, 38, "ajourne"),
        # An oral awaited may be the better mark; an absence is 0.
        (2018, "S", f"{S} + MATH 9>?*7 + PHILO 9>10*3", 345, 38, "incomplet"),
        (2018, "S", f"{S} + MATH 9>0*7 + PHILO 9>10*3", 345, 38, "ajourne"),
        # STHR: no text read says how much of 7 the written part is. An épreuve of no pack: the same.
        (2018, "STHR", f"{HOTEL} + STS 9>15*7 + STC 9*7", 369, 41, "incomplet"),
        (2018, "STHR", f"{HOTEL} + STS 9*7 + STC 9*7", 369, 41, "ajourne"),
        (2018, "STMG", f"{STMG} + SPE 9>13*12", 360, 40, "incomplet"),
        # Since 2022, 1000 of 100: what is written is philosophy, French and the specialities.
        (2026, "GENERALE", f"{NEW} + PHILO 9>11*8 + SPE1 9>15*16 + GO 9*10 + HG 9*6", 1012, 100, "admis"),
        (2026, "GENERALE", f"{NEW} + PHILO 9>11*8 + SPE1 9>14*16 + GO 9*10 + HG 9*6", 996, 100, "ajourne"),
        (2026, "GENERALE", f"{NEW} + PHILO 9>11*8 + SPE1 9>14*16 + GO 9>20*10 + HG 9>20*6", 996, 100, "ajourne"),
    ],
)  # fmt: skip
def test_the_second_group_by_hand(
    session: int, serie: str, marks: str, points: int, weights: int, proposal: str
) -> None:
    rules, given = told(session, serie), entries(marks)
    result = result_of(rules, given, group=2)
    assert (int(result.points), int(result.coefficients), result.proposal.value) == (points, weights, proposal)
    assert result.mention is None
    assert counted(rules, counted(rules, given, 2), 2) == counted(rules, given, 2)


def test_an_oral_is_of_the_second_group_alone() -> None:
    given = entries(f"{S} + MATH 9>20*7 + PHILO 9>?*3")
    for rules in (told(2018, "S"), None):
        assert {(one.second, one.chosen, one.best) for one in counted(rules, given, 1)} == {(None, False, Decimal(9))}
    assert counted(None, given, 2) == tuple(given), "without rules an oral is of its épreuve"
    first = result_of(told(2018, "S"), given)
    assert (int(first.points), first.proposal) == (342, Proposal.SECOND_GROUPE)


def test_nothing_final_is_decided_while_an_oral_or_a_mark_above_ten_is_awaited() -> None:
    marks: dict[ExamCode, str | None] = {ExamCode("MATH"): "9", ExamCode("TPE"): None, ExamCode("PHILO"): "20"}
    person = Person(told(2018, "S"), marks, group=2, awaited={ExamCode("MATH")})
    for ruling in (Ruling.ADMIS, Ruling.AJOURNE):
        forbidden = decision_forbidden(person, ruling, "")
        assert forbidden is not None
        assert forbidden.code is Code.DECISION_INCOMPLETE
        assert forbidden.facts["exam"] == "Mathématiques (oral du second groupe), Travaux personnels encadrés"
    assert decision_forbidden(person, Ruling.SANS_DECISION, "") is None
    person.coefficients[ExamCode("TPE")] = 0  # dispensed
    person.second = {ExamCode("MATH"): "0"}
    assert decision_forbidden(person, Ruling.ADMIS, "") is None
    marks |= {ExamCode("MATH"): None, ExamCode("TPE"): "10"}  # the first mark is awaited: it may be the better one
    forbidden = decision_forbidden(
        Person(told(2018, "S"), marks, group=2, second={ExamCode("MATH"): "9"}), Ruling.ADMIS, ""
    )
    assert forbidden is not None
    assert forbidden.code is Code.DECISION_INCOMPLETE
