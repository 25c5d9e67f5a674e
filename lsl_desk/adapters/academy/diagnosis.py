# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Diagnostic réseau »: what a person copies to whoever runs the network. Nothing personal, no password, no token."""

import socket
from collections.abc import Callable
from typing import Final

from lsl_desk import __version__
from lsl_desk.adapters.academy import trust
from lsl_desk.adapters.academy.address import Address
from lsl_desk.adapters.academy.proxies import Chosen
from lsl_desk.client.link.values import AcademyCard, Network
from lsl_desk.client.ports import Clock
from lsl_desk.domain.errors import Refusal
from lsl_desk.sentences import sentence
from lsl_desk.wire.version import PROTOCOL

SKEW_SAID: Final = 120.0
"""Seconds of difference between clocks that are named as a fault (reliability study, T12)."""
_SECONDS: Final = 3.0


class Diagnosis:
    """The report of one academy's address."""

    def __init__(self, address: Address, chosen: Chosen, network: Network, clock: Clock) -> None:
        self._address = address
        self._chosen = chosen
        self._network = network
        self._clock = clock

    def lines(self, hello: Callable[[], AcademyCard]) -> tuple[str, ...]:
        """Look at each step of the way, and say it.

        Args:
            hello: asks who answers.
        """
        proxy = self._chosen.proxy
        through = f"{proxy.shown} ({self._chosen.why})" if proxy else self._chosen.why
        return (
            f"LSL Desk {__version__}, protocole {PROTOCOL}, {self._clock.now():%Y-%m-%d %H:%M:%S} UTC",
            f"Serveur\u00a0: {self._address.url}",
            f"Nom\u00a0: {self._resolved()}",
            f"Proxy\u00a0: {through}",
            *self._certificate(),
            *_asked(hello),
        )

    def _resolved(self) -> str:
        try:
            found = socket.getaddrinfo(self._address.host, self._address.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            said = "introuvable sur ce réseau"
            return f"{said} (le proxy le cherche pour ce poste)" if self._chosen.proxy else said
        return ", ".join(dict.fromkeys(str(one[4][0]) for one in found))

    def _certificate(self) -> tuple[str, ...]:
        if not self._address.secure:
            return ("Certificat\u00a0: aucun (liaison non chiffrée, sur ce poste seulement)",)
        trusted = "l’autorité choisie" if self._network.authority.strip() else "les autorités du système"
        name = trust.issuer(self._address, self._chosen.proxy, _SECONDS) or "aucun obtenu"
        return (f"Certificat émis par\u00a0: {name} (ce poste croit {trusted})",)


def _asked(hello: Callable[[], AcademyCard]) -> tuple[str, ...]:
    try:
        card = hello()
    except Refusal as refusal:
        return (f"Réponse\u00a0: {sentence(refusal)}",)
    late = "" if abs(card.skew) <= SKEW_SAID else "\u00a0: réglez l’heure de ce poste"
    return (
        f"Réponse\u00a0: {card.name}, session {card.session}, protocole {card.protocol}",
        f"Écart des horloges\u00a0: {card.skew:+.0f} s{late}",
    )
