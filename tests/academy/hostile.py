# SPDX-License-Identifier: AGPL-3.0-or-later
"""Servers that answer exactly what a test says, byte for byte, in the clear or under a certificate made for it."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lsl_desk.adapters.tls import closing
from lsl_desk.wire.routes import PROTOCOL_HEADER, SERVER_HEADER
from lsl_desk.wire.version import PROTOCOL

Talk = Callable[[socket.socket, bytes], None]
"""Told the connection and the head of the request; says what it likes."""


def said(status: str, headers: dict[str, str], body: bytes, *, length: int | None = None) -> bytes:
    """An answer."""
    lines = [f"HTTP/1.1 {status}"]
    given = {"Content-Length": str(len(body) if length is None else length), "Connection": "close", **headers}
    lines += [f"{name}: {value}" for name, value in given.items() if value]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def lsl(server: str, **more: str) -> dict[str, str]:
    """The headers of an academy."""
    return {SERVER_HEADER: server, PROTOCOL_HEADER: PROTOCOL, "Content-Type": "application/json", **more}


def answering(data: bytes) -> Talk:
    """Say this, then hang up."""
    return lambda line, _request: line.sendall(data)


def resetting(data: bytes) -> Talk:
    """Say this, then cut the line hard."""

    def talk(line: socket.socket, _request: bytes) -> None:
        line.sendall(data)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return talk


def silent(line: socket.socket, _request: bytes) -> None:
    """Say nothing, and stay: a half-open connection. It ends when the client gives up."""
    with suppress(OSError):
        line.recv(1)


@contextmanager
def hostile(talk: Talk, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve it on loopback, one connection after another; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        lane = threading.Thread(target=_serve, args=(listening, talk, tls))
        lane.start()
        try:
            yield listening.getsockname()[1]
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            lane.join()


def _serve(listening: socket.socket, talk: Talk, tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line, suppress(OSError):
            line.settimeout(10)
            shown = line if tls is None else tls.wrap_socket(line, server_side=True)
            with shown:
                head = b""
                while b"\r\n\r\n" not in head:
                    more = shown.recv(4096)
                    if not more:
                        break
                    head += more
                else:
                    talk(shown, head)


class Authority:
    """A certificate authority that nobody knows."""

    def __init__(self, name: str = "Filtrage Exemple SA") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)])
        built = self._builder(self._name, self._key.public_key(), days=3650).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self._certificate = built.sign(self._key, hashes.SHA256())

    @property
    def pem(self) -> str:
        return self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    def context(self, folder: Path, host: str = "127.0.0.1", *, days: int = 30) -> ssl.SSLContext:
        """What a server shows: a certificate for a host, ended when ``days`` is negative."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        try:
            other: x509.GeneralName = x509.IPAddress(ip_address(host))
        except ValueError:
            other = x509.DNSName(host)
        built = self._builder(name, key.public_key(), days=days).add_extension(
            x509.SubjectAlternativeName([other]), critical=False
        )
        certificate = built.sign(self._key, hashes.SHA256())
        shown, secret = folder / f"{host}.pem", folder / f"{host}.key"
        shown.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = closing(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
        context.load_cert_chain(shown, secret)
        return context

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePublicKey, *, days: int) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=60))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
