# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opens rooms on this computer, and enters those of others (`client.hall.ports.Halls`)."""

from typing import Final, Protocol

from lsl_desk.adapters.hall.addresses import PORT, place_of
from lsl_desk.adapters.hall.asking import HttpWay, Wire, entered
from lsl_desk.adapters.hall.entering import DIGITS
from lsl_desk.adapters.hall.serving import OpenDoor
from lsl_desk.client.hall.ports import Hosting
from lsl_desk.domain.acts import Author
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId

EVERYWHERE: Final = ""
"""To listen at every address of this computer."""


class Keyed(Protocol):
    """This post's key."""

    @property
    def public(self) -> bytes:
        """Ed25519, 32 bytes."""


class LocalHalls:
    """Implements `client.hall.ports.Halls`."""

    def __init__(self, keyed: Keyed, *, near: str = EVERYWHERE, port: int = PORT) -> None:
        """Take what every room needs; no port is open.

        Args:
            keyed: this post's key.
            near: the address to listen at.
            port: where, when it is free.
        """
        self._keyed = keyed
        self._near = near
        self._port = port

    def open(self, host: Hosting) -> OpenDoor:
        """See `Halls.open`."""
        return OpenDoor(host, self._keyed.public, near=self._near, port=self._port)

    def enter(self, jury: JuryId, address: str, code: str, author: Author) -> HttpWay:
        """See `Halls.enter`."""
        place, digits = place_of(address), "".join(code.split())
        if len(digits) != DIGITS or not (digits.isascii() and digits.isdecimal()):
            raise Refusal(Code.VALUE_OUT_OF_RANGE, name="code de la salle", value=code[:20], allowed="six chiffres")
        wire = Wire(*place)
        try:
            return entered(wire, jury, digits, author, self._keyed.public)
        except Refusal:
            wire.close()
            raise
