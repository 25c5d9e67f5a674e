# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the network did, as a refusal that names it."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import httpx2

from lsl_desk.adapters.academy import trust
from lsl_desk.adapters.academy.address import Address, Proxy
from lsl_desk.domain.errors import Code, Refusal

ISSUER_SECONDS: Final = 3.0

_DATE: Final = frozenset({9, 10, 0x800B0101})
_NAME: Final = frozenset({62, 64, 0x800B010F})
"""X509_V_ERR_… of OpenSSL (openssl/x509_vfy.h), and CERT_E_… of Windows, which truststore passes on."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where to, and through whom: the facts of a sentence."""

    address: Address
    proxy: Proxy | None


def refusal_for(error: httpx2.HTTPError, way: Way) -> Refusal:
    """Name what the HTTP library met."""
    match error:
        case httpx2.ProxyError():
            return _proxy_refusal(error, way)
        case httpx2.ConnectTimeout() if way.proxy is not None:
            return Refusal(Code.NET_PROXY, proxy=way.proxy.shown)
        case httpx2.ConnectError():
            return _connect_refusal(error, way)
        case _:
            return Refusal(_code_of(error), host=way.address.host)


def _code_of(error: httpx2.HTTPError) -> Code:
    text = str(error)
    match error:
        case httpx2.TimeoutException():
            return Code.NET_TIMEOUT
        case httpx2.RemoteProtocolError() if "complete message body (received" in text:
            return Code.NET_LENGTH  # a length was announced; a stream in chunks announces none
        case httpx2.RemoteProtocolError() if not _closed_early(text):
            return Code.NET_ANSWER
        case _:
            return Code.NET_CUT


def _closed_early(text: str) -> bool:
    return "disconnected" in text or "incomplete chunked read" in text


def _proxy_refusal(error: httpx2.ProxyError, way: Way) -> Refusal:
    if "407" in str(error):
        return Refusal(Code.NET_PROXY_AUTH)
    return Refusal(Code.NET_PROXY, proxy=way.proxy.shown if way.proxy else "")


def _connect_refusal(error: httpx2.ConnectError, way: Way) -> Refusal:
    causes = list(_causes(error))
    host = way.address.host
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate_refusal(cause, way)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Refusal(Code.NET_ANSWER, host=host)
    if way.proxy is not None:
        return Refusal(Code.NET_PROXY, proxy=way.proxy.shown)
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Refusal(Code.NET_NAME, host=host)
    return Refusal(Code.NET_REFUSED, host=host)


def _certificate_refusal(error: ssl.SSLCertVerificationError, way: Way) -> Refusal:
    host = way.address.host
    if error.verify_code in _DATE:
        return Refusal(Code.NET_TLS_DATE, host=host)
    if error.verify_code in _NAME:
        return Refusal(Code.NET_TLS_NAME, host=host)
    return Refusal(Code.NET_TLS_UNKNOWN, host=host, issuer=trust.issuer(way.address, way.proxy, ISSUER_SECONDS))


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
