# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the livret on the screen, fetched page by page when somebody selects or searches; forgotten after it."""

from PySide6.QtCore import QObject, Signal

from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import Word
from lsl_desk.ui.viewer.lane import Lane
from lsl_desk.ui.viewer.livret import ShownLivret

Words = tuple[Word, ...]


class TextLayer(QObject):
    """The words of one livret at a time. A veiled page has none: its text may be another candidate's."""

    arrived = Signal(int)
    """Page: its words are here."""

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._livret: ShownLivret | None = None
        self._words: dict[int, Words] = {}
        self._asked: set[int] = set()
        lane.worded.connect(self._take)

    def open(self, livret: ShownLivret | None) -> None:
        """Begin another livret."""
        self._livret = livret
        self._words = {}
        self._asked = set()

    def words(self, page: int) -> Words | None:
        """Return the words of a page in reading order, or ask for them and return None."""
        if self._livret is None or self._livret.veiled(page):
            return ()
        known = self._words.get(page)
        if known is None and page not in self._asked:
            self._asked.add(page)
            self._lane.words(self._livret.digest, page)
        return known

    def _take(self, digest: Digest, page: int, answer: Words | Refusal) -> None:
        if self._livret is not None and digest == self._livret.digest and page in self._asked:
            self._words[page] = () if isinstance(answer, Refusal) else answer
            self.arrived.emit(page)
