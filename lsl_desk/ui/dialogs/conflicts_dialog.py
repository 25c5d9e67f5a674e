# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two values of one mark, both shown whole: the president chooses (features P31; J3, step 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.marks import POINTS, TOP
from lsl_desk.domain.rules.typed import in_french
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog
from lsl_desk.ui.french import ROLE_WORDS, counted, moment
from lsl_desk.ui.widgets.group import Card

if TYPE_CHECKING:
    from datetime import tzinfo
    from decimal import Decimal

    from lsl_desk.client.desk import Desk
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.domain.marks import MarkChange, MarkConflict
    from lsl_desk.ui.tasks import Tasks


class ConflictsDialog(Dialog):
    """One conflict at a time; nothing is chosen beforehand. Whoever may not choose sees both marks, and why."""

    settled = Signal()

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        jury: JuryId,
        conflicts: tuple[MarkConflict, ...],
        zone: tzinfo | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"Désaccords à régler, {jury}", parent)
        self._desk, self._tasks, self._jury, self._zone = desk, tasks, jury, zone
        self._left = list(conflicts)
        self._may = desk.author.role is Role.PRESIDENT
        self._why = Code.PRESIDENT_ONLY
        self._labels: dict[str, str] = {}
        self.which = QComboBox()
        self.which.setAccessibleName("Désaccord")
        self.which.view().setAccessibleName("Désaccords")
        self.which.currentIndexChanged.connect(self._show)
        self.intro = QLabel()
        self.intro.setWordWrap(True)
        self.kept, self.proposed = QRadioButton(), QRadioButton()
        self.kept_by, self.proposed_by = QLabel(), QLabel()
        self._choice = QButtonGroup(self)
        for button in (self.kept, self.proposed):
            self._choice.addButton(button)
            font = button.font()
            font.setPointSizeF(font.pointSizeF() * 1.4)
            font.setBold(True)
            button.setFont(font)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Raison du choix")
        self.reason.setPlaceholderText("Par exemple\u00a0: copie relue en séance")
        self._reason_label = QLabel("&Raison, gardée au journal")
        self._reason_label.setBuddy(self.reason)
        self.beside = Beside()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.keep = QPushButton("Retenir cette note")
        self.buttons.addButton(self.keep, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._send)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.keep.setDefault(True)  # only once the dialog holds it
        self._allow(self._may)
        self._fill()
        if desk.deliberates:
            tasks.run(lambda: _told_by(desk, jury, conflicts), self._learn, owner=self)

    def _allow(self, may: bool) -> None:
        """Let whoever presides choose; to others both marks are shown whole, and out of reach."""
        self._may = may
        for button in (self.kept, self.proposed):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if may else Qt.FocusPolicy.NoFocus)
            button.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not may)
        asked: tuple[QWidget, ...] = (self._reason_label, self.reason, self.keep)
        for one in asked:
            one.setVisible(may)

    def _learn(self, told: tuple[Code | None, dict[str, str]]) -> None:
        """After a handover who presides is another, and may be out of the room; and épreuves are named in words."""
        why, self._labels = told
        may, self._why = why is None, why or self._why
        if may != self._may:
            self._allow(may)
            self.beside.clear()
        if not self.reason.text() and not self._choice.checkedButton():
            self._fill()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.intro)
        column.addWidget(self.which)
        for button, by in ((self.kept, self.kept_by), (self.proposed, self.proposed_by)):
            by.setWordWrap(True)
            by.setContentsMargins(26, 0, 0, 0)
            card = Card()
            inside = QVBoxLayout(card)
            inside.addWidget(button)
            inside.addWidget(by)
            column.addWidget(card)
        for part in (self._reason_label, self.reason, self.beside):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(600)

    def _fill(self) -> None:
        with QSignalBlocker(self.which):
            self.which.clear()
            for one in self._left:
                self.which.addItem(f"N° élève {one.number} · {self._label(one)}")
        if not self._may:
            self.beside.inform(sentence(Refusal(self._why, jury=self._jury)))
        self._show()

    def _show(self) -> None:
        one = self._current
        theirs = one.office is not None
        self.intro.setText(f"{counted(len(self._left), 'désaccord')}\u00a0: {_CORRECTED if theirs else _TWICE} {_BOTH}")
        self._choice.setExclusive(False)
        for button, by, value, words, told in (
            (self.kept, self.kept_by, one.stands, "note de la DEC" if theirs else "en vigueur", self._standing(one)),
            (self.proposed, self.proposed_by, one.proposed.value, "proposée", self._proposed(one)),
        ):
            button.setChecked(False)
            points = one.exam == POINTS
            button.setText(f"{_mark(value)} {'points' if points else '/ 20'} — {words}")
            said = f"{_mark(value)} points de jury" if points else f"{_mark(value)} sur 20"
            button.setAccessibleName(f"Note {words}\u00a0: {said}")
            by.setText(told)
            button.setAccessibleDescription(by.text())
        self.proposed.setEnabled(not _lowers(one))
        self._choice.setExclusive(True)
        self.reason.clear()

    @property
    def _current(self) -> MarkConflict:
        return self._left[max(0, self.which.currentIndex())]

    def _label(self, one: MarkConflict) -> str:
        return "Points de jury" if one.exam == POINTS else self._labels.get(one.exam, one.exam)

    def _standing(self, one: MarkConflict) -> str:
        if one.office is not None:
            late = "La correction n’est pas encore arrivée sur ce poste."
            was = f"Elle était de {_mark(one.upon)} quand l’autre a été saisie."
            return late if one.office == one.upon else f"{was}{_carried(one)}"
        return "" if one.kept is None else self._told(one.kept)

    def _proposed(self, one: MarkConflict) -> str:
        told = self._told(one.proposed)
        if _lowers(one):
            return f"{told}\nSous la note de la DEC\u00a0: une délibération n’abaisse pas une note."
        return told

    def _told(self, change: MarkChange) -> str:
        when = moment(change.time, self._zone)
        return f"{change.author.name}, {ROLE_WORDS[change.author.role].lower()}\nposte {change.device[:8]} · {when}"

    def _send(self) -> None:
        one, reason = self._current, self.reason.text()
        if not (self.kept.isChecked() or self.proposed.isChecked()):
            self.beside.refuse("Choisissez d’abord l’une des deux notes.")
            self.kept.setFocus()
            return
        chosen = one.choices[0 if self.kept.isChecked() else 1]
        self.keep.setEnabled(False)
        self._tasks.run(
            lambda: self._desk.settle_conflict(self._jury, one.act, chosen, reason),
            lambda _none: self._done(one),
            self._refused,
            owner=self,
        )

    def _done(self, one: MarkConflict) -> None:
        self.keep.setEnabled(True)
        self._left.remove(one)
        self.settled.emit()
        if not self._left:
            self.accept()
            return
        self._fill()
        self.beside.approve("Choix enregistré ici\u202f; il part à l’académie.")

    def _refused(self, refusal: Refusal) -> None:
        self.keep.setEnabled(True)
        self.beside.refuse(sentence(refusal))
        if refusal.code is Code.REASON_MISSING:
            self.reason.setFocus()


