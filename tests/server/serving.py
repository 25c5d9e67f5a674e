# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real server on loopback: in a thread, or as a process of its own that can be killed."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from lsl_desk.server.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application in a thread; yields its address. Who connects before it is ready waits in the queue."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="server")
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class ServerLives:
    """A server that can be killed at any instant and live again at once (`zygote`), on one port in all its lives."""

    def __init__(self, settings: Settings, broken: str = "") -> None:
        env = os.environ | {
            "LSL_SERVER_DATA": str(settings.data),
            "LSL_SERVER_DATABASE_URL": settings.database,
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, str(ROOT / "tests" / "server" / "zygote.py"), broken]
        self._zygote = subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii"
        )
        self.url = f"http://127.0.0.1:{self._answer()}"

    def start(self) -> None:
        """Begin a life."""
        self._order("start")

    def kill(self) -> None:
        """End it at once (SIGKILL)."""
        self._order("kill")

    def close(self) -> None:
        """End everything."""
        assert self._zygote.stdin
        assert self._zygote.stdout
        self._zygote.stdin.close()
        self._zygote.wait()
        self._zygote.stdout.close()

    def _order(self, word: str) -> None:
        assert self._zygote.stdin
        self._zygote.stdin.write(f"{word}\n")
        self._zygote.stdin.flush()
        self._answer()

    def _answer(self) -> str:
        assert self._zygote.stdout
        return self._zygote.stdout.readline().strip()
