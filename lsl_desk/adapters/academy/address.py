# SPDX-License-Identifier: AGPL-3.0-or-later
"""The address of an academy and of a proxy, as people type them and as they are kept."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from lsl_desk.domain.errors import Code, Refusal


@dataclass(frozen=True, slots=True)
class Address:
    """Where the academy is.

    Attributes:
        url: scheme, host and port, without a path.
        host: name or address.
        port: TCP.
        secure: over TLS.
    """

    url: str
    host: str
    port: int
    secure: bool

    @classmethod
    def of(cls, typed: str) -> Self:
        """Read what a person typed: ``academie.example`` is ``https://academie.example``.

        Raises:
            Refusal: VALUE_OUT_OF_RANGE: not an address of a server, or one without TLS that is not this machine.
        """
        text = typed.strip()
        try:
            parts = urlsplit(text if "://" in text else f"https://{text}")
            host, port = parts.hostname, parts.port
        except ValueError:
            raise _refused("adresse", typed) from None
        named = (parts.path in {"", "/"}) and not (parts.query or parts.fragment or parts.username)
        secure = parts.scheme == "https"
        if not host or not named or any(sign.isspace() for sign in host) or not (secure or _is_this_machine(host)):
            raise _refused("adresse", typed)
        if parts.scheme not in {"http", "https"}:
            raise _refused("adresse", typed)
        shown = f"[{host}]" if ":" in host else host
        usual = 443 if secure else 80
        url = f"{parts.scheme}://{shown}" + ("" if port in {None, usual} else f":{port}")
        return cls(url, host, port or usual, secure)


@dataclass(frozen=True, slots=True)
class Proxy:
    """Through whom.

    Attributes:
        host: name or address.
        port: TCP.
        user: "" when it asks for none.
        password: "" likewise.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, typed: str) -> Self:
        """Read ``[http://][user:password@]host:port``.

        Raises:
            Refusal: VALUE_OUT_OF_RANGE. It never shows what was typed: a password may be in it.
        """
        text = typed.strip()
        try:
            parts = urlsplit(text if "://" in text else f"http://{text}")
            host, port = parts.hostname, parts.port
        except ValueError:
            raise _refused("proxy", "…") from None
        if parts.scheme != "http" or not host or not port or any(sign.isspace() for sign in host):
            raise _refused("proxy", "…")
        return cls(host, port, parts.username or "", parts.password or "")

    @property
    def shown(self) -> str:
        """Host and port, for a sentence."""
        return f"{self.host}:{self.port}"


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _refused(name: str, typed: str) -> Refusal:
    allowed = "https://serveur" if name == "adresse" else "http://serveur:port"
    return Refusal(Code.VALUE_OUT_OF_RANGE, name=name, value=typed, allowed=allowed)
