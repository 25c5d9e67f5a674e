# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lsl_desk.client.prepare.values import Message, Sent
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.sentences import sentence
from lsl_desk.ui.prepare.office import message_words
from lsl_desk.ui.prepare.presence import PresencePage
from lsl_desk.ui.prepare.stations import Station
from tests.fakes.preparation import NOW

Make = Callable[..., Any]


def test_the_counters_say_what_is_here_and_the_list_whom_to_call(eve: Make) -> None:
    driven = eve()
    page = driven.at(PresencePage)
    assert page.numeric.text() == "!\u00a0Numériques\u00a064 / 65"
    assert page.paper.text() == "!\u00a0Papier\u00a00 / 5"
    assert page.unknown.text() == "?\u00a02 formats inconnus"
    assert page.source.text().startswith("Liste\u00a0: dossier, 2 juillet")
    lines = page.table.lines.texts
    assert len(lines) == 74
    assert lines[5] == ("J01", "6", "0406", "L", "▣\u00a0numérique", "!\u00a0à réclamer",
                        "Lycée des Tilleuls, 01 98 76 54 32", "")  # fmt: skip
    assert page.table.isColumnHidden(0), "one jury needs no column"
    assert driven.station(Station.PRESENCE) == "Présence\u00a0: 3 à régler"


def test_only_what_is_missing_is_one_key_away(eve: Make) -> None:
    page = eve().at(PresencePage)
    QTest.keyClick(page.only_missing, Qt.Key.Key_Space)
    numbers = [line[2] for line in page.table.lines.texts]
    assert numbers == ["0406", "0408", "0423", "0431", "0438", "0453", "0468", "0472"]


def test_the_whole_centre_counts_every_jury(eve: Make) -> None:
    page = eve().at(PresencePage, None)
    assert page.numeric.text() == "!\u00a0Numériques\u00a0134 / 136"
    assert not page.table.isColumnHidden(0)
    assert {line[0] for line in page.table.lines.texts} == {"J01", "J02"}


def test_a_paper_livret_that_came_is_missing_no_more(eve: Make) -> None:
    driven = eve(1)
    for one in driven.fake.juries[JuryId("J01")].candidates:
        driven.fake.received[JuryId("J01"), one.number] = NOW
    page = driven.at(PresencePage)
    page.only_missing.setChecked(True)
    assert page.paper.text() == "✓\u00a0Papier\u00a05 / 5"
    assert [line[5] for line in page.table.lines.texts] == [
        "!\u00a0à réclamer", "?\u00a0à demander à la DEC", "?\u00a0à demander à la DEC"
    ]  # fmt: skip


def test_a_line_is_told_to_the_office_with_its_time_and_stays_until_received(eve: Make) -> None:
    driven = eve()
    page = driven.at(PresencePage)
    page.table.selectRow(5)
    assert page.office.whom.text() == "candidat N°\u00a00406, jury J01"
    page.office.text.setFocus()
    QTest.keyClicks(page.office.text, "livret pas encore arrive")
    QTest.keyClick(page.office.text, Qt.Key.Key_Return)
    driven.settle()
    assert page.office.text.text() == ""
    assert page.office.beside.text().startswith("✓ Enregistré ici")
    assert (
        page.office.messages.item(0).text().endswith("· J01, N°\u00a00406 · livret pas encore arrive — enregistré ici")
    )
    assert page.table.lines.texts[5][7], "the line tells when the office was told"
    assert driven.changes == 1


def test_a_refused_message_stays_in_its_field_with_why_beside(eve: Make) -> None:
    driven = eve()
    page = driven.at(PresencePage)
    refusal = driven.fake.refusals["tell_office"] = Refusal(Code.MESSAGE_TOO_LONG, length=900, most=500)
    page.office.text.setText("trop long")
    page.office.send.click()
    driven.settle()
    assert sentence(refusal) in page.office.beside.text()
    assert page.office.text.text() == "trop long"


def test_over_the_centre_a_line_is_chosen_before_the_office_is_told(eve: Make) -> None:
    page = eve().at(PresencePage, None)
    assert not page.office.send.isEnabled()
    QTest.keyClicks(page.office.text, "rien")
    QTest.keyClick(page.office.text, Qt.Key.Key_Return)
    assert page.office.messages.count() == 0
    page.table.selectRow(80)
    assert page.office.whom.text().endswith("jury J02")
    assert page.office.send.isEnabled()


def test_each_message_says_how_far_it_went() -> None:
    def said(sent: Sent, rank: int = 0) -> str:
        return message_words(JuryId("J01"), Message(StudentNumber(""), "panne", NOW, sent, rank)).rpartition("— ")[2]

    assert said(Sent.HERE) == "enregistré ici"
    assert said(Sent.RECEIVED, 8412) == "reçu par l’académie (n°\u00a08\u202f412)"
    assert said(Sent.REFUSED) == "refusé par l’académie\u00a0: appelez la DEC"


def test_a_refused_look_is_a_sentence_beside(eve: Make) -> None:
    driven = eve()
    refusal = driven.fake.refusals["presence"] = Refusal(Code.JURY_UNKNOWN, jury="J01")
    assert sentence(refusal) in driven.at_refused(PresencePage).beside.text()
