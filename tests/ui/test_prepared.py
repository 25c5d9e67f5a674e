# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eve in the window: the home of the centre's head, the page « Préparer », locking, the opening of a sitting."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from lsl_desk.client.desk import Desk
from lsl_desk.domain.acts import Author, Entry, Role
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.ui.prepare.copies import CopiesPage
from lsl_desk.ui.prepare.heads import HeadsPage
from lsl_desk.ui.prepare.stations import Station
from tests.fakes.gate import FakeGate
from tests.fakes.preparation import FakePreparation
from tests.ui.conftest import unnamed

Make = Callable[..., Any]
J01 = JuryId("J01")


class EveGate(FakeGate):
    """A gate whose Desk has an eve; a centre's head acts, or who is told."""

    def __init__(self, role: Role = Role.CHEF_DE_CENTRE) -> None:
        super().__init__()
        self.seat = Author("Lycée Berthelot", role)
        self.eves: list[FakePreparation] = []
        self.preparation = self._make

    @property
    def eve(self) -> FakePreparation:
        return self.eves[-1]

    def _make(self, desk: Desk) -> FakePreparation:
        self.eves.append(FakePreparation(desk.juries(), desk.open_jury))
        return self.eve


def _home(bench: Make, qtbot: Any, gate: EveGate) -> Any:
    driven = bench(gate)
    driven.unlock()
    qtbot.waitUntil(lambda: bool(driven.window.home_page._stands) and not driven.tasks.busy)
    return driven


def test_the_home_of_the_centre_s_head_says_how_each_jury_stands(bench: Make, qtbot: Any) -> None:
    driven = _home(bench, qtbot, EveGate())
    home = driven.window.home_page
    said = [label.text() for label in home.tiles[0].findChildren(QLabel)]
    for words in ("4 points à régler", "64 / 65", "1 à réclamer", "0 / 5", "manquant", "à faire"):
        assert words.replace("4 points", "6 points") in said
    assert home.tiles[0].accessibleName().startswith("Jury J01, Jury J01 · ES, 74 candidats. 6 points à régler.")
    assert home.eve.title.text().startswith("Avant le 3 juillet, ")
    assert home.eve.lines[1].todo.text == "10 livrets papier attendus (J01, J02)"
    assert home.eve.lines[1].accessibleName() == "Manque\u00a0: 10 livrets papier attendus (J01, J02)"
    assert unnamed(home) == []


def test_a_president_s_home_is_as_it_was(bench: Make) -> None:
    driven = bench(EveGate(Role.PRESIDENT))
    driven.unlock()
    window = driven.window
    assert window.home_page.eve is None
    assert not window.actions_["prepare"].isEnabled()
    assert any(label.text() == "Lus" for label in window.home_page.tiles[0].findChildren(QLabel))
    assert not window.home_page.tiles[0].prepare_button.isVisible()
    window.prepared.open(J01)
    driven.settle()
    assert window.pages.currentWidget() is window.home_page
    assert driven.gate.eves == [], "nobody asked how the juries stand"


def test_when_the_store_answers_nothing_moves(bench: Make, qtbot: Any) -> None:
    driven = bench(EveGate())
    driven.window.prepared._later.setInterval(1_000_000)
    driven.unlock()
    home = driven.window.home_page
    assert not home._stands
    before = [tile.geometry() for tile in home.tiles]
    inside = [label.pos() for label in home.tiles[0].findChildren(QLabel) if label.text() in {"Papier", "Exercice"}]
    driven.window.prepared.ask()
    qtbot.waitUntil(lambda: bool(home._stands))
    home.layout().activate()
    assert [tile.geometry() for tile in home.tiles] == before
    after = [label.pos() for label in home.tiles[0].findChildren(QLabel) if label.text() in {"Papier", "Exercice"}]
    assert after == inside


def test_the_panel_takes_the_colours_of_a_theme_chosen_while_it_is_shown(bench: Make, qtbot: Any) -> None:
    gate = EveGate()
    driven = _home(bench, qtbot, gate)
    driven.window.actions_["theme_dark"].trigger()
    driven.settle()
    plain = driven.window.home_page.eve.lines[5]._words
    assert plain.palette().windowText().color().lightness() > 128
    driven.window.actions_["theme_light"].trigger()
    driven.settle()
    assert plain.palette().windowText().color().lightness() < 128


def test_a_line_of_the_panel_leads_to_where_it_is_done(bench: Make, qtbot: Any) -> None:
    driven = _home(bench, qtbot, EveGate())
    driven.window.home_page.eve.lines[3].click()
    driven.settle()
    page = driven.window.prepared.page
    assert driven.window.pages.currentWidget() is page
    assert (page.station, page.jury) == (Station.HEADS, None)
    assert driven.window.about.text() == "Préparer · tout le centre"


