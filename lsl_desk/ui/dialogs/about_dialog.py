# SPDX-License-Identifier: AGPL-3.0-or-later
"""Version, licence, where the source is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lsl_desk.ui.dialogs.base import Dialog
from lsl_desk.ui.icons import pixmap
from lsl_desk.ui.last_resort import versions
from lsl_desk.ui.palettes import tints


class AboutDialog(Dialog):
    """What this program is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("À propos de LSL Desk", parent)
        sign = QLabel()
        sign.setPixmap(pixmap("desk", tints(self.palette()).accent, 56, self.devicePixelRatioF()))
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        said = QLabel(
            "<p style='font-size:large'><b>LSL Desk</b></p>"
            "<p>Le poste de travail d’un jury de baccalauréat\u00a0: les livrets scolaires, scellés sur cet "
            "ordinateur, lus sans réseau.</p>"
            "<p>Logiciel libre, licence AGPL-3.0 ou ultérieure, sans aucune garantie.<br>"
            "Code source fourni avec l’application.</p>"
            f"<p>{versions().replace(chr(10), '<br>')}</p>"
        )
        said.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said.setMinimumWidth(380)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(sign)
        row.addWidget(said, 1)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(buttons)
