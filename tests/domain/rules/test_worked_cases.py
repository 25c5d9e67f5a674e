# SPDX-License-Identifier: AGPL-3.0-or-later
"""Three hundred cases with their sums written out, each border on both sides in points (``worked_cases.csv``).

A line is checked by hand or by itself: « FRA_E 10*2 + … » comes to its points over its coefficients; « (15-10)*2 » is
what counts above 10 only.
"""

import csv
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.choices import Given, entries_of
from lsl_desk.domain.rules.result import result_of
from lsl_desk.formats.rule_packs.book import rules_of

_TERM = re.compile(r"(?P<code>\w+?)(?::(?P<subject>\w+))? \(?(?P<mark>[\d.]+)(?P<above>-10\))?\*(?P<weight>\d+)")
with (Path(__file__).parent / "worked_cases.csv").open(encoding="utf-8") as _file:
    CASES = list(csv.DictReader(_file))


def terms(case: dict[str, str]) -> list[re.Match[str]]:
    found = [_TERM.fullmatch(term) for term in case["sum"].split(" + ")]
    assert None not in found, case
    return [one for one in found if one is not None]


def test_each_sum_comes_to_its_points() -> None:
    for case in CASES:
        points = weights = Fraction(0)
        for one in terms(case):
            mark, weight = Fraction(one["mark"]), int(one["weight"])
            points += (max(mark - 10, Fraction(0)) if one["above"] else mark) * weight
            weights += 0 if one["above"] else weight
        assert (points, weights) == (Fraction(case["points"]), Fraction(case["coefficients"])), case


def test_the_rules_say_what_each_case_says() -> None:
    wrong = []
    for case in CASES:
        rules = rules_of(int(case["session"]), case["serie"])
        assert rules is not None, case
        given = {ExamCode(one["code"]): Given(Decimal(one["mark"]), one["subject"] or "") for one in terms(case)}
        if case["speciality"]:
            own = given.pop(ExamCode("SPE"), Given())
            given[ExamCode("SPE")] = Given(own.mark, case["speciality"])
        entries = entries_of(rules, given)
        assert {one.exam: one.coefficient for one in entries} == {
            one["code"]: Decimal(one["weight"]) for one in terms(case)
        }, case
        result = result_of(rules, entries)
        missing = ("", "") if result.missing is None else (str(result.missing.threshold), str(result.missing.points))
        found = {
            "points": f"{result.points.normalize():f}",
            "coefficients": str(result.coefficients),
            "threshold": missing[0],
            "short": missing[1],
            "proposal": result.proposal.value,
            "mention": result.mention.value if result.mention else "",
        }
        wrong += [(case, found)] if any(case[name] != value for name, value in found.items()) else []
    assert wrong == []


def test_every_border_is_stood_on_and_stood_under_in_every_range_of_sessions() -> None:
    assert len(CASES) >= 200
    for first, last, thresholds in ((2013, 2019, 5), (2022, 2025, 6), (2026, 2026, 6), (2027, 2027, 6)):
        cases = [one for one in CASES if first <= int(one["session"]) <= last]
        for threshold in (8, 10, 12, 14, 16, 18)[:thresholds]:
            gaps = [Fraction(one["points"]) - threshold * int(one["coefficients"]) for one in cases]
            assert 0 in gaps, (first, threshold)
            assert any(-2 <= gap < 0 for gap in gaps), (first, threshold)
