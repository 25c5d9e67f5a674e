# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lsl_desk.domain.acts import Entry
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.sentences import sentence
from lsl_desk.ui.prepare.paper import NumberField, PaperPage
from lsl_desk.ui.prepare.stations import Station

Make = Callable[..., Any]


def _enter(field: NumberField, text: str) -> None:
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_number_after_number_the_field_keeps_the_keyboard(eve: Make) -> None:
    driven = eve()
    page = driven.at(PaperPage)
    assert page.field.hasFocus()
    for number in ("0408", "0423"):
        _enter(page.field, number)
        assert page.field.text() == ""
    driven.settle()
    assert page.answer.text() == "✓ 0423, N° PV 23, jury J01\u00a0: reçu, 2 sur 5 du jury"
    assert page.field.hasFocus()
    assert page.counter.text() == "2 livrets reçus sur 5 attendus"
    assert [line[4][0] for line in page.table.lines.texts] == ["✓", "✓", "○", "○", "○"]
    assert driven.changes == 2
    driven.page.show_readiness(driven.fake.readiness())
    assert driven.station(Station.PAPER) == "Papier reçus\u00a0: 3 attendus"


def test_twice_or_unexpected_is_received_and_said(eve: Make) -> None:
    driven = eve()
    page = driven.at(PaperPage)
    _enter(page.field, "0408")
    _enter(page.field, "0408")
    driven.settle()
    assert page.answer.text().startswith("! 0408, N° PV 8, jury J01\u00a0: déjà reçu le 2 juillet")
    _enter(page.field, "0401")
    driven.settle()
    assert page.answer.text() == "! 0401, N° PV 1, jury J01\u00a0: reçu, mais aucun livret papier n’était attendu"
    assert page.table.lines.texts[0][4].endswith(", non attendu")


def test_a_stranger_is_a_sentence_and_stays_to_be_corrected(eve: Make) -> None:
    driven = eve()
    page = driven.at(PaperPage)
    refusal = driven.fake.refusals["receive_paper"] = Refusal(Code.NUMBER_ELSEWHERE, number="0902", centre="0990020B")
    _enter(page.field, "0902")
    driven.settle()
    assert page.answer.text() == f"✗ {sentence(refusal)}"
    assert page.field.selectedText() == "0902"
    del driven.fake.refusals["receive_paper"]
    _enter(page.field, "0408")
    driven.settle()
    assert page.answer.text().startswith("✓ 0408"), "the next code takes the place of the refused one"


def test_what_a_bar_code_reader_types_is_told_from_what_a_person_does(eve: Make, monkeypatch: Any) -> None:
    driven = eve()
    page = driven.at(PaperPage)
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    for number, between in (("0408", 0.012), ("0423", 0.15)):
        for digit in number:
            now[0] += between
            QTest.keyClicks(page.field, digit)
        QTest.keyClick(page.field, Qt.Key.Key_Return)
    driven.settle()
    assert driven.fake.entries == [("0408", Entry.SCANNED), ("0423", Entry.TYPED)]


def test_an_empty_field_asks_nothing(eve: Make) -> None:
    driven = eve()
    page = driven.at(PaperPage)
    _enter(page.field, " ")
    driven.settle()
    assert driven.fake.entries == []
    assert page.answer.text() == ""


def test_a_picture_is_read_like_a_scanner(eve: Make) -> None:
    driven = eve()
    page = driven.at(PaperPage)
    driven.chooser.path, driven.fake.picture = "/invented/photo.png", "0438"
    page.picture.click()
    driven.settle()
    assert driven.fake.entries == [("0438", Entry.SCANNED)]
    refusal = driven.fake.refusals["read_code"] = Refusal(Code.CODE_NOT_FOUND, path="photo.png")
    page.picture.click()
    driven.settle()
    assert sentence(refusal) in page.beside.text()


def test_a_mistake_is_taken_back(eve: Make) -> None:
    driven = eve()
    page = driven.at(PaperPage)
    _enter(page.field, "0408")
    driven.settle()
    page.table.selectRow(1)
    assert not page.take_back.isEnabled(), "it was not received"
    page.table.selectRow(0)
    page.take_back.click()
    driven.settle()
    assert driven.fake.received == {}
    assert page.answer.text() == "0408, jury J01\u00a0: réception annulée"


@pytest.mark.parametrize(("form", "ending"), [(0, "pdf"), (1, "xlsx"), (2, "csv"), (3, "csv")])
def test_the_list_is_written_in_four_forms(eve: Make, form: int, ending: str) -> None:
    driven = eve()
    page = driven.at(PaperPage)
    driven.chooser.path = f"/invented/liste.{ending}"
    page.save.menu().actions()[form].trigger()
    driven.settle()
    ((_, name, _),) = driven.chooser.asked
    assert name == f"liste-papier-J01.{ending}"
    assert driven.fake.written == [
        f"write_paper_list liste.{ending} {['pdf', 'xlsx', 'csv_excel', 'csv_exchange'][form]} J01"
    ]
    assert page.beside.text() == f"✓ Enregistré\u00a0: /invented/liste.{ending}"


def test_a_disk_that_refuses_the_list_is_a_sentence(eve: Make) -> None:
    driven = eve()
    page = driven.at(PaperPage)
    driven.chooser.path = "/invented/liste.pdf"
    refusal = driven.fake.refusals["write_paper_list"] = Refusal(Code.OUTPUT_UNWRITABLE, path="liste.pdf")
    page.save.menu().actions()[0].trigger()
    driven.settle()
    assert sentence(refusal) in page.beside.text()


def test_labels_are_for_a_line_or_for_the_jury(eve: Make) -> None:
    driven = eve()
    page = driven.at(PaperPage)
    driven.chooser.path = "/invented/e.pdf"
    page.labels.click()
    driven.settle()
    page.table.selectRow(1)
    page.labels.click()
    driven.settle()
    assert driven.fake.written == ["write_labels e.pdf J01 0408 0423 0438 0453 0468", "write_labels e.pdf J01 0423"]
    assert page.beside.text() == "✓ 1 étiquette\u00a0: /invented/e.pdf"


def test_over_the_centre_labels_wait_for_a_line(eve: Make) -> None:
    driven = eve()
    page = driven.at(PaperPage, None)
    assert not page.labels.isEnabled()
    driven.chooser.path = "/invented/e.pdf"
    page.table.selectRow(6)
    page.labels.click()
    driven.settle()
    assert driven.fake.written == ["write_labels e.pdf J02 1423"]
    assert (JuryId("J02"), StudentNumber("1423")) == page.table.current
