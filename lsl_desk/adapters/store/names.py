# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names under seal, as a closing asks for them and as the academy gives them."""

from collections.abc import Callable, Sequence

from lsl_desk.adapters.store import identities
from lsl_desk.adapters.store.engine import Engines
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.jury import SealedIdentity


class StoredNames:
    """Implements `client.close.needs.SealedNames` and `client.link.ports.NamesStore`."""

    def __init__(self, engines: Callable[[], Engines], wrapping: Callable[[], bytes]) -> None:
        """Take the way to the tables, and to the key that wraps the names' own key.

        Args:
            engines: gives the way to the tables, or raises Refusal STORE_LOCKED.
            wrapping: gives 32 bytes, or raises Refusal STORE_LOCKED.
        """
        self._engines = engines
        self._wrapping = wrapping

    def sealed(self, jury: JuryId) -> int:
        """See `SealedNames.sealed`."""
        with self._engines().reading() as connection:
            return identities.count(connection, jury)

    def unseal(self, jury: JuryId) -> tuple[SealedIdentity, ...]:
        """See `SealedNames.unseal`."""
        with self._engines().reading() as connection:
            return identities.unseal(connection, self._wrapping(), jury)

    def seal(self, jury: JuryId, version: int, names: Sequence[SealedIdentity]) -> None:
        """See `NamesStore.seal`."""
        with self._engines().writing() as connection:
            identities.seal(connection, self._wrapping(), jury, version, tuple(names))
