# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workers apart that go through many files, so that reading is not disturbed; they go home when nothing comes.

They inspect livrets at import, paint them all in a drill, and close and open those of a plan de secours.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.pages import Inspection, Rehearsal
from lsl_desk.pages.answers import codes_of, inspection_of
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.protocol import Ask, Header, ProtocolError, Word
from lsl_desk.pages.supervisor import Supervisor
from lsl_desk.pdf.closed import ClosedPdf

_Task = tuple[Callable[[Supervisor], None], Callable[[Refusal], None]]
"""What asks the worker and tells whoever waits; what tells that it will not be asked."""
_Told = TypeVar("_Told")


class Inspectors:
    """As many workers as files wait, up to the cap, each with a thread that asks it."""

    def __init__(self, caps: Caps) -> None:
        self.replaced = 0
        self._caps = caps
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._guard = threading.Lock()
        self._threads: set[threading.Thread] = set()
        self._working: set[Supervisor] = set()
        self._waiting = 0
        self._closed = False

    def inspect(self, data: bytes) -> "Future[Inspection]":
        """Queue a file; its answer is an `Inspection`, or PAGE_WORKER_DOWN when it is not at fault."""
        if len(data) > self._caps.pdf_size:
            return _settled(Inspection(LivretProblem.TOO_LARGE, ()))
        return self._queue(lambda supervisor: _inspected(supervisor, data, {"ask": Ask.INSPECT}))

    def rehearse(self, data: bytes, width: int) -> "Future[Rehearsal]":
        """Queue a livret whose every page is painted ``width`` pixels across, and thrown away; answers as `inspect`."""
        return self._queue(lambda supervisor: _rehearsed(supervisor, data, width))

    def protect(self, data: bytes, lock: ClosedPdf, code: str) -> "Future[bytes]":
        """Queue a livret to close; refused with PAGE_UNREADABLE when it cannot be, as PAGE_WORKER_DOWN otherwise."""
        header: Header = {"ask": Ask.PROTECT, "code": code, "lock": len(lock.data), "once": lock.once}
        asked = header | {"true": lock.true.decode("ascii")}
        return self._queue(lambda supervisor: _closed(supervisor, asked, data, lock))

    def unprotect(self, data: bytes, code: str) -> "Future[bytes]":
        """Queue a closed livret to open; refused as `protect` refuses."""
        return self._queue(lambda supervisor: _reworked(supervisor, {"ask": Ask.UNPROTECT, "code": code}, data))

    def codes(self, data: bytes) -> "Future[tuple[str, ...] | None]":
        """Queue a picture; its answer is the bar codes in it, None when it cannot be looked at."""
        if len(data) > self._caps.pdf_size:
            return _settled(None)
        return self._queue(lambda supervisor: _read(supervisor, data))

    def _queue(self, ask: Callable[[Supervisor], _Told]) -> "Future[_Told]":
        answer: Future[_Told] = Future()

        def work(supervisor: Supervisor) -> None:
            try:
                answer.set_result(ask(supervisor))
            except Refusal as refusal:
                answer.set_exception(refusal)

        with self._guard:
            if self._closed:
                answer.set_exception(Refusal(Code.PAGE_WORKER_DOWN))
                return answer
            self._tasks.put((work, answer.set_exception))
            self._waiting += 1
            if self._waiting > len(self._threads) and len(self._threads) < self._caps.inspectors:
                thread = threading.Thread(target=self._work, name="page inspector", daemon=True)
                self._threads.add(thread)
                thread.start()
        return answer

    def close(self) -> None:
        """End the workers; what waits is refused."""
        with self._guard:
            self._closed = True
            threads = tuple(self._threads)
            for supervisor in self._working:
                supervisor.abandon()
            for _ in threads:
                self._tasks.put(None)
        for thread in threads:
            thread.join()
        with contextlib.suppress(queue.Empty):
            while True:
                left = self._tasks.get_nowait()
                if left is not None:
                    left[1](Refusal(Code.PAGE_WORKER_DOWN))

    def _work(self) -> None:
        supervisor = Supervisor("page inspector", self._caps, None)
        with self._guard:
            self._working.add(supervisor)
            if self._closed:
                supervisor.abandon()
        while (task := self._next()) is not None:
            task[0](supervisor)
            with self._guard:
                self._waiting -= 1
        with self._guard:
            self._working.discard(supervisor)
            self.replaced += supervisor.replaced
        supervisor.close()

    def _next(self) -> _Task | None:
        """Return the next file; None once nothing came for a while, or closed: this thread is then off the list."""
        try:
            return self._tasks.get(timeout=self._caps.idle)
        except queue.Empty:
            with self._guard:
                # Something may have come while we decided to leave, and nobody else be there to take it.
                with contextlib.suppress(queue.Empty):
                    return self._tasks.get_nowait()
                self._threads.discard(threading.current_thread())
                return None


def _inspected(supervisor: Supervisor, data: bytes, header: Header) -> Inspection:
    try:
        return inspection_of(*supervisor.ask(header, data))
    except ProtocolError:
        supervisor.distrust()
    except Refusal as refusal:
        if refusal.code is not Code.PAGE_UNREADABLE:
            raise
    return Inspection(LivretProblem.UNREADABLE, ())


def _read(supervisor: Supervisor, data: bytes) -> tuple[str, ...] | None:
    try:
        return codes_of(*supervisor.ask({"ask": Ask.CODES}, data))
    except ProtocolError:
        supervisor.distrust()
    except Refusal as refusal:
        if refusal.code is not Code.PAGE_UNREADABLE:
            raise
    return None


def _rehearsed(supervisor: Supervisor, data: bytes, width: int) -> Rehearsal:
    began = time.monotonic()
    found = _inspected(supervisor, data, {"ask": Ask.REHEARSE, "width": width})
    return Rehearsal(found.problem, found.texts, round((time.monotonic() - began) * 1000))


def _closed(supervisor: Supervisor, header: Header, data: bytes, lock: ClosedPdf) -> bytes:
    closed = _reworked(supervisor, header, lock.data + data)
    if not lock.closes(closed):
        supervisor.distrust()
        raise Refusal(Code.PAGE_UNREADABLE)
    return closed


def _reworked(supervisor: Supervisor, header: Header, data: bytes) -> bytes:
    said, made = supervisor.ask(header, data)
    if said.get("word") != Word.DONE or not made.startswith(b"%PDF-"):
        raise Refusal(Code.PAGE_UNREADABLE)
    return made


def _settled(told: _Told) -> "Future[_Told]":
    answer: Future[_Told] = Future()
    answer.set_result(told)
    return answer
