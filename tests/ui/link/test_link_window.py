# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window and a link in memory: badge, panel, enrolment, sync, news, withdrawal; real widgets, real threads."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from lsl_desk.client.link.for_screens import JuryMoved, SyncMoved, VersionOffered, Withdrawn
from lsl_desk.client.link.values import JuryProgress, Network, Phase, ReadBy
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.connection import Contact, LinkState
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.ui.dialogs.connection_panel import ConnectionPanel
from lsl_desk.ui.dialogs.diagnosis_dialog import DiagnosisDialog
from lsl_desk.ui.dialogs.enrol_dialog import EnrolDialog
from lsl_desk.ui.dialogs.settings_dialog import SettingsDialog
from tests.fakes.gate import FakeGate
from tests.fakes.link import NOW, FakeLink
from tests.ui.conftest import Bench, unnamed

D = TypeVar("D", bound=QDialog)
Make = Callable[..., Bench]
J01 = JuryId("J01")


@pytest.fixture
def linked(bench: Make) -> Callable[..., tuple[Bench, FakeLink]]:
    """An unlocked window whose Desk has a link."""

    def make(*, enrolled: bool = True, juries: int = 2) -> tuple[Bench, FakeLink]:
        gate = FakeGate(juries=juries)
        link = gate.link = FakeLink(enrolled=enrolled)
        driven = bench(gate)
        driven.unlock()
        if enrolled:
            driven.qtbot.waitUntil(lambda: status(driven) is not None)
        return driven, link

    return make


def status(driven: Bench) -> Any:
    made = driven.window.linked._made
    return None if made is None else made.status


def dialog(driven: Bench, kind: type[D]) -> D:
    (found,) = [one for one in driven.window.findChildren(kind) if one.isVisible()]
    return found


def words(driven: Bench) -> str:
    return driven.window.badge.words.text()


def until_says(driven: Bench, said: str) -> None:
    driven.qtbot.waitUntil(lambda: words(driven) == said)


def texts(widget: QDialog) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


Linked = Callable[..., tuple[Bench, FakeLink]]


def test_a_post_that_is_not_enrolled_makes_no_link(linked: Linked) -> None:
    driven, link = linked(enrolled=False)
    driven.settle()
    assert driven.window.linked._made is None
    assert words(driven) == "hors ligne — copie locale"
    assert link._listeners == []


def test_the_badge_says_each_state_and_never_moves(linked: Linked) -> None:
    driven, link = linked()
    place = QRect(driven.window.badge.geometry())
    until_says(driven, "recherche de l’académie…")
    for contact, said in (
        (Contact.ANSWERED, "en ligne, instable"),
        (Contact.ANSWERED, "en ligne"),
        (Contact.SLOW, "en ligne, instable"),
        (Contact.FAILED, "en ligne, instable"),
        (Contact.FAILED, f"coupé depuis {NOW.astimezone():%H:%M}"),
        (Contact.ANSWERED, "de retour en ligne"),
        (Contact.ANSWERED, "en ligne"),
    ):
        link.contact_came(contact)
        until_says(driven, said)
        assert driven.window.badge.geometry() == place
        assert said in driven.window.badge.accessibleName()


def test_the_badge_counts_what_waits_while_the_academy_is_away(linked: Linked) -> None:
    driven, link = linked()
    link.outbox = 1007
    link.contact_came(Contact.ANSWERED)
    link.contact_came(Contact.ANSWERED)
    until_says(driven, "en ligne")
    assert "en attente" not in driven.window.badge.words.text(), "they leave at once"
    for _ in range(2):
        link.contact_came(Contact.FAILED)
    until_says(driven, f"coupé depuis {NOW.astimezone():%H:%M} · 1\u202f007 en attente")
    words = driven.window.badge.words
    driven.qtbot.waitUntil(lambda: words.fontMetrics().horizontalAdvance(words.text()) <= words.width())
    assert "1\u202f007 en attente" in driven.window.badge.accessibleName()
    link.contact_came(Contact.ANSWERED)
    until_says(driven, "de retour en ligne")
    assert "en attente" not in words.text()


def test_the_panel_says_what_still_works_and_what_waits(linked: Linked) -> None:
    driven, link = linked()
    link.outbox = 7
    for _ in range(2):
        link.contact_came(Contact.ANSWERED)
    for _ in range(2):
        link.contact_came(Contact.FAILED, NOW + timedelta(minutes=5))
    until_says(driven, f"coupé depuis {(NOW + timedelta(minutes=5)).astimezone():%H:%M} · 7 en attente")
    driven.window.actions_["connection"].trigger()
    panel = dialog(driven, ConnectionPanel)
    said = texts(panel)
    assert panel.works.text().count("✓") == 3
    assert "Lire" in said
    assert "Chercher" in said
    assert "journal de lecture" in said
    assert "7 actes en attente d’envoi" in said
    assert "copie du 2 juillet" in said
    assert "échec" not in said.casefold()
    assert unnamed(panel) == []
    link.contact_came(Contact.ANSWERED, NOW + timedelta(minutes=9))
    driven.qtbot.waitUntil(lambda: "de retour" in panel.headline.text())
    QTest.keyClick(panel, Qt.Key.Key_Escape)


