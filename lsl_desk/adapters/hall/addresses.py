# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a room is found: the addresses of this computer on the local network, and those a person types."""

import ipaddress
import socket
from contextlib import suppress
from typing import Final

from lsl_desk.domain.errors import Code, Refusal

PORT: Final = 47018
"""Where a room is looked for; of no service that IANA knows."""
_FAR: Final = "192.0.2.1"
"""An address of no computer (RFC 5737): the system says by which of its own it would leave for it. Nothing is sent."""


def own_addresses() -> tuple[str, ...]:
    """The addresses of this computer on local networks, the one it leaves by first; its own alone when it has none."""
    found = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as leaving:
        leaving.connect((_FAR, 9))
        found.append(leaving.getsockname()[0])
    with suppress(OSError):
        found += [one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    local = [one for one in dict.fromkeys(map(str, found)) if is_near(one) and not one.startswith("127.")]
    return tuple(local) or ("127.0.0.1",)


def is_near(address: str) -> bool:
    """Whether an address is of this computer or of a local network: a room serves nobody else."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return known.is_private or known.is_loopback or known.is_link_local


def place_of(typed: str) -> tuple[str, int]:
    """Read « 192.168.1.12 » or « 192.168.1.12:50018 », or a name in place of the number.

    Raises:
        Refusal: VALUE_OUT_OF_RANGE.
    """
    host, _, port = typed.strip().partition(":")
    number = int(port) if port.isascii() and port.isdecimal() and len(port) < 6 else PORT if not port else 0
    if not host or any(letter in host for letter in " /@?#") or not 0 < number < 65536:
        raise Refusal(Code.VALUE_OUT_OF_RANGE, name="adresse", value=typed[:60], allowed="192.168.1.12:47018")
    return host, number
