# SPDX-License-Identifier: AGPL-3.0-or-later
"""The third column: the marks beside the livret, what may be done of them, the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from lsl_desk.domain.examination import Examination
from lsl_desk.ui.deliberating.asking import Asking
from lsl_desk.ui.deliberating.changing import Changing
from lsl_desk.ui.deliberating.choice_panel import ChoicePanel
from lsl_desk.ui.deliberating.current import Current
from lsl_desk.ui.deliberating.deciding import Deciding
from lsl_desk.ui.deliberating.head import Head
from lsl_desk.ui.deliberating.livret_card import LivretCard
from lsl_desk.ui.deliberating.marks_model import Line, lines_of
from lsl_desk.ui.deliberating.marks_table import MarksTable
from lsl_desk.ui.deliberating.saying import Answer, Fold, KeyList, NamesCut
from lsl_desk.ui.deliberating.words import change_text, law_text, mark_brief, precedent_text, raise_text
from lsl_desk.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from datetime import tzinfo

    from PySide6.QtGui import QResizeEvent

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.sit.values import CandidateSheet, CandidateState, Pace, SittingState
    from lsl_desk.domain.ids import JuryId, StudentNumber
    from lsl_desk.ui.actions import Actions
    from lsl_desk.ui.tasks import Tasks

RESUMED = "Repris\u00a0: ce qui était en cours de frappe pour ce candidat est revenu."
HALF_TYPED = "En cours de frappe\u00a0: {numbers}. Le texte revient avec son livret."
"""At launch, after a stop in the middle of a reason (features P32)."""
NOBODY = "Aucun candidat à l’écran."
NO_RAISE = "Au plus juste\u00a0: aucun seuil au-dessus de ce total."
NO_RAISE_MISSING = "Au plus juste\u00a0: une note manque, à régler d’abord."
HELD = (Examination.READ, Examination.UNREAD)
"""A livret is here, to be read page by page."""
WIDTH = 352
"""Logical pixels that the column starts with."""
_LEAST_LINES, _OTHER_LINES = 9, 54
"""Lines of text that a list may take on any screen; those that are the other parts' on a high one."""