def test_the_panel_of_a_local_copy_leads_to_enrolment(linked: Linked) -> None:
    driven, _ = linked(enrolled=False)
    QTest.mouseClick(driven.window.badge, Qt.MouseButton.LeftButton)
    panel = dialog(driven, ConnectionPanel)
    assert "relié à aucune académie" in panel.headline.text()
    assert "copie du 2 juillet" in panel.source.text()
    next(one for one in panel.findChildren(QPushButton) if "Relier" in one.text()).click()
    asked = dialog(driven, EnrolDialog)
    assert asked.focusWidget() is asked.address


def test_a_post_is_enrolled_by_six_digits_and_its_first_sync_starts(linked: Linked) -> None:
    driven, link = linked(enrolled=False)
    driven.window.actions_["enrol"].trigger()
    asked = dialog(driven, EnrolDialog)
    asked._again.setInterval(1)
    assert unnamed(asked) == []
    assert asked.label.text() == "Poste 3"
    asked.go.click()
    assert "à remplir" in asked.beside.text()
    link.offered = Refusal(Code.NET_NAME, host="academie.exemple")
    QTest.keyClicks(asked.address, "academie.exemple")
    QTest.keyClick(asked.address, Qt.Key.Key_Return)
    driven.qtbot.waitUntil(lambda: "introuvable" in asked.beside.text())
    link.offered = None
    asked.go.click()
    driven.qtbot.waitUntil(asked.digits.isVisible)
    assert asked.digits.text().replace("\u2009", "") == "123456"
    assert asked.digits.fontMetrics().height() > 4 * asked.what.fontMetrics().height()
    assert "montre les mêmes" in asked.what.text()
    link.yes = True
    driven.qtbot.waitUntil(asked.said.isVisible)
    assert "Académie d’essai" in asked.said.text()
    assert "président" in asked.said.text()
    assert "0750001Z" in asked.said.text()
    asked.go.click()
    driven.qtbot.waitUntil(lambda: "sync" in link.asked)
    driven.qtbot.waitUntil(lambda: driven.window.linked.linking().lanes.control is None)


@pytest.mark.parametrize(("yes", "said"), [(False, "refusée"), (None, "")])
def test_an_enrolment_that_is_refused_or_left(linked: Linked, yes: bool | None, said: str) -> None:
    driven, link = linked(enrolled=False)
    driven.window.actions_["enrol"].trigger()
    asked = dialog(driven, EnrolDialog)
    asked._again.setInterval(1)
    asked.address.setText("academie.example")
    asked.go.click()
    driven.qtbot.waitUntil(asked.digits.isVisible)
    link.yes = yes
    if yes is None:
        with driven.qtbot.waitSignal(asked.destroyed):
            asked.reject()
    else:
        driven.qtbot.waitUntil(lambda: said in asked.beside.text())
        assert asked.address.isVisible()
        assert asked.go.isEnabled()
    assert link.academy is None


def bar(jury: str = "J01", **more: Any) -> JuryProgress:
    one = JuryProgress(JuryId(jury), f"Jury {jury}", 3, Phase.FETCHING, 34, 80, 12_400_000, 31_000_000, 2_100_000, 9)
    return replace(one, **more)


def test_a_sync_shows_its_bar_pauses_goes_on_and_names_the_livret_that_did_not_come(linked: Linked) -> None:
    driven, link = linked()
    link.bars = [bar(missing=(StudentNumber("0417"),))]
    link.go_on.clear()
    driven.window.actions_["sync"].trigger()
    strip, tile = driven.window.home_page.sync, driven.window.home_page.tiles[0]
    size = tile.size()
    driven.qtbot.waitUntil(lambda: "34\u00a0/\u00a080 livrets" in strip.said.text())
    for part in ("12,4\u00a0Mo sur 31,0\u00a0Mo", "2,1\u00a0Mo/s", "encore 9\u00a0s"):
        assert part in strip.said.text()
    assert "sauf le livret 0417" in tile.toolTip()
    assert (strip.bar.value(), strip.bar.maximum()) == (34, 80)
    strip.pause_button.click()
    assert strip.pause_button.text() == "Reprendre"
    driven.window.actions_["sync_pause"].trigger()
    assert strip.pause_button.text() == "Suspendre"
    assert tile.size() == size
    link.go_on.set()
    driven.qtbot.waitUntil(lambda: not strip.bar.isVisible())
    driven.settle()
    tile = driven.window.home_page.tiles[0]
    assert "version 3, à jour à " in tile.toolTip()
    assert "sauf le livret 0417" in tile.toolTip()


def test_a_sync_is_stopped(linked: Linked) -> None:
    driven, link = linked()
    link.bars = [bar(), bar("J02")]
    link.go_on.clear()
    driven.window.actions_["sync"].trigger()
    assert link.fetched.wait(10)
    driven.window.actions_["sync_stop"].trigger()
    link.go_on.set()
    driven.qtbot.waitUntil(lambda: driven.window.linked.linking().lanes.control is None)
    assert not driven.window.actions_["sync_stop"].isEnabled()


