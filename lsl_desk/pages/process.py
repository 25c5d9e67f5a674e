# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker process as its parent holds it: started, asked, ended."""

import json
import logging
import os
import subprocess
import sys
import time
from dataclasses import asdict
from typing import IO

from lsl_desk.pages import job_object
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.memory import SharedMemory
from lsl_desk.pages.protocol import Header, ProtocolError, receive, send

_log = logging.getLogger(__name__)

_KEPT_ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV")
"""All that a worker gets of the environment: no passphrase, no home, no proxy."""

_MALLOC = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": str(8 << 20), "MALLOC_MMAP_THRESHOLD_": str(4 << 20)}
"""glibc: large buffers go back to the system at once; a worker's memory stays flat from one livret to the next."""


class WorkerGoneError(Exception):
    """The worker ended, or speaks nonsense, before it answered."""


class WorkerProcess:
    """One child process. Every method but `kill` belongs to the thread that made it.

    Attributes:
        started: monotonic seconds.
        documents: PDFs it was given.
        resident: bytes of its memory when it last answered.
        guarded: what its sandbox consists of, as it said.
    """

    def __init__(self, caps: Caps, memory: SharedMemory | None) -> None:
        self.started = time.monotonic()
        self.documents = 0
        self.resident = 0
        self.guarded: tuple[str, ...] = ()
        self._ready = False
        self._child = _spawn(caps, memory)
        self._job = job_object.confine(self._child, caps.memory)
        self._to, self._from = _pipes(self._child)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    def wait_until_ready(self) -> None:
        """Wait for the worker's first word.

        Raises:
            WorkerGoneError: it could not start.
        """
        if self._ready:
            return
        header, _ = self._receive()
        guards = header.get("guards")
        if not isinstance(guards, list):
            raise WorkerGoneError
        self.guarded = tuple(str(guard) for guard in guards)
        self._ready = True
        _log.info("page worker ready in %d ms: %s", (time.monotonic() - self.started) * 1000, ", ".join(self.guarded))

    def ask(self, header: Header, body: bytes = b"") -> tuple[Header, bytes]:
        """Send a request and wait for its answer.

        Raises:
            WorkerGoneError: there is none.
        """
        try:
            send(self._to, header, body)
        except OSError as error:
            raise WorkerGoneError from error
        answer = self._receive()
        self.resident = answer[0]["resident"] if isinstance(answer[0].get("resident"), int) else 0
        return answer

    def kill(self) -> None:
        """End it now; from any thread, any number of times."""
        self._child.kill()

    def end(self) -> int:
        """End it and wait until it is gone; the exit code, negative for a signal."""
        self._child.kill()
        code = self._child.wait()
        for pipe in (self._to, self._from):
            try:
                pipe.close()
            except OSError:  # what was still to be written to a process that is gone
                continue
        job_object.let_go(self._job)
        return code

    def _receive(self) -> tuple[Header, bytes]:
        try:
            return receive(self._from)
        except (OSError, EOFError, ProtocolError) as error:
            raise WorkerGoneError from error


def _spawn(caps: Caps, memory: SharedMemory | None) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    command = [_interpreter(environment), "-P", "-X", "utf8", "-m", "lsl_desk.pages.worker"]
    arguments = [json.dumps(asdict(caps)), memory.address if memory else ""]
    # The child finds modules exactly where its parent does, and never in the folder it happens to stand in.
    environment["PYTHONPATH"] = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)  # noqa: PTH100
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own arguments
        [*command, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=environment | _MALLOC,
        cwd=os.path.abspath(os.sep),  # noqa: PTH100 - no hold on a USB key or on the folder of a jury
        pass_fds=memory.inherited if memory and os.name == "posix" else (),
        start_new_session=os.name == "posix",  # Ctrl+C in a terminal is for us to handle
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _interpreter(environment: dict[str, str]) -> str:
    """Return the Python to run, and say in the environment which virtual environment it stands for.

    On Windows ``python.exe`` of a virtual environment is a launcher that starts a second process, which a job of one
    process forbids and which ending the first would not end; `multiprocessing` goes around it in the same way.
    """
    base: str = getattr(sys, "_base_executable", sys.executable)
    if os.name != "nt" or base == sys.executable:
        return sys.executable
    environment["__PYVENV_LAUNCHER__"] = sys.executable
    return base


def _pipes(child: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    to, answers = child.stdin, child.stdout
    if to is None or answers is None:
        raise WorkerGoneError
    if sys.platform == "linux":
        _widen(to.fileno())
        _widen(answers.fileno())
    return to, answers


def _widen(pipe: int) -> None:
    """A livret of 200 kB goes through in one go instead of four; a system that will not is as right, only slower."""
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 - not on Windows

        try:
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)
        except OSError:
            return
