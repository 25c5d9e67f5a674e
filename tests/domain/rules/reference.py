# SPDX-License-Identifier: AGPL-3.0-or-later
"""The law a second time, slowly and in fractions, from the study's own tables: no code or pack of ours is used."""

import csv
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest

TABLES = Path(__file__).parents[3].parent / "shared" / "data"
here = pytest.mark.skipif(not TABLES.exists(), reason="the study's tables are not beside this checkout")


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
        return [
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


def mentions(session: int) -> list[tuple[str, int]]:
    """Code and least average, highest first."""
    with (TABLES / "mentions.csv").open(encoding="utf-8") as file:
        found = [
            (line["code"], int(line["moyenne_min_incluse"]))
            for line in csv.DictReader(file)
            if int(line["session_min"]) <= session <= int(line["session_max"] or 9999) and line["code"] != "SM"
        ]
    return sorted(found, key=lambda one: -one[1])


def judged(
    session: int, terms: list[tuple[Fraction, Fraction, bool]]
) -> tuple[str, str | None, tuple[int, int] | None]:
    """Proposal, mention and what is missing, of (mark, coefficient, counted above ten only).

    D334-8: admis from 10, second group from 8; the mentions of ``mentions.csv``; what is missing in whole points.
    """
    points = weights = Fraction(0)
    for mark, weight, above in terms:
        points += (mark - 10 if mark > 10 else 0) * weight if above else mark * weight
        weights += 0 if above else weight
    average = points / weights
    proposal = "ajourne" if average < 8 else "second_groupe" if average < 10 else "admis"
    mention = next((code for code, least in mentions(session) if average >= least), None)
    steps = sorted({8, 10, *(least for _, least in mentions(session))})
    over = next((step for step in steps if average < step), None)
    return proposal, mention, None if over is None else (over, ceil(over * weights - points))
