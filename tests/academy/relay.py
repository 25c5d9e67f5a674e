# SPDX-License-Identifier: AGPL-3.0-or-later
"""A relay between a post and its academy that hangs up after any byte."""

import socket


class Relay:
    """Passes what the academy says to the post, and hangs up after so many bytes of one kind of answer.

    Attributes:
        cut: bytes of the next answer of that kind that pass, -1 for all.
        said: how long the answer was that was cut.
        livrets: bytes of all answers with livrets that passed.
    """

    def __init__(self, port: int, path: str) -> None:
        self._port = port
        self._path = path.encode()
        self.cut = -1
        self.said = 0
        self.livrets = 0

    def talk(self, client: socket.socket, head: bytes) -> None:
        body = head.split(b"\r\n\r\n", 1)[1]
        lengths = [one for one in head.split(b"\r\n") if one.lower().startswith(b"content-length:")]
        wanted = int(lengths[0].split(b":")[1]) if lengths else 0
        while len(body) < wanted:
            more = client.recv(65536)
            head, body = head + more, body + more
        with socket.create_connection(("127.0.0.1", self._port)) as server:
            server.sendall(head.replace(b"keep-alive", b"close", 1))
            answer = b""
            while more := server.recv(65536):
                answer += more
        answer = answer.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
        if self._path in head.split(b"\r\n", 1)[0] and self.cut >= 0:
            self.said = len(answer)
            answer, self.cut = answer[: self.cut], -1
        if b"/livrets" in head.split(b"\r\n", 1)[0]:
            self.livrets += len(answer)
        client.sendall(answer)
