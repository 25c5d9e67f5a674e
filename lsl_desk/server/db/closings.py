# SPDX-License-Identifier: AGPL-3.0-or-later
"""The acts that close a jury, and what they come to."""

from sqlalchemy import bindparam, insert, select

from lsl_desk.domain.acts import Act
from lsl_desk.domain.closing_state import ClosingState
from lsl_desk.domain.ids import JuryId
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.acts import decode_act

_ACT = schema.act.c
_CLOSING = schema.closing_act.c

# Made once: to make a statement costs as much as to run it.
_ALL = (
    select(_ACT.payload)
    .join_from(schema.closing_act, schema.act, _ACT.act == _CLOSING.act)
    .where(_CLOSING.jury == bindparam("of_jury"))
    .order_by(_ACT.jury_sequence)
)


def state(connection: Connection, jury: JuryId) -> ClosingState:
    """How the closing of a jury stands."""
    found = ClosingState()
    for payload in connection.scalars(_ALL, {"of_jury": jury}):
        found.take(decode_act(payload))
    return found


def add(connection: Connection, act: Act) -> None:
    """Write that an accepted act is of a closing."""
    connection.execute(insert(schema.closing_act).values(act=act.act, jury=act.jury))
