# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page lane that answers when the test says so, from another thread, and that notices what the viewer must never do.

Every page of every livret has a colour of its own. A frame released is filled with `GONE`: painting it later shows.
"""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from hashlib import sha256

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.livret import NumberCheck, PageCheck
from lsl_desk.domain.pages import Frame, Inspection, PageSize, RenderKey, Word

GONE = (255, 0, 255)
A4 = PageSize(595.276, 841.89)
GOOD = PageCheck(NumberCheck.MATCH)


def colour_of(digest: Digest, page: int) -> tuple[int, int, int]:
    """Red, green, blue of a page, all light and never grey."""
    mixed = sha256(f"{digest}/{page}".encode()).digest()
    return 150 + mixed[0] % 100, 150 + mixed[1] % 100, mixed[2] % 90


@dataclass
class ScriptedFrame:
    key: RenderKey
    width: int
    height: int
    memory: bytearray
    releases: int = 0

    @property
    def stride(self) -> int:
        return self.width * 4

    @property
    def pixels(self) -> memoryview:
        return memoryview(self.memory)

    def release(self) -> None:
        self.releases += 1
        self.memory[:] = bytes((*reversed(GONE), 255)) * (len(self.memory) // 4)


@dataclass
class Asked:
    what: str
    key: object
    ahead: bool
    answer: Callable[[], None]


@dataclass
class ScriptedPages:
    """Implements `client.ports.Pages`. ``automatic`` answers at once, from a thread."""

    automatic: bool = True
    shapes: dict[Digest, tuple[PageSize, ...]] = field(default_factory=dict)
    texts: dict[tuple[Digest, int], tuple[Word, ...]] = field(default_factory=dict)
    bad: set[tuple[Digest, int]] = field(default_factory=set)
    unreadable: set[Digest] = field(default_factory=set)
    frames: list[ScriptedFrame] = field(default_factory=list)
    queue: list[Asked] = field(default_factory=list)
    log: list[tuple[str, object]] = field(default_factory=list)

    def sizes(self, digest: Digest, done: Callable[[tuple[PageSize, ...] | Refusal], None]) -> None:
        def answer() -> None:
            done(Refusal(Code.PAGE_UNREADABLE) if digest in self.unreadable else self.shapes.get(digest, (A4,) * 4))

        self._ask(Asked("sizes", digest, False, answer))

    def render(self, key: RenderKey, done: Callable[[Frame | Refusal], None], *, ahead: bool = False) -> None:
        self._ask(Asked("render", key, ahead, lambda: done(self._frame(key))))

    def words(self, digest: Digest, page: int, done: Callable[[tuple[Word, ...] | Refusal], None]) -> None:
        self._ask(Asked("words", (digest, page), False, lambda: done(self.texts.get((digest, page), ()))))

    def keep_only(self, wanted: Collection[RenderKey]) -> None:
        self.queue = [asked for asked in self.queue if asked.what != "render" or asked.key in wanted]

    def inspect(self, data: bytes) -> Inspection:
        raise NotImplementedError(len(data))

    def png(self, digest: Digest, page: int, dpi: int) -> bytes:
        raise NotImplementedError((digest, page, dpi))

    def close(self) -> None:
        self.queue.clear()

    # ------------------------------------------------------------------------------------------------- for tests

    @property
    def rendered(self) -> list[RenderKey]:
        """The pictures asked for, in order."""
        return [key for what, key in self.log if what == "render" and isinstance(key, RenderKey)]

    @property
    def alive(self) -> list[ScriptedFrame]:
        """The frames not given back."""
        return [frame for frame in self.frames if frame.releases == 0]

    def answer(self, what: str = "", count: int | None = None) -> int:
        """Answer what is queued, the urgent first, from another thread; return how many answers were given."""
        due = sorted((asked for asked in self.queue if what in {"", asked.what}), key=lambda asked: asked.ahead)[:count]
        self.queue = [asked for asked in self.queue if asked not in due]
        _in_thread(*(asked.answer for asked in due))
        return len(due)

    def _ask(self, asked: Asked) -> None:
        self.log.append((asked.what, asked.key))
        if self.automatic:
            _in_thread(asked.answer)
        else:
            self.queue.append(asked)

    def _frame(self, key: RenderKey) -> "ScriptedFrame | Refusal":
        if (key.digest, key.page) in self.bad:
            return Refusal(Code.PAGE_UNREADABLE)
        size = self.shapes.get(key.digest, (A4,) * 4)[key.page]
        ratio = size.width / size.height if key.rotation % 180 else size.height / size.width
        height = max(1, round(key.width * ratio))
        red, green, blue = colour_of(key.digest, key.page)
        frame = ScriptedFrame(key, key.width, height, bytearray(bytes((blue, green, red, 255)) * (key.width * height)))
        self.frames.append(frame)
        return frame


def _in_thread(*answers: Callable[[], None]) -> None:
    def run() -> None:
        for answer in answers:
            answer()

    lane = threading.Thread(target=run, name="scripted lane")
    lane.start()
    lane.join()


def line_of(words: str, line: int = 0, top: float = 80.0) -> tuple[Word, ...]:
    """Words of a line, each 50 points apart and 12 points high."""
    y = top + 20 * line
    return tuple(Word(60 + 50 * i, y, 60 + 50 * i + 40, y + 12, word, line) for i, word in enumerate(words.split()))
