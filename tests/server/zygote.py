# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that has imported the server and forks it on order, so that a life of a server costs no import.

Orders come on the standard input, a line each: ``start``, ``kill``; each is answered by a line. The first line it says
is the port. The argument breaks the server on purpose: ``effect-apart`` commits an act before what it does, and is then
killed between the two.
"""

import mmap
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

import uvicorn

from lsl_desk.domain.board_view import Accepted, Conflicted
from lsl_desk.server.app import create_app
from lsl_desk.server.services import acts
from lsl_desk.server.services.academy import open_academy
from lsl_desk.server.settings import Settings

_PATIENCE = 60.0
"""Seconds that a death waits for an act to die at; posts send all the time."""


class Gap:
    """Between an act and its effect, in a build that parts them: a death ordered is kept for that place.

    At a random instant it would fall there now and then, and whether the build is seen would be a matter of luck.
    """

    def __init__(self) -> None:
        self._ordered = mmap.mmap(-1, 1)  # shared with the lives that are forked
        self._here, self._say = os.pipe()

    def meet(self, outcome: object) -> None:
        """Stay here for ever if a death was ordered and the act has an effect; called by a life."""
        if self._ordered[0] and isinstance(outcome, Accepted | Conflicted):
            os.write(self._say, b".")
            threading.Event().wait()

    def wait(self) -> None:
        """Order a death, and wait until a life stays here."""
        self._ordered[0] = 1
        select.select([self._here], [], [], _PATIENCE)

    def forget(self) -> None:
        """The death took place: no other is ordered."""
        self._ordered[0] = 0
        while select.select([self._here], [], [], 0)[0]:
            os.read(self._here, 64)


def main() -> None:
    """Serve orders until there are no more."""
    gap = Gap() if sys.argv[1:] == ["effect-apart"] else None
    if gap:
        setattr(acts, "_effect", parted(acts._effect, gap.meet))  # noqa: B010 - mypy would rightly refuse the assignment
    with _bound(0) as kept:
        port = kept.getsockname()[1]
        _say(str(port))
        child = 0
        for order in sys.stdin:
            if order.strip() == "start":
                child = _start(port)
            elif child:
                child = _kill(child, gap)
            _say("done")
        _kill(child)


def _bound(port: int) -> socket.socket:
    """Take the port without listening at it, so that it stays ours between two lives, where who connects is refused."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind(("127.0.0.1", port))
    return made


def _start(port: int) -> int:
    """Fork a life. It alone holds what listens: else a dead server would take calls and never answer them."""
    with _bound(port) as listening:
        listening.listen()
        child = os.fork()
        if not child:
            _serve(listening)
    return child


def _serve(listening: socket.socket) -> None:
    sys.stdin.close()
    settings = Settings.load()
    app = create_app(open_academy(settings), settings)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listening])
    os._exit(0)


def _kill(child: int, gap: Gap | None = None) -> int:
    if gap:
        gap.wait()
    if child:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if gap:
        gap.forget()
    return 0


def parted(whole: Callable[..., None], between: Callable[[object], None] = lambda _: None) -> Callable[..., None]:
    """Break what does the effect of an act: commit between the act and its effect, as two transactions would.

    Args:
        whole: does the effect; the outcome of the act is its fourth argument.
        between: told the outcome when one is committed and the other is not begun.
    """

    def apart(connection: Any, *others: Any) -> None:
        driver = connection.connection.driver_connection
        driver.execute("COMMIT")
        between(others[2])
        driver.execute("BEGIN")
        whole(connection, *others)

    return apart


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
