# SPDX-License-Identifier: AGPL-3.0-or-later
"""Brings the answers of the page lane to the window's thread."""

from collections import deque
from collections.abc import Callable, Collection
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal, Slot

from lsl_desk.client.ports import Pages
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import Frame, PageSize, RenderKey, Word

Answer = Callable[[], None]


class _Letters:
    """Answers waiting to be opened in the window's thread; what nobody will open is given back."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._lock = Lock()
        self._waiting: deque[tuple[Answer, Frame | None]] = deque()
        self._closed = False

    def post(self, answer: Answer, frame: Frame | None = None) -> None:
        """Leave an answer, from any thread."""
        with self._lock:
            if not self._closed:
                self._waiting.append((answer, frame))
                # Under the lock, so that the receiver cannot be destroyed between the test and the signal.
                self._wake()
                return
        if frame is not None:
            frame.release()

    def open(self) -> None:
        """Open what is there, in the window's thread."""
        while True:
            with self._lock:
                if not self._waiting:
                    return
                answer, _frame = self._waiting.popleft()
            answer()

    def close(self) -> None:
        """Refuse letters from now on, and give back the frames of those never opened."""
        with self._lock:
            self._closed = True
            left, self._waiting = self._waiting, deque()
        for _answer, frame in left:
            if frame is not None:
                frame.release()


class Lane(QObject):
    """The page lane as the window sees it: requests go out at once, answers come back as signals.

    Whoever receives `rendered` owns the frame. After `close` no signal comes and late frames are released.
    """

    sized = Signal(object, object)
    """digest, tuple[PageSize, ...] or Refusal."""
    rendered = Signal(object, object)
    """RenderKey, Frame or Refusal."""
    worded = Signal(object, int, object)
    """digest, page, tuple[Word, ...] or Refusal."""

    _wake = Signal()

    def __init__(self, pages: Pages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._letters = _Letters(self._wake.emit)
        self._wake.connect(self._open, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self._letters.close)

    def sizes(self, digest: Digest) -> None:
        """Ask for the size of every page."""

        def done(answer: tuple[PageSize, ...] | Refusal) -> None:
            letters.post(lambda: self.sized.emit(digest, answer))

        letters = self._letters
        self._pages.sizes(digest, done)

    def render(self, key: RenderKey, ahead: bool) -> None:
        """Ask for a picture."""

        def done(answer: Frame | Refusal) -> None:
            letters.post(lambda: self.rendered.emit(key, answer), None if isinstance(answer, Refusal) else answer)

        letters = self._letters
        self._pages.render(key, done, ahead=ahead)

    def words(self, digest: Digest, page: int) -> None:
        """Ask for the words of a page."""

        def done(answer: tuple[Word, ...] | Refusal) -> None:
            letters.post(lambda: self.worded.emit(digest, page, answer))

        letters = self._letters
        self._pages.words(digest, page, done)

    def keep_only(self, wanted: Collection[RenderKey]) -> None:
        """Forget the queued pictures that are not in ``wanted``."""
        self._pages.keep_only(wanted)

    def close(self) -> None:
        """Send nothing more to the window."""
        self._letters.close()

    @Slot()
    def _open(self) -> None:
        self._letters.open()
