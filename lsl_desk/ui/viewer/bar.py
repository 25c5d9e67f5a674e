# SPDX-License-Identifier: AGPL-3.0-or-later
"""The line under the pages: where one is, what a scan leaves to the eye, and the actions of the livret."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from lsl_desk.ui.actions import Actions

SHOWN = ("thumbnails", "continuous", "fit_width", "fit_page", "zoom_out", "zoom_in", "rotate", "find")
"""The actions that have a button here, in order."""


class ViewerBar(QWidget):
    """Always there and always as tall: nothing moves when its words change."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._where = QLabel()
        self._where.setMinimumWidth(self._where.fontMetrics().horizontalAdvance("page 88 sur 88 · 888\u00a0%"))
        self._note = QLabel(wordWrap=True)
        for label in (self._where, self._note):
            label.setAutoFillBackground(True)  # else all that is behind is painted again under it
        self._note.setAccessibleName("Remarque sur la page")
        font = self._note.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        self._note.setFont(font)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 4, 2)
        row.setSpacing(2)
        row.addWidget(self._where)
        row.addWidget(self._note, 1)
        for name in SHOWN:
            button = QToolButton(autoRaise=True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setDefaultAction(actions[name])
            button.setIconSize(QSize(18, 18))
            # Not the action's text, in which the menu marks a letter.
            button.setAccessibleName(actions.specs[name].label.rstrip("…"))
            row.addWidget(button)
        self.setFixedHeight(36)

    def show_where(self, text: str) -> None:
        """Say the page one is at."""
        self._where.setText(text)

    def show_note(self, text: str) -> None:
        """Say what the page leaves to the eye, or nothing."""
        self._note.setText(text)
        self._note.setToolTip(text)
