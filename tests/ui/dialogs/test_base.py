# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QStyle, QVBoxLayout
from pytestqt.qtbot import QtBot

from lsl_desk.ui.dialogs.base import Beside, Dialog
from lsl_desk.ui.palettes import DARK, LIGHT, Tints, palette


def test_buttons_are_shown_by_their_words_alone(qtbot: QtBot) -> None:
    dialog = Dialog("Essai", None)
    qtbot.addWidget(dialog)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
    QVBoxLayout(dialog).addWidget(box)
    save = box.button(QDialogButtonBox.StandardButton.Save)
    save.setIcon(dialog.style().standardIcon(QStyle.StandardPixmap.SP_DialogSaveButton))  # as Qt does on a desktop
    dialog.show()
    assert save.icon().isNull()
    assert save.text()


@pytest.mark.parametrize(("dark", "tints"), [(True, DARK), (False, LIGHT)])
def test_what_stands_beside_a_field_takes_the_colours_of_another_theme(
    qtbot: QtBot, qapp: QApplication, dark: bool, tints: Tints
) -> None:
    beside, before = Beside(), qapp.palette()
    qtbot.addWidget(beside)
    beside.show()
    qapp.setPalette(palette(dark=not dark))
    try:
        beside.refuse("Donnez le nom.")
        qapp.setPalette(palette(dark=dark))
        qtbot.waitUntil(lambda: beside.palette().color(QPalette.ColorRole.WindowText) == tints.danger)
    finally:
        qapp.setPalette(before)
