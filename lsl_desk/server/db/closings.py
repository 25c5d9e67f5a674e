# SPDX-License-Identifier: AGPL-3.0-or-later
"""The acts that close a jury, and what they come to."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from lsl_desk.domain.acts import Act
from lsl_desk.domain.closing_state import ClosingState
from lsl_desk.domain.ids import JuryId
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.receipts import decode_receipt

_ACT = schema.act.c
_CLOSING = schema.closing_act.c

# Made once: to make a statement costs as much as to run it.
_ALL = (
    select(_ACT.payload, _ACT.receipt)
    .join_from(schema.closing_act, schema.act, _ACT.act == _CLOSING.act)
    .where(_CLOSING.jury == bindparam("of_jury"))
    .order_by(_ACT.jury_sequence)
)


def state(connection: Connection, jury: JuryId, until: datetime | None = None) -> ClosingState:
    """How the closing of a jury stands, or stood at a time, by what was received until then."""
    found = ClosingState()
    for payload, receipt in connection.execute(_ALL, {"of_jury": jury}):
        if until is not None and decode_receipt(receipt).received > until:
            break
        found.take(decode_act(payload))
    return found


def add(connection: Connection, act: Act) -> None:
    """Write that an accepted act is of a closing."""
    connection.execute(insert(schema.closing_act).values(act=act.act, jury=act.jury))
