# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lsl_desk.client.prepare.values import Clash
from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.sentences import sentence
from lsl_desk.ui.prepare.heads import HeadsPage, clash_words
from lsl_desk.ui.prepare.stations import Station
from tests.fakes.preparation import SITTING

Make = Callable[..., Any]
J01, J02 = JuryId("J01"), JuryId("J02")
PRESIDENT = Role.PRESIDENT


def test_a_name_is_typed_and_enter_records_it(eve: Make) -> None:
    driven = eve()
    page = driven.at(HeadsPage)
    line = page.cards[J01].president
    assert line.field.hasFocus(), "the first seat without a name"
    assert line.origin.text() == "à saisir"
    QTest.keyClicks(line.field, "Mme Lenoir")
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    driven.settle()
    assert driven.fake.named[J01, PRESIDENT] == "Mme Lenoir"
    assert page.cards[J01].beside.text() == "✓ J01\u00a0: enregistré ici."
    assert line.origin.text().startswith("saisi par le centre le 2 juillet")
    assert driven.changes == 1


def test_leaving_a_field_unchanged_records_nothing(eve: Make) -> None:
    driven = eve()
    driven.fake.office[J01, PRESIDENT] = "M. Durand"
    page = driven.at(HeadsPage)
    line = page.cards[J01].president
    assert (line.field.text(), line.origin.text()) == ("M. Durand", "saisi par la DEC")
    QTest.keyClick(line.field, Qt.Key.Key_Tab)
    driven.settle()
    assert driven.fake.named == {}


def test_a_newer_name_of_the_office_is_proposed_and_never_overwrites(eve: Make) -> None:
    driven = eve()
    driven.fake.named[J01, PRESIDENT] = "Mme Lenoir"
    driven.fake.office[J01, PRESIDENT] = "M. Durand"
    page = driven.at(HeadsPage)
    line = page.cards[J01].president
    assert line.field.text() == "Mme Lenoir"
    assert line.proposal.text() == "proposition de la DEC\u00a0: M. Durand"
    line.keep.click()
    driven.settle()
    assert line.field.text() == "Mme Lenoir"
    assert not line.accept.isVisible()
    assert line.origin.text().endswith("DEC\u00a0: M. Durand"), "its value stays beside ours"
    driven.fake.office[J01, PRESIDENT] = "M. Vasseur"
    driven.at(HeadsPage)
    line.accept.click()
    driven.settle()
    assert line.field.text() == "M. Vasseur"
    assert page.cards[J01].beside.text() == "✓ J01\u00a0: nom de la DEC accepté ici."


def test_a_clash_is_shown_with_both_juries_and_the_hour(eve: Make) -> None:
    driven = eve()
    clash = Clash("Mme Lenoir", (J01, J02), SITTING)
    driven.fake.at_one_hour = (clash,)
    page = driven.at(HeadsPage, None)
    assert page.clash.text() == f"!\u00a0{clash_words(clash)}"
    assert "Mme Lenoir siège dans J01 et J02 à la même heure (3 juillet " in page.clash.text()
    driven.fake.at_one_hour = ()
    assert driven.at(HeadsPage, None).clash.text().startswith("✓")
    assert list(page.cards) == [J01, J02]


def test_once_the_sitting_is_open_the_heads_are_locked(eve: Make) -> None:
    driven = eve()
    driven.fake.opened.add(J01)
    driven.fake.named[J01, PRESIDENT] = "Mme Lenoir"
    driven.fake.office[J01, PRESIDENT] = "M. Durand"
    line = driven.at(HeadsPage).cards[J01].president
    assert line.field.isReadOnly()
    assert line.origin.text() == "verrouillé\u00a0: la séance est ouverte"
    assert not line.accept.isVisible()


def test_a_refusal_is_beside_the_jury_and_what_was_typed_stays(eve: Make) -> None:
    driven = eve()
    page = driven.at(HeadsPage)
    refusal = driven.fake.refusals["name_head"] = Refusal(Code.SITTING_OPENED, jury="J01")
    line = page.cards[J01].president
    QTest.keyClicks(line.field, "Mme Lenoir")
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    driven.settle()
    assert sentence(refusal) in page.cards[J01].beside.text()
    assert line.field.text() == "Mme Lenoir"
    assert driven.station(Station.HEADS) == "Présidents\u00a0: 1 manquant"


def test_another_jury_takes_the_place_of_the_card(eve: Make) -> None:
    driven = eve()
    driven.at(HeadsPage)
    assert list(driven.at(HeadsPage, "J02").cards) == [J02]
