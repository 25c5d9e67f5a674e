# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opening a candidate's livret at the place one was, keeping that place, and having the neighbours ready (P09, P10)."""

from collections.abc import Iterable, Mapping
from itertools import islice

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from lsl_desk.client.desk import Desk
from lsl_desk.client.sit.position import Position
from lsl_desk.domain.fallback import Footing
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.sentences import no_livret_sentence
from lsl_desk.ui.french import moment
from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.viewer.viewer import LivretViewer

_QUIET_MS = 1500
"""A place is written this long after the last movement: not at every line scrolled."""

_PLACES_AT_ONCE = 400
"""Places read together with a jury: several times the livrets of any jury, and still a blink."""


def places_of(desk: Desk, file: JuryFile) -> dict[Digest, Position | None]:
    """Read the places in a jury's livrets; blocks. Those of livrets beyond any jury's size are read when wanted."""
    held = (one.livret.digest for one in file.candidates if one.livret is not None)
    return desk.positions(tuple(islice(held, _PLACES_AT_ONCE)))


class LivretOpener(QObject):
    """Puts livrets into the viewer. Places are read from the store once, with the jury or in advance.

    What the viewer shows and what the rest of the room says is on screen change in the same breath, so that no page is
    ever counted for another candidate.
    """

    showing = Signal(object)
    """This `Candidate`'s livret is about to be shown."""

    read_from = Signal(object)
    """On which copy the candidate just opened is read, a `Footing`."""

    def __init__(self, desk: Desk, tasks: Tasks, viewer: LivretViewer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._viewer = viewer
        self._places: dict[Digest, Position | None] = {}
        self._kept: dict[Digest, Position | None] = {}
        self._asked: set[Digest] = set()
        self._wanted: Candidate | None = None
        self._shown: Digest | None = None
        self._go_to: tuple[int, str] | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self.keep_place)
        viewer.moved.connect(self._quiet.start)
        viewer.first_painted.connect(tasks.go_on, Qt.ConnectionType.QueuedConnection)

    def learn(self, places: Mapping[Digest, Position | None]) -> None:
        """Take the places read from the store along with a jury; what was seen since is newer."""
        self._places = {**places, **self._places}
        self._kept = {**places, **self._kept}

    def open(self, jury: JuryId, candidate: Candidate, go_to: tuple[int, str] | None = None) -> None:
        """Show a candidate's livret, or why there is none, and write that it was opened.

        Args:
            jury: the jury, for the act.
            candidate: whose livret.
            go_to: page (from 0) and words to go to, rather than the place one was at.
        """
        self.leave()
        self._wanted, self._go_to = candidate, go_to
        livret = candidate.livret
        if livret is None:
            self._viewer.show_sentence(no_livret_sentence(candidate))
            self._tasks.run(
                lambda: self._desk.footing(jury, between=True), lambda now: self._without(candidate, now), owner=self
            )
            return
        if livret.digest in self._places:
            self._tasks.hold()  # the page first; the store writes and reads once it is on the screen
            self._show(candidate)
        else:
            self._viewer.show_sentence("")  # the number on the screen is already another one
            self._ask(livret.digest)
        self._keep_waiting_places()
        self._tasks.run(lambda: self._desk.opened(jury, candidate.number), self.read_from.emit, owner=self)

    def say_footing(self, jury: JuryId) -> None:
        """Say on which copy a jury stands, of which no candidate is open."""
        self._tasks.run(lambda: self._desk.footing(jury, between=True), self.read_from.emit, owner=self)

    def fell(self, jury: JuryId) -> None:
        """The academy was lost with this livret on the screen: write from when on it is read on the copy."""
        wanted = self._wanted
        if wanted is not None and wanted.livret is not None:
            number = wanted.number
            self._tasks.run(lambda: self._desk.opened(jury, number, between=False), lambda _: None, owner=self)

    def _without(self, candidate: Candidate, footing: Footing) -> None:
        """Say from which copy a livret is missing, if it is still the one wanted."""
        self.read_from.emit(footing)
        if footing.fallen and footing.copy is not None and self._wanted is candidate:
            self._viewer.show_sentence(no_livret_sentence(candidate, moment(footing.copy)))

    def judge(self, candidate: Candidate) -> None:
        """Take other verdicts on the pages of the livret shown, at the very place one is."""
        livret = candidate.livret
        if livret is not None and livret.digest == self._shown:
            self._wanted = candidate
            self.showing.emit(candidate)
            self._viewer.show_livret(livret.digest, candidate.number, livret.pages, self._viewer.position())

    def say(self, text: str) -> None:
        """Show a sentence in place of any livret."""
        self.leave()
        self._wanted = None
        self._viewer.show_sentence(text)

    def go_to(self, page: int, words: str) -> None:
        """Go to a page of the livret that is open, or is being opened."""
        if self._shown is None:
            self._go_to = (page, words)
        else:
            self._viewer.go_to(page, words)

    def expect(self, candidates: Iterable[Candidate]) -> None:
        """Have these livrets ready, the likeliest first."""
        digests = [one.livret.digest for one in candidates if one.livret is not None]
        self._viewer.prefetch(digests)
        for digest in digests:
            if digest not in self._places:
                self._ask(digest)

    def leave(self) -> None:
        """Remember the place in the livret shown; it is written at the next quiet moment or opening."""
        if self._shown is not None:
            self._places[self._shown] = self._viewer.position()
        self._shown = None

    def keep_place(self) -> None:
        """Write the places that changed."""
        self._quiet.stop()
        if self._shown is not None:
            self._places[self._shown] = self._viewer.position()
        self._keep_waiting_places()

    def _keep_waiting_places(self) -> None:
        for digest, place in self._places.items():
            if place is not None and self._kept.get(digest) != place:
                self._kept[digest] = place
                self._tasks.run(
                    lambda digest=digest, place=place: self._desk.keep_position(digest, place),  # type: ignore[misc]  # bound now
                    lambda _done: None,
                    owner=self,
                )

    def _ask(self, digest: Digest) -> None:
        if digest in self._asked:
            return
        self._asked.add(digest)
        self._tasks.run(
            lambda: self._desk.positions((digest,)), lambda found: self._answered(digest, found[digest]), owner=self
        )

    def _answered(self, digest: Digest, place: Position | None) -> None:
        self._places.setdefault(digest, place)
        self._kept.setdefault(digest, place)
        wanted = self._wanted
        if wanted is not None and wanted.livret is not None and wanted.livret.digest == digest and self._shown is None:
            self._show(wanted)

    def _show(self, candidate: Candidate) -> None:
        livret = candidate.livret
        if livret is None:
            return
        self._shown = livret.digest
        self.showing.emit(candidate)
        self._viewer.show_livret(livret.digest, candidate.number, livret.pages, self._places[livret.digest])
        if self._go_to is not None:
            page, words = self._go_to
            self._go_to = None
            self._viewer.go_to(page, words)
