# SPDX-License-Identifier: AGPL-3.0-or-later
"""Livrets on their way to the disk, in a thread of their own: the line does not wait for the disk."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Self

from lsl_desk.client.link.ports import LinkStore
from lsl_desk.domain.ids import Digest

WAITING: Final = 2
"""Batches taken and not yet kept: few to hold in memory."""


class Sealing:
    """Keeps batches of livrets in the order given. From one thread, as a context.

    Attributes:
        kept: digests that are on the disk.
        under_way: livrets given and not yet known to be there.
    """

    def __init__(self, store: LinkStore) -> None:
        self.kept: set[Digest] = set()
        self.under_way = 0
        self._store = store
        self._thread = ThreadPoolExecutor(1, "sealing")
        self._waiting: deque[tuple[Sequence[tuple[Digest, bytes]], Future[None]]] = deque()

    def give(self, batch: Sequence[tuple[Digest, bytes]]) -> None:
        """Have a batch kept soon; waits while too many do.

        Raises:
            Refusal: what the disk refused, of a batch before; that batch is forgotten.
        """
        self._settle(WAITING - 1)
        self.under_way += len(batch)
        self._waiting.append((batch, self._thread.submit(self._store.stage, batch)))

    def settle(self) -> None:
        """Wait until every batch is kept.

        Raises:
            Refusal: what the disk refused first; the batches it refused are forgotten.
        """
        try:
            self._settle(0)
        except BaseException:
            self._forget()
            raise

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """End the thread; what it was given is kept or was refused."""
        self._thread.shutdown()

    def _settle(self, left: int) -> None:
        while len(self._waiting) > left:
            batch, done = self._waiting.popleft()
            self.under_way -= len(batch)
            done.result()
            self.kept.update(digest for digest, _ in batch)

    def _forget(self) -> None:
        """Of the batches behind one that was refused, know those that were kept all the same."""
        for batch, done in self._waiting:
            self.under_way -= len(batch)
            if done.exception() is None:
                self.kept.update(digest for digest, _ in batch)
        self._waiting.clear()
