# SPDX-License-Identifier: AGPL-3.0-or-later
"""The acts of a jury as they were signed, for the file of a case: those received, then those that wait."""

from collections.abc import Callable

from lsl_desk.adapters.store import academies, feed, neighbours
from lsl_desk.adapters.store.engine import Engines
from lsl_desk.cases.source import CaseAct
from lsl_desk.domain.ids import JuryId


class SealedCases:
    """What the store gives to a case."""

    def __init__(self, engines: Callable[[], Engines]) -> None:
        """Take the way to the tables.

        Args:
            engines: gives it, or raises Refusal STORE_LOCKED.
        """
        self._engines = engines

    def acts(self, jury: JuryId) -> tuple[CaseAct, ...]:
        """Every act of a jury, openings of livrets too, in the order of its board."""
        with self._engines().reading() as connection:
            fed = feed.acts(connection, jury)
            waiting = neighbours.waiting(connection, jury)
        return (
            *(CaseAct(one.act, one.act_envelope, one.key, one.receipt, one.receipt_envelope) for one in fed),
            *(CaseAct(one.act, one.envelope, one.key) for one in waiting),
        )

    def academy(self) -> bytes | None:
        """Public key of the academy whose acts are kept, None without one."""
        with self._engines().reading() as connection:
            return academies.signer(connection)
