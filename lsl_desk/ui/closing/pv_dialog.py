# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Procès-verbal »: its state and eight words, then its signatures, like cases, names (J2 steps 13 and 14)."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lsl_desk.client.close.values import Names
from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.pv_words import TITLES
from lsl_desk.sentences import sentence
from lsl_desk.ui.closing.cases import Cases
from lsl_desk.ui.closing.naming import Naming
from lsl_desk.ui.closing.papers_tab import FORMS, PapersTab
from lsl_desk.ui.closing.signatures import Signatures
from lsl_desk.ui.closing.words import cases_title, pv_line, words_lines
from lsl_desk.ui.dialogs.base import Beside, Dialog
from lsl_desk.ui.widgets.group import Tabs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

    from lsl_desk.client.close.for_screens import ClosingDesk
    from lsl_desk.client.close.values import ClosingView
    from lsl_desk.client.desk import Desk
    from lsl_desk.client.prepare.values import ListKind
    from lsl_desk.domain.closing_papers import ClosingPaper
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import Digest, JuryId
    from lsl_desk.domain.jury import SealedIdentity
    from lsl_desk.domain.roles import Role
    from lsl_desk.ui.tasks import Tasks

    Ask = Callable[[ClosingDesk], ClosingView]
    Save = Callable[[str, str, tuple[str, ...], Callable[[str], None]], None]


class Part(Enum):
    """The parts of the PV, in the order of the tabs."""

    SIGNATURES = 0
    CASES = 1
    NAMES = 2
    PAPERS = 3


