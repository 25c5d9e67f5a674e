# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose certificates are believed: the one authority a person pinned, else the system's; and who issued another one."""

import base64
import socket
import ssl
from contextlib import suppress

from cryptography import x509
from cryptography.x509.oid import NameOID

from lsl_desk.adapters.academy.address import Address, Proxy
from lsl_desk.adapters.tls import closing
from lsl_desk.domain.errors import Code, Refusal

_LONGEST_HEAD = 16 * 1024


def context_for(authority: str) -> ssl.SSLContext | bool:
    """What httpx2 takes as ``verify``: a context that believes this authority alone, True for the system's store.

    Args:
        authority: PEM, or "".

    Raises:
        Refusal: VALUE_OUT_OF_RANGE: not a certificate in PEM.
    """
    if not authority.strip():
        return True
    try:
        return closing(ssl.create_default_context(cadata=authority))
    except (ssl.SSLError, ValueError):
        raise Refusal(
            Code.VALUE_OUT_OF_RANGE, name="autorité", value="…", allowed="un certificat au format PEM"
        ) from None


def issuer(address: Address, proxy: Proxy | None, seconds: float) -> str:
    """Who issued the certificate shown at an address: asked by a handshake alone, which sends nothing of ours.

    Returns:
        The issuer's name; "" when none could be had.
    """
    with suppress(OSError, ValueError):
        place = (proxy.host, proxy.port) if proxy else (address.host, address.port)
        with socket.create_connection(place, timeout=seconds) as plain:
            if proxy is None or _tunnelled(plain, address, proxy):
                blind = closing(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
                blind.check_hostname = False
                blind.verify_mode = ssl.CERT_NONE  # it is looked at, nothing is said to it
                with blind.wrap_socket(plain, server_hostname=address.host) as shown:
                    return _name(shown.getpeercert(binary_form=True) or b"")
    return ""


def _tunnelled(plain: socket.socket, address: Address, proxy: Proxy) -> bool:
    lines = [f"CONNECT {address.host}:{address.port} HTTP/1.1", f"Host: {address.host}:{address.port}"]
    if proxy.user:
        secret = base64.b64encode(f"{proxy.user}:{proxy.password}".encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {secret}")
    plain.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    head = b""
    while b"\r\n\r\n" not in head and len(head) < _LONGEST_HEAD:
        more = plain.recv(1)
        if not more:
            return False
        head += more
    return head.split(b" ", 2)[1:2] == [b"200"]


def _name(certificate: bytes) -> str:
    names = x509.load_der_x509_certificate(certificate).issuer
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for found in names.get_attributes_for_oid(kind):
            return str(found.value)[:100]
    return names.rfc4514_string()[:100]
