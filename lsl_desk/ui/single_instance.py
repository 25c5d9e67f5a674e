# SPDX-License-Identifier: AGPL-3.0-or-later
"""One window a data folder: the second start raises the first and hands over what it was asked to open."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LONGEST = 4096
_PATIENCE = 3000
"""Milliseconds to wait for the first window, which may be starting."""


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
        self._name = f"lsl-desk-{sha256(str(folder.resolve()).encode()).hexdigest()[:24]}"
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)

    def claim(self) -> bool:
        """Become the folder's window; False when another one already is."""
        if not self._lock.tryLock(0):
            return False
        # A window that was killed leaves its socket behind; we hold the lock, so it is nobody's.
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def hand_over(self, wanted: Wanted) -> bool:
        """Ask the first window to come forward and open something; False when it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE):
            return False
        socket.write(json.dumps(asdict(wanted)).encode() + b"\n")
        heard = socket.waitForReadyRead(_PATIENCE) and socket.readAll().data() == b"ok\n"
        socket.disconnectFromServer()
        return heard

    def close(self) -> None:
        """Stop listening and free the folder."""
        self._server.close()
        self._lock.unlock()

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
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
    try:
        said = json.loads(line)
        wanted = Wanted(said.get("jury"), said.get("livret"))
    except (ValueError, AttributeError):
        return None
    texts = all(part is None or isinstance(part, str) for part in (wanted.jury, wanted.livret))
    return wanted if texts else None
