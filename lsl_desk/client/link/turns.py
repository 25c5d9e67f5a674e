# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts made in a room without server go to the academy in the room's order, while its posts are there (decision 016).

An act may rest on one that another post made before: a decision on a raise. Sent before it, it would meet another board
than the person saw. So it waits until the academy has ordered those before it, but not for a post that does not come.
"""

from typing import Final

from lsl_desk.client.link.meter import Ticks
from lsl_desk.client.link.ports import LinkStore

PATIENCE: Final = 30.0
"""Seconds without progress after which acts go all the same, until none of another post is before any."""
AGAIN: Final = 0.5
"""Seconds between two looks at what the academy has ordered."""


class Turns:
    """Says how far this post's acts may go now. For one thread."""

    def __init__(self, link: LinkStore, ticks: Ticks) -> None:
        self._link = link
        self._ticks = ticks
        self._held: int | None = None
        self._since = 0.0
        self._gave_up = False

    def before(self) -> int | None:
        """The rank of this post's chain from which acts wait for their turn; None when all may go."""
        held = self._link.held_back()
        if held is None:
            self._gave_up = False
        now = self._ticks()
        if held != self._held:
            self._held, self._since = held, now
        self._gave_up = self._gave_up or (held is not None and now - self._since > PATIENCE)
        return None if self._gave_up else held

    def waits(self, before: int | None) -> bool:
        """Whether all that is left waits for its turn."""
        return before is not None and self._link.receipted() + 1 >= before
