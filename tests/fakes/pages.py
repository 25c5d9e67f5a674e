# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page lane without a child process, for the tests of screens: pages painted in one colour, on a thread of its own.

It passes the suite of the true one (tests/contracts/test_pages.py).
"""

import binascii
import struct
import threading
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.pages import Frame, Inspection, PageSize, RenderKey, Word


@dataclass(frozen=True)
class PaintedPage:
    """A page of one colour.

    Attributes:
        text: its words, lines apart.
        size: width and height in points.
        colour: blue, green, red.
    """

    text: str
    size: tuple[float, float] = (595.0, 842.0)
    colour: tuple[int, int, int] = (255, 255, 255)


class PaintedFrame:
    """A picture of a painted page; after `release` its bytes are black: a screen that still reads them shows it."""

    def __init__(self, key: RenderKey, height: int, colour: tuple[int, int, int], freed: Callable[[], None]) -> None:
        self.key = key
        self.width = key.width
        self.height = height
        self.stride = key.width * 4
        self._bytes = bytearray(bytes((*colour, 255)) * (key.width * height))
        self._freed = freed
        self._released = False

    @property
    def pixels(self) -> memoryview:
        return memoryview(self._bytes).toreadonly()

    def release(self) -> None:
        if not self._released:
            self._released = True
            self._bytes[:] = bytes(len(self._bytes))
            self._freed()


@dataclass
class _Wish:
    rank: int
    key: RenderKey | None
    answer: Callable[[], Any]
    done: Callable[[Any], None]


class PaintedPages:
    """Implements `client.ports.Pages` over painted pages.

    Args:
        livrets: the pages of each livret, as they are when asked for; an empty one is unreadable.

    Attributes:
        held: frames given and not yet released.
        asked: every picture asked for, in order.
    """

    def __init__(self, livrets: Mapping[Digest, Sequence[PaintedPage]]) -> None:
        self.livrets = livrets
        self.held = 0
        self.asked: list[RenderKey] = []
        self._changed = threading.Condition()
        self._queue: list[_Wish] = []
        self._paused = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def pause(self) -> None:
        """Answer nothing from now on; what is asked is queued."""
        with self._changed:
            self._paused = True

    def go_on(self) -> None:
        """Answer again, the most urgent first."""
        with self._changed:
            self._paused = False
            self._changed.notify_all()

    def sizes(self, digest: Digest, done: Callable[[tuple[PageSize, ...] | Refusal], None]) -> None:
        self._wish(1, None, lambda: tuple(PageSize(*page.size) for page in self._pages(digest)), done)

    def render(self, key: RenderKey, done: Callable[[Frame | Refusal], None], *, ahead: bool = False) -> None:
        self.asked.append(key)
        self._wish(2 if ahead else 0, key, lambda: self._painted(key), done)

    def words(self, digest: Digest, page: int, done: Callable[[tuple[Word, ...] | Refusal], None]) -> None:
        self._wish(1, None, lambda: _words(self._page(digest, page).text), done)

    def keep_only(self, wanted: Collection[RenderKey]) -> None:
        with self._changed:
            self._queue = [wish for wish in self._queue if wish.key is None or wish.key in wanted]

    def inspect(self, data: bytes) -> Inspection:
        found = self.livrets.get(Digest(sha256(data).hexdigest()), ())
        if not found:
            return Inspection(LivretProblem.UNREADABLE, ())
        return Inspection(None, tuple(page.text for page in found))

    def inspect_later(self, data: bytes) -> Callable[[], Inspection]:
        return lambda: self.inspect(data)

    def png(self, digest: Digest, page: int, dpi: int) -> bytes:
        painted = self._page(digest, page)
        width, height = (max(1, round(side * dpi / 72)) for side in painted.size)
        blue, green, red = painted.colour
        rows = (b"\0" + bytes((red, green, blue)) * width) * height
        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", binascii.crc32(name + data))
            for name, data in parts
        )

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._queue.clear()
            self._changed.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _wish(self, rank: int, key: RenderKey | None, answer: Callable[[], Any], done: Callable[[Any], None]) -> None:
        with self._changed:
            if not self._closed:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._serve, name="painted pages", daemon=True)
                    self._thread.start()
                self._queue.append(_Wish(rank, key, answer, done))
                self._changed.notify_all()

    def _serve(self) -> None:
        while (wish := self._take()) is not None:
            try:
                answer = wish.answer()
            except Refusal as refusal:
                answer = refusal
            wish.done(answer)

    def _take(self) -> _Wish | None:
        with self._changed:
            while not self._closed:
                if self._queue and not self._paused:
                    best = min(self._queue, key=lambda wish: wish.rank)
                    self._queue.remove(best)
                    return best
                self._changed.wait()
        return None

    def _painted(self, key: RenderKey) -> PaintedFrame:
        page = self._page(key.digest, key.page)
        across, down = page.size if key.rotation % 180 == 0 else page.size[::-1]
        self.held += 1
        return PaintedFrame(key, max(1, round(key.width * down / across)), page.colour, self._let_go)

    def _let_go(self) -> None:
        self.held -= 1

    def _pages(self, digest: Digest) -> Sequence[PaintedPage]:
        if digest not in self.livrets:
            raise Refusal(Code.NO_LIVRET, number="?")
        if not self.livrets[digest]:
            raise Refusal(Code.PAGE_UNREADABLE)
        return self.livrets[digest]

    def _page(self, digest: Digest, page: int) -> PaintedPage:
        pages = self._pages(digest)
        if not 0 <= page < len(pages):
            raise Refusal(Code.PAGE_UNKNOWN, page=page + 1, pages=len(pages))
        return pages[page]


def _words(text: str) -> tuple[Word, ...]:
    return tuple(
        Word(50.0 + 60 * column, 60.0 + 14 * line, 105.0 + 60 * column, 72.0 + 14 * line, word, line)
        for line, words in enumerate(text.splitlines())
        for column, word in enumerate(words.split())
    )


def in_lines(text: str) -> str:
    """Nine words a line."""
    words = text.split()
    return "\n".join(" ".join(words[start : start + 9]) for start in range(0, len(words), 9))
