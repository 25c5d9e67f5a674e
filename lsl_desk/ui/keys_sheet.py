# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sheet of keys shown by « ? »: derived from the table of actions, grouped as the menus are."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.ui.actions import (
    ACADEMY,
    CANDIDATE,
    FILE,
    GESTURES,
    HELP,
    LIVRET,
    MENUS,
    SEARCH,
    SITTING,
    VIEW,
    Actions,
    shown,
)
from lsl_desk.ui.dialogs.base import Dialog

_COLUMNS = ((FILE, CANDIDATE), (LIVRET, SITTING, ACADEMY), (SEARCH, VIEW, HELP))


def lines(actions: Actions) -> dict[str, list[tuple[str, str]]]:
    """For each menu, the keys and what they do; an action without a key is in its menu only."""
    found: dict[str, list[tuple[str, str]]] = {menu: [] for menu in MENUS}
    for spec in actions.specs.values():
        if spec.keys:
            found[spec.menu].append((shown(spec.keys), spec.label.rstrip("…")))
    for gesture in GESTURES:
        found[gesture.menu].append((shown(gesture.keys), gesture.label))
    return {menu: rows for menu, rows in found.items() if rows}


class KeysSheet(Dialog):
    """All the keys on one sheet; Escape closes it."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("Touches du clavier", parent)
        groups = lines(actions)
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setSpacing(40)
        columns.setContentsMargins(20, 16, 20, 16)
        metrics = QFontMetrics(_strong(self.font()))
        for menus in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(14)
            keys = [key for menu in menus for key, _label in groups.get(menu, [])]
            widest = max(metrics.horizontalAdvance(key) for key in keys)
            for menu in menus:
                column.addWidget(self._group(menu, groups.get(menu, []), widest))
            column.addStretch()
            columns.addLayout(column)
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("Touches du clavier")
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = QLabel("Les touches d’une seule lettre agissent hors des champs de texte.")
        said.setContentsMargins(20, 0, 20, 0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(area, 1)
        whole.addWidget(said)
        whole.addWidget(buttons)
        wanted = sheet.sizeHint()
        self.resize(min(wanted.width() + 60, 1280), min(wanted.height() + 110, 700))

    def _group(self, menu: str, rows: list[tuple[str, str]], widest: int) -> QWidget:
        group = QWidget()
        grid = QGridLayout(group)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, widest)
        title = QLabel(menu)
        title.setFont(_strong(title.font()))
        title.setForegroundRole(QPalette.ColorRole.Highlight)
        grid.addWidget(title, 0, 0, 1, 2)
        for row, (keys, label) in enumerate(rows, start=1):
            key = QLabel(keys)
            key.setFont(_strong(key.font()))
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            words = QLabel(label)
            grid.addWidget(words, row, 1)
        return group


def _strong(font: QFont) -> QFont:
    font.setWeight(QFont.Weight.DemiBold)
    return font
