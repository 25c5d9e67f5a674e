# SPDX-License-Identifier: AGPL-3.0-or-later
"""Before the whole store goes: no act is lost that the academy has not, unless it was written to a file first."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from lsl_desk.client.link.values import SignedAct
from lsl_desk.client.ports import DeskStore
from lsl_desk.client.sit.ports import Output
from lsl_desk.domain.journal import Head

FORMAT: Final = "1"
"""Of the file of acts; its first line says it (`backup.proofs.carried` reads it)."""
_WRITTEN: Final = "leaving.written"
"""The note: rank of the last act of this post that was written to a file."""


class Outbox(Protocol):
    """This post's own acts (`client.link.ports.LinkStore`)."""

    def own_head(self) -> Head:
        """The end of this post's chain."""

    def pending(self, limit: int) -> tuple[SignedAct, ...]:
        """The acts that the academy has not receipted, in the order of the chain."""

    def own_acts(self, after: int, limit: int) -> tuple[SignedAct, ...]:
        """All of them after a rank, in the order of the chain."""


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

    def __init__(self, store: DeskStore, outbox: Outbox, output: Output, key: Callable[[], bytes]) -> None:
        """Take the sealed store, its acts, where files go, and the 32 bytes of this post's public key."""
        self._store = store
        self._outbox = outbox
        self._output = output
        self._key = key

    def left(self) -> Left:
        """Look at what would go."""
        written = int(self._store.note(_WRITTEN) or "0")
        waiting = sum(1 for one in self._pending() if one.act.sequence > written)
        return Left(self._outbox.own_head().sequence, waiting)

    def write_acts(self, path: str) -> int:
        """Write the acts that the academy has not, as `lsl-server import acts` takes them; how many.

        A head, then one signed envelope a line, from the first that the academy has not to the end of the chain: there
        is no hole, so that one taken away is seen.

        Raises:
            Refusal: OUTPUT_UNWRITABLE.
        """
        pending = self._pending()
        if not pending:
            self._output.write(path, b"")
            return 0
        first = pending[0].act.sequence
        acts = self._outbox.own_acts(first - 1, self._outbox.own_head().sequence)
        head = {"acts": len(acts), "first": first, "format": FORMAT, "key": self._key().hex()}
        lines = [json.dumps(head, separators=(",", ":")).encode(), *(one.envelope for one in acts)]
        self._output.write(path, b"".join(line + b"\n" for line in lines))
        self._store.keep_note(_WRITTEN, str(acts[-1].act.sequence))  # what was recorded meanwhile is not in the file
        return len(acts)

    def _pending(self) -> tuple[SignedAct, ...]:
        return self._outbox.pending(self._outbox.own_head().sequence)
