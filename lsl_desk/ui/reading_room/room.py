# SPDX-License-Identifier: AGPL-3.0-or-later
"""The reading room: who, the livret, and how far it is read. This module puts the parts together."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lsl_desk.client.desk import Desk, OpenJury
from lsl_desk.client.settings import Settings
from lsl_desk.client.sit.next_to_read import likely_next, neighbour, next_livret, next_undecided
from lsl_desk.client.sit.position import Position
from lsl_desk.client.sit.rows import CandidateRow, rows_of
from lsl_desk.client.sit.values import SittingState
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.fallback import Footing
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.reading import Reading, ReadState
from lsl_desk.sentences import sentence
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.reading_room.attendance import Attendance
from lsl_desk.ui.reading_room.candidate_panel import CandidatePanel
from lsl_desk.ui.reading_room.columns import Columns
from lsl_desk.ui.reading_room.deciding_table import DecidingTable
from lsl_desk.ui.reading_room.decision_seat import DecisionSeat
from lsl_desk.ui.reading_room.header import RoomHeader
from lsl_desk.ui.reading_room.jumping import Jumping
from lsl_desk.ui.reading_room.jury_search import JurySearchPanel
from lsl_desk.ui.reading_room.livret_opener import LivretOpener, places_of
from lsl_desk.ui.reading_room.page_counter import Open, PageCounter
from lsl_desk.ui.reading_room.sitting import Sitting, read_sitting
from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.viewer.viewer import LivretViewer

if TYPE_CHECKING:
    from lsl_desk.client.link.values import Elsewhere
    from lsl_desk.ui.reading_room.projection import RoomProjection

OPENING = "Ouverture du jury {jury}…"
NEWER_LIVRET = "↻\u00a0Ce livret a changé à l’académie. La page lue reste\u202f; F6 ouvre la nouvelle version."
RESUME = "Reprendre au {where}\u202f? Entrée le rouvre à la page où il était."
LAST_TO_READ = "c’est le dernier livret à lire parmi ceux affichés"
OTHERS_HELD = "les autres livrets à lire sont ouverts sur un autre poste"
CHOOSE = "Choisissez un candidat ou tapez un numéro.\n{key} ouvre le prochain livret à lire."


def _title(file: JuryFile) -> str:
    """The jury's own words, never without its identifier."""
    if file.label == file.jury:
        return f"Jury {file.jury}"
    return file.label if file.jury in file.label else f"{file.jury} · {file.label}"


