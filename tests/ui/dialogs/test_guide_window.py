# SPDX-License-Identifier: AGPL-3.0-or-later
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from lsl_desk.ui.dialogs.guide_window import GuideWindow
from tests.ui.conftest import unnamed


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    (tmp_path / "1-ouvrir.md").write_text("# Ouvrir\n\nVoir [lire](2-lire.md#lire).\n", encoding="utf-8")
    (tmp_path / "2-lire.md").write_text("Intro\n\n# Lire un livret\n\nTexte à é è.\n", encoding="utf-8")
    return tmp_path


def test_the_guide_lists_its_pages_by_title_and_shows_the_first(qtbot: QtBot, guide: Path) -> None:
    window = GuideWindow(folder=guide)
    qtbot.addWidget(window)
    assert [window.pages.item(row).text() for row in range(window.pages.count())] == ["Ouvrir", "Lire un livret"]
    assert "Voir lire." in window.text.toPlainText()
    assert unnamed(window) == []


def test_a_link_leads_to_a_page_of_the_guide_and_nowhere_else(qtbot: QtBot, guide: Path) -> None:
    window = GuideWindow(folder=guide)
    qtbot.addWidget(window)
    window.text.anchorClicked.emit(QUrl("2-lire.md#lire"))
    assert "Texte à é è." in window.text.toPlainText()
    window.text.anchorClicked.emit(QUrl("https://example.org/"))
    assert "Texte à é è." in window.text.toPlainText()
