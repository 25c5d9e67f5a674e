# SPDX-License-Identifier: AGPL-3.0-or-later
"""The child process (``python -m``): opens PDFs, draws pages into shared memory, reads text.

It decides nothing: which PDFs stay open, where a picture goes and when to end are its parent's to say. It ends when its
standard input does. Nothing is imported or opened once the doors are closed.
"""

import gc
import json
import os
import sys
from collections.abc import Callable
from typing import IO

from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pages import sandbox
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.memory import SharedMemory
from lsl_desk.pages.protocol import Ask, Header, Word, receive, send
from lsl_desk.pages.specimen import SPECIMEN
from lsl_desk.pdf.closed import ClosedPdf
from lsl_desk.pdf.document import PdfCaps, PdfDocument, UnshowableError
from lsl_desk.pdf.protection import protect, unprotect
from lsl_desk.pdf.quiet import be_quiet
from lsl_desk.pdf.render import BYTES_PER_PIXEL, Drawing, Drawings, draw, free_store, png, read_page
from lsl_desk.pdf.text import page_text, page_words

Answer = tuple[Header, bytes]

_STORE_FREED_ABOVE = 96 << 20
"""Resident bytes above which what MuPDF decoded is let go after an answer: enough for the page on screen and two."""


class PageUnknownError(Exception):
    """The livret has no such page."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


class PageWorker:
    """Answers requests, one at a time.

    Args:
        caps: the limits.
        memory: where pictures go, None for a worker that only inspects.
    """

    def __init__(self, caps: Caps, memory: SharedMemory | None) -> None:
        self._caps = caps
        self._memory = memory
        self._pdf_caps = PdfCaps(caps.pdf_size, caps.pdf_pages, caps.pdf_side)
        self._open: dict[str, PdfDocument] = {}
        self._drawings = Drawings(caps.drawings)
        self._can: dict[str, Callable[[Header, bytes], Answer]] = {
            Ask.SIZES: self._sizes,
            Ask.RENDER: self._render,
            Ask.WORDS: self._words,
            Ask.PNG: self._png,
            Ask.INSPECT: self._inspect,
            Ask.REHEARSE: self._rehearse,
            Ask.PROTECT: self._protect,
            Ask.UNPROTECT: self._unprotect,
            Ask.CODES: self._codes,
        }

    def answer(self, header: Header, body: bytes) -> Answer:
        """Answer a request; a file's fault is an answer like another. Say too whether the livret is open now."""
        for digest in header.get("drop", ()):
            self._open.pop(digest, None)
            self._drawings.forget(digest)
        try:
            answer, data = self._can[header["ask"]](header, body)
        except UnshowableError as error:
            answer, data = {"word": Word.REFUSED, "problem": error.problem.value}, b""
        except PageUnknownError as error:
            answer, data = {"word": Word.REFUSED, "pages": error.pages}, b""
        except (MemoryError, RecursionError):
            answer, data = {"word": Word.NO_MEMORY}, b""
        return answer | {"open": header.get("digest") in self._open}, data

    def _document(self, header: Header, body: bytes) -> PdfDocument:
        digest = header["digest"]
        if header.get("load"):
            self._open[digest] = PdfDocument.open(body, self._pdf_caps)
        return self._open[digest]

    def _drawing(self, header: Header, body: bytes) -> Drawing:
        document = self._document(header, body)
        _check_page(document, header["page"])
        return self._drawings.get(header["digest"], document, header["page"])

    def _sizes(self, header: Header, body: bytes) -> Answer:
        return {"word": Word.DONE, "sizes": self._document(header, body).sizes()}, b""

    def _render(self, header: Header, body: bytes) -> Answer:
        drawing = self._drawing(header, body)
        width, height = drawing.pixels(header["width"], header["rotation"])
        needed = width * height * BYTES_PER_PIXEL
        if needed > header["room"] or self._memory is None:
            return {"word": Word.MORE_ROOM, "room": needed}, b""
        draw(drawing, width, header["rotation"], self._memory.view(header["offset"], needed))
        return {"word": Word.DONE, "height": height}, b""

    def _words(self, header: Header, body: bytes) -> Answer:
        document = self._document(header, body)
        _check_page(document, header["page"])
        return {"word": Word.DONE}, json.dumps(page_words(document, header["page"])).encode("ascii")

    def _png(self, header: Header, body: bytes) -> Answer:
        drawing = self._drawing(header, body)
        width, height = drawing.pixels(max(1, round(drawing.width * header["dpi"] / 72)), 0)
        if width * height * BYTES_PER_PIXEL > self._caps.picture:
            return {"word": Word.MORE_ROOM, "room": width * height * BYTES_PER_PIXEL}, b""
        return {"word": Word.DONE}, png(drawing, header["dpi"])

    def _inspect(self, _header: Header, body: bytes) -> Answer:
        document = PdfDocument.open(body, self._pdf_caps)
        document.sizes()
        texts = [page_text(document, page) for page in range(document.page_count)]
        return {"word": Word.DONE}, json.dumps(texts).encode("ascii")

    def _rehearse(self, header: Header, body: bytes) -> Answer:
        """Paint every page as wide as a screen shows it, and throw the pictures away; then answer as `_inspect`."""
        document = PdfDocument.open(body, self._pdf_caps)
        document.sizes()
        room = bytearray()
        texts = []
        for page in range(document.page_count):
            drawing = read_page(document, page)
            width, height = drawing.pixels(header["width"], 0)
            needed = width * height * BYTES_PER_PIXEL
            if needed > self._caps.picture:
                return {"word": Word.DONE, "problem": LivretProblem.TOO_LARGE.value}, b""
            if len(room) < needed:
                room = bytearray(needed)
            draw(drawing, width, 0, memoryview(room)[:needed])
            texts.append(page_text(document, page))
        return {"word": Word.DONE}, json.dumps(texts).encode("ascii")

    def _protect(self, header: Header, body: bytes) -> Answer:
        lock = ClosedPdf(body[: header["lock"]], header["once"], header["true"].encode())
        return {"word": Word.DONE}, protect(body[header["lock"] :], self._pdf_caps, lock, header["code"])

    def _unprotect(self, header: Header, body: bytes) -> Answer:
        return {"word": Word.DONE}, unprotect(body, self._pdf_caps, header["code"])

    def _codes(self, _header: Header, body: bytes) -> Answer:
        # Imported here, and loaded by `warm_up` for workers apart only: whoever reads a livret need not wait for it.
        from lsl_desk.barcodes.reading import read_codes  # noqa: PLC0415
        from lsl_desk.pdf.picture import open_pictures  # noqa: PLC0415

        found: dict[str, None] = {}
        for picture in open_pictures(body, self._pdf_caps):
            found |= dict.fromkeys(next(filter(None, (read_codes(*grey) for grey in picture.views())), ()))
        return {"word": Word.DONE}, json.dumps(list(found)).encode("ascii")


