# SPDX-License-Identifier: AGPL-3.0-or-later
"""Before the whole store goes: no act is lost that the academy has not, unless it was written to a file first."""

from dataclasses import dataclass
from typing import Final, Protocol

from lsl_desk.client.link.values import SignedAct
from lsl_desk.client.ports import DeskStore
from lsl_desk.client.sit.ports import Output
from lsl_desk.domain.journal import Head

_WRITTEN: Final = "leaving.written"
"""The note: rank of the last act of this post that was written to a file."""


class Outbox(Protocol):
    """This post's own acts (`client.link.ports.LinkStore`)."""

    def own_head(self) -> Head:
        """The end of this post's chain."""

    def pending(self, limit: int) -> tuple[SignedAct, ...]:
        """The acts that the academy has not receipted, in the order of the chain."""


@dataclass(frozen=True, slots=True)
class Left:
    """What would go with the store.

    Attributes:
        acts: of this post, whoever else has them.
        waiting: of these, neither at the academy nor in a file.
    """

    acts: int
    waiting: int


class Leaving:
    """What keeps a store from being erased. Store lane only."""

    def __init__(self, store: DeskStore, outbox: Outbox, output: Output) -> None:
        """Take the sealed store, its acts, and where files go."""
        self._store = store
        self._outbox = outbox
        self._output = output

    def left(self) -> Left:
        """Look at what would go."""
        written = int(self._store.note(_WRITTEN) or "0")
        waiting = sum(1 for one in self._pending() if one.act.sequence > written)
        return Left(self._outbox.own_head().sequence, waiting)

    def write_acts(self, path: str) -> int:
        """Write the acts that the academy has not, as `lsl-server import acts` takes them; how many.

        One signed envelope a line, in the order of this post's chain.

        Raises:
            Refusal: OUTPUT_UNWRITABLE.
        """
        pending = self._pending()
        self._output.write(path, b"".join(one.envelope + b"\n" for one in pending))
        if pending:
            self._store.keep_note(_WRITTEN, str(pending[-1].act.sequence))
        return len(pending)

    def _pending(self) -> tuple[SignedAct, ...]:
        return self._outbox.pending(self._outbox.own_head().sequence)
