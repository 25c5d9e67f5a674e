# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Dossier rejoué »: what was done of one candidate, step by step, for an appeal; nothing changes here (N24)."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from lsl_desk.sentences import sentence
from lsl_desk.ui.closing.case_panel import CasePanel
from lsl_desk.ui.closing.replay_words import did, effect, ending, place, told, who
from lsl_desk.ui.dialogs.base import Beside, Dialog
from lsl_desk.ui.french import moment
from lsl_desk.ui.messages import announce
from lsl_desk.ui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from PySide6.QtCore import QModelIndex

    from lsl_desk.client.close.replay import CaseReplay
    from lsl_desk.client.desk import Desk
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.tasks import Tasks

    Save = Callable[[str, str, tuple[str, ...], Callable[[str], None]], None]

COLUMNS = ("Étape", "Quand", "Qui", "Ce qui a été fait", "Effet")
_DID = COLUMNS.index("Ce qui a été fait")


class ReplayDialog(Dialog):
    """The steps at the left, the case as it was at the one chosen at the right; a replay that is not proved shows none.

    No name of a candidate is asked for: the case is known by its N° élève, before and after the names are.
    """

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        jury: JuryId,
        number: StudentNumber,
        save: Save,
        zone: tzinfo | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"Dossier rejoué — N° élève {number}, jury {jury}", parent)
        self._desk, self._tasks, self._jury, self._number = desk, tasks, jury, number
        self._save, self._zone = save, zone
        self.replay: CaseReplay | None = None
        self._model = QStandardItemModel(self)
        self.steps = LineTable("Étapes du dossier")
        self.steps.setModel(self._model)
        self.steps.setSortingEnabled(False)
        self.place, self.did, self.told = QLabel(), QLabel(), QLabel()
        self.case = CasePanel()
        self.previous, self.next = QPushButton("◀ &Précédent"), QPushButton("&Suivant ▶")
        self.write, self.close_button = QPushButton("&Enregistrer le dossier…"), QPushButton("&Fermer")
        self.end, self.beside = Beside(), Beside()
        self._lay_out()
        self._connect()
        self.resize(1240, 660)
        self.body.setSizes([700, 500])
        self.end.inform("Relecture du journal…")
        tasks.run(lambda: desk.closing.replay(jury, number), self.show_replay, self._refused, owner=self)

    def show_replay(self, replay: CaseReplay) -> None:
        """Show the first step of a case that ends on what is stored."""
        self.replay = replay
        self._model.setHorizontalHeaderLabels(list(COLUMNS))
        for step in replay.steps:
            rank = str(step.rank) if step.rank else "séance"
            texts = (rank, moment(step.time, self._zone), who(step), did(step), effect(step))
            row = [QStandardItem(text) for text in texts]
            row[_DID].setToolTip(texts[_DID])
            self._model.appendRow(row)
        columns = self.steps.horizontalHeader()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(_DID, QHeaderView.ResizeMode.Stretch)
        self.write.setEnabled(True)
        if not replay.steps:
            self._show_none()
            self.end.inform(ending(replay))
            return
        self.body.show()
        self.end.approve(ending(replay))
        self.go(0)
        self.steps.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, row: int) -> None:
        """Show a step, the first or last one beyond them."""
        if self.replay is not None and self.replay.steps:
            kept = max(0, min(row, len(self.replay.steps) - 1))
            self.steps.setCurrentIndex(self._model.index(kept, 0))

    # ----------------------------------------------------------------------------------------------- inside

    def _lay_out(self) -> None:
        font = self.place.font()
        font.setBold(True)
        self.place.setFont(font)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        for label in (self.place, self.did, self.told):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self.case, 1)
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.body.addWidget(self.steps)
        self.body.addWidget(right)
        self.body.setStretchFactor(0, 3)
        self.body.setStretchFactor(1, 2)
        self.body.setChildrenCollapsible(False)
        self._blank = QWidget()
        for part in (self.body, self._blank):
            part.hide()
        self.write.setEnabled(False)
        self.end.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        ways = QHBoxLayout()
        for button in (self.previous, self.next, self.write, self.close_button):
            button.setAutoDefault(False)
            ways.addWidget(button)
        ways.insertStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.body, 1)
        column.addWidget(self.end)
        column.addWidget(self.beside)
        column.addWidget(self._blank, 1)
        column.addLayout(ways)

    def _connect(self) -> None:
        self.steps.selectionModel().currentRowChanged.connect(self._chosen)
        self.previous.clicked.connect(lambda: self._move(-1))
        self.next.clicked.connect(lambda: self._move(1))
        for key, by in ((Qt.Key.Key_Left, -1), (Qt.Key.Key_Right, 1)):
            shortcut = QShortcut(QKeySequence(key), self.steps)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda by=by: self._move(by))
        self.write.clicked.connect(self._write)
        self.close_button.clicked.connect(self.reject)

    def _move(self, by: int) -> None:
        self.go(self.steps.currentIndex().row() + by)

    def _chosen(self, index: QModelIndex) -> None:
        if self.replay is None or not index.isValid():
            return
        row = index.row()
        step = self.replay.steps[row]
        self.place.setText(place(self.replay, row))
        self.did.setText(did(step))
        self.told.setText(told(step, self._zone))
        self.case.show_state(step.before, step.after)
        self.previous.setEnabled(row > 0)
        self.next.setEnabled(row < len(self.replay.steps) - 1)
        announce(self.steps, f"{self.place.text()}. {self.did.text()}. {self.case.text()}")

    def _write(self) -> None:
        jury, number = self._jury, self._number
        self._save("Enregistrer le dossier", f"dossier-{jury}-{number}.zip", ("Archive (*.zip)",), self._put)

    def _put(self, path: str) -> None:
        """Write in the lane, then say where."""
        desk, jury, number = self._desk, self._jury, self._number
        self.beside.inform("Écriture…")
        self._tasks.run(
            lambda: desk.closing.write_case(path, jury, number),
            lambda _none: self.beside.approve(f"Écrit\u00a0: {PurePath(path).name}. Contrôlez-le avec lsl-verify."),
            lambda refusal: self.beside.refuse(sentence(refusal)),
            owner=self,
        )

    def _refused(self, refusal: Refusal) -> None:
        """Nothing is shown of a case that is not proved."""
        self._show_none()
        self.end.refuse(sentence(refusal))

    def _show_none(self) -> None:
        """No step to go through: one sentence, at the top of a window of its size."""
        for button in (self.previous, self.next):
            button.hide()
        self._blank.show()
        self.resize(820, 180)
