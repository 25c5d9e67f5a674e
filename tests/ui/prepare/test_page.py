# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lsl_desk.ui.palettes import apply_theme
from lsl_desk.ui.prepare.page import _PAGES
from lsl_desk.ui.prepare.presence import PresencePage
from lsl_desk.ui.prepare.stations import Station
from tests.ui.conftest import unnamed

Make = Callable[..., Any]


@pytest.mark.parametrize("station", list(Station))
def test_every_widget_of_every_page_has_a_name(eve: Make, station: Station) -> None:
    driven = eve()
    driven.at(_PAGES[station], None)
    assert unnamed(driven.page) == []


def test_the_stations_are_gone_through_with_the_arrows_and_enter(eve: Make) -> None:
    driven = eve()
    driven.at(PresencePage)
    driven.page.list.setFocus()
    for station in list(Station)[1:]:
        QTest.keyClick(driven.page.list, Qt.Key.Key_Down)
        driven.settle()
        assert driven.page.station is station
        assert driven.page.list.hasFocus()
    QTest.keyClick(driven.page.list, Qt.Key.Key_Return)
    assert not driven.page.list.hasFocus(), "Enter gives the keyboard to the station"


def test_escape_goes_back_to_the_stations_then_home(eve: Make, qtbot: Any) -> None:
    driven = eve()
    page = driven.at(PresencePage)
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert driven.page.list.hasFocus()
    with qtbot.waitSignal(driven.page.closed):
        QTest.keyClick(driven.page.list, Qt.Key.Key_Escape)


def test_the_scope_changes_what_is_shown(eve: Make) -> None:
    driven = eve()
    page = driven.at(PresencePage)
    titles: list[str] = []
    driven.page.title_changed.connect(titles.append)
    driven.page.scope.setCurrentIndex(0)
    driven.settle()
    assert driven.page.jury is None
    assert titles == ["Préparer · tout le centre"]
    assert len(page.table.lines.texts) == 74 + 80


def test_every_station_follows_the_theme(eve: Make) -> None:
    driven = eve()
    for kind in _PAGES.values():
        driven.at(kind)
    apply_theme("dark")
    driven.settle()
    apply_theme("light")
    driven.settle()
    assert driven.station(Station.PRESENCE).startswith("Présence")
