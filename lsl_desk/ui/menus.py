# SPDX-License-Identifier: AGPL-3.0-or-later
"""The menu bar, made from the table of actions; every entry can be reached by Alt and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette

from lsl_desk.ui.actions import MENUS, Actions
from lsl_desk.ui.icons import icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QMenuBar


def with_mnemonic(label: str, taken: set[str]) -> str:
    """Put « & » before the first letter not yet taken in this menu, beginnings of words first; note it as taken."""
    starts = [place for place, _ in enumerate(label) if place == 0 or label[place - 1] in " ’"]
    for place in starts + [place for place in range(len(label)) if place not in starts]:
        letter = label[place].casefold()
        if letter.isalpha() and letter.isascii() and letter not in taken:
            taken.add(letter)
            return f"{label[:place]}&{label[place:]}"
    return label


def fill(bar: QMenuBar, actions: Actions) -> dict[str, QMenu]:
    """Make the menus; the actions are then reachable by their keys in the bar's window."""
    menus: dict[str, QMenu] = {}
    taken_in_bar: set[str] = set()
    taken: dict[str, set[str]] = {}
    for name in MENUS:
        menus[name] = bar.addMenu(with_mnemonic(name, taken_in_bar))
        menus[name].setToolTipsVisible(True)
    for spec in actions.specs.values():
        menu = menus[spec.menu]
        if spec.separated:
            menu.addSeparator()
        action = actions[spec.id]
        action.setText(with_mnemonic(spec.label, taken.setdefault(spec.menu, set())))
        action.setIconText(spec.label.rstrip("…"))
        menu.addAction(action)
    return menus


def dress(actions: Actions, shown: QPalette) -> None:
    """Give the actions their icons in the colours of a palette."""
    colour = shown.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)
    disabled = shown.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    for spec in actions.specs.values():
        if spec.icon:
            actions[spec.id].setIcon(icon(spec.icon, colour, disabled))
