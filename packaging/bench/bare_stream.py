# SPDX-License-Identifier: AGPL-3.0-or-later
"""The limit of a sync: the same files through a bare socket, hashed, each sealed into a file of its own and fsynced.

The same module is both ends, each in a process of its own: ``serve`` reads and sends, ``fetch`` takes and keeps.
"""

import os
import shutil
import socket
import struct
import threading
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.actor import serve
from bench.figures import milliseconds

_KEY = bytes(range(32))
_SIZE = struct.Struct(">Q")
_listening: list[socket.socket] = []


def listen(files: list[str]) -> int:
    """Send these files, one after the other, to whoever connects; returns the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    _listening.append(listener)
    threading.Thread(target=_send, args=(listener, files), daemon=True).start()
    port: int = listener.getsockname()[1]
    return port


def fetch(port: int, folder: str, digests: list[str]) -> float:
    """Take the files, check each, seal each into a file, fsync each; returns the milliseconds."""
    place = Path(folder)
    place.mkdir(parents=True)
    try:
        return milliseconds(lambda: _keep(port, place, digests))
    finally:
        shutil.rmtree(place)


def _send(listener: socket.socket, files: list[str]) -> None:
    while True:
        connection, _ = listener.accept()
        with connection:
            for name in files:
                data = Path(name).read_bytes()
                connection.sendall(_SIZE.pack(len(data)))
                connection.sendall(data)


def _keep(port: int, folder: Path, digests: list[str]) -> None:
    cipher = AESGCM(_KEY)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for place, digest in enumerate(digests):
            (size,) = _SIZE.unpack(_taken(connection, _SIZE.size))
            data = _taken(connection, size)
            assert sha256(data).hexdigest() == digest, "another file came"
            nonce = os.urandom(12)
            with (folder / f"{place}.sealed").open("wb", buffering=0) as file:
                file.write(nonce + cipher.encrypt(nonce, bytes(data), None))
                os.fsync(file.fileno())
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _taken(connection: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        count = connection.recv_into(view)
        assert count, "the stream was cut"
        view = view[count:]
    return data


if __name__ == "__main__":
    serve({"listen": listen, "fetch": fetch})