@pytest.mark.parametrize("way", ["button", "key", "centre"])
def test_a_jury_or_the_centre_is_prepared_from_the_home(bench: Make, qtbot: Any, way: str) -> None:
    driven = _home(bench, qtbot, EveGate())
    home = driven.window.home_page
    if way == "button":
        home.tiles[1].prepare_button.click()
    elif way == "key":
        home.focus_jury(JuryId("J02"))
        QTest.keyClick(home.tiles[1], Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    else:
        home.eve.centre_button.click()
    driven.settle()
    assert driven.window.prepared.page.jury == (None if way == "centre" else "J02")
    assert driven.window.prepared.page.list.item(0).text() == (
        "Présence\n6 à régler" if way == "centre" else "Présence\n3 à régler"
    )


def test_the_open_button_of_a_tile_opens_its_jury(bench: Make, qtbot: Any) -> None:
    driven = _home(bench, qtbot, EveGate())
    driven.window.home_page.tiles[1].open_button.click()
    assert driven.room.jury == "J02"


def test_what_is_recorded_is_on_the_home_when_one_comes_back(bench: Make, qtbot: Any) -> None:
    gate = EveGate()
    driven = _home(bench, qtbot, gate)
    driven.window.prepared.open(J01, Station.HEADS)
    driven.settle()
    page = driven.window.prepared.page.pages[Station.HEADS]
    assert isinstance(page, HeadsPage)
    page.cards[J01].president.named.emit("Mme Lenoir")
    driven.settle()
    driven.window.actions_["home"].trigger()
    driven.settle()
    assert driven.window.pages.currentWidget() is driven.window.home_page
    assert any(label.text() == "désigné" for label in driven.window.home_page.tiles[0].findChildren(QLabel))
    assert driven.window.home_page.eve.lines[3].todo.text == "J02\u00a0: président manquant"


def test_locking_covers_the_eve_stops_what_lasts_and_unlocking_brings_it_back(bench: Make, qtbot: Any) -> None:
    gate = EveGate()
    driven = _home(bench, qtbot, gate)
    driven.window.prepared.open(J01, Station.COPY)
    driven.settle()
    page = driven.window.prepared.page.pages[Station.COPY]
    assert isinstance(page, CopiesPage)
    held = gate.eve.waits = threading.Event()
    page.place.add("/invented/cle")
    page.make.click()
    qtbot.waitUntil(gate.eve.reached.is_set)

    closed = []
    driven.gate.store.close = lambda: closed.append(driven.window.prepared._long._lane._work_queue.empty())
    driven.window.lock()
    assert closed == [], "the store stays open while a copy is being stopped"
    held.set()
    driven.settle()
    qtbot.waitUntil(lambda: not driven.window.prepared._long.busy)
    assert closed == [True]
    assert gate.eve.copied == {}
    assert driven.window.prepared.page is None
    driven.unlock()
    driven.settle()
    assert driven.window.pages.currentWidget() is driven.window.prepared.page
    assert (driven.window.prepared.page.jury, driven.window.prepared.page.station) == (J01, Station.COPY)


def test_a_centre_s_head_opens_no_sitting(bench: Make, qtbot: Any) -> None:
    driven = _home(bench, qtbot, EveGate())
    driven.window.open_jury("J01")
    assert not driven.window.actions_["open_sitting"].isEnabled()
    driven.window.actions_["prepare"].trigger()
    driven.settle()
    assert driven.window.prepared.page.jury == "J01", "the jury that was read"


def test_what_comes_from_the_academy_is_shown_and_nothing_typed_goes(bench: Make, qtbot: Any) -> None:
    driven = _home(bench, qtbot, EveGate())
    driven.window.prepared.open(J01, Station.PRESENCE)
    qtbot.waitUntil(lambda: driven.window.prepared.page is not None and not driven.tasks.busy)
    page = driven.window.prepared.page
    shown = page.pages[Station.PRESENCE]
    qtbot.waitUntil(lambda: bool(shown.table.lines.texts))
    shown.table.selectRow(3)
    chosen = shown.table.current
    shown.office.text.setText("livret attendu")
    paper = next(one for one in driven.gate.eve.presence(J01).lines if one.format is LivretFormat.PAPIER)
    driven.gate.eve.receive_paper(paper.number, Entry.TYPED)
    driven.window.refresh_home()
    qtbot.waitUntil(lambda: not driven.tasks.busy)
    assert "1 / 5" in shown.paper.text()
    assert (shown.table.current, shown.office.text.text()) == (chosen, "livret attendu")
    assert driven.window.prepared.page is page
