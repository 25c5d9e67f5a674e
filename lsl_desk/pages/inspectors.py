# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workers apart that inspect files at import, so that reading is not disturbed; they go home when nothing comes."""

import contextlib
import queue
import threading
from concurrent.futures import Future

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.pages import Inspection
from lsl_desk.pages.answers import inspection_of
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.protocol import Ask, ProtocolError
from lsl_desk.pages.supervisor import Supervisor

_Task = tuple[bytes, "Future[Inspection]"]


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
        answer: Future[Inspection] = Future()
        if len(data) > self._caps.pdf_size:
            answer.set_result(Inspection(LivretProblem.TOO_LARGE, ()))
            return answer
        with self._guard:
            if self._closed:
                answer.set_exception(Refusal(Code.PAGE_WORKER_DOWN))
                return answer
            self._tasks.put((data, answer))
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
                    left[1].set_exception(Refusal(Code.PAGE_WORKER_DOWN))

    def _work(self) -> None:
        supervisor = Supervisor("page inspector", self._caps, None)
        with self._guard:
            self._working.add(supervisor)
            if self._closed:
                supervisor.abandon()
        while (task := self._next()) is not None:
            data, answer = task
            try:
                answer.set_result(_inspected(supervisor, data))
            except Refusal as refusal:
                answer.set_exception(refusal)
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


def _inspected(supervisor: Supervisor, data: bytes) -> Inspection:
    try:
        return inspection_of(*supervisor.ask({"ask": Ask.INSPECT}, data))
    except ProtocolError:
        supervisor.distrust()
    except Refusal as refusal:
        if refusal.code is not Code.PAGE_UNREADABLE:
            raise
    return Inspection(LivretProblem.UNREADABLE, ())
