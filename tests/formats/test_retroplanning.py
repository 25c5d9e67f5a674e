# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fifteen operations are those of the memo's table, and their days move with the anchors."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from lsl_desk.adapters.papers.retroplanning import BundledRetroplanning
from lsl_desk.bundled import bundled
from lsl_desk.formats.retroplanning import BadPlanError, read_plan

if TYPE_CHECKING:
    from lsl_desk.client.prepare.ports import Retroplanning

OPERATIONS = bundled("retroplanning", "operations.toml").read_text("utf-8")
SESSION = bundled("retroplanning", "2018.toml").read_text("utf-8")

MAY_25, JUNE_8, JUNE_13, JUNE_19 = date(2018, 5, 25), date(2018, 6, 8), date(2018, 6, 13), date(2018, 6, 19)
JULY = {day: date(2018, 7, day) for day in range(1, 10)}

# The memo's « calendrier récapitulatif des opérations », row by row: operation, first and last day, applications, and
# whether « Centres de délibération » is among its actors. « Avant le lundi 18 juin » is until the 17th.
TABLE = [
    ("Accès aux services en ligne en vue de la consultation du livret", MAY_25, MAY_25, "Services en ligne", False),
    ("Appariement des élèves et des candidats", MAY_25, MAY_25, "LSL, OCEAN", False),
    ("Livrets complétés pour l’ensemble des élèves", JUNE_8, JUNE_8, "Éditeur de notes, LSL", False),
    (
        "Consultation des livrets via les services en ligne par les élèves et les responsables légaux",
        *(JUNE_13, JUNE_13, "Services en ligne", False),
    ),
    ("Validation des livrets complets", JUNE_13, JUNE_13, "LSL", False),
    ("Transfert des livrets complétés", date(2018, 6, 17), date(2018, 6, 17), "LSL", False),
    ("Vérification de la présence des livrets numériques", JUNE_19, JUNE_19, "OCEAN", False),
    ("Vérification de la présence des livrets «\u00a0papier\u00a0»", JUNE_19, JUNE_19, "DELIBNET", True),
    (
        "Vérification et/ou saisie ou modification de l’identification des présidents et vice-présidents de jurys",
        *(JULY[2], JULY[2], "DELIBNET", True),
    ),
    (
        "Constitution des fichiers livrets par jury (en vue du plan de secours)",
        *(JULY[2], JULY[2], "DELIBNET", True),
    ),
    ("Délibérations en mode connecté", JULY[3], JULY[6], "DELIBNET", True),
    ("Contrôle de lecture des LSL", JULY[3], JULY[6], "DELIBNET", False),
    ("Envoi des visas de lecture des livrets numériques", JULY[4], JULY[6], "DELIBNET", False),
    ("Chargement des livrets définitifs", JULY[9], JULY[9], "LSL", False),
    (
        "Consultation du livret numérique par le candidat et les responsables légaux",
        *(JULY[9], JULY[9], "Services en ligne", False),
    ),
]
WEEKDAYS = (
    "vendredi vendredi vendredi mercredi mercredi dimanche mardi mardi lundi lundi mardi mardi mercredi lundi lundi"
)
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@pytest.mark.parametrize("row", range(15), ids=lambda row: f"D{row + 1:02d}")
def test_an_operation_of_2018_is_that_of_the_memo(row: int) -> None:
    plan: Retroplanning = BundledRetroplanning()
    one = plan.operations(2018)[row]
    assert (one.rank, *TABLE[row]) == (row + 1, one.title, one.first, one.last, one.applications, one.centre)
    assert DAYS[one.first.weekday()] == WEEKDAYS.split()[row]


def test_a_session_without_data_has_none() -> None:
    assert BundledRetroplanning().operations(2026) == ()


def test_every_session_beside_it_is_one_that_reads() -> None:
    years = [int(path.stem) for path in bundled("retroplanning").glob("[0-9]*.toml")]
    assert years
    assert {len(BundledRetroplanning().operations(year)) for year in years} == {15}


def moved(old: str, new: str) -> list[int]:
    """The ranks of the operations that have other days once an anchor is another."""
    assert old in SESSION
    before = read_plan(OPERATIONS.encode(), SESSION.encode(), 2018)
    after = read_plan(OPERATIONS.encode(), SESSION.replace(old, new).encode(), 2018)
    return [one.rank for one, other in zip(before, after, strict=True) if one != other]


def test_days_move_with_their_anchor_and_no_others() -> None:
    assert moved("first_group = 2018-07-03", "first_group = 2018-07-01") == [9, 10, 11, 12, 13]
    assert moved("transfer = 2018-06-18", "transfer = 2018-06-20") == [1, 2, 3, 4, 5, 6, 7, 8]
    assert moved("second_group = 2018-07-05", "second_group = 2018-07-09") == [11, 12, 13, 14, 15]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("session = 2018", "session = 2019"),
        ("session = 2018", "session = 2018\nother = 1"),
        ("session = 2018\n", ""),
        ("transfer = 2018-06-18", "transfer = 2018-06-18T08:00:00"),
        ("transfer = 2018-06-18", 'transfer = "2018-06-18"'),
        ("transfer = 2018-06-18", "transfer = 2018-07-18"),
        ("transfer = 2018-06-18", "transfer = 2017-06-18"),
        ("transfer = 2018-06-18\n", ""),
        ("[anchors]", "[anchor]"),
        ("session = 2018", "session = ="),
    ],
)
def test_a_session_file_that_is_not_one_is_not_read(old: str, new: str) -> None:
    assert old in SESSION
    with pytest.raises(BadPlanError):
        read_plan(OPERATIONS.encode(), SESSION.replace(old, new).encode(), 2018)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[operations]]", "[[operation]]"),
        ('applications = "OCEAN"', 'applications = "OCEAN"\nnote = "x"'),
        ('applications = "OCEAN"', "applications = 3"),
        ('applications = "OCEAN"', 'applications = " "'),
        ('applications = "OCEAN"', 'applications = "à tel en' + 'droit"'),
        ('actors = ["DEC"]', "actors = []"),
        ('actors = ["DEC"]', "actors = [1]"),
        ('first = ["first_group", 0]', 'first = ["second_group", 9]'),
        ('first = ["first_group", 0]', 'first = ["third_group", 0]'),
        ('first = ["first_group", 0]', 'first = ["first_group"]'),
        ('first = ["first_group", 0]', 'first = ["first_group", true]'),
        ('first = ["first_group", 0]', 'first = ["first_group", 5000]'),
        ("title =", "titre ="),
    ],
)
def test_operations_that_are_not_the_fifteen_are_not_read(old: str, new: str) -> None:
    assert old in OPERATIONS
    with pytest.raises(BadPlanError):
        read_plan(OPERATIONS.replace(old, new, 1).encode(), SESSION.encode(), 2018)


def test_fourteen_operations_or_other_bytes_are_not_read() -> None:
    fewer = OPERATIONS.rpartition("[[operations]]")[0]
    for data in (fewer.encode(), b"\xff", b"operations = 3"):
        with pytest.raises(BadPlanError):
            read_plan(data, SESSION.encode(), 2018)
