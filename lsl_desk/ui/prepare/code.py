# SPDX-License-Identifier: AGPL-3.0-or-later
"""The code of a jury: hidden until it is asked for, and changed only when it is asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from lsl_desk.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsl_desk.client.prepare.for_screens import PreparationDesk
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.dialogs.base import Beside
    from lsl_desk.ui.prepare.seat import Seat

_SHOW, _HIDE = "Montrer le code", "Cacher le code"
_NEW, _SURE = "Nouveau code", "Oui, changer le code"


class CodeLine(QWidget):
    """« Code du jury J01 : ••••• », a button that shows it, another that changes it."""

    def __init__(self, seat: Seat, beside: Beside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._beside = seat, beside
        self._jury: JuryId | None = None
        self._sure = False
        self._label = QLabel()
        self.field = QLineEdit()
        self.field.setReadOnly(True)
        self.field.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.show_button, self.new_button = QPushButton(_SHOW), QPushButton(_NEW)
        self.show_button.clicked.connect(self._toggle)
        self.new_button.clicked.connect(self._change)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label)
        row.addWidget(self.field, 1)
        row.addWidget(self.show_button)
        row.addWidget(self.new_button)
        self.about(None)

    def about(self, jury: JuryId | None) -> None:
        """Be about a jury: its code is hidden."""
        if jury == self._jury and jury is not None:
            return
        self._jury = jury
        self.hide_code()
        self._label.setText(f"Code du jury {jury}" if jury else "Code du jury\u00a0: choisissez une ligne")
        self.field.setAccessibleName(f"Code du jury {jury}" if jury else "Code du jury")
        for button in (self.show_button, self.new_button):
            button.setEnabled(jury is not None)

    def hide_code(self) -> None:
        """Show no code any more."""
        self.field.setText("• • • • • •" if self._jury else "")
        self.show_button.setText(_SHOW)
        self._ask_again(sure=False)

    @property
    def _shown(self) -> bool:
        return self.show_button.text() == _HIDE

    def _toggle(self) -> None:
        if self._shown:
            self.hide_code()
        elif self._jury is not None:
            jury = self._jury
            self._run(lambda eve: eve.jury_code(jury), "")

    def _change(self) -> None:
        if self._jury is None:
            return
        if not self._sure:
            self._ask_again(sure=True)
            self._beside.inform(
                "Le code changera à la prochaine édition, et chaque livret y sera protégé de nouveau\u202f; les copies "
                "déjà faites s’ouvrent toujours avec l’ancien."
            )
            return
        jury = self._jury
        self._run(
            lambda eve: eve.new_jury_code(jury), "Nouveau code\u00a0: refaites l’édition de ce jury, et sa feuille."
        )

    def _ask_again(self, *, sure: bool) -> None:
        self._sure = sure
        self.new_button.setText(_SURE if sure else _NEW)

    def _run(self, work: Callable[[PreparationDesk], str], said: str) -> None:
        jury, eve = self._jury, self._seat.eve

        def done(code: str) -> None:
            if jury == self._jury:
                self.field.setText(code)
                self.field.setCursorPosition(0)
                self.show_button.setText(_HIDE)
                self._ask_again(sure=False)
                if said:
                    self._beside.approve(said)

        def refused(refusal: Refusal) -> None:
            self._beside.refuse(sentence(refusal))

        self._seat.tasks.run(lambda: work(eve()), done, refused, owner=self)
