# SPDX-License-Identifier: AGPL-3.0-or-later
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lsl_desk.ui.actions import MENUS, Actions
from lsl_desk.ui.keys_sheet import KeysSheet, lines
from tests.ui.conftest import unnamed


def test_the_sheet_shows_every_line_and_escape_closes_it(qtbot: QtBot) -> None:
    actions = Actions()
    sheet = KeysSheet(actions)
    qtbot.addWidget(sheet)
    sheet.show()
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    for menu, rows in lines(actions).items():
        assert menu in shown
        assert {text for row in rows for text in row} <= shown
    assert set(lines(actions)) == set(MENUS)
    assert unnamed(sheet) == []
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_keys_are_named_as_on_a_french_keyboard() -> None:
    told = {label: keys for rows in lines(Actions()).values() for keys, label in rows}
    assert told["Page suivante"] == "Ctrl+Page suiv"
    assert told["Chercher dans tout le jury"] == "Ctrl+Maj+F"
