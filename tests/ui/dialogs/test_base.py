# SPDX-License-Identifier: AGPL-3.0-or-later
from PySide6.QtWidgets import QDialogButtonBox, QStyle, QVBoxLayout
from pytestqt.qtbot import QtBot

from lsl_desk.ui.dialogs.base import Dialog


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
