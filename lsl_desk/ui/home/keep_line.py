# SPDX-License-Identifier: AGPL-3.0-or-later
"""The quiet line under the juries that says which is to be erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from lsl_desk.client.close.keep_words import log_told, told

if TYPE_CHECKING:
    from lsl_desk.client.close.retention import KeptJury, KeptLog


class KeepLine(QWidget):
    """« J01 : à effacer depuis le 06/09/2018 (67 livrets) », and what to do about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said, self.erase, self.more = QLabel(), QPushButton(), QPushButton("Conservation…")
        self.said.setWordWrap(True)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(14)
        for part in (self.said, self.more, self.erase):
            row.addWidget(part)
        self.hide()

    def show_due(self, due: tuple[KeptJury, ...], log: KeptLog) -> None:
        """Speak of the first jury, then of the journal; nothing when neither is due."""
        self.setVisible(bool(due) or log.erases)
        if due:
            first = due[0]
            others = f" Autres jurys à effacer\u00a0: {len(due) - 1}." if len(due) > 1 else ""
            self.said.setText(f"{first.jury}\u00a0: {told(first)}{others}")
            self.erase.setText(f"Effacer {first.jury}…")
        elif log.erases:
            self.said.setText(log_told(log))
            self.erase.setText("Effacer tout le coffre…")
