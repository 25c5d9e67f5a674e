# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a plan de secours brings besides the jury's file: the academy's list, and acts (J3 step 6; decision 016)."""

from typing import Final

from sqlalchemy import Connection

from lsl_desk.adapters.store import academies, feed, neighbours, versions
from lsl_desk.client.carried import CarriedJury, CarriedReceipt
from lsl_desk.client.link.values import FeedAct
from lsl_desk.domain.fallback import COPY
from lsl_desk.domain.jury import JuryFile

_AT_ONCE: Final = 500
"""Acts kept by one statement."""


def keep(connection: Connection, file: JuryFile, carried: CarriedJury) -> None:
    """Keep what came with a version; what another academy than the one here signed is left where it was."""
    if carried.academy and academies.takes_from(connection, carried.academy):
        if carried.listed is not None and file.source == COPY:
            versions.keep_listed(connection, file, carried.number, carried.listed)
        _keep_ordered(connection, file, carried.ordered)
    neighbours.keep(connection, file.jury, carried.waiting)


def _keep_ordered(connection: Connection, file: JuryFile, ordered: tuple[CarriedReceipt, ...]) -> None:
    """Keep the acts that follow those held; an academy that was restored since brings its own order."""
    head = feed.head(connection, file.jury)
    if head.sequence and (len(ordered) <= head.sequence or ordered[head.sequence - 1].receipt.chain != head.chain):
        return
    new = [_line(one) for one in ordered[head.sequence :]]
    for at in range(0, len(new), _AT_ONCE):
        feed.keep(connection, file.jury, new[at : at + _AT_ONCE], afresh=False)


def _line(one: CarriedReceipt) -> FeedAct:
    return FeedAct(one.carried.act, one.receipt, one.carried.envelope, one.envelope, one.carried.key)
