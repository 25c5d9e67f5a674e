# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.sentences import sentence
from lsl_desk.ui.prepare.sheet import SheetPage

Make = Callable[..., Any]


def test_the_help_phone_is_typed_and_the_sheets_are_written(eve: Make) -> None:
    driven = eve()
    driven.fake.named[JuryId("J01"), Role.PRESIDENT] = "Mme Lenoir"
    page = driven.at(SheetPage, None)
    assert page.phone.hasFocus(), "it is what is missing first"
    QTest.keyClicks(page.phone, "0198765432")
    QTest.keyClick(page.phone, Qt.Key.Key_Return)
    driven.settle()
    assert driven.fake.phone == "0198765432"
    assert page.beside_phone.text() == "✓ enregistré ici"
    assert [line[2] for line in page.table.lines.texts] == ["Mme Lenoir", "✗\u00a0manquant"]
    driven.chooser.path = "/invented/feuilles.pdf"
    page.write.click()
    driven.settle()
    assert driven.chooser.asked[0][1] == "feuille-de-salle-centre.pdf"
    assert driven.fake.written == ["write_room_sheets feuilles.pdf J01 J02"]
    assert page.beside.text() == "✓ 2 feuilles\u00a0: /invented/feuilles.pdf"


def test_an_odd_phone_and_an_incomplete_sheet_are_sentences(eve: Make) -> None:
    driven = eve()
    page = driven.at(SheetPage)
    phone = driven.fake.refusals["keep_help_phone"] = Refusal(Code.PHONE_ODD)
    QTest.keyClicks(page.phone, "12")
    QTest.keyClick(page.phone, Qt.Key.Key_Return)
    driven.settle()
    assert sentence(phone) in page.beside_phone.text()
    assert page.phone.text() == "12"
    sheet = driven.fake.refusals["write_room_sheets"] = Refusal(Code.SHEET_INCOMPLETE, jury="J01", missing="président")
    driven.chooser.path = "/invented/feuille.pdf"
    page.write.click()
    driven.settle()
    assert sentence(sheet) in page.beside.text()
