# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which proxy: the one a person set, else the system's, else none (ecosystem survey §7.3)."""

import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from lsl_desk.adapters.academy.address import Address, Proxy
from lsl_desk.domain.errors import Refusal

SystemProxy = Callable[[Address], str | None]
"""What the system says for an address: a proxy, None for none. It may block for seconds (PAC)."""

DIRECT = "direct"
"""`client.link.values.Network.proxy` that goes past the system's proxy."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice, and why.

    Attributes:
        proxy: None goes straight to the server.
        why: in French, for the report.
    """

    proxy: Proxy | None
    why: str


def choose(setting: str, address: Address, system: SystemProxy) -> Chosen:
    """Choose the proxy for an address.

    Args:
        setting: `Network.proxy`.
        address: the academy's.
        system: asked only when nothing was set.

    Raises:
        Refusal: VALUE_OUT_OF_RANGE: the setting is no proxy.
    """
    if setting.strip().casefold() == DIRECT:
        return Chosen(None, "aucun (réglage)")
    if setting.strip():
        return Chosen(Proxy.of(setting), "réglage")
    found = system(address)
    if not found:
        return Chosen(None, "aucun (système)")
    try:
        return Chosen(Proxy.of(found), "système")
    except Refusal:
        return Chosen(None, "aucun (celui du système n’est pas un proxy HTTP)")


def system_proxy(address: Address) -> str | None:
    """The system's answer without Qt: the environment, Windows' registry, macOS' settings; no PAC."""
    if urllib.request.proxy_bypass(address.host):
        return None
    known = urllib.request.getproxies()
    return known.get("https" if address.secure else "http") or known.get("all")
