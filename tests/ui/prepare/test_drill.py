# SPDX-License-Identifier: AGPL-3.0-or-later
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.sentences import sentence
from lsl_desk.ui.prepare.drill import DrillPage
from lsl_desk.ui.prepare.stations import Station

Make = Callable[..., Any]
J01 = JuryId("J01")


def test_a_drill_proves_every_livret(eve: Make) -> None:
    driven = eve()
    page = driven.at(DrillPage)
    assert page.minutes.value() == 5
    assert page.table.lines.texts == (("J01", "0 / 65", "–", "–", "○\u00a0à faire"),)
    assert not page.certificate.isEnabled()
    QTest.keyClick(page.start, Qt.Key.Key_Space)
    driven.settle()
    assert page.beside.text() == (
        "✓ 65 livrets ouverts, 195 pages, en 22\u00a0s\u202f; le plus lent\u00a0: 0401 (J01), 140\u00a0ms."
    )
    assert page.table.lines.texts[0][1] == "65 / 65"
    assert page.table.lines.texts[0][4] == "✓\u00a0réussi"
    assert page.cut.text() == ""
    driven.page.show_readiness(driven.fake.readiness())
    assert driven.station(Station.DRILL) == "Exercice de coupure\u00a0: réussi"


def test_one_unreadable_is_red_named_and_drilled_again_alone(eve: Make) -> None:
    driven = eve()
    page = driven.at(DrillPage)
    driven.fake.broken[J01].add(StudentNumber("0417"))
    page.start.click()
    driven.settle()
    assert page.table.lines.texts[0][4] == "✗\u00a01 livret illisible\u00a0: 0417"
    assert page.beside.text().startswith("✗ 1 livret n’a pas pu être ouvert")
    assert page.results.item(0).text().startswith("✗ 0417\u00a0: ")
    wanted = []
    driven.page.sync_wanted.connect(lambda: wanted.append("sync"))
    page.recover.click()
    assert wanted == ["sync"]
    driven.fake.broken[J01].clear()
    assert page.only_waiting.isEnabled()
    page.only_waiting.setChecked(True)
    page.start.click()
    driven.settle()
    assert page.beside.text().startswith("✓ 1 livret ouvert, ")
    assert page.table.lines.texts[0][4] == "✓\u00a0réussi"
    assert page.results.count() == 0


def test_a_drill_is_stopped_and_what_was_opened_counts(eve: Make, qtbot: Any) -> None:
    driven = eve()
    page = driven.at(DrillPage)
    driven.fake.waits = threading.Event()
    page.start.click()
    qtbot.waitUntil(driven.fake.reached.is_set)
    assert page.cut.text().startswith("Réseau coupé par choix depuis")
    assert not page.minutes.isEnabled()
    page._start()
    page.working.stop_button.click()
    driven.fake.waits.set()
    driven.settle()
    assert page.start.isEnabled()
    assert page.beside.text().startswith("Exercice arrêté\u00a0: ce qui a été ouvert compte.")
    assert page.table.lines.texts[0][4].endswith("à éprouver")


def test_a_refused_drill_is_a_sentence(eve: Make) -> None:
    driven = eve()
    page = driven.at(DrillPage)
    refusal = driven.fake.refusals["drill"] = Refusal(Code.PAGE_WORKER_DOWN)
    page.start.click()
    driven.settle()
    assert sentence(refusal) in page.beside.text()
    assert page.start.isEnabled()


def test_the_certificate_is_written_or_refused(eve: Make) -> None:
    driven = eve()
    page = driven.at(DrillPage, None)
    page.start.click()
    driven.settle()
    driven.chooser.path = "/invented/attestation.pdf"
    page.certificate.click()
    driven.settle()
    assert driven.chooser.asked[0][1] == "attestation-exercice-centre.pdf"
    assert driven.fake.written == ["write_certificate attestation.pdf J01 J02"]
    refusal = driven.fake.refusals["write_certificate"] = Refusal(Code.DRILL_MISSING, jury="J02")
    page.certificate.click()
    driven.settle()
    assert sentence(refusal) in page.beside.text()
