# SPDX-License-Identifier: AGPL-3.0-or-later
"""A plan de secours is opened with its code, on any Desk: the seven words of the room sheet (J3 step 6)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from lsl_desk.client.progress import Cancelled, Progress
from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog
from lsl_desk.ui.french import counted, moment

if TYPE_CHECKING:
    from datetime import tzinfo

    from PySide6.QtGui import QCloseEvent

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.prepare.import_jury import ImportReport
    from lsl_desk.client.prepare.open_copy import CopyCard, LookedCopy
    from lsl_desk.ui.tasks import Tasks

_WIDTH = 600


class CopyDialog(Dialog):
    """What the copy says of itself, a field for its code, and how far its opening is."""

    opened = Signal(object)
    """An `ImportReport`: the jury is on this Desk."""

    _moved = Signal(int, int)
    """Livrets opened, of how many; from the store lane."""

    def __init__(
        self, desk: Desk, tasks: Tasks, path: str, zone: tzinfo | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__("Ouvrir un plan de secours", parent)
        self._desk, self._tasks, self._path, self._zone = desk, tasks, path, zone
        self._looked: LookedCopy | None = None
        self._older = False
        self._stop = threading.Event()
        self.said = QLabel("Lecture de la copie…")
        self.said.setWordWrap(True)
        # Shown as it is typed: the code is printed on the sheet beside, and seven words typed blind are seven mistakes.
        self.code = QLineEdit()
        self.code.setAccessibleName("Code du jury")
        self.code.setPlaceholderText("les sept mots de la feuille de salle")
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)
        self.beside = Beside()
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Livrets ouverts")
        self.progress.setTextVisible(False)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel)
        self.button = self.buttons.button(QDialogButtonBox.StandardButton.Open)
        self.button.setText("Ouvrir")
        self.buttons.accepted.connect(self._send)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("&Code du jury", self.code)
        form.addRow("", self.beside)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.said)
        column.addLayout(form)
        column.addWidget(self.progress)
        column.addWidget(self.buttons)
        self.setMinimumWidth(_WIDTH)
        self.finished.connect(self._let_go)
        self._moved.connect(self._show_progress)
        self._ready(ready=False)
        tasks.run(lambda: desk.look_at_copy(path), self._look, self._not_a_copy, owner=self)

    def _look(self, looked: LookedCopy) -> None:
        self._looked = looked
        self.said.setText(card_words(looked.card, self._zone))
        self._ready(ready=True)

    def _not_a_copy(self, refusal: Refusal) -> None:
        self.said.setText(f"«\u00a0{self._path}\u00a0»")
        self.beside.refuse(sentence(refusal))

    def _send(self) -> None:
        looked, typed, older = self._looked, self.code.text(), self._older
        if looked is None:
            return
        if not typed.strip():
            self.beside.refuse(sentence(Refusal(Code.COPY_CODE_ODD)))
            self.code.setFocus()
            return
        self._ready(ready=False)
        self.beside.inform("Ouverture…")
        self.progress.show()

        def work() -> ImportReport | None:
            try:
                return self._desk.open_copy(looked, typed, older_too=older, report=self._report)
            except Cancelled:
                return None

        self._tasks.run(work, self._done, self._refused, owner=self)

    def _report(self, progress: Progress) -> bool:
        """In the store lane."""
        self._moved.emit(progress.done, progress.total)
        return not self._stop.is_set()

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _done(self, report: ImportReport | None) -> None:
        if report is not None:
            self.opened.emit(report)
            self.accept()

    def _refused(self, refusal: Refusal) -> None:
        self.beside.refuse(sentence(refusal))
        self._ready(ready=refusal.code is not Code.COPY_CODE_WAIT)
        # The centre head alone may go back to an older copy (design §7), and says so by pressing again.
        self._older = refusal.code is Code.COPY_OLDER and self._desk.author.role is Role.CHEF_DE_CENTRE
        self.button.setText("Ouvrir quand même" if self._older else "Ouvrir")
        self.button.setEnabled(self.button.isEnabled() and (self._older or refusal.code is not Code.COPY_OLDER))
        self.code.setFocus()
        self.code.selectAll()

    def _ready(self, *, ready: bool) -> None:
        self.code.setEnabled(ready)
        self.button.setEnabled(ready)
        self.progress.setVisible(False)
        if ready:
            self.code.setFocus()

    def _let_go(self) -> None:
        self._stop.set()
        looked, self._looked = self._looked, None
        if looked is not None:
            self._tasks.run(looked.close, _nothing, owner=self._tasks)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is being opened; nothing of it is kept."""
        self._let_go()
        super().closeEvent(event)


def card_words(card: CopyCard, zone: tzinfo | None = None) -> str:
    """What a copy says of itself, and what to compare with the room sheet."""
    return (
        f"Plan de secours du jury {card.jury}, copie n°\u00a0{card.version} du {moment(card.made, zone)}, "
        f"{counted(card.livrets, 'livret')}.\nEmpreinte de la clé, à comparer à la feuille de salle\u00a0: {card.key}."
    )


def _nothing(_none: None) -> None:
    """It is closed."""