def _check_page(document: PdfDocument, page: int) -> None:
    if not 0 <= page < document.page_count:
        raise PageUnknownError(document.page_count)


def serve(requests: IO[bytes], answers: IO[bytes], worker: PageWorker, resident: Callable[[], int]) -> None:
    """Answer until the requests end."""
    while True:
        try:
            header, body = receive(requests)
        except EOFError:
            return
        answer, data = worker.answer(header, body)
        del body
        used = resident()
        send(answers, answer | {"resident": used}, data)
        if used > _STORE_FREED_ABOVE:  # after the answer, so that nobody waits for it
            free_store()


def warm_up(caps: Caps, *, apart: bool) -> None:
    """Do each thing once, so that nothing is left to import or to open afterwards.

    Args:
        caps: the limits.
        apart: this worker goes through files, and nobody reads what it draws.
    """
    memory = SharedMemory.make(1 << 20)
    worker = PageWorker(caps, memory)
    place = {"offset": 0, "room": 1 << 20, "width": 64, "rotation": 0, "page": 0, "dpi": 20, "digest": "0"}
    for ask, body in (
        (Ask.INSPECT, SPECIMEN),
        (Ask.REHEARSE, SPECIMEN),
        (Ask.SIZES, SPECIMEN),
        (Ask.RENDER, b""),
        (Ask.WORDS, b""),
        (Ask.PNG, b""),
    ):
        answer, _ = worker.answer({**place, "ask": ask, "load": ask is Ask.SIZES}, body)
        if answer["word"] != Word.DONE:
            raise SystemExit(3)
    worker.answer({"ask": Ask.INSPECT}, b"no PDF at all")
    if apart and worker.answer({"ask": Ask.CODES}, SPECIMEN)[0]["word"] != Word.DONE:
        raise SystemExit(3)
    memory.close()
    free_store()
    gc.collect()
    gc.freeze()


def _resident_meter() -> Callable[[], int]:
    """Return what tells our resident private memory in bytes; its file is opened now, since later none can be."""
    if sys.platform == "linux":
        statm = os.open("/proc/self/statm", os.O_RDONLY)
        page = os.sysconf("SC_PAGE_SIZE")

        def private() -> int:
            # size resident shared text lib data dt, in pages; shared is the program's files and the pictures.
            _size, resident, shared, *_rest = os.pread(statm, 200, 0).split()
            return (int(resident) - int(shared)) * page

    else:

        def private() -> int:
            return 0

    return private


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Keep the pipes for ourselves: what a library prints goes nowhere instead of between two answers."""
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return os.fdopen(requests, "rb", buffering=0), os.fdopen(answers, "wb", buffering=0)


def main() -> None:
    """Run a worker: its caps in JSON and the address of the shared memory are the arguments."""
    sandbox.die_with_parent()
    requests, answers = _take_pipes()
    caps = Caps(**json.loads(sys.argv[1]))
    memory = SharedMemory.find(sys.argv[2]) if sys.argv[2] else None
    resident = _resident_meter()
    be_quiet()
    warm_up(caps, apart=memory is None)
    guards = sandbox.close_the_doors(caps.memory)
    send(answers, {"guards": guards})
    serve(requests, answers, PageWorker(caps, memory), resident)


if __name__ == "__main__":
    main()