class PvDialog(Dialog):
    """The end of a sitting in one place. Nothing is chosen beforehand, and every refusal stands beside what refused."""

    changed = Signal()
    """An act of the closing was recorded: the sitting stands elsewhere."""

    candidate_wanted = Signal(object)
    """N° élève of a candidate to look at again."""

    reopened = Signal(object)
    """N° élève of a case that was taken up again: it is to be corrected now."""

    closing_wanted = Signal()
    """Nothing is left to do here before the closing."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        jury: JuryId,
        save: Save,
        zone: tzinfo | None = None,
        parent: QWidget | None = None,
        *,
        candidate: StudentNumber | None = None,
    ) -> None:
        """Open it; ``candidate`` is on the screen, None for nobody: it is their case that one would take up again."""
        super().__init__(f"Procès-verbal du jury {jury}", parent)
        self._desk, self._tasks, self._jury, self._zone = desk, tasks, jury, zone
        self._save = save
        self.view: ClosingView | None = None
        self.said, self.words, self.told = QLabel(), QLabel(), QLabel(_WORDS_TOLD)
        font = self.said.font()
        font.setBold(True)
        self.said.setFont(font)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(font.pointSizeF() * 1.3)
        self.words.setFont(fixed)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleName("Les huit mots du procès-verbal")
        for label in (self.said, self.words, self.told):
            label.setWordWrap(True)
        self.signatures, self.cases, self.naming = Signatures(zone), Cases(), Naming(candidate)
        self.papers = PapersTab()
        self.tabs = Tabs()
        self.tabs.setAccessibleName("Parties du procès-verbal")
        for page, title in (
            (self.signatures, "&Signatures"),
            (self.cases, "&Cas semblables"),
            (self.naming, "&Noms"),
            (self.papers, "&Documents"),
        ):
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QScrollArea.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(page)
            self.tabs.addTab(area, title)
        self.beside = Beside()
        self.tabs.currentChanged.connect(lambda _index: self._turned())
        self._make_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        for part in (self.said, self.words, self.told):
            column.addWidget(part)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.beside)
        column.addWidget(self.buttons)
        self._connect()
        self.resize(680, 560)
        self._ask(lambda closing: closing.view(jury), self.show_view, self._refused)

    def _make_buttons(self) -> None:
        close = QDialogButtonBox.StandardButton.Close
        self.buttons = QDialogButtonBox(close)
        self.close_sitting = QPushButton("C&lore la séance…")
        self.close_sitting.clicked.connect(self._close_sitting)
        self.close_sitting.hide()
        self.buttons.addButton(self.close_sitting, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        for button in (self.buttons.button(close), self.close_sitting):
            button.setAutoDefault(False)  # Enter in a field is not « close »

    def _connect(self) -> None:
        self.signatures.signing.connect(self._sign)
        self.signatures.refusing.connect(self._refuse)
        self.cases.explaining.connect(self._explain)
        self.cases.candidate_wanted.connect(self._lead)
        self.naming.lifting.connect(self._lift)
        self.naming.reopening.connect(self._reopen)
        self.papers.wanted.connect(self._write)
        self.papers.archive_wanted.connect(self._archive)

    def begin_by(self, part: Part) -> None:
        """Begin by what the closing waits for."""
        self.tabs.setCurrentIndex(part.value)

    def show_view(self, view: ClosingView) -> None:
        """Say how the closing stands now; the first time, on the part where something is to be done."""
        first, self.view = self.view is None, view
        self.said.setText(pv_line(view, self._zone))
        self.words.setText(words_lines(view))
        for part in (self.words, self.told):
            part.setVisible(bool(view.words))
        self.signatures.show_view(view)
        self.cases.show_view(view)
        self.tabs.setTabText(Part.CASES.value, cases_title(view))
        self.naming.show_view(view)
        self.papers.show_view(view)
        if view.names is Names.KNOWN:
            self._ask_who()
        self.close_sitting.setVisible(_may_close(view))
        self.tabs.setEnabled(True)
        self.beside.clear()
        if first and view.minutes.closing is None:
            waiting = any(not one.reason for one in view.unequal)
            self.begin_by(Part.CASES if waiting else Part.NAMES)
        if first:
            self._to_what_is_to_do()

    # ------------------------------------------------------------------------------------------- what is done

    def _sign(self, seat: Role, name: str) -> None:
        if self.view is not None:
            seen, jury = self.view.digest, self._jury
            self._do(
                lambda closing: closing.sign(jury, seat, name, seen=seen),
                lambda refusal: self._beside_seat(seat, refusal),
            )

    def _refuse(self, seat: Role, name: str, reason: str) -> None:
        jury = self._jury
        self._do(
            lambda closing: closing.refuse(jury, seat, name, reason), lambda refusal: self._beside_seat(seat, refusal)
        )

    def _explain(self, case: Digest, reason: str) -> None:
        jury = self._jury
        self._do(lambda closing: closing.explain(jury, case, reason), self.cases.rows[case].say)

    def _lift(self) -> None:
        jury, say = self._jury, self.naming.lift_beside
        self._do(lambda closing: closing.lift(jury), lambda refusal: say.refuse(sentence(refusal)))

    def _reopen(self, number: StudentNumber, reason: str) -> None:
        jury, say = self._jury, self.naming.reopen_beside
        self._do(
            lambda closing: closing.reopen(jury, number, reason),
            lambda refusal: say.refuse(sentence(refusal)),
            lambda: self._lead_back(number),
        )

    def _write(self, kind: ClosingPaper, form: ListKind, number: str) -> None:
        jury = self._jury
        numbers = (StudentNumber(number),) if number else ()
        ending = FORMS[form][1]
        self._save(
            TITLES[kind],
            f"{jury}-{kind.value}{f'-{number}' if number else ''}{ending}",
            (f"{FORMS[form][0]} (*{ending})",),
            lambda path: self._put(path, lambda closing: closing.write_paper(path, jury, kind, form, numbers)),
        )

    def _archive(self) -> None:
        jury = self._jury
        edition = self.view.minutes.edition if self.view is not None else 1
        self._save(
            "Archiver le PV",
            f"{jury}-pv-{edition}.zip",
            ("Archive (*.zip)",),
            lambda path: self._put(path, lambda closing: closing.archive(path, jury)),
        )

    def _put(self, path: str, write: Callable[[ClosingDesk], None]) -> None:
        """Write in the lane, then say where."""
        desk, say = self._desk, self.papers.beside
        say.inform("Écriture…")
        self._tasks.run(
            lambda: write(desk.closing),
            lambda _none: say.approve(f"Écrit\u00a0: {PurePath(path).name}."),
            lambda refusal: say.refuse(sentence(refusal)),
            owner=self,
        )

    def _lead(self, number: StudentNumber) -> None:
        self.accept()
        self.candidate_wanted.emit(number)

    def _lead_back(self, number: StudentNumber) -> None:
        """The case is open: it is corrected in its marks, not here."""
        self.accept()
        self.reopened.emit(number)

    def _close_sitting(self) -> None:
        self.accept()
        self.closing_wanted.emit()

    # ----------------------------------------------------------------------------------------------- inside

    def _beside_seat(self, seat: Role, refusal: Refusal) -> None:
        """The PV may have changed since it was shown: say it, and show it as it is."""
        row = self.signatures.rows.get(seat)
        if row is not None:
            row.say(refusal)

    def _do(self, ask: Ask, refused: Callable[[Refusal], None], then: Callable[[], None] = lambda: None) -> None:
        self.tabs.setEnabled(False)

        def done(view: ClosingView) -> None:
            self.show_view(view)
            self.beside.approve("Enregistré ici.")
            self._go_on()
            self.changed.emit()
            then()

        def not_done(refusal: Refusal) -> None:
            self.tabs.setEnabled(True)
            refused(refusal)

        self._ask(ask, done, not_done)

    def _ask_who(self) -> None:
        desk, jury = self._desk, self._jury
        self._tasks.run(lambda: desk.closing.names(jury), self._show_who, self._refused, owner=self)

    def _show_who(self, names: Mapping[StudentNumber, SealedIdentity]) -> None:
        for part in (self.cases, self.naming):
            part.show_names(names)

    def _turned(self) -> None:
        """Another part: the keyboard goes to what is to be done there, but for who goes from tab to tab by arrows."""
        self.beside.clear()
        if not self.tabs.tabBar().hasFocus():
            self._to_what_is_to_do()

    def _to_what_is_to_do(self) -> None:
        parts = {
            Part.SIGNATURES: self.signatures.to_do,
            Part.CASES: self.cases.to_do,
            Part.NAMES: self.naming.to_do,
            Part.PAPERS: self.papers.paper,
        }
        wanted = parts[Part(self.tabs.currentIndex())]
        if wanted is not None and self.isVisible():
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        """Give the keyboard to what comes next: what it was on is gone."""
        here = {Part.SIGNATURES: self.signatures.to_do, Part.CASES: self.cases.to_do}
        shown = here.get(Part(self.tabs.currentIndex())) or self.close_sitting
        if not shown.isVisibleTo(self):
            shown = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, ask: Ask, done: Callable[[ClosingView], None], refused: Callable[[Refusal], None]) -> None:
        desk = self._desk
        self._tasks.run(lambda: ask(desk.closing), done, refused, owner=self)

    def _refused(self, refusal: Refusal) -> None:
        self.beside.refuse(sentence(refusal))


def _may_close(view: ClosingView) -> bool:
    """Whoever acts here may close, and no like case waits for its reason."""
    decided = view.stage is Stage.DELIBERATED and view.refused is None
    return decided and all(one.reason for one in view.unequal)


_WORDS_TOLD = "Huit mots à recopier sur le PV papier\u00a0: ils changent dès qu’un octet du procès-verbal change."
