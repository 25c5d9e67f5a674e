# SPDX-License-Identifier: AGPL-3.0-or-later
"""The academy with J03, and the president's post in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lsl_desk import main, wiring
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.client.settings import Settings
from lsl_desk.main import LocalGate
from lsl_desk.ui.french import FRENCH
from tests.journeys.morning import Clock
from tests.journeys.sitter import J03, NEAR, Sitter, SittingServer
from tests.journeys.test_the_day_cut import PRESIDENT, enrol


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (main, wiring):
        monkeypatch.setattr(module, "SystemClock", lambda: made)
    return made


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SittingServer]:
    made = SittingServer(tmp_path / "server")
    yield made
    made.lives.close()


@pytest.fixture
def post(qtbot: QtBot, qapp: QApplication, tmp_path: Path, server: SittingServer) -> Iterator[Sitter]:
    """Enrolled, synchronised the evening before, J03 open on its first candidate; a page counts after 0.2 second."""
    QLocale.setDefault(FRENCH)
    qapp.setStyle("Fusion")
    root = tmp_path / "post"
    gate = LocalGate(DataFolder(root))
    gate.keep_settings(Settings(page_seconds=0.2))
    enrol(gate, server)
    made = Sitter(qtbot, root, PRESIDENT)
    made.window.open_jury(J03, NEAR)
    made.until(lambda: made.window.room is not None)
    made.until_at(NEAR)
    made.until(lambda: made.room.sitting.state is not None)
    made.until_sheet(NEAR)
    yield made
    if not made.closed:
        made.close()