class DeliberationColumn(QWidget):
    """One candidate at a time; what it shows is what the Desk last answered."""

    changed = Signal(object, object, object)
    """Something was recorded: the jury, the `CandidateState` of whom, and the `Pace`."""
    decided = Signal(object)
    """It was decided of this N° élève."""
    page_wanted = Signal(int)
    """Index from 0 of the page of the livret to open."""
    label_wanted = Signal(object)
    """N° élève whose visa label is to be written."""
    left = Signal()
    """The keyboard goes back to the livret."""

    def __init__(
        self, desk: Desk, tasks: Tasks, actions: Actions, zone: tzinfo | None = None, parent: QWidget | None = None
    ) -> None:
        """Make it.

        Args:
            desk: that deliberates.
            tasks: the store lane.
            actions: the room's.
            zone: of the centre; None for that of this computer.
            parent: the widget around it.
        """
        super().__init__(parent)
        self.setObjectName("deliberation")
        self._tasks, self._actions, self._zone = tasks, actions, zone
        self.current = Current()
        self._tried: CandidateSheet | None = None
        self._gap_first = False
        self.asking = Asking(desk, tasks, self)
        self.head, self.table = Head(), MarksTable()
        self.told = StatusLine("Épreuve", lines=2)
        self.answer = Answer("Réponse")
        self.panel = ChoicePanel()
        self.raises, self.precedents, self.changes, self.texts = (
            KeyList(name) for name in ("Relèvements au plus juste", "Précédents", "Changements", "Textes")
        )
        self.folds = {
            "raises": Fold("Au plus juste", self.raises),
            "precedents": Fold("Précédents de la séance", self.precedents),
            "changes": Fold("Changements", self.changes),
            "texts": Fold("Textes de la session", self.texts),
        }
        self.changing = Changing(self.table, self.asking, self.answer, self.current, self)
        self.deciding = Deciding(self.panel, self.asking, self.answer, self.current, self.table, self)
        self.card = LivretCard(desk, tasks)
        self._filled: tuple[QWidget, ...] = (self.panel, self.changing.value, self.changing.missing)
        self.raise_button, self.bench_button = QPushButton("Relever…"), QPushButton("Banc d’essai")
        self.decide_button, self.livret_button = QPushButton("Décider…"), QPushButton("Livret…")
        self._lay_out()
        self._connect()
        self.setMinimumWidth(WIDTH)
        self.show_nobody()

    # ------------------------------------------------------------------------------------------- whom

    def show_candidate(self, jury: JuryId, number: StudentNumber) -> None:
        """Show a candidate; what was half typed of the one before is kept."""
        self._leave()
        self.asking.open(jury, number)

    def show_nobody(self) -> None:
        """Nobody is on the screen."""
        self._leave()
        self.asking.close()
        self.card.show_nobody()
        self.current.sheet = None
        self._show()
        self.told.say(NOBODY, "muted")

    def show_sitting(self, sitting: SittingState) -> None:
        """The sitting as it now is: what may be recorded follows it."""
        self.current.sitting = sitting
        if self.asking.about is None:
            self.asking.ask_drafted(sitting.jury)

    def refresh(self) -> None:
        """Something came from elsewhere, or the livret was read: ask again; nothing that is typed goes."""
        self.asking.refresh()

    def focus_marks(self) -> None:
        """Put the keyboard in the marks."""
        if not self.table.currentIndex().isValid() and self.table.marks.rowCount():
            self.table.setCurrentIndex(self.table.marks.index(0, 0))
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave(self) -> None:
        self.changing.leave()
        self.deciding.leave()
        self.answer.clear()
        self._tried = None

    # ------------------------------------------------------------------------------------------- showing

    def _opened(self, sheet: CandidateSheet, drafts: dict[str, str]) -> None:
        self.table.clearSelection()
        self.current.take(sheet)
        self._show()
        self._show_card(sheet)
        self.table.setCurrentIndex(self.table.marks.index(0, 0))
        keyboard = self.window().focusWidget()
        if drafts and (self.changing.restore(drafts) or self.deciding.restore(drafts)):
            self.answer.inform(RESUMED)
            if not self.isAncestorOf(keyboard):
                keyboard.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_drafted(self, numbers: tuple[StudentNumber, ...]) -> None:
        self.told.say(HALF_TYPED.format(numbers=", ".join(numbers)), "accent")

    def _renewed(self, sheet: CandidateSheet) -> None:
        before = self.current.sheet
        if before is not None and len(sheet.conflicts) < len(before.conflicts):
            self.answer.clear()  # « réglez d’abord ce désaccord » is over
        self.current.take(sheet)
        self._show()
        self._show_card(sheet)

    def _recorded(self, jury: JuryId, line: CandidateState, pace: Pace) -> None:
        self._tasks.hold_for(self.head.ground)
        if not self.changing.bench:
            self._tried = None  # else it would be shown once more before it goes
        self.changed.emit(jury, line, pace)

    def _show_card(self, sheet: CandidateSheet) -> None:
        if self.asking.about is not None and sheet.examination in HELD:
            self.card.show_candidate(*self.asking.about)
        else:
            self.card.show_nobody()

    def _try_shown(self, sheet: CandidateSheet | None) -> None:
        if sheet is not self._tried:
            self._tried = sheet
            self._show_marks()

    def _show(self) -> None:
        self._show_marks()
        sheet = self.current.sheet
        raises = () if sheet is None else sheet.raises
        possible = sum(one.forbidden is None for one in raises)
        self._fill("raises", self.raises, list(map(raise_text, raises)), possible)
        like = [] if sheet is None else [precedent_text(sheet, one) for one in sheet.precedents]
        self._fill("precedents", self.precedents, like)
        told = [] if sheet is None else [change_text(sheet, one, self._zone) for one in reversed(sheet.changes)]
        self._fill("changes", self.changes, told)
        rules = self.current.rules
        self._fill("texts", self.texts, [] if rules is None else [law_text(one) for one in rules.texts.values()])
        for button in (self.raise_button, self.bench_button, self.decide_button, self.livret_button):
            button.setEnabled(sheet is not None)

    def _fill(self, fold: str, body: KeyList, texts: list[str], useful: int | None = None) -> None:
        if list(body.texts) != texts:
            body.fill([("", text) for text in texts])
            self.folds[fold].show_count(len(texts), useful)

    def _show_marks(self) -> None:
        sheet, tried = self.current.sheet, self._tried
        shown = tried or sheet
        self.head.show_sheet(sheet, tried)
        points_tried = tried is not None and sheet is not None and tried.added != sheet.added
        lines = () if shown is None else lines_of(shown, gap_first=self._gap_first, points_tried=points_tried)
        self.table.marks.fill(lines)
        self._tell(self.table.current)

    def _tell(self, line: Line | None) -> None:
        shown = self._tried or self.current.sheet
        marks = () if shown is None else shown.lines
        mark = None if line is None else next((one for one in marks if one.exam == line.exam), None)
        self.told.say("" if line is None else line.told if mark is None else mark_brief(mark), "muted")

    # ------------------------------------------------------------------------------------------- doing

    def _toggle_bench(self) -> None:
        self.changing.set_bench(not self.changing.bench)
        self.focus_marks()

    def _bench_changed(self, on: bool) -> None:
        self.bench_button.setText("Quitter le banc" if on else "Banc d’essai")
        self._actions["bench"].setChecked(on)

    def _raise(self) -> None:
        self.focus_marks()
        self.changing.begin()

    def _decide(self) -> None:
        self.changing.close()
        self.deciding.decide()

    def _livret(self) -> None:
        self.changing.close()
        self.deciding.livret()

    def _order(self) -> None:
        self._gap_first = self._actions["gap_first"].isChecked()
        line = self.table.current
        self.changing.close()
        self._show_marks()
        if line is not None:
            self.table.choose(line.exam)

    def _unfold_raises(self) -> None:
        sheet = self.current.sheet
        if self.raises.count():
            self.folds["raises"].unfold()
            self.raises.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif sheet is not None:
            self.answer.inform(NO_RAISE_MISSING if self.current.awaited is not None else NO_RAISE)

    def _take_raise(self, place: int) -> None:
        sheet = self.current.sheet
        if sheet is not None and place < len(sheet.raises):
            one = sheet.raises[place]
            self.folds["raises"].unfold(False)
            self.changing.begin_on(one.exam)
            if one.forbidden is None:
                self.changing.ask_reason()

    def _settle_awaited(self) -> None:
        exam = self.current.awaited
        if exam is not None:
            self.changing.begin_on(exam)

    def _undo_listed(self, place: int) -> None:
        sheet = self.current.sheet
        if sheet is not None and place < len(sheet.changes):
            self.changing.undo(tuple(reversed(sheet.changes))[place].act)

    def _back(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------- making

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setContentsMargins(8, 4, 8, 6)
        buttons.setSpacing(6)
        for place, (button, action) in enumerate(self._buttons()):
            button.setToolTip(self._actions[action].toolTip())
            buttons.addWidget(button, place // 2, place % 2)
        beside = QVBoxLayout()
        beside.setContentsMargins(10, 2, 8, 2)
        beside.setSpacing(2)
        beside.addWidget(self.told)
        beside.addWidget(self.answer)
        column = self._rows = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.card)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        column.addLayout(beside)
        for fold in self.folds.values():
            column.addWidget(fold)
        column.addWidget(self.panel)
        column.addLayout(buttons)

    def _buttons(self) -> tuple[tuple[QPushButton, str], ...]:
        return (
            (self.raise_button, "raise_mark"),
            (self.bench_button, "bench"),
            (self.decide_button, "decide"),
            (self.livret_button, "examine_paper"),
        )

    def _connect(self) -> None:
        self.asking.opened.connect(self._opened)
        self.asking.shown.connect(self._renewed)
        self.asking.drafted.connect(self._tell_drafted)
        self.asking.recorded.connect(self._recorded)
        self.changing.tried.connect(self._try_shown)
        self.changing.bench_changed.connect(self._bench_changed)
        self.changing.left.connect(self.left)
        self.deciding.decided.connect(self.decided)
        self.deciding.page_wanted.connect(self.page_wanted)
        self.deciding.mark_wanted.connect(self._settle_awaited)
        self.deciding.label_wanted.connect(self.label_wanted)
        self.table.line_changed.connect(self._tell)
        self.card.page_wanted.connect(self.page_wanted)
        self.card.escaped.connect(self._back)
        self.raises.picked.connect(self._take_raise)
        self.changes.picked.connect(self._undo_listed)
        for body in (self.raises, self.precedents, self.changes, self.texts):
            body.escaped.connect(self._back)
            body.installEventFilter(self)
        self.raises.setItemDelegate(NamesCut(self.raises))
        for body in (self.precedents, self.changes, self.texts):
            body.setWordWrap(True)
        for part in self._filled:
            part.installEventFilter(self)
        for button, action in self._buttons():
            button.clicked.connect(self._actions[action].trigger)
        # Methods, never lambdas: these connections are cut with the room, while the actions live on.
        for name, slot in (
            ("focus_marks", self.focus_marks),
            ("raise_mark", self._raise),
            ("bench", self._toggle_bench),
            ("decide", self._decide),
            ("examine_paper", self._livret),
            ("gap_first", self._order),
            ("least_raises", self._unfold_raises),
            ("undo_change", self.changing.undo),
            ("read_card", self.card.start),
        ):
            self._actions[name].triggered.connect(slot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A high screen lets the lists be long; on a low one they scroll, and the marks keep their place."""
        super().resizeEvent(event)
        line = self.fontMetrics().height()
        for fold in self.folds.values():
            fold.body.setMaximumHeight(max(_LEAST_LINES * line, self.height() - _OTHER_LINES * line))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something to fill in came, grew or went."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize}:
            self._share_room()
        return super().eventFilter(watched, event)

    def _share_room(self) -> None:
        """On a low screen what the livret says steps aside for a list, the raises too for what is filled in."""
        filled = any(not part.isHidden() for part in self._filled)
        listed = any(not fold.isHidden() and not fold.body.isHidden() for fold in self.folds.values())
        asides = (self.folds["raises"], self.card.fold) if filled else (self.card.fold,) if listed else ()
        for fold in (self.folds["raises"], self.card.fold):
            if fold not in asides:
                fold.step_aside(False)
        if not asides:
            return
        self._rows.activate()
        room, wanted = self.table.height(), self.table.sizeHint().height()
        for fold in asides:
            if room < wanted and fold.body.isVisible():
                room += fold.body.height()  # the rows take it once Qt lays them out
                fold.step_aside(True)
            elif not fold.body.isVisible() and room - fold.body.sizeHint().height() >= wanted:
                fold.step_aside(False)  # what made it step aside is smaller now than when it came

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of a new palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.table.viewport().update()
