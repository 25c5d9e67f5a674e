# SPDX-License-Identifier: AGPL-3.0-or-later
"""Until when each jury is kept, the disputes that hold it back, and the certificates of what went (features N23)."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.client.close.keep_words import announced, log_told, told
from lsl_desk.domain.ids import JuryId
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog
from lsl_desk.ui.french import counted
from lsl_desk.ui.widgets.group import Group

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lsl_desk.client.close.retention import KeptJury, KeptLog, Retention
    from lsl_desk.client.desk import Desk
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.retention import ErasureRecord, Hold
    from lsl_desk.ui.tasks import Tasks

    Save = Callable[[str, str, tuple[str, ...], Callable[[str], None]], None]
    Answers = tuple[datetime | Refusal | None, ...]
    Dated = tuple[tuple[JuryId, ...], tuple[KeptJury, ...], KeptLog]
    Held = tuple[Dated, tuple[Hold, ...], tuple[ErasureRecord, ...], Answers]


class RetentionDialog(Dialog):
    """Three lists and a form; what is entered is on the disk before it is shown."""

    erase_wanted = Signal(object)
    """A `KeptJury` whose time has come."""

    def __init__(self, desk: Desk, tasks: Tasks, save: Save, parent: QWidget | None = None) -> None:
        super().__init__("Conservation et recours", parent)
        self._desk, self._tasks, self._save = desk, tasks, save
        self._kept: tuple[KeptJury, ...] = ()
        self._held: tuple[Hold, ...] = ()
        self._records: tuple[ErasureRecord, ...] = ()
        self.juries, self.holds, self.certificates = QListWidget(), QListWidget(), QListWidget()
        self.log = QLabel()
        self.jury, self.number, self.reason = QComboBox(), QLineEdit(), QLineEdit()
        self.erase, self.hold = QPushButton("&Effacer à sa date…"), QPushButton("&Retenir")
        self.release, self.write = QPushButton("&Lever ce recours"), QPushButton("Enregistrer le &certificat…")
        self.beside = Beside()
        self._name_all()
        column = QVBoxLayout(self)
        for part in (self._dates(), self._disputes(), self._erased(), self.beside):
            column.addWidget(part)
        self.setMinimumWidth(620)
        self._refresh()

    def _name_all(self) -> None:
        for part, name in (
            (self.juries, "Jurys et dates"),
            (self.holds, "Recours"),
            (self.certificates, "Certificats d’effacement"),
            (self.jury, "Jury du recours"),
            (self.number, "N° élève du recours"),
            (self.reason, "Motif du recours"),
        ):
            part.setAccessibleName(name)
        self.jury.view().setAccessibleName("Jury du recours, choix")
        self.number.setPlaceholderText("Vide\u00a0: tout le jury")
        for shown, most in ((self.juries, 110), (self.holds, 80), (self.certificates, 80)):
            shown.setMaximumHeight(most)
            shown.setWordWrap(True)  # what the academy refused is a sentence
        for button, act in (
            (self.erase, self._erase),
            (self.hold, self._hold),
            (self.release, self._release),
            (self.write, self._write),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        for shown in (self.juries, self.holds, self.certificates):
            shown.currentRowChanged.connect(lambda _row: self._allow())

    def _dates(self) -> QWidget:
        box = Group("Dates")
        said = QLabel(
            "Deux mois après la proclamation des résultats, les livrets d’un jury s’effacent de ce poste (arrêté du 8 "
            "février 2016, art. 9). Rien ne s’efface sans votre accord."
        )
        said.setWordWrap(True)
        column = QVBoxLayout(box)
        self.log.setWordWrap(True)
        for part in (said, self.juries, self.log):
            column.addWidget(part)
        column.addLayout(_right(self.erase))
        return box

    def _disputes(self) -> QWidget:
        box = Group("Recours")
        form = QFormLayout()
        form.addRow("&Jury", self.jury)
        form.addRow("N° é&lève", self.number)
        form.addRow("&Motif", self.reason)
        column = QVBoxLayout(box)
        column.addWidget(self.holds)
        column.addLayout(_right(self.release))
        column.addLayout(form)
        column.addLayout(_right(self.hold))
        return box

    def _erased(self) -> QWidget:
        box = Group("Déjà effacés à leur date")
        column = QVBoxLayout(box)
        column.addWidget(self.certificates)
        column.addLayout(_right(self.write))
        return box

    # ------------------------------------------------------------------------------------------- what it does

    def _retention(self) -> Retention:
        return self._desk.closing.retention

    def _refresh(self) -> None:
        def ask() -> Held:
            keeping = self._retention()
            names = tuple(one.jury for one in self._desk.juries())
            dated = names, keeping.juries(), keeping.log()
            return dated, keeping.holds(), keeping.certificates(), keeping.answers()

        self._tasks.run(ask, self._show, lambda refusal: self.beside.refuse(sentence(refusal)), owner=self)

    def _show(self, held: Held) -> None:
        (names, self._kept, log), self._held, self._records, answers = held
        self.log.setText(log_told(log))
        self.log.setVisible(bool(self.log.text()))
        chosen = self.jury.currentText()
        self.jury.clear()
        self.jury.addItems(list(names))
        self.jury.setCurrentText(chosen)
        dated = {one.jury for one in self._kept}
        self.juries.clear()
        self.juries.addItems([f"{one.jury}\u00a0: {told(one)}" for one in self._kept])
        self.juries.addItems(
            [f"{jury}\u00a0: résultats non publiés, pas de date." for jury in names if jury not in dated]
        )
        self.holds.clear()
        self.holds.addItems([_hold_words(one) for one in self._held])
        self.certificates.clear()
        self.certificates.addItems(
            [
                f"{one.jury}, le {one.erased_at.astimezone():%d/%m/%Y}\u00a0: "
                f"{counted(len(one.erased), 'livret effacé', 'livrets effacés')}, {announced(answer)}"
                for one, answer in zip(self._records, answers, strict=False)
            ]
        )
        self._allow()

    def _allow(self) -> None:
        row = self.juries.currentRow()
        self.erase.setEnabled(0 <= row < len(self._kept) and self._kept[row].erases)
        self.release.setEnabled(self.holds.currentRow() >= 0)
        self.write.setEnabled(self.certificates.currentRow() >= 0)
        self.hold.setEnabled(self.jury.count() > 0)

    def _erase(self) -> None:
        kept = self._kept[self.juries.currentRow()]
        self.accept()
        self.erase_wanted.emit(kept)

    def _hold(self) -> None:
        jury, number, reason = JuryId(self.jury.currentText()), self.number.text(), self.reason.text()
        self._do(lambda: self._retention().hold(jury, number, reason), "Recours retenu.")

    def _release(self) -> None:
        one = self._held[self.holds.currentRow()]
        self._do(lambda: self._retention().release(one.jury, one.number), "Recours levé.")

    def _write(self) -> None:
        place = self.certificates.currentRow()
        jury = self._records[place].jury

        def chosen(path: str) -> None:
            self._do(lambda: self._retention().write_certificate(path, place), f"Écrit\u00a0: {PurePath(path).name}.")

        self._save("Enregistrer le certificat", f"{jury}-effacement.zip", ("Archive (*.zip)",), chosen)

    def _do(self, act: Callable[[], None], said: str) -> None:
        def done(_none: None) -> None:
            self.number.clear()
            self.reason.clear()
            self.beside.approve(said)
            self._refresh()

        self._tasks.run(act, done, lambda refusal: self.beside.refuse(sentence(refusal)), owner=self)


def _right(button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(button)
    return row


def _hold_words(one: Hold) -> str:
    about = "tout le jury" if one.number is None else f"N° {one.number}"
    return f"{one.jury}, {about}, depuis le {one.since.astimezone():%d/%m/%Y}\u00a0: {one.reason}"
