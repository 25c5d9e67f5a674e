# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable
from typing import Any

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.sentences import sentence
from lsl_desk.ui.prepare.gaps import GapsPage

Make = Callable[..., Any]


def test_without_a_list_of_the_office_nothing_is_called_a_difference(eve: Make) -> None:
    page = eve().at(GapsPage)
    assert page.differences.text() == "Pas encore de liste OCEAN\u00a0: recevez-la de l’académie, ou importez-la."
    assert {line[3] for line in page.table.lines.texts} == {"–\u00a0inconnu"}


def test_both_lists_stand_side_by_side_differences_first_with_whom_to_call(eve: Make) -> None:
    driven = eve()
    driven.fake.ocean[JuryId("J01")] = {StudentNumber(one) for one in ("0401", "0423", "0438", "0453", "0468")}
    page = driven.at(GapsPage)
    assert page.differences.text() == "!\u00a02 différences"
    call = "Lycée des Tilleuls, 01 98 76 54 32"
    assert page.table.lines.texts[:3] == (
        ("J01", "1", "0401", "✓\u00a0oui", "✗\u00a0non", "!\u00a0dans OCEAN seulement", call),
        ("J01", "8", "0408", "✗\u00a0non", "✓\u00a0oui", "!\u00a0dans DELIBNET seulement", call),
        ("J01", "23", "0423", "✓\u00a0oui", "✓\u00a0oui", "✓\u00a0sur les deux listes", call),
    )
    assert page.dates.text().startswith("OCEAN\u00a0: académie, 2 juillet")
    page.table.selectRow(0)
    assert page.office.whom.text() == "candidat N°\u00a00401, jury J01"


def test_the_list_of_the_office_is_taken_from_a_file(eve: Make) -> None:
    driven = eve()
    page = driven.at(GapsPage)
    driven.chooser.path = "/invented/ocean.csv"
    page.bring.click()
    driven.settle()
    assert page.beside.text() == "✓ 8 lignes lues dans la liste OCEAN."
    assert page.differences.text() == "!\u00a01 différence"
    refusal = driven.fake.refusals["import_ocean"] = Refusal(Code.LIST_HEADER, member="ocean.csv", columns="N° élève")
    page.bring.click()
    driven.settle()
    assert sentence(refusal) in page.beside.text()


def test_two_equal_lists_are_said_to_be(eve: Make) -> None:
    driven = eve(1)
    papers = [line[2] for line in driven.at(GapsPage).table.lines.texts]
    driven.fake.ocean[JuryId("J01")] = {StudentNumber(one) for one in papers}
    assert driven.at(GapsPage).differences.text() == "✓\u00a0Les deux listes disent la même chose."
