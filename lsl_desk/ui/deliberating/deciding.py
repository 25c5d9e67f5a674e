# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deciding, withdrawing, declaring how a livret stands: the panel of choices and what comes of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from lsl_desk.domain.acts import Entry, Ruling
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.examination import Examination
from lsl_desk.ui.deliberating.choice_panel import Choice, ChoicePanel
from lsl_desk.ui.deliberating.choices import REASONED, Option, options_of
from lsl_desk.ui.deliberating.words import EXAMINED, decided_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from lsl_desk.client.sit.for_screens import DeliberationDesk
    from lsl_desk.client.sit.values import CandidateSheet
    from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
    from lsl_desk.ui.deliberating.asking import Asking
    from lsl_desk.ui.deliberating.current import Current
    from lsl_desk.ui.deliberating.saying import Answer

NEXT = "Maj+N\u00a0: candidat suivant\u202f; N\u00a0: livret suivant."
_WITHDRAW, _PAPER, _NOT_PAPER, _NONE, _NOT_NONE, _LABEL = (
    "withdraw",
    "paper",
    "not_paper",
    "none",
    "not_none",
    "label",
)


class Deciding(QObject):
    """The panel under the marks."""

    page_wanted = Signal(int)
    """Index from 0 of the page of the livret that must be read first."""
    mark_wanted = Signal()
    """The mark that is missing is to be settled first."""
    decided = Signal(object)
    """N° élève of whom it was decided."""
    label_wanted = Signal(object)
    """N° élève whose visa label is to be written."""

    def __init__(
        self, panel: ChoicePanel, asking: Asking, answer: Answer, current: Current, back: QWidget,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.panel, self._asking, self._answer, self._current, self._back = panel, asking, answer, current, back
        self._options: dict[str, Option] = {}
        self._seen = 0
        self._marks: Digest | None = None
        panel.chosen.connect(self._chosen)
        panel.cancelled.connect(self.cancel)
        panel.drafted.connect(asking.keep_draft)
        panel.page_wanted.connect(self._go_read)
        panel.mark_wanted.connect(self._go_settle)

    # ------------------------------------------------------------------------------------------- offering

    def decide(self) -> None:
        """Offer the decisions, the rules' own in hand."""
        sheet, refusal = self._may(), self._current.undecided
        if sheet is not None and refusal is not None:
            self._answer.refuse(refusal, sheet.rules)
            return
        if sheet is None:
            return
        options, place = options_of(sheet, self._current.group)
        self._seen, self._marks = sheet.decision.version, sheet.marks
        self._options = {_key(one): one for one in options}
        choices = [Choice(_key(one), one.letter, one.text, one.ruling in REASONED) for one in options]
        if sheet.decision.decision is not None:
            choices.append(Choice(_WITHDRAW, "R", "retirer la décision", reasoned=True))
        self.panel.start(f"Décider · {sheet.number}", choices, place, self._current.reasons)

    def livret(self) -> None:
        """« Livret papier examiné » at once when one is awaited; else what may be declared."""
        sheet = self._may()
        if sheet is None:
            return
        if sheet.examination is Examination.PAPER_AWAITED:
            self._examine(True)
            return
        choices = _livret_choices(sheet)
        if not choices:
            refusal = Refusal(Code.LIVRET_TO_READ, number=sheet.number)
            self._answer.refuse(refusal, sheet.rules)
            return
        word = EXAMINED[sheet.examination].word
        self.panel.start(f"{word[0].upper()}{word[1:]}", choices, 0, self._current.reasons)

    def restore(self, drafts: Mapping[str, str]) -> bool:
        """Bring back a reason of a decision that was being typed; the keyboard stays where it is.

        Returns:
            True when there was one.
        """
        sheet = self._current.sheet
        if sheet is None or self._current.barred is not None:
            return False
        keys = [_key(one) for one in options_of(sheet, self._current.group)[0]] + [_WITHDRAW]
        found = next((key for key in keys if drafts.get(f"reason:{key}")), None)
        if found is None:
            return False
        self.decide()
        self.panel.ask_reason(found, drafts[f"reason:{found}"])
        return True

    def _may(self) -> CandidateSheet | None:
        sheet, barred = self._current.sheet, self._current.barred
        self._answer.clear()
        if sheet is not None and barred is not None:
            self._answer.refuse(barred, sheet.rules)
            return None
        return sheet

    # ------------------------------------------------------------------------------------------- doing

    def _chosen(self, key: str, reason: str) -> None:
        option, seen, marks = self._options.get(key), self._seen, self._marks
        if option is not None:
            self._do(
                key,
                reason,
                lambda desk, jury, number: desk.decide(
                    jury, number, option.ruling, option.mention, reason, seen=seen, marks=marks
                ),
                f"{decided_text(option.ruling, option.mention)}. {NEXT}",
                decided=option.ruling,
            )
        elif key == _WITHDRAW:
            self._do(
                key,
                reason,
                lambda desk, jury, number: desk.withdraw(jury, number, reason, seen=seen),
                "Décision retirée, enregistré ici.",
            )
        elif key in {_PAPER, _NOT_PAPER}:
            self._examine(key == _PAPER)
        elif key in {_NONE, _NOT_NONE}:
            said = "Aucun livret fourni" if key == _NONE else "Déclaration retirée"
            self._do(
                key,
                reason,
                lambda desk, jury, number: desk.declare_none(jury, number, key == _NONE, reason),
                f"{said}\u00a0: enregistré ici.",
            )
        elif key == _LABEL and self._asking.about is not None:
            self.close()
            self.label_wanted.emit(self._asking.about[1])

    def _examine(self, examined: bool) -> None:
        said = "livret papier examiné" if examined else "examen du livret papier retiré"
        label = " E\u00a0: étiquette." if examined else ""
        self._do(
            _PAPER if examined else _NOT_PAPER,
            "",
            lambda desk, jury, number: desk.examine_paper(jury, number, examined, Entry.TYPED),
            f"{said}\u00a0: enregistré ici.{label}",
        )

    def _do(
        self,
        key: str,
        reason: str,
        work: Callable[[DeliberationDesk, JuryId, StudentNumber], CandidateSheet],
        said: str,
        decided: Ruling | None = None,
    ) -> None:
        def done(sheet: CandidateSheet) -> None:
            self._current.given(reason)
            self.panel.reason.put("")  # else the keyboard that leaves would keep it as half typed
            self.close()
            self._answer.approve(said)
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
            if decided is not None:
                self.decided.emit(sheet.number)

        def refused(refusal: Refusal) -> None:
            where = self.panel if self.panel.isVisible() else self._answer
            where.refuse(refusal, self._current.rules)

        self._asking.record(work, done, refused, typed=(f"reason:{key}",))

    # ------------------------------------------------------------------------------------------- leaving

    def _go_read(self, page: int) -> None:
        self.close()
        self.page_wanted.emit(page)

    def _go_settle(self) -> None:
        self.close()
        self.mark_wanted.emit()

    def cancel(self) -> None:
        """Leave the panel; no trace of it stays."""
        if self.panel.key and self.panel.reason.line.text():
            self._asking.keep_draft(f"reason:{self.panel.key}", "")
            self.panel.reason.put("")
        self.close()
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Close the panel; what is half typed stays kept."""
        self.panel.hide()
        self._options = {}

    def leave(self) -> None:
        """Another candidate comes: what is half typed is kept."""
        if self.panel.isVisible():
            self.panel.keep_drafts()
        self.close()


def _key(option: Option) -> str:
    return f"{option.ruling.value}{f'-{option.mention}' if option.mention else ''}"


def _livret_choices(sheet: CandidateSheet) -> list[Choice]:
    how = sheet.examination
    if how in {Examination.READ, Examination.UNREAD}:
        return []
    if how is Examination.PAPER:
        return [
            Choice(_LABEL, "E", "écrire l’étiquette du visa"),
            Choice(_NOT_PAPER, "R", "retirer l’examen du papier"),
        ]
    if how is Examination.NONE_GIVEN:
        return [Choice(_NOT_NONE, "R", "retirer «\u00a0aucun livret fourni\u00a0»", reasoned=True)]
    return [
        Choice(_PAPER, "E", "livret papier examiné"),
        Choice(_NONE, "A", "aucun livret fourni", reasoned=True),
    ]
