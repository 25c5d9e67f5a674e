# SPDX-License-Identifier: AGPL-3.0-or-later
"""The head of the column: total, average, what is missing, what the rules propose, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lsl_desk.domain.rules.result import Proposal
from lsl_desk.ui.deliberating.marks_table import hatching
from lsl_desk.ui.deliberating.words import (
    EXAMINED,
    NO_MARKS,
    NO_RULES,
    missing_text,
    proposal_sign,
    provisional_text,
    total_text,
)
from lsl_desk.ui.models.decisions import decision_sign
from lsl_desk.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from lsl_desk.client.sit.values import CandidateSheet
    from lsl_desk.domain.rules.result import Result


class Hatched(QFrame):
    """A frame that is hatched while what it shows is only tried."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tried = False

    @property
    def tried(self) -> bool:
        """Hatched now."""
        return self._tried

    def set_tried(self, tried: bool) -> None:
        """Hatch it, or not."""
        if tried != self._tried:
            self._tried = tried
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hatch the ground."""
        super().paintEvent(event)
        if self._tried:
            QPainter(self).fillRect(self.rect(), QBrush(hatching(), Qt.BrushStyle.BDiagPattern))


class Head(QWidget):
    """It keeps its height, whatever it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel("Notes")
        self.total = QLabel()
        self.total.setAccessibleName("Total")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bold = QFont(self.title.font())
        bold.setBold(True)
        self.title.setFont(bold)
        large = QFont(bold)
        large.setPointSizeF(large.pointSizeF() * 1.55)
        self.total.setFont(large)
        self.missing = StatusLine("Ce qui manque")
        self.missing.setFont(bold)
        self.proposal = StatusLine("Ce que les règles proposent")
        self.decision = StatusLine("Décision")
        self.decision.setFont(bold)
        self.livret = StatusLine("Examen du livret")
        self.ground = Hatched()
        counted = QVBoxLayout(self.ground)
        counted.setContentsMargins(10, 6, 10, 4)
        counted.setSpacing(1)
        line = QHBoxLayout()
        line.addWidget(self.title)
        line.addWidget(self.total, 1)
        counted.addLayout(line)
        counted.addWidget(self.missing)
        counted.addWidget(self.proposal)
        decided = QVBoxLayout()
        decided.setContentsMargins(10, 0, 10, 6)
        decided.setSpacing(1)
        decided.addWidget(self.decision)
        decided.addWidget(self.livret)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.ground)
        column.addLayout(decided)

    def show_sheet(self, sheet: CandidateSheet | None, tried: CandidateSheet | None) -> None:
        """Show a candidate as they are; while marks are tried, what they come to."""
        shown = tried or sheet
        self.ground.set_tried(tried is not None)
        self.title.setText("Essai" if tried is not None else "Notes")
        result = None if shown is None else shown.result
        if shown is None or sheet is None or shown.rules is None or result is None:
            self.total.setText("")
            self.proposal.clear()
            self.missing.say("" if sheet is None else NO_MARKS if not sheet.lines else NO_RULES, "muted")
        else:
            self.total.setText(total_text(result, shown.rules))
            self._result(shown, result)
        self._decision(sheet)

    def _result(self, shown: CandidateSheet, result: Result) -> None:
        if shown.rules is None:
            return
        average = result.average
        kind = "moyenne partielle" if result.proposal is Proposal.INCOMPLET else "moyenne"
        said = "" if average is None else f" · {kind} {average:.2f}".replace(".", ",")
        self.title.setText(f"{'Essai' if self.ground.tried else 'Notes'}{said}")
        self.missing.say(missing_text(result, shown.rules))
        sign = proposal_sign(result)
        tried = "ces notes donneraient" if self.ground.tried else "les règles proposent"
        parts = [f"{sign.sign}\u00a0{tried}\u00a0: {sign.word}"]
        if result.proposal is Proposal.INCOMPLET:
            parts = [f"{sign.sign}\u00a0{len(result.unknown)} note{'s' if len(result.unknown) > 1 else ''} à régler"]
        parts += [provisional_text(shown)] if provisional_text(shown) else []
        self.proposal.say(" · ".join(parts), sign.tone)

    def _decision(self, sheet: CandidateSheet | None) -> None:
        if sheet is None:
            self.decision.clear()
            self.livret.clear()
            return
        font = self.livret.font()
        font.setBold(not sheet.stale and sheet.contested is None)  # a long sentence stands whole
        self.decision.setFont(font)
        if sheet.contested is not None:
            self.decision.say("≠\u00a0deux postes ont décidé autrement\u00a0: décidez de nouveau", "danger")
        elif sheet.stale:
            taken = decision_sign(sheet.decision).word
            self.decision.say(f"↻\u00a0notes changées depuis la décision\u00a0: {taken}", "warning")
        else:
            self.decision.say_sign(decision_sign(sheet.decision))
        self.livret.say_sign(EXAMINED[sheet.examination])
