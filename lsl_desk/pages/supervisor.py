# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeps a page worker alive: replaces it when it dies, dawdles, grows or has served enough, and asks once more.

A request whose worker died is asked again of a new one, since the dead one may have suffered from an earlier file; a
request that uses up its time is not. A page that cost two attempts is refused at once from then on.
"""

import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Callable

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.memory import SharedMemory
from lsl_desk.pages.process import WorkerGoneError, WorkerProcess
from lsl_desk.pages.protocol import Header, Word
from lsl_desk.pages.watchdog import Watchdog

_log = logging.getLogger(__name__)

_STRIKES = 2
_START_ATTEMPTS = 3

Answer = tuple[Header, bytes]


class PreemptedError(Exception):
    """The worker was ended because something more urgent waited; the request itself is not at fault."""


class Supervisor:
    """One worker at a time. Every method but `hurry` belongs to one thread.

    Attributes:
        replaced: workers that had to be replaced because they died, dawdled or ran out of memory.
        recycled: workers replaced by a successor in the ordinary course.
    """

    def __init__(self, name: str, caps: Caps, memory: SharedMemory | None) -> None:
        self.replaced = 0
        self.recycled = 0
        self._caps = caps
        self._memory = memory
        self._worker: WorkerProcess | None = None
        self._successor: WorkerProcess | None = None
        self._shelf: OrderedDict[Digest, int] = OrderedDict()
        self._strikes: Counter[tuple[Digest, int]] = Counter()
        self._watchdog = Watchdog(f"{name} watchdog")
        self._asked_at = 0.0
        self._hurried = False
        self._abandoned = False

    @property
    def pid(self) -> int | None:
        """The process id of the worker, if there is one."""
        worker = self._worker
        return worker.pid if worker else None

    @property
    def guarded(self) -> tuple[str, ...]:
        """What the worker's sandbox consists of."""
        worker = self._worker
        return worker.guarded if worker else ()

    def start(self) -> None:
        """Begin to start a worker, without waiting for it.

        Raises:
            Refusal: PAGE_WORKER_DOWN.
        """
        if self._worker is None:
            self._worker = self._spawn()

    def ask(self, header: Header, body: bytes = b"", fetch: Callable[[Digest], bytes] | None = None) -> Answer:
        """Ask the worker, and a new one if it dies.

        Args:
            header: the request; a ``digest`` in it names a livret.
            body: the bytes of the request, when it names no livret.
            fetch: gives the bytes of the livret named, when the worker does not have it open.

        Raises:
            Refusal: PAGE_UNREADABLE, PAGE_WORKER_DOWN, or what `fetch` raises.
            PreemptedError: `hurry` was called and the time was up.
        """
        culprit = (Digest(header.get("digest", "")), int(header.get("page", -1)))
        if culprit[0] and self._strikes[culprit] >= _STRIKES:
            raise Refusal(Code.PAGE_UNREADABLE)
        seconds = self._caps.seconds
        for last in (False, True):
            worker = self._ready()
            fresh = worker.documents == 0
            answer, late = self._attempt(worker, header, body, fetch, seconds)
            if answer is not None and answer[0].get("word") != Word.NO_MEMORY:
                return answer
            seconds -= time.monotonic() - self._asked_at
            if late and self._hurried and seconds > 0:
                raise PreemptedError
            if late or last or (answer is not None and fresh):
                self._strikes[culprit] += 1 if late else _STRIKES
                raise Refusal(Code.PAGE_UNREADABLE)
        raise AssertionError  # the second attempt returned or raised

    def hurry(self) -> None:
        """From any thread: end what is being asked once it has had its share of patience."""
        self._hurried = True
        self._watchdog.hurry(max(0.0, self._asked_at + self._caps.patience - time.monotonic()))

    def abandon(self) -> None:
        """From any thread: end what is being asked; nothing is asked or started any more."""
        self._abandoned = True
        worker = self._worker
        if worker is not None:
            worker.kill()

    def distrust(self) -> None:
        """Replace the worker: what it answered made no sense.

        Raises:
            Refusal: PAGE_WORKER_DOWN.
        """
        if self._worker is not None:
            self._lose(self._worker, "nonsense")

    def rest(self) -> None:
        """End the workers; the next request starts one."""
        for worker in (self._worker, self._successor):
            if worker is not None:
                worker.end()
        self._worker = self._successor = None
        self._shelf.clear()

    def close(self) -> None:
        """End the workers and the watchdog."""
        self.rest()
        self._watchdog.close()

    # ------------------------------------------------------------------------------------- one attempt

    def _attempt(
        self,
        worker: WorkerProcess,
        header: Header,
        body: bytes,
        fetch: Callable[[Digest], bytes] | None,
        seconds: float,
    ) -> tuple[Answer | None, bool]:
        """Ask once; without an answer, or without memory, the worker is replaced. Tell whether time was up."""
        digest = Digest(header.get("digest", ""))
        drop: list[Digest] = []
        load = fetch is not None and digest not in self._shelf
        if fetch is not None and load:
            body = fetch(digest)
            drop = self._make_room(len(body))
        if body:
            worker.documents += 1
        answer: Answer | None = None
        self._asked_at = time.monotonic()
        self._hurried = False
        self._watchdog.watch(max(0.0, seconds), worker.kill)
        try:
            answer = worker.ask(header | {"drop": drop, "load": load}, body)
        except WorkerGoneError:
            answer = None
        finally:
            late = self._watchdog.rest()
        if late:
            self._lose(worker, "time")
        elif answer is None:
            self._lose(worker, "death")
        elif answer[0].get("word") == Word.NO_MEMORY:
            self._lose(worker, "memory")
        elif fetch is not None:
            self._put_on_shelf(digest, len(body), answer[0])
        return answer, late

    def _make_room(self, size: int) -> list[Digest]:
        drop = []
        while self._shelf and (
            len(self._shelf) >= self._caps.open_documents or sum(self._shelf.values()) + size > self._caps.open_bytes
        ):
            drop.append(self._shelf.popitem(last=False)[0])
        return drop

    def _put_on_shelf(self, digest: Digest, size: int, header: Header) -> None:
        if header.get("open") is not True:
            self._shelf.pop(digest, None)
            return
        self._shelf.setdefault(digest, size)
        self._shelf.move_to_end(digest)

    # ---------------------------------------------------------------------------------- which worker

    def _ready(self) -> WorkerProcess:
        if self._worker is not None and self._is_spent(self._worker):
            self._hand_over(self._worker)
        for _ in range(_START_ATTEMPTS):
            if self._worker is None:
                self._worker = self._spawn()
            if self._abandoned:
                break
            if self._is_up(self._worker):
                return self._worker
            code = self._worker.end()
            self._worker = None
            _log.info("page worker could not start: exit code %d", code)
        raise Refusal(Code.PAGE_WORKER_DOWN)

    def _is_up(self, worker: WorkerProcess) -> bool:
        self._watchdog.watch(self._caps.start_seconds, worker.kill)
        try:
            worker.wait_until_ready()
        except WorkerGoneError:
            return False
        finally:
            self._watchdog.rest()
        return True

    def _is_spent(self, worker: WorkerProcess) -> bool:
        return worker.documents >= self._caps.documents or worker.resident > self._caps.recycle_memory

    def _hand_over(self, spent: WorkerProcess) -> None:
        if self._successor is None:
            self._successor = self._spawn()
        if time.monotonic() - self._successor.started < self._caps.handover:
            return
        successor, self._successor = self._successor, None
        if not self._is_up(successor):
            successor.end()
            return
        spent.end()
        self._worker = successor
        self._shelf.clear()
        self.recycled += 1
        _log.info("page worker recycled after %d documents, %d MiB", spent.documents, spent.resident >> 20)

    def _lose(self, worker: WorkerProcess, why: str) -> None:
        code = worker.end()
        self.replaced += 1
        _log.info("page worker replaced: %s, exit code %d", why, code)
        self._shelf.clear()
        self._worker, self._successor = self._successor, None
        if self._worker is None:
            self._worker = self._spawn()  # at once: it gets ready while nobody waits for it

    def _spawn(self) -> WorkerProcess:
        if self._abandoned:
            raise Refusal(Code.PAGE_WORKER_DOWN)
        try:
            return WorkerProcess(self._caps, self._memory)
        except OSError as error:
            raise Refusal(Code.PAGE_WORKER_DOWN) from error