class ReadingRoom(QWidget):
    """One jury at a time. Everything it shows was answered by the Desk; it holds no name."""

    title_changed = Signal(str)
    """What the window is about: the jury."""
    read_from = Signal(object)
    """On which copy of the jury's file it reads from here on, a `Footing`."""

    closed = Signal()
    """There is nothing to show: the jury could not be opened."""

    sitting_changed = Signal(object)
    """The `SittingState` of the jury on the screen, None when it has none."""

    paced = Signal(object)
    """The `Pace` of its sitting."""

    went_on = Signal(object)
    """Another candidate came, or something was recorded of one."""
    not_yours = Signal(object)
    """The `Refusal` of a jury that whoever acts does not preside, with ``yours``."""

    page_turned = Signal(object, int, int)
    """N° élève shown, its page (from 0), pages of its livret (0 without): something else is on the screen."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        actions: Actions,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._actions, self._settings = desk, tasks, actions, settings
        self._file: JuryFile | None = None
        self._candidates: dict[StudentNumber, Candidate] = {}
        self._number: StudentNumber | None = None
        self._outdated = False
        self._left: StudentNumber | None = None
        self._restoring: dict[str, str] | None = None
        self._held: frozenset[StudentNumber] = frozenset()
        self.panel = CandidatePanel()
        self.search = JurySearchPanel(desk, tasks)
        self.header = RoomHeader()
        self.viewer = LivretViewer(desk.pages, actions)
        self.jumping = Jumping(desk, tasks, self)
        self.counter = PageCounter(desk, tasks, settings.page_seconds, now, self)
        self.attendance = Attendance(self)
        self.sitting = Sitting(desk, tasks, self)
        self.deciding = DecidingTable(desk, tasks, self.sitting, self.panel, self)
        self.opener = LivretOpener(desk, tasks, self.viewer, self)
        self.columns = Columns(self.panel, self.search, self.header, self.viewer)
        self.decision = DecisionSeat(desk, tasks, actions, self.sitting, self.columns, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.columns)
        self.columns.give_first_sizes(self.panel.first_width())
        self._connect()
        self._nobody()

    # ------------------------------------------------------------------------------------------- the jury

    def open(self, jury: JuryId, number: str | None = None) -> None:
        """Show a jury, on the livret of a N° élève or N° PV if one is given; shown again, it keeps its candidate."""
        again = self._file is not None and self._file.jury == jury

        def work() -> tuple[OpenJury, dict[Digest, Position | None], SittingState | None]:
            sitting = read_sitting(self._desk, jury, again=again)  # first: a jury that is not one's own is not opened
            opened = self._desk.open_jury(jury)
            return opened, places_of(self._desk, opened.file), sitting

        def done(answer: tuple[OpenJury, dict[Digest, Position | None], SittingState | None]) -> None:
            self.opener.learn(answer[1])
            self._opened(answer[0], number, answer[2])

        def refused(refusal: Refusal) -> None:
            told = self.not_yours if "yours" in refusal.facts else self._tasks.refusal
            told.emit(refusal)
            if self._file is None:
                self.closed.emit()

        if self._file is None:
            self.opener.say(OPENING.format(jury=jury))
        self._tasks.run(work, done, refused, owner=self)

    def imported(self, jury: JuryId) -> None:
        """Another version of a jury came: show it if it is the one shown."""
        if self._file is not None and self._file.jury == jury:
            self.open(jury)

    def moved(self, jury: JuryId) -> None:
        """Acts, a version or verdicts came from the academy: show them, and move nothing that is being read."""
        if self._file is None or self._file.jury != jury:
            return
        self._tasks.run(lambda: self._desk.open_jury(jury), self._refreshed, owner=self)
        self.sitting.refresh()
        self.decision.refresh()

    def take_sitting(self, state: SittingState | None) -> None:
        """Show a sitting as it was just read or recorded."""
        self.sitting.take(state)
        if state is None:
            self.panel.show_sitting(deciding=False)
            self.sitting_changed.emit(None)

    def show_link(self, elsewhere: "Elsewhere", conflicts: int) -> None:
        """Show who read on other posts, and how many conflicts wait for the president; N skips what they hold."""
        from lsl_desk.ui.reading_room.readers import told_readers  # noqa: PLC0415 - a post that is not linked needs none

        told = told_readers(self._file, elsewhere.readers) if self._file is not None else {}
        self.panel.model.readers = told
        self._held = elsewhere.held
        self.panel.show_conflicts(conflicts)
        self.header.show_reader(told.get(self._number, "") if self._number else "")

    def show_footing(self, footing: Footing) -> None:
        """Say that the work falls on the copy kept here, or is back; nothing that is being read moves."""
        if self.header.say_footing(footing) and self._file is not None:
            self.opener.fell(self._file.jury)

    def say_sent(self, words: str) -> None:
        """Say what became of the acts that had waited for the academy."""
        self.header.say_sent(words)

    def _refreshed(self, opened: OpenJury) -> None:
        if self._file is None or self._file.jury != opened.file.jury:
            return
        before = self._candidates.get(self._number) if self._number is not None else None
        self._file = opened.file
        self._candidates = {one.number: one for one in opened.file.candidates}
        sitting = self.sitting.state
        self.panel.refresh_rows(rows_of(opened.file, opened.readings, sitting.states if sitting else None))
        self.jumping.open_jury(opened.file.jury, self.panel.model.everyone)
        if before is None:
            return
        now = self._candidates.get(before.number)
        self.header.show_row(self.panel.model.row(before.number))
        if now is None or now.livret is None or before.livret is None or now.livret.digest != before.livret.digest:
            self._outdated = now != before
            if self._outdated:
                self.header.say(NEWER_LIVRET, "warning")
        elif now.livret != before.livret:
            self.opener.judge(now)

    def _opened(self, opened: OpenJury, wanted: str | None, sitting: SittingState | None) -> None:
        before = (self._file.jury, self._number) if self._file is not None else None
        if before is None:
            # Not the search line, which would take the digits of a jump.
            self._focus_livret() if wanted else self.panel.table.setFocus()
        self._file = opened.file
        self._candidates = {one.number: one for one in opened.file.candidates}
        if before is not None and before[0] != opened.file.jury:
            self.panel.model.readers = {}
            self._held = frozenset()
            self.panel.show_conflicts(0)
        self.panel.show_rows(rows_of(opened.file, opened.readings, sitting.states if sitting else None))
        self.search.open_jury(opened.file.jury)
        self.jumping.open_jury(opened.file.jury, self.panel.model.everyone)
        self.take_sitting(sitting)
        self._tasks.hold_for(self.panel.table.viewport())  # who else read, and the like, come after its picture
        self.title_changed.emit(_title(opened.file))
        state, self._restoring = self._restoring, None
        if state is not None:
            self._bring_back(state)
        found = None if not wanted else opened.file.by_number(wanted) or opened.file.by_pv(wanted)
        if found is None and before is not None and before[0] == opened.file.jury and before[1] in self._candidates:
            found = self._candidates[before[1]]
        if found is None:
            self._nobody(resume=None if wanted else opened.last)
            self.opener.say_footing(opened.file.jury)
        else:
            self._go(found.number, again=True)
        if wanted and found is None:
            refusal = Refusal(Code.NUMBER_UNKNOWN, number=wanted, jury=opened.file.jury)
            self.header.say(f"✗\u00a0{sentence(refusal)}", "warning")

    def _nobody(self, resume: StudentNumber | None = None) -> None:
        """Nobody is on the screen; the candidate that was there last is one key away."""
        left = self._candidates.get(resume) if resume is not None else None
        self._number, self._left = None, None if left is None else left.number
        self.panel.choose(self._left)
        self.header.show_candidate(None, None)
        key = self._actions["next_to_read"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        said = CHOOSE.format(key=key) if self._file is not None else ""
        if left is not None:
            where = f"N° PV\u00a0{left.pv}, livret {left.number}" if left.pv else f"livret {left.number}"
            said = f"{RESUME.format(where=where)}\n\n{said}"
        self.opener.say(said)
        self.decision.show_nobody()
        self._neighbours_changed()

    # ------------------------------------------------------------------------------------------- a candidate

    def _go(self, number: StudentNumber, *, again: bool = False, go_to: tuple[int, str] | None = None) -> None:
        """Open a candidate's livret; the table follows."""
        candidate, file = self._candidates.get(number), self._file
        if candidate is None or file is None:
            return
        self.panel.choose(number)
        if number == self._number and not again and not self._outdated:
            if go_to is not None:
                self.opener.go_to(*go_to)
            return
        self._number, self._outdated, self._left = number, False, None
        self.went_on.emit(number)
        self.opener.leave()
        self.header.show_candidate(self.panel.model.row(number), candidate.livret)
        self.header.show_reader(self.panel.model.readers.get(number, ""))
        self.opener.open(file.jury, candidate, go_to)
        self.decision.show_candidate(file.jury, number)
        self._neighbours_changed()
        if candidate.livret is None:
            self.page_turned.emit(number, 0, 0)

    def _showing(self, candidate: Candidate) -> None:
        row = self.panel.model.row(candidate.number)
        if self._file is not None and candidate.livret is not None and row is not None:
            self.counter.start(Open(self._file.jury, candidate.number, candidate.livret), row.reading)

    def _neighbours_changed(self) -> None:
        shown, number = self.panel.shown, self._number
        for action, step in (("next_candidate", 1), ("previous_candidate", -1)):
            self._actions.allow(action, neighbour(shown, number, step) is not None)
        if number is not None:
            likely = likely_next(
                shown, number, ahead=self._settings.ahead, behind=self._settings.behind, held=self._held
            )
            self.opener.expect(self._candidates[one] for one in likely)

    def _next_to_read(self) -> None:
        """The next livret to read; while the jury sits, those it must have examined come first (D334-10)."""
        found = next_livret(self.panel.shown, self._number, sitting=self.sitting.open, held=self._held)
        if found is None:
            self.header.say("✓\u00a0tous les livrets affichés sont lus", "ok")
            return
        if found == self._number:
            self.header.say(OTHERS_HELD if self._held else LAST_TO_READ, "accent")
        self._go(found)
        self.viewer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _next_undecided(self) -> None:
        found = next_undecided(self.panel.shown, self._number)
        if found is None:
            self.header.say("✓\u00a0tous les candidats affichés ont une décision", "ok")
        else:
            self._go(found)

    def go_to(self, number: StudentNumber, page: int | None = None) -> None:
        """Lead to a candidate: their line seen and chosen; the keyboard at that page (from 0), else in their marks."""
        self.columns.show_candidates()
        self.panel.reveal(number)
        self._go(number, go_to=None if page is None else (page, ""))
        if page is not None or not self.decision.focus():
            self.viewer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_page(self, number: StudentNumber, page: int) -> None:
        """Open a candidate at a page of the livret (from 0); the keyboard stays where it is."""
        self._go(number, go_to=(page, ""))

    @property
    def where(self) -> tuple[StudentNumber | None, int, int]:
        """The candidate on the screen, page (from 0), pages of the livret (0 without); nobody while it comes."""
        shown, number = self.viewer.lending.glimpse(), self._number
        if number is not None and shown is not None and shown.number == number:
            return number, shown.page, shown.count
        candidate = None if number is None else self._candidates.get(number)
        return (number, 0, 0) if candidate is not None and candidate.livret is None else (None, 0, 0)

    def _page_shown(self, page: int, count: int) -> None:
        self.header.show_page(page, count)
        if self._number is not None:
            self.page_turned.emit(self._number, page, count)

    @property
    def on_screen(self) -> CandidateRow | None:
        """The candidate shown, None for nobody."""
        return None if self._number is None else self.panel.model.row(self._number)

    def projection(self) -> "RoomProjection":
        """What a second screen may show of this room; it goes with the room."""
        from lsl_desk.ui.reading_room.projection import RoomProjection  # noqa: PLC0415 - most rooms project nothing

        return RoomProjection(self.viewer, self.decision, lambda: self.on_screen, self)

    def _next_candidate(self) -> None:
        self._step(1)

    def _previous_candidate(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        found = neighbour(self.panel.shown, self._number, step)
        if found is not None:
            self._go(found)

    # ------------------------------------------------------------------------------------------- what was read

    def _kept(self, jury: JuryId, number: StudentNumber, reading: Reading) -> None:
        if self._file is None or jury != self._file.jury:
            return
        self.panel.update_reading(number, reading)
        if reading.state is ReadState.READ:
            self.sitting.candidate_moved(number)  # the livret is examined
        if number == self._number:
            self.header.show_row(self.panel.model.row(number))
            if reading.state is ReadState.READ:
                self.decision.refresh()

    # ------------------------------------------------------------------------------------------- going somewhere

    def _jumped(self, number: StudentNumber, which: str) -> None:
        self._go(number)
        self._focus_livret()
        if which:
            self.header.say(which, "accent")

    def _jumped_elsewhere(self, jury: JuryId, typed: str) -> None:
        self.open(jury, typed)
        self._focus_livret()

    def _page_found(self, number: StudentNumber, page: int, words: str) -> None:
        self._go(number, go_to=(page, words))

    def _start_jump(self) -> None:
        self.jumping.start()

    def _start_search(self) -> None:
        self.columns.show_search()
        self.search.start()

    def _focus_query(self) -> None:
        self.columns.show_candidates()
        self.panel.focus_query()

    def _focus_table(self) -> None:
        self.columns.show_candidates()
        self.panel.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _read_page(self, page: int) -> None:
        if self._number is not None:
            self._go(self._number, go_to=(page, ""))
            self.viewer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _focus_livret(self) -> None:
        left = self._left
        if self._number is None and left is not None:
            self._go(left)
        elif self._outdated and self._number is not None:
            self._go(self._number)
        self.viewer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ------------------------------------------------------------------------------------------- lock and return

    def state(self) -> dict[str, str]:
        """Where one is and what is typed; kept in memory only, while the Desk is locked."""
        if self._file is None:
            return {}
        return self.panel.state() | {
            "jury": self._file.jury,
            "number": self._number or "",
            "jump": self.jumping.field.text,
            "words": self.search.words.text(),
            "searching": "oui" if self.columns.searching else "",
        }

    def restore(self, state: dict[str, str]) -> None:
        """Open the same jury at the same candidate, filtered and sorted as it was."""
        jury = state.get("jury")
        if not jury:
            self.closed.emit()
            return
        self._restoring = state
        self.open(JuryId(jury), state.get("number") or None)

    def _bring_back(self, state: dict[str, str]) -> None:
        self.panel.restore(state)
        self.search.words.setText(state.get("words", ""))
        if state.get("searching"):
            self.columns.show_search()
        if state.get("jump"):
            self.jumping.start(state["jump"])

    # ------------------------------------------------------------------------------------------- making

    def _connect(self) -> None:
        self.panel.chosen.connect(self._go)
        self.sitting.changed.connect(self.sitting_changed)
        self.sitting.paced.connect(self.paced)
        self.sitting.candidate_changed.connect(self.went_on)
        self.panel.livret_wanted.connect(self._focus_livret)
        self.panel.order_changed.connect(self._neighbours_changed)
        self.panel.width_wanted.connect(self.columns.fit_left)
        self.search.page_wanted.connect(self._page_found)
        self.search.left.connect(self._focus_table)
        self.panel.conflicts.clicked.connect(self._actions["conflicts"].trigger)
        self.header.offer_copies(self._actions["import_jury"], self._actions["import_zip"])
        self.jumping.found.connect(self._jumped)
        self.jumping.jury_wanted.connect(self._jumped_elsewhere)
        self.decision.page_wanted.connect(self._read_page)
        self.decision.left.connect(self._focus_livret)
        self.attendance.changed.connect(self.counter.clock.run)
        self.opener.showing.connect(self._showing)
        self.opener.read_from.connect(self.header.say_footing)
        self.opener.read_from.connect(self.read_from)
        self.viewer.page_changed.connect(self._page_shown)
        self.viewer.pages_visible.connect(self.counter.clock.see)
        self.viewer.veiled.connect(self.counter.veiled)
        self.viewer.failed.connect(self.header.failed)
        self.counter.kept.connect(self._kept)
        self.counter.marked.connect(self.viewer.mark_seen)
        self.counter.refused.connect(self.header.not_kept)
        # Methods, never lambdas: these connections are cut with the room, while the actions live on.
        for name, slot in (
            ("next_to_read", self._next_to_read),
            ("next_undecided", self._next_undecided),
            ("next_order", self.panel.next_order),
            ("next_candidate", self._next_candidate),
            ("previous_candidate", self._previous_candidate),
            ("jump", self._start_jump),
            ("focus_query", self._focus_query),
            ("focus_table", self._focus_table),
            ("focus_livret", self._focus_livret),
            ("find_in_jury", self._start_search),
        ):
            self._actions[name].triggered.connect(slot)

    # ------------------------------------------------------------------------------------------- Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the last times, keep the place, give every picture back."""
        self.sitting.stop()
        self.opener.leave()
        self.opener.keep_place()
        self.viewer.shut()
        super().closeEvent(event)
