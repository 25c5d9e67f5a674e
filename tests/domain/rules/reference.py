# SPDX-License-Identifier: AGPL-3.0-or-later
"""The law a second time, slowly and in fractions, from the study's own tables: no code or pack of ours is used."""

import csv
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest

TABLES = Path(__file__).parents[3].parent / "shared" / "data"
here = pytest.mark.skipif(not TABLES.exists(), reason="the study's tables are not beside this checkout")


PARTS = {
    ("STMG", "SPE"): (("SPE_E", 6, "oui"), ("SPE_P", 6, "non")),
    ("L", "SPE_ARTS"): (("SPE_ARTS_E", 3, "oui"), ("SPE_ARTS_P", 3, "non")),
    ("L", "SPE_LVA"): (("SPE_LV1A", 4, "integree"), ("SPE_LV2A", 4, "integree")),
}


@dataclass(frozen=True)
class Row:
    """A line of a table of épreuves."""

    code: str
    coefficient: int
    above_ten: bool
    continuous: bool
    anticipated: bool
    second_group: str


def rows(session: int, serie: str) -> list[Row]:
    """The lines of a session and série or voie, in order."""
    name, column = ("epreuves_2018.csv", "serie") if session < 2020 else ("epreuves_2022_2027.csv", "voie")
    with (TABLES / name).open(encoding="utf-8") as file:
        found = [
            Row(
                line["code"],
                int(line["coefficient"]),
                line.get("calcul") == "points_sup_10",
                line.get("bloc") in {"controle_continu", "option"},
                "anticipee" in {line.get("phase"), line.get("bloc")},
                line["controle_2e_groupe"],
            )
            for line in csv.DictReader(file)
            if line[column] == serie
            and (session < 2020 or int(line["session_min"]) <= session <= int(line["session_max"] or 9999))
        ]
    return [part for line in found for part in _parts(serie, line)]


def _parts(serie: str, line: Row) -> list[Row]:
    """The table says some épreuves whole, and their parts in its notes: « 6 (écrit) + 6 (pratique) », « 4+4 »."""
    said = PARTS.get((serie, line.code))
    if said is None:
        return [line]
    return [replace(line, code=code, coefficient=weight, second_group=oral) for code, weight, oral in said]


def mentions(session: int) -> list[tuple[str, int]]:
    """Code and least average, highest first."""
    with (TABLES / "mentions.csv").open(encoding="utf-8") as file:
        found = [
            (line["code"], int(line["moyenne_min_incluse"]))
            for line in csv.DictReader(file)
            if int(line["session_min"]) <= session <= int(line["session_max"] or 9999) and line["code"] != "SM"
        ]
    return sorted(found, key=lambda one: -one[1])


@dataclass(frozen=True)
class Term:
    """A mark that counts: out of 20, times a weight; ``oral`` of the second group, None when there is none."""

    mark: Fraction
    weight: Fraction
    above: bool = False
    oral: Fraction | None = None


def judged(
    session: int, terms: list[Term], *, group: int = 1, added: int = 0
) -> tuple[str, str | None, tuple[int, int] | None]:
    """Proposal, mention and what is missing, of marks and ``added`` points of the jury.

    D334-8: admis from 10, second group from 8; there the best of both marks counts, and below 10 one is ajourné without
    a mention for who is above. The mentions of ``mentions.csv``; what is missing in whole points.
    """
    points, weights = Fraction(added), Fraction(0)
    for one in terms:
        mark = one.mark if group == 1 or one.oral is None else max(one.mark, one.oral)
        points += (mark - 10 if mark > 10 else 0) * one.weight if one.above else mark * one.weight
        weights += 0 if one.above else one.weight
    average = points / weights
    steps = [10] if group == 2 else sorted({8, 10, *(least for _, least in mentions(session))})
    over = next((step for step in steps if average < step), None)
    missing = None if over is None else (over, ceil(over * weights - points))
    if group == 2:
        return "admis" if average >= 10 else "ajourne", None, missing
    proposal = "ajourne" if average < 8 else "second_groupe" if average < 10 else "admis"
    return proposal, next((code for code, least in mentions(session) if average >= least), None), missing
