# SPDX-License-Identifier: AGPL-3.0-or-later
"""Changing a mark in place, the points of the jury, a missing mark; trying without keeping; taking a change back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from lsl_desk.client.sit.values import MarkState, Trial
from lsl_desk.domain.acts import MissingRule
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.marks import POINTS, ExamCode
from lsl_desk.ui.deliberating.current import Current, number_typed
from lsl_desk.ui.deliberating.editors import Editor, MissingEditor, ValueEditor
from lsl_desk.ui.deliberating.words import POINTS_LABEL, exam_label, mark_cell, measure_text, proposal_sign, total_text
from lsl_desk.ui.models.decisions import points_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from lsl_desk.client.sit.for_screens import DeliberationDesk
    from lsl_desk.client.sit.values import CandidateSheet, MarkLine
    from lsl_desk.domain.ids import ActId, JuryId, StudentNumber
    from lsl_desk.ui.deliberating.asking import Asking, Work
    from lsl_desk.ui.deliberating.marks_table import MarksTable
    from lsl_desk.ui.deliberating.saying import Answer

BENCH = "Banc d’essai\u00a0: tapez des notes, rien n’est gardé. Échap en sort."
_MISSING = {
    MarkState.MISSING: None,
    MarkState.WAITING: MissingRule.WAIT,
    MarkState.ZERO: MissingRule.ABSENT,
    MarkState.PROVISIONAL: MissingRule.PROVISIONAL,
}
ELSEWHERE = "Un candidat\u202f? Échap, puis Ctrl+J et son numéro."
_NUMBER = 3
"""Digits that are of nobody's mark: the number of a candidate, as it is typed from the table and from the livret."""
_NOT_YET = frozenset({Code.MARK_LOWERED, Code.MARK_SAME})
"""« 1 » is on its way to « 14 »: it is not said to be too low, or to be the mark already, before Enter."""
_BEGINNINGS = frozenset({"0", "1", "2"})


