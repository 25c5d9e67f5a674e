# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Enregistrer… »: in what form, then where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from lsl_desk.ui.prepare.seat import Chooser

T = TypeVar("T")


def file_name(what: str, whom: str) -> str:
    """« liste-papier-J01 »: a name that every system takes."""
    return f"{what}-{''.join(one if one.isalnum() else '-' for one in whom)}"


class SaveButton(QPushButton, Generic[T]):
    """A button with a menu of forms."""

    chosen = Signal(str, object)
    """Where, and in what form."""

    def __init__(
        self, words: str, forms: Mapping[str, tuple[str, T]], chooser: Chooser, parent: QWidget | None = None
    ) -> None:
        """Make it.

        Args:
            words: on the button.
            forms: the words of a file filter → the ending, and the form.
            chooser: asks where.
            parent: the widget around it.
        """
        super().__init__(words, parent)
        self._words, self._chooser = words, chooser
        self.name = "liste"
        menu = QMenu(self)
        for kind, (ending, form) in forms.items():
            action = menu.addAction(kind.partition(" (")[0])
            action.triggered.connect(lambda _checked=False, k=kind, e=ending, f=form: self._ask(k, e, f))
        self.setMenu(menu)

    def _ask(self, kind: str, ending: str, form: T) -> None:
        self._chooser.save_file(self._words, f"{self.name}{ending}", (kind,), lambda path: self.chosen.emit(path, form))
