# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page lane: `client.ports.Pages` over one disposable child process that reads, and some that inspect imports."""

import contextlib
import math
import sys
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future
from typing import Any

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import Frame, Inspection, PageSize, Rehearsal, RenderKey, Word
from lsl_desk.pages.answers import height_of, refusal_of, room_of, sizes_of, words_of
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.inspectors import Inspectors
from lsl_desk.pages.memory import SharedMemory
from lsl_desk.pages.protocol import Ask, Header, ProtocolError
from lsl_desk.pages.protocol import Word as Said
from lsl_desk.pages.slots import Room, SharedPicture, SlotFrame, Slots
from lsl_desk.pages.supervisor import PreemptedError, Supervisor
from lsl_desk.pages.wishes import Rank, Wish, Wishes

_A4_HEIGHT = math.sqrt(2)
"""Height over width of a page not measured yet: room is set aside for it, and corrected once it is known."""

REHEARSED_WIDTH = 1000
"""Pixels across of a page painted in a drill: what a wide window of a jury room shows."""


class PageLane:
    """Renders the pages of livrets in a child process that may die at any time.

    Args:
        fetch: gives the bytes of a livret from the sealed store; called on the lane's own thread; may raise `Refusal`.
        caps: the limits of time and memory.
    """

    def __init__(self, fetch: Callable[[Digest], bytes], *, caps: Caps | None = None) -> None:
        self._fetch = fetch
        self._caps = caps or Caps()
        self._memory = SharedMemory.make(self._caps.arena)
        self._slots = Slots(self._memory, self._caps.slots, self._room_given_back)
        self.reader = Supervisor("pages", self._caps, self._memory)
        self._wishes = Wishes(self._may_render_ahead, self.reader.hurry)
        self._inspectors = Inspectors(self._caps)
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()
        self._closed = False

    @property
    def picture_bytes(self) -> int:
        """Bytes of pictures held by frames not yet released."""
        return self._slots.taken

    def warm(self) -> None:
        """Start the child process ahead of the first request, which otherwise waits a quarter of a second."""
        with self._guard:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._serve, name="pages", daemon=True)
                self._thread.start()

    def sizes(self, digest: Digest, done: Callable[[tuple[PageSize, ...] | Refusal], None]) -> None:
        """Ask for the size of every page."""
        self._wish(Wish(Ask.SIZES, RenderKey(digest, -1, 0), Rank.KNOW, [done]))

    def render(self, key: RenderKey, done: Callable[[Frame | Refusal], None], *, ahead: bool = False) -> None:
        """Ask for a picture.

        ``ahead`` requests wait behind all the others, and until a slot is free. A picture larger than the cap is
        refused with VALUE_OUT_OF_RANGE.
        """
        self._wish(Wish(Ask.RENDER, key, Rank.AHEAD if ahead else Rank.SCREEN, [done]))

    def words(self, digest: Digest, page: int, done: Callable[[tuple[Word, ...] | Refusal], None]) -> None:
        """Ask for the words of a page."""
        self._wish(Wish(Ask.WORDS, RenderKey(digest, page, 0), Rank.KNOW, [done]))

    def keep_only(self, wanted: Collection[RenderKey]) -> None:
        """Forget queued pictures that are no longer wanted."""
        self._wishes.keep_only(wanted)

    def inspect(self, data: bytes) -> Inspection:
        """Open a PDF within the caps and return its text, page by page. Blocks.

        Raises:
            Refusal: PAGE_WORKER_DOWN: not the file, the worker is at fault; or the lane is closed.
        """
        return self.inspect_later(data)()

    def inspect_later(self, data: bytes) -> Callable[[], Inspection]:
        """Begin to inspect a PDF in a worker apart; the call returned waits for the answer and raises as `inspect`."""
        return self._inspectors.inspect(data).result

    def rehearse_later(self, data: bytes) -> Callable[[], Rehearsal]:
        """Begin to paint every page of a PDF in a worker apart; the call returned waits for what came of it.

        Raises:
            Refusal: PAGE_WORKER_DOWN, by the call returned.
        """
        return self._inspectors.rehearse(data, REHEARSED_WIDTH).result

    def codes(self, data: bytes) -> tuple[str, ...] | None:
        """Look for bar codes in a picture (PNG, JPEG, TIFF, PDF) in a worker apart. Blocks.

        Returns:
            their texts, each once, from the top; None when the file is no picture, or a broken or boundless one.

        Raises:
            Refusal: PAGE_WORKER_DOWN.
        """
        return self._inspectors.codes(data).result()

    def closing(self, code: str, short: str) -> Callable[[bytes], Callable[[], bytes]]:
        """Return what closes livrets under a password, in the workers apart.

        Args:
            code: the password.
            short: a second one, for readers that take 32 signs at most.

        Returns:
            what begins to close a livret; the call it returns waits for the closed PDF and raises Refusal
            PAGE_UNREADABLE, PAGE_WORKER_DOWN.
        """
        from lsl_desk.pdf.lock import Lock  # noqa: PLC0415 - reading needs no cryptography

        lock = Lock(code, short)
        return lambda data: self._inspectors.protect(data, lock.closed(), code).result

    def opening(self, code: str) -> Callable[[bytes], Callable[[], bytes]]:
        """Return what opens livrets that `closing` closed; refused as it refuses."""
        return lambda data: self._inspectors.unprotect(data, code).result

    def png(self, digest: Digest, page: int, dpi: int) -> bytes:
        """Render a page to PNG. Blocks.

        Raises:
            Refusal: PAGE_UNKNOWN, PAGE_UNREADABLE, VALUE_OUT_OF_RANGE (too many pixels), PAGE_WORKER_DOWN, or as
                `fetch`.
        """
        answer: Future[bytes | Refusal] = Future()
        if not self._wish(Wish(Ask.PNG, RenderKey(digest, page, 0), Rank.SCREEN, [answer.set_result], dpi=dpi)):
            raise Refusal(Code.PAGE_WORKER_DOWN)
        found = answer.result()
        if isinstance(found, Refusal):
            raise found
        return found

    def close(self) -> None:
        """End the child processes; what was still asked is forgotten, and all pictures are wiped."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
        for wish in self._wishes.close():
            if wish.ask is Ask.PNG:  # somebody stands waiting for it
                _tell(wish.answers, Refusal(Code.PAGE_WORKER_DOWN))
        self.reader.abandon()
        if self._thread is not None:
            self._thread.join()
        self.reader.close()
        self._inspectors.close()
        self._slots.wipe()
        self._memory.close()

    # ------------------------------------------------------------------------------- the lane's thread

    def _wish(self, wish: Wish) -> bool:
        self.warm()
        return self._wishes.add(wish)

    def _serve(self) -> None:
        answer: Any
        with contextlib.suppress(Refusal):  # the first request tries again, and has somebody to tell
            self.reader.start()
        while (wish := self._wishes.take()) is not None:
            try:
                answer = self._answer(wish)
            except PreemptedError:
                self._wishes.put_back(wish)
                continue
            except Refusal as refusal:
                answer = refusal
            except ProtocolError:
                answer = self._distrust()
            answers = self._wishes.finish(wish)
            if isinstance(answer, _Picture):
                answer.show_to(answers)
            else:
                _tell(answers, answer)

    def _answer(self, wish: Wish) -> Any:
        key = wish.key
        header: Header = {"ask": wish.ask, "digest": key.digest, "page": key.page}
        if wish.ask is Ask.RENDER:
            return self._picture(key, header, ahead=wish.rank is Rank.AHEAD)
        said, body = self.reader.ask(header | {"dpi": wish.dpi}, fetch=self._fetch)
        if said.get("word") == Said.REFUSED:
            raise refusal_of(said, key.page)
        if said.get("word") == Said.MORE_ROOM:
            raise self._too_large(room_of(said))
        if wish.ask is Ask.SIZES:
            return sizes_of(said)
        return words_of(body) if wish.ask is Ask.WORDS else body

    def _picture(self, key: RenderKey, header: Header, *, ahead: bool) -> "_Picture":
        least = min(_expected_bytes(key), self._caps.picture)
        while 0 < least <= self._caps.picture:
            room = self._slots.hold(least, ahead=ahead) or self._slots.hold(least, ahead=False)
            if room is None:  # every slot is on screen: pictures are not given back
                raise Refusal(Code.PAGE_WORKER_DOWN)
            height = 0
            try:
                height = self._draw(key, header, room)
            except _MoreRoomError as more:
                least = more.needed
                continue
            finally:
                # Nobody draws there any more: the worker has answered, or is dead.
                kept = self._slots.keep(room, height * key.width * 4)
            return _Picture(key, height, self._slots, self._memory, kept)
        raise self._too_large(least)

    def _draw(self, key: RenderKey, header: Header, room: Room) -> int:
        size = min(room.size, self._caps.picture)
        place = {"width": key.width, "rotation": key.rotation, "offset": room.offset, "room": size}
        said, _ = self.reader.ask(header | place, fetch=self._fetch)
        if said.get("word") == Said.REFUSED:
            raise refusal_of(said, key.page)
        if said.get("word") == Said.MORE_ROOM:
            raise _MoreRoomError(max(size + 1, room_of(said)))
        return height_of(said, key.width, size)

    def _too_large(self, size: int) -> Refusal:
        allowed = f"≤ {self._caps.picture // 4_000_000} Mpx"
        return Refusal(Code.VALUE_OUT_OF_RANGE, name="image", value=f"{size // 4_000_000} Mpx", allowed=allowed)

    def _distrust(self) -> Refusal:
        try:
            self.reader.distrust()
        except Refusal as refusal:
            return refusal
        return Refusal(Code.PAGE_UNREADABLE)

    def _may_render_ahead(self, key: RenderKey) -> bool:
        return self._slots.has_room(_expected_bytes(key))

    def _room_given_back(self) -> None:
        self._wishes.look_again()


class _MoreRoomError(Exception):
    """The page is taller than was thought."""

    def __init__(self, needed: int) -> None:
        super().__init__(needed)
        self.needed = needed


class _Picture:
    """A page drawn, before it is known how many asked for it."""

    def __init__(self, key: RenderKey, height: int, slots: Slots, memory: SharedMemory, room: Room) -> None:
        self._key = key
        self._height = height
        self._slots = slots
        self._room = room
        self._pixels = memory.view(room.offset, height * key.width * 4).toreadonly()

    def show_to(self, answers: list[Callable[[Any], None]]) -> None:
        """Give each asker a frame of its own over the same pixels."""
        if not answers:
            self._slots.give_back(self._room)
            return
        picture = SharedPicture(self._slots, self._room, self._pixels, len(answers))
        for answer in answers:
            _tell([answer], SlotFrame(self._key, self._height, picture))


def _expected_bytes(key: RenderKey) -> int:
    return math.ceil(key.width * key.width * _A4_HEIGHT) * 4


def _tell(answers: list[Callable[[Any], None]], answer: object) -> None:
    for done in answers:
        try:
            done(answer)
        except Exception:  # noqa: BLE001 - a fault of the asker is shown as any thread's is, and must not end the lane
            threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