class Changing(QObject):
    """The editors under the lines, and the bench."""

    tried = Signal(object)
    """The sheet that what is tried would make; None when nothing is tried any more."""
    bench_changed = Signal(bool)
    left = Signal()
    """Escape, with nothing left to leave: the keyboard goes back to the livret."""

    def __init__(
        self, table: MarksTable, asking: Asking, answer: Answer, current: Current, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._table, self._asking, self._answer, self._current = table, asking, answer, current
        self.bench = False
        self._trial: dict[ExamCode, Decimal] = {}
        self._entered: ExamCode | None = None  # on the bench by Enter, not answered yet
        self._loud = False
        self.value, self.missing = ValueEditor(table.viewport()), MissingEditor(table.viewport())
        self._editor: Editor | None = None
        table.typed.connect(self.begin)
        table.entered_line.connect(self.begin)
        table.escaped.connect(self.escape)
        self.value.trying.connect(self._try)
        self.value.confirmed.connect(self._meant)
        self.value.saved.connect(self._save)
        self.missing.chosen.connect(self._rule)
        self.missing.asked.connect(self._ask_office)
        for editor in (self.value, self.missing):
            editor.cancelled.connect(self.cancel)
            editor.resized.connect(table.fit_under)
            editor.drafted.connect(asking.keep_draft)
        asking.tried.connect(self._tried)
        asking.try_refused.connect(self._try_refused)

    @property
    def open(self) -> bool:
        """Something is being typed under a line."""
        return self._editor is not None

    # ------------------------------------------------------------------------------------------- beginning

    def begin(self, text: str = "") -> None:
        """Change the line chosen; ``text`` is what was typed of the mark."""
        line = self._table.current
        if line is None or self._current.sheet is None:
            return
        self.begin_on(line.exam, text)

    def begin_on(self, exam: ExamCode, text: str = "") -> None:
        """Change an épreuve, or the points of the jury."""
        sheet, barred = self._current.sheet, self._current.barred
        if sheet is None:
            return
        self.close()
        self._answer.clear()
        if barred is not None and not self.bench:
            self._answer.refuse(barred, sheet.rules)
        elif exam == POINTS:
            self._begin_points(sheet, text)
        else:
            self._begin_mark(sheet, exam, text)

    def _begin_mark(self, sheet: CandidateSheet, exam: ExamCode, text: str) -> None:
        mark = self._current.mark(exam)
        if mark is None:
            return
        refusal = self._not_now(mark)
        if refusal is not None:
            self._answer.refuse(refusal, sheet.rules)
            return
        title = f"{mark.label}, coefficient {points_text(mark.coefficient)}"
        if mark.state in _MISSING and not self.bench:
            self.missing.start(exam, f"{title}\u00a0: note manquante", mark.version, self._current.reasons)
            self._open(exam, self.missing)
            self.missing.begin(_MISSING[mark.state])
            return
        now = "manquante" if mark.value is None else points_text(mark.value)
        if mark.second is not None:
            now = mark_cell(mark)  # which of the two is raised is seen
        self._begin_value(exam, f"{title}\u00a0: {now}\u00a0→", mark.version, text or self._next(sheet, mark), text)

    def _not_now(self, mark: MarkLine) -> Refusal | None:
        if mark.not_raisable is not None:
            return Refusal(mark.not_raisable.code, **mark.not_raisable.facts)
        if mark.disputed and not self.bench:
            return Refusal(Code.MARK_DISPUTED, exam=mark.label)
        return None

    def _begin_points(self, sheet: CandidateSheet, text: str) -> None:
        rules = sheet.rules
        if rules is not None and not rules.points_allowed:
            self._answer.refuse(Refusal(Code.POINTS_FORBIDDEN, session=rules.session), rules)
            return
        cap = "" if rules is None or rules.points_cap is None else f", {points_text(rules.points_cap)} au plus"
        short = "" if sheet.result is None or sheet.result.missing is None else str(sheet.result.missing.points)
        title = f"{POINTS_LABEL}{cap}\u00a0: {points_text(sheet.added)}\u00a0→"
        self._begin_value(POINTS, title, sheet.added_version, text or short, text)

    def _begin_value(self, exam: ExamCode, title: str, seen: int, shown: str, typed: str) -> None:
        self.value.start(exam, title, seen, self._current.reasons)
        self.value.value.setAccessibleName(title)
        self._open(exam, self.value)
        self.value.begin(shown, bench=self.bench)
        if typed:
            self.value.keep_soon()
        else:
            self.value.value.selectAll()
        self._table.fit_under()

    def _open(self, exam: ExamCode, editor: Editor) -> None:
        self._editor = editor
        self._loud = False
        self._table.open_under(exam, editor)

    @staticmethod
    def _next(sheet: CandidateSheet, mark: MarkLine) -> str:
        """The least mark that reaches the next threshold, else the one above."""
        least = next((one for one in sheet.raises if one.exam == mark.exam and one.forbidden is None), None)
        if least is not None:
            return points_text(least.after)
        return "" if mark.value is None or mark.value >= 20 else points_text(mark.value + 1)

    def ask_reason(self) -> None:
        """The mark is chosen already: what is typed next is its reason."""
        if self._editor is self.value and not self.bench:
            self.value.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def restore(self, drafts: Mapping[str, str]) -> bool:
        """Bring back what was being typed about this candidate; the keyboard stays where it is.

        Returns:
            True when something was.
        """
        found = [place for place in drafts if place.startswith("reason:")]
        exams = [ExamCode(place.partition(":")[2]) for place in found]
        exam = next((one for one in exams if one == POINTS or self._current.mark(one) is not None), None)
        sheet = self._current.sheet
        if exam is None or sheet is None or self._current.barred is not None:
            return False
        reason, mark = drafts.get(f"reason:{exam}", ""), drafts.get(f"mark:{exam}", "")
        self.begin_on(exam, mark)
        if self._editor is None:
            return False
        self._editor.reason.put(reason)
        self._table.fit_under()
        return True

    # ------------------------------------------------------------------------------------------- trying

    def set_bench(self, on: bool) -> None:
        """Enter or leave the bench; leaving forgets all that was tried."""
        if on == self.bench:
            return
        self.close()
        self.bench = on
        self._trial = {}
        self.bench_changed.emit(on)
        if on:
            self._answer.inform(BENCH)
        else:
            self._answer.clear()
            self._show_trial()

    def _try(self, text: str) -> None:
        self._loud = False
        value, exam = number_typed(text), self.value.exam
        if value is None or exam is None:
            self.value.show_effect("")
            if text.strip():
                self.value.answer.refuse(Refusal(Code.MARK_NOT_A_NUMBER, value=text), self._current.rules)
            self._show_trial()
        else:
            self._asking.try_marks(self._trial_with({**self._trial, exam: value}))
        self._table.fit_under()

    def _trial_with(self, values: Mapping[ExamCode, Decimal]) -> Trial:
        return Trial({exam: one for exam, one in values.items() if exam != POINTS}, values.get(POINTS))

    def _show_trial(self) -> None:
        """What stays tried on the bench, or nothing."""
        if self._trial:
            self._asking.try_marks(self._trial_with(self._trial))
        else:
            self._asking.stop_trying()
            self.tried.emit(None)

    def _tried(self, sheet: CandidateSheet) -> None:
        self._entered = None
        same = self._same() if self._editor is self.value else None
        if same is not None and not self._on_its_way(same):
            self._try_refused(same)
            return
        if self._editor is self.value:
            result, rules = sheet.result, sheet.rules
            if result is not None and rules is not None:
                sign = proposal_sign(result)
                self.value.show_effect(f"{total_text(result, rules)} · {sign.sign}\u00a0{sign.word}")
            self.value.answer.inform(*self._measure(sheet))
            self._table.fit_under()
        self.tried.emit(sheet)

    def _measure(self, tried: CandidateSheet) -> tuple[str, str]:
        """What is said of a raise too small or too large; on the bench, where marks are tried together, nothing."""
        value, exam, sheet = number_typed(self.value.value.text()), self.value.exam, self._current.sheet
        if value is None or exam is None or sheet is None or self.bench:
            return "", ""
        return measure_text(sheet, tried, exam, value)

    def _same(self) -> Refusal | None:
        """The refusal of the mark already in force, said while it is typed and not once its reason is."""
        value, exam, sheet = number_typed(self.value.value.text()), self.value.exam, self._current.sheet
        if value is None or exam is None or sheet is None or self.bench:
            return None
        mark = self._current.mark(exam)
        now = sheet.added if exam == POINTS else None if mark is None else mark.value
        return Refusal(Code.MARK_SAME, exam=exam_label(sheet, exam)) if value == now else None

    def _on_its_way(self, refusal: Refusal) -> bool:
        return refusal.code in _NOT_YET and not self._loud and self.value.value.text() in _BEGINNINGS

    def _try_refused(self, refusal: Refusal) -> None:
        if self._editor is not self.value:
            self._answer.refuse(refusal, self._current.rules)
            self._forget_refused()
            return
        self.value.show_effect("")
        if not self._on_its_way(refusal):
            self.value.answer.refuse(refusal, self._current.rules)
            typed = self.value.value.text()
            if len(typed) >= _NUMBER and typed.isdecimal():
                self.value.answer.said.setText(f"{self.value.answer.said.text()}\n{ELSEWHERE}")
        self.tried.emit(None)
        self._table.fit_under()

    def _forget_refused(self) -> None:
        """What the rules refuse does not stay on the bench: every other mark tried there would be refused for it."""
        if self._entered is not None:
            self._trial.pop(self._entered, None)
            self._entered = None
            self._show_trial()
        else:
            self.tried.emit(None)

    def _meant(self, text: str) -> None:
        """Enter in the field: on the bench the mark stays tried; elsewhere what is wrong with it is said now."""
        value, exam = number_typed(text), self.value.exam
        if exam is None:
            return
        if self.bench and value is not None:
            self._trial[exam] = value
            self._entered = exam
            self.close()
            self._show_trial()
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif value is not None:
            self._loud = True
            if self._same() is not None:  # another one is typed, no reason
                self.value.type_over()
            self._asking.try_marks(self._trial_with({exam: value}))

    # ------------------------------------------------------------------------------------------- recording

    def _save(self, typed: str, reason: str) -> None:
        exam, seen = self.value.exam, self.value.seen
        if exam is None:
            return

        def work(desk: DeliberationDesk, jury: JuryId, number: StudentNumber) -> CandidateSheet:
            if exam == POINTS:
                return desk.add_points(jury, number, typed, reason, seen=seen)
            return desk.raise_mark(jury, number, exam, typed, reason, seen=seen)

        self._record(work, self.value, reason)

    def _rule(self, rule: MissingRule, reason: str) -> None:
        exam, seen = self.missing.exam, self.missing.seen
        if exam is None:
            return

        def work(desk: DeliberationDesk, jury: JuryId, number: StudentNumber) -> CandidateSheet:
            return desk.rule_missing(jury, number, exam, rule, reason, seen=seen)

        self._record(work, self.missing, reason)

    def _ask_office(self) -> None:
        exam = self.missing.exam
        if exam is None:
            return

        def work(desk: DeliberationDesk, jury: JuryId, number: StudentNumber) -> CandidateSheet:
            return desk.ask_office(jury, number, exam)

        def done(sheet: CandidateSheet) -> None:
            self.close()
            said = "demandée à la DEC, par un message qui part dès que la ligne répond."
            self._answer.approve(f"{exam_label(sheet, exam)}\u00a0: {said}")
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

        def refused(refusal: Refusal) -> None:
            self.missing.answer.refuse(refusal, self._current.rules)
            self._table.fit_under()

        self._asking.record(work, done, refused)

    def _record(self, work: Work, editor: Editor, reason: str) -> None:
        exam = editor.exam
        editor.save.setEnabled(False)

        def done(sheet: CandidateSheet) -> None:
            self._current.given(reason)
            editor.reason.put("")  # else the keyboard that leaves would keep it as half typed
            self.close()
            if exam is not None:
                self._answer.approve(f"{exam_label(sheet, exam)}\u00a0: enregistré ici. Ctrl+Z l’annule.")
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

        def refused(refusal: Refusal) -> None:
            editor.save.setEnabled(True)
            editor.answer.refuse(refusal, self._current.rules)
            if refusal.code is Code.AVERAGE_NONE:
                self.missing.offer_office()
            self._table.fit_under()

        typed = () if exam is None else _places(exam)
        self._asking.record(work, done, refused, typed=typed)

    def undo(self, change: ActId | None = None) -> None:
        """Take back a change, the last one unless another is named."""
        sheet = self._current.sheet
        standing = [] if sheet is None else [one for one in sheet.changes if not one.undone and not one.undoes]
        wanted = change or (standing[-1].act if standing else None)
        if wanted is None:
            self._answer.inform("Rien à annuler pour ce candidat.")
            return
        self.close()
        self._asking.record(
            lambda desk, jury, number: desk.undo(jury, number, wanted),
            lambda _sheet: self._answer.approve(
                "Changement annulé, enregistré ici\u202f; les deux restent au journal."
            ),
            lambda refusal: self._answer.refuse(refusal, self._current.rules),
        )

    # ------------------------------------------------------------------------------------------- leaving

    def cancel(self) -> None:
        """Leave the editor; no trace of it stays."""
        editor = self._editor
        if editor is not None and editor.exam is not None and not self.bench:
            for place in _places(editor.exam):
                self._asking.keep_draft(place, "")
            editor.reason.put("")
        elif editor is not None and editor.exam is not None:
            self._trial.pop(editor.exam, None)
        self.close()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> None:
        """Leave the bench, else the column."""
        if self.bench:
            self.set_bench(False)
        else:
            self.left.emit()

    def close(self) -> None:
        """Close what is open; what is half typed stays kept."""
        editor, self._editor = self._editor, None
        if editor is not None:
            self.value.quiet()
            self._table.close_under()
            self._show_trial()

    def leave(self) -> None:
        """Another candidate comes: what is half typed is kept, what was tried is forgotten."""
        if self._editor is not None and not self.bench:
            self.value.keep_drafts() if self._editor is self.value else self.missing.keep_drafts()
        self.close()
        self.set_bench(False)
        self._answer.clear()


def _places(exam: ExamCode) -> tuple[str, str]:
    """Where what is typed about an épreuve is kept."""
    return f"mark:{exam}", f"reason:{exam}"
