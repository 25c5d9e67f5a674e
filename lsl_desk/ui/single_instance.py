# SPDX-License-Identifier: AGPL-3.0-or-later
"""One window a data folder: the second start raises the first and hands over what it was asked to open.

Qt's network library is loaded by what speaks with another start, and not before the first picture.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LONGEST = 4096
_PATIENCE = 3000
"""Milliseconds to wait for the first window, which may be starting: it listens once it has painted."""
_AGAIN = 20
"""Milliseconds between two tries to reach it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a start was asked to open: a jury and perhaps a livret by its N° élève."""

    jury: str | None = None
    livret: str | None = None


class SingleInstance(QObject):
    """Holds the data folder's window lock and listens to later starts."""

    asked = Signal(object)
    """A later start wants the window: a `Wanted`."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the folder's window; False when another one already is."""
        return self._lock.tryLock(0)

    def listen(self) -> None:
        """Hear later starts from now on, which wait until then; twice does no harm."""
        if self._server is not None or not self._lock.isLocked():
            return
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - after the first picture

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        # A window that was killed leaves its socket behind; we hold the lock, so it is nobody's.
        QLocalServer.removeServer(self._name())
        self._server.listen(self._name())

    @property
    def listening(self) -> bool:
        """Whether later starts are heard."""
        return self._server is not None and self._server.isListening()

    def hand_over(self, wanted: Wanted) -> bool:
        """Ask the first window to come forward and open something; False when it does not answer."""
        import json  # noqa: PLC0415 - by a second start only

        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - the same

        socket = QLocalSocket()
        until = QDeadlineTimer(_PATIENCE)
        socket.connectToServer(self._name())
        while not socket.waitForConnected(until.remainingTime()):
            if until.hasExpired():
                return False
            QThread.msleep(_AGAIN)
            socket.connectToServer(self._name())
        socket.write(json.dumps(asdict(wanted)).encode() + b"\n")
        heard = socket.waitForReadyRead(_PATIENCE) and socket.readAll().data() == b"ok\n"
        socket.disconnectFromServer()
        return heard

    def close(self) -> None:
        """Stop listening and free the folder."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _name(self) -> str:
        from hashlib import sha256  # noqa: PLC0415 - OpenSSL, after the first picture

        return f"lsl-desk-{sha256(str(self._folder.resolve()).encode()).hexdigest()[:24]}"

    def _connected(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda it=socket: self._read(it))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > _LONGEST:
            socket.abort()
        elif socket.canReadLine():
            wanted = _understood(bytes(socket.readLine().data()))
            socket.write(b"ok\n")
            socket.flush()
            if wanted is not None:
                self.asked.emit(wanted)


def _understood(line: bytes) -> Wanted | None:
    import json  # noqa: PLC0415 - when a second start speaks

    try:
        said = json.loads(line)
        wanted = Wanted(said.get("jury"), said.get("livret"))
    except (ValueError, AttributeError):
        return None
    texts = all(part is None or isinstance(part, str) for part in (wanted.jury, wanted.livret))
    return wanted if texts else None
