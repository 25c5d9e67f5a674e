# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every socket of a client, so that another thread can wake whoever waits for one."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from threading import Lock
from typing import Any
from weakref import WeakSet

from httpcore2 import NetworkStream  # else httpx2 imports it with the first client, on several threads at once

Trace = Callable[[str, Mapping[str, Any]], None]
"""What the HTTP library tells each step of a request: its name, what it takes or what came of it."""


class Sockets:
    """The sockets that are open, from their connection on: before TLS, and while no answer has begun."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._open: WeakSet[socket.socket] = WeakSet()
        self._cut = False

    @contextmanager
    def watching(self) -> Iterator[Trace]:
        """What follows a request, which may take a socket that an earlier one connected."""
        with ExitStack() as handshake:
            plain: list[socket.socket] = []

            def seen(step: str, told: Mapping[str, Any]) -> None:
                stream = told.get("return_value")
                if isinstance(stream, NetworkStream):  # of a connection, or of TLS upon it
                    handshake.close()
                    plain[:] = [self._kept(stream.get_extra_info("socket"))]
                elif step.endswith(".start_tls.started"):
                    # `ssl` takes its descriptor from the socket we know, and gives its own after the handshake only.
                    handshake.enter_context(self._kept(plain[0].dup()))

            yield seen

    def cut(self) -> None:
        """Cut all of them, and those to come: closing a descriptor would wake nobody who waits for it."""
        with self._guard:
            self._cut = True
            for one in self._open:
                _shut(one)

    def _kept(self, made: socket.socket) -> socket.socket:
        with self._guard:
            self._open.add(made)
            if self._cut:
                _shut(made)
        return made


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(one, socket.SHUT_RDWR)  # of the plain socket, also under TLS
