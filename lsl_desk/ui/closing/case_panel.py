# SPDX-License-Identifier: AGPL-3.0-or-later
"""A candidate's case at one step of its replay: livret, total, decision, marks; what changed is said (features N24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFormLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from lsl_desk.ui.deliberating.words import EXAMINED
from lsl_desk.ui.models.decisions import NONE_YET, RULINGS, points_text, with_mention
from lsl_desk.ui.palettes import tints
from lsl_desk.ui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from decimal import Decimal

    from lsl_desk.client.close.case_state import CaseMark, CaseState

CHANGED = "▲ changé"
FACTS = ("Livret", "Total", "Moyenne", "Points de jury", "Décision")


class CasePanel(QWidget):
    """Shows and changes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = {name: QLabel() for name in FACTS}
        form = QFormLayout()
        for name, label in self.facts.items():
            label.setWordWrap(True)
            form.addRow(f"{name}\u00a0:", label)
        self._model = QStandardItemModel(self)
        self.marks = LineTable("Notes à cette étape")
        self.marks.setModel(self._model)
        self.marks.setSortingEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.marks, 1)

    def show_state(self, before: CaseState, after: CaseState) -> None:
        """Show a case after a step; what the step changed is bold, says both values and the word."""
        told = zip(_facts(before), _facts(after), strict=True)
        for label, (was, now) in zip(self.facts.values(), told, strict=True):
            font = label.font()
            font.setBold(was != now)
            label.setFont(font)
            label.setText(now if was == now else f"{was}\u00a0→\u00a0{now}   {CHANGED}")
        held = {one.exam: one for one in before.marks}
        self._model.clear()
        self._model.setHorizontalHeaderLabels(["Épreuve", "Coef.", "Note", "À cette étape"])
        for one in after.marks:
            self._model.appendRow(self._row(held.get(one.exam, one), one))
        columns = self.marks.horizontalHeader()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def text(self) -> str:
        """All that it shows, for a screen reader."""
        return ", ".join(f"{name}\u00a0: {label.text()}" for name, label in self.facts.items())

    def _row(self, was: CaseMark, now: CaseMark) -> list[QStandardItem]:
        changed = was.value != now.value
        value = f"{_mark(was.value)}\u00a0→\u00a0{_mark(now.value)}" if changed else _mark(now.value)
        row = [
            QStandardItem(text) for text in (now.name, points_text(now.coefficient), value, CHANGED if changed else "")
        ]
        for item in row:
            if changed:
                font = self.marks.font()
                font.setBold(True)
                item.setFont(font)
                item.setForeground(tints(self.palette()).accent)
        return row


def _facts(state: CaseState) -> tuple[str, ...]:
    """In the order of `FACTS`."""
    decision = NONE_YET if state.ruling is None else RULINGS[state.ruling]
    average = "—" if state.average is None else f"{state.average:.2f}".replace(".", ",")
    return (
        str(EXAMINED[state.examination]),
        _mark(state.points),
        average,
        points_text(state.added),
        f"{decision.sign}\u00a0{with_mention(decision.word, state.mention)}",
    )


def _mark(value: Decimal | None) -> str:
    return "—" if value is None else points_text(value)