def test_a_sync_that_the_link_refuses_says_so_under_the_juries(linked: Linked) -> None:
    driven, link = linked()
    for _ in range(2):
        link.contact_came(Contact.FAILED)
    driven.qtbot.waitUntil(lambda: words(driven).startswith("coupé"))
    driven.window.actions_["sync"].trigger()
    driven.qtbot.waitUntil(lambda: "ne répond pas" in driven.window.home_page.sync.said.text())


def test_a_newer_version_is_a_button_that_interrupts_nobody(linked: Linked) -> None:
    driven, link = linked()
    driven.window.open_jury("J01", "0417")
    place = QRect(driven.room.geometry())
    link.tell(VersionOffered(J01, 4))
    offer = driven.window.offer
    driven.qtbot.waitUntil(offer.isVisible)
    assert offer.text().strip() == "J01\u00a0: version 4 à recevoir"
    assert driven.room.geometry() == place
    link.bars = [bar(version=4)]
    offer.click()
    driven.qtbot.waitUntil(lambda: not offer.isVisible())
    assert "sync J01" in link.asked
    assert driven.room.geometry() == place


def test_acts_of_other_posts_reach_the_room(linked: Linked) -> None:
    driven, link = linked()
    driven.window.open_jury("J01")
    driven.settle()
    by = ReadBy(Digest("0" * 64), Author("Poste 4", Role.VICE_PRESIDENT), NOW)
    link.readings[J01] = {StudentNumber("0417"): (by,)}
    link.tell(JuryMoved(J01, acts=True))
    driven.qtbot.waitUntil(lambda: driven.room.read_elsewhere.readers == link.readings[J01])
    assert "J01 moved" in driven.room.news


def test_locking_stops_the_lanes_and_unlocking_starts_them_again(linked: Linked) -> None:
    driven, link = linked()
    lanes = driven.window.linked.linking().lanes
    held: list[object] = [lanes.link]
    driven.window.lock()
    held.append(lanes.link)
    assert held == [link, None]
    driven.settle()
    assert link._closed.is_set()
    assert words(driven) == "hors ligne — copie locale"
    link.tell(VersionOffered(J01, 4))
    driven.gate.link = FakeLink()
    driven.unlock()
    driven.qtbot.waitUntil(lambda: lanes.link is driven.gate.link)
    assert not driven.window.offer.isVisible()


def test_a_withdrawn_post_is_locked_erased_and_says_why(linked: Linked) -> None:
    driven, link = linked()
    driven.window.open_jury("J01")
    link.tell(Withdrawn("poste rendu à la DEC"))
    driven.qtbot.waitUntil(lambda: driven.gate.erased == 1)
    driven.settle()
    page = driven.window.unlock_page
    assert driven.window.pages.currentWidget() is page
    assert "poste rendu à la DEC" in page._why.text()
    assert "effacé" in page._why.text()
    assert not driven.gate.exists()


def test_the_diagnosis_is_asked_off_the_gui_thread_and_copied(linked: Linked) -> None:
    driven, _ = linked(enrolled=False)
    driven.window.actions_["diagnosis"].trigger()
    shown = dialog(driven, DiagnosisDialog)
    driven.qtbot.waitUntil(lambda: "trouvé" in shown.report.toPlainText())
    shown.copy.click()
    assert QGuiApplication.clipboard().text() == shown.report.toPlainText()
    assert unnamed(shown) == []


def test_the_settings_ask_and_keep_how_the_network_is_reached(linked: Linked, tmp_path: Any) -> None:
    driven, link = linked()
    link.kept = Network("http://proxy.example:8080")
    driven.window.actions_["settings"].trigger()
    settings = dialog(driven, SettingsDialog)
    fields = settings.network
    assert fields is not None
    fields.unfold.click()
    driven.qtbot.waitUntil(fields.fields.isVisible)
    assert fields.proxy.text() == "http://proxy.example:8080"
    assert unnamed(settings) == []
    fields.proxy.setText("ftp://non")
    settings._send()
    driven.qtbot.waitUntil(lambda: "n’est pas permis" in fields.beside.text())
    assert settings.isVisible()
    fields.proxy.setText("direct")
    bad, good = tmp_path / "bad.pem", tmp_path / "good.pem"
    bad.write_bytes(b"\xff\xfe")
    good.write_text("-----BEGIN CERTIFICATE-----\n")
    fields.read(str(bad))
    assert "PEM" in fields.beside.text()
    fields.read(str(good))
    with driven.qtbot.waitSignal(settings.kept):
        settings._send()
    assert link.kept == Network("direct", good.read_text())


def test_news_of_a_locked_desk_are_not_heard(linked: Linked) -> None:
    driven, link = linked()
    heard: list[object] = []
    driven.window.linked.linking().lanes.news.connect(heard.append)
    link.tell(SyncMoved(bar()))
    driven.window.lock()
    driven.settle()
    assert heard == []
    assert link.light.state is LinkState.DEGRADED