def _told_by(desk: Desk, jury: JuryId, conflicts: tuple[MarkConflict, ...]) -> tuple[Code | None, dict[str, str]]:
    """Why whoever acts may not choose, None when they may, and the épreuves by their words; blocks."""
    deliberation = desk.deliberation
    sheets = [deliberation.sheet(jury, number) for number in {one.number for one in conflicts}]
    labels = {str(line.exam): line.label for sheet in sheets for line in sheet.lines}
    return deliberation.sitting(jury).refused, labels


_TWICE = "la même note a été changée sur deux postes sans que l’un voie l’autre."
_CORRECTED = "la DEC a corrigé la note que le jury relevait sans le savoir."
_BOTH = "Les deux valeurs restent au journal, quel que soit le choix."


def _lowers(one: MarkConflict) -> bool:
    """Whether what is proposed is under the exam office's mark, which no jury may choose."""
    return one.office is not None and one.proposed.value is not None and one.proposed.value < one.office


def _carried(one: MarkConflict) -> str:
    """How what the jury raised is added to the corrected mark: by one raise more; "" where there is none to add."""
    value, upon, office = one.proposed.value, one.upon, one.office
    if value is None or upon is None or office is None or value <= upon or office + value - upon > TOP:
        return ""
    more, after = in_french(value - upon), in_french(office + value - upon)
    return f"\nPour lui ajouter le relèvement (+{more})\u00a0: réglez d’abord, puis relevez la note à {after} (M)."


def _mark(value: Decimal | None) -> str:
    return "en attente" if value is None else in_french(value)
