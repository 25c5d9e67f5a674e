# SPDX-License-Identifier: AGPL-3.0-or-later
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.sentences import sentence
from lsl_desk.ui.prepare.copies import CopiesPage
from lsl_desk.ui.prepare.drill import DrillPage
from lsl_desk.ui.prepare.places import Volume, is_key
from lsl_desk.ui.prepare.stations import Station
from tests.fakes.preparation import CODES

Make = Callable[..., Any]
J01, J02 = JuryId("J01"), JuryId("J02")


def _page(driven: Any, jury: str | None = "J01") -> CopiesPage:
    page = driven.at(CopiesPage, jury)
    page.place.add("/invented/cle")
    assert isinstance(page, CopiesPage)
    return page


def test_enter_makes_the_copy_which_is_listed_with_its_place(eve: Make) -> None:
    driven = eve()
    page = _page(driven)
    assert page.table.lines.texts == (("J01", "–", "–", "–", "–", "–", "✗\u00a0à faire"),)
    assert driven.station(Station.COPY) == "Édition LSL par jury\u00a0: à faire"
    assert page.make.hasFocus()
    QTest.keyClick(page.make, Qt.Key.Key_Space)
    driven.settle()
    ((jury, version, _, livrets, size, place, state),) = page.table.lines.texts
    assert (jury, version, livrets, size, place, state) == (
        "J01",
        "v1",
        "65",
        "31,4\u00a0Mo",
        "dossier",
        "✓\u00a0à jour",
    )
    assert page.results.item(0).text() == "✓ J01\u00a0: version 1, 65 livrets, dans /invented/cle/J01-v1"
    assert page.beside.text() == "✓ 1 jury édité, relu et vérifié sur place."
    assert driven.changes == 1


def test_made_already_says_when_and_what_again_would_do(eve: Make) -> None:
    driven = eve()
    page = _page(driven)
    page.make.click()
    driven.settle()
    assert page.again.text().startswith("Déjà fait à ")
    assert page.again.text().endswith("refaire crée la version 2.")
    driven.fake.change(J01, "0417")
    page = _page(driven)
    assert page.table.lines.texts[0][6] == "!\u00a0à refaire (1 livret modifié)\u00a0: 0417"
    page.make.click()
    driven.settle()
    assert page.results.item(0).text().startswith("✓ J01\u00a0: version 2, 65 livrets (64 à jour, 1 refait)")
    assert page.results.item(1).text().startswith("J01\u00a0: version 1, ")
    _page(driven, "J02")
    assert page.results.count() == 0, "what was said of another jury goes"
    assert _page(driven).results.item(0).text().startswith("J01\u00a0: version 1, ")


def test_one_jury_that_cannot_be_made_is_named_and_the_others_are(eve: Make) -> None:
    driven = eve()
    refusal = driven.fake.refused_copies[J02] = Refusal(Code.DISK_FULL)
    page = _page(driven, None)
    page.make.click()
    driven.settle()
    assert page.beside.text() == "✗ 1 jury n’a pas été fait\u00a0: voir ci-dessous."
    assert page.results.item(1).text() == f"✗ J02\u00a0: {sentence(refusal)}"
    assert [line[1] for line in page.table.lines.texts] == ["v1", "–"]


def test_a_place_that_cannot_be_written_is_a_sentence(eve: Make) -> None:
    driven = eve()
    page = _page(driven)
    refusal = driven.fake.refusals["make_copies"] = Refusal(Code.OUTPUT_UNWRITABLE, path="/invented/cle")
    page.make.click()
    driven.settle()
    assert sentence(refusal) in page.beside.text()
    assert page.make.isEnabled()
    assert not page.working.isVisible()


def test_a_copy_is_stopped_and_the_store_lane_stays_free(eve: Make, qtbot: Any) -> None:
    driven = eve()
    page = _page(driven)
    driven.fake.waits = threading.Event()
    page.make.click()
    qtbot.waitUntil(driven.fake.reached.is_set)
    assert page.working.isVisible()
    assert not page.make.isEnabled()
    page._make()
    assert page.code.show_button.isEnabled()
    page.code.show_button.click()
    qtbot.waitUntil(lambda: page.code.field.text() == CODES[0])
    page.working.stop_button.click()
    assert page.working.said.text() == "Édition\u00a0: arrêt…"
    driven.fake.waits.set()
    driven.settle()
    assert "arrêtée" in page.beside.text()
    assert driven.fake.copied == {}
    assert page.make.isEnabled()


def test_progress_names_the_livret(eve: Make) -> None:
    driven = eve()
    page = _page(driven)
    said = []
    page.working.relay.progressed.connect(lambda _one: said.append(page.working.said.text()))
    page.make.click()
    driven.settle()
    assert page.working.bar.maximum() == 65
    assert any("/ 65, N°\u00a00" in one for one in said)


def test_the_code_is_hidden_until_asked_and_changed_only_when_asked_twice(eve: Make) -> None:
    driven = eve()
    page = _page(driven)
    assert CODES[0] not in page.code.field.text()
    page.code.show_button.click()
    driven.settle()
    assert page.code.field.text() == CODES[0]
    page.code.show_button.click()
    assert CODES[0] not in page.code.field.text()
    page.code.new_button.click()
    driven.settle()
    assert driven.fake.codes == {J01: 0}
    assert page.code.new_button.text() == "Oui, changer le code"
    page.code.new_button.click()
    driven.settle()
    assert page.code.field.text() == CODES[1]
    assert page.code.new_button.text() == "Nouveau code"
    driven.at(CopiesPage, None)
    assert page.code.field.text() == "", "over the centre, a line is chosen first"
    page.table.selectRow(1)
    refusal = driven.fake.refusals["jury_code"] = Refusal(Code.CENTRE_HEAD_ONLY)
    page.code.show_button.click()
    driven.settle()
    assert sentence(refusal) in page.beside.text()


def test_a_code_that_was_shown_is_hidden_when_one_leaves(eve: Make) -> None:
    driven = eve()
    page = _page(driven)
    page.code.show_button.click()
    driven.settle()
    driven.at(DrillPage)
    assert CODES[0] not in _page(driven).code.field.text()


def test_keys_come_first_and_what_was_chosen_stays(eve: Make) -> None:
    driven = eve()
    page = driven.at(CopiesPage)
    place = page.place
    place.show_keys((Volume("/media/a/LUE", "Clé «\u00a0LUE\u00a0» (en lecture seule)", writable=False),
                     Volume("/media/a/CLE", "Clé «\u00a0CLE\u00a0» (7,2\u00a0Go libres, vfat)")))  # fmt: skip
    assert place.path == "/media/a/CLE", "the first that can be written"
    driven.chooser.path = "/invented/ailleurs"
    place.other.click()
    assert place.path == "/invented/ailleurs"
    assert [place.list.itemData(row) for row in range(3)] == ["/media/a/LUE", "/media/a/CLE", "/invented/ailleurs"]
    place.show_keys(())
    assert place.path == "/invented/ailleurs"
    place.show_keys((Volume("/media/a/CLE", "Clé"),))
    assert place.path == "/invented/ailleurs", "a key that comes does not take the place of what was chosen"


def test_a_volume_is_a_key_where_each_system_puts_them() -> None:
    assert is_key("/media/chef/CLE", "/", "linux")
    assert is_key("/run/media/chef/CLE", "/", "linux")
    assert not is_key("/home", "/", "linux")
    assert is_key("/Volumes/CLE", "/", "darwin")
    assert is_key("E:/", "C:/", "win32")
    assert not is_key("C:/", "C:/", "win32")
