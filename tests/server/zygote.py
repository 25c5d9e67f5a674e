# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that has imported the server and forks it on order, so that a life of a server costs no import.

Orders come on the standard input, a line each: ``start``, ``kill``; each is answered by a line. The first line it says
is the port. The argument breaks the server on purpose: ``effect-apart`` commits an act well before what it does.
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

import uvicorn

from lsl_desk.server.app import create_app
from lsl_desk.server.services import acts
from lsl_desk.server.services.academy import open_academy
from lsl_desk.server.settings import Settings

_SECOND_WRITE = 0.02
"""Seconds of a disk that is slow, in the build broken on purpose alone."""


def main() -> None:
    """Serve orders until there are no more."""
    if sys.argv[1:] == ["effect-apart"]:
        setattr(acts, "_effect", parted(acts._effect))  # noqa: B010 - mypy would rightly refuse the assignment
    with socket.create_server(("127.0.0.1", 0)) as listening:
        _say(str(listening.getsockname()[1]))
        child = 0
        for order in sys.stdin:
            if order.strip() == "start":
                child = os.fork()
                if not child:
                    _serve(listening)
            elif child:
                child = _kill(child)
            _say("done")
        _kill(child)


def _serve(listening: socket.socket) -> None:
    sys.stdin.close()
    settings = Settings.load()
    app = create_app(open_academy(settings), settings)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listening])
    os._exit(0)


def _kill(child: int) -> int:
    if child:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return 0


def parted(whole: Callable[..., None]) -> Callable[..., None]:
    """Break what does the effect of an act: commit between the act and its effect, as two transactions would.

    The second is slow, as on a loaded disk: a few deaths at random instants are then sure to fall between the two, and
    a test that this build is seen does not depend on chance.
    """

    def apart(connection: Any, *others: Any) -> None:
        driver = connection.connection.driver_connection
        driver.execute("COMMIT")
        threading.Event().wait(_SECOND_WRITE)
        driver.execute("BEGIN")
        whole(connection, *others)

    return apart


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
