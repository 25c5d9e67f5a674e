# SPDX-License-Identifier: AGPL-3.0-or-later
"""The heads of the juries: how many acts, where their chain ends, the newest manifest, where the sitting stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lsl_desk.domain.acts import Role
from lsl_desk.domain.ids import ActId, Digest, JuryId
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.schema import jury_head


@dataclass(frozen=True, slots=True)
class Head:
    """Where a jury stands.

    Attributes:
        jury: which; also one that this academy has not, when an act named it.
        sequence: its acts.
        chain: `domain.receipts.next_chain` over them.
        version: of its newest manifest, 0 before the first.
        closed: the act that closed the sitting, None while it is open.
        opened: the act that opened it, None before.
        handed: who presides after a handover, None while the president does.
        attendance: the act that says who attends, None before.
        closing_acts: how many acts of its closing there are (`schema.closing_act`).
    """

    jury: JuryId
    sequence: int = 0
    chain: Digest = NO_CHAIN
    version: int = 0
    closed: ActId | None = None
    opened: ActId | None = None
    handed: Role | None = None
    attendance: ActId | None = None
    closing_acts: int = 0

    @property
    def presiding(self) -> Role:
        """Who presides."""
        return self.handed or Role.PRESIDENT


_MOVED = ("sequence", "chain", "version", "closed", "opened", "presiding", "attendance", "closing_acts")
_HEAD = select(jury_head.c.jury, *(jury_head.c[name] for name in _MOVED))


# Made once: to make a statement costs as much as to run it.
_OF = _HEAD.where(jury_head.c.jury.in_(bindparam("juries", expanding=True)))
_HOLD = _OF.order_by(jury_head.c.jury).with_for_update()
_MOVE = update(jury_head).where(jury_head.c.jury == bindparam("which"))
_MOVE = _MOVE.values({name: bindparam(name) for name in _MOVED})


def every(connection: Connection) -> list[Head]:
    """All of them."""
    return [_head(row) for row in connection.execute(_HEAD)]


def of(connection: Connection, juries: Iterable[str]) -> dict[JuryId, Head]:
    """Those of some juries, by jury; one that nothing happened to has a head all the same."""
    wanted = list(juries)
    found = [_head(row) for row in connection.execute(_OF, {"juries": wanted})]
    return {JuryId(jury): Head(JuryId(jury)) for jury in wanted} | {head.jury: head for head in found}


def hold(connection: Connection, juries: Iterable[str]) -> dict[JuryId, Head]:
    """As `of`, kept from moving until the transaction ends; taken in one order, so that nobody waits in a ring."""
    wanted = sorted(set(juries))
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    start = {"sequence": 0, "chain": NO_CHAIN, "version": 0}
    blank = [{"jury": jury, **start} for jury in wanted]
    found = _held(connection, wanted)
    if len(found) < len(wanted):
        connection.execute(insert(jury_head).on_conflict_do_nothing(), blank)
        found = _held(connection, wanted)
    return found


def _held(connection: Connection, wanted: list[str]) -> dict[JuryId, Head]:
    return {head.jury: head for head in map(_head, connection.execute(_HOLD, {"juries": wanted}))}


def move(connection: Connection, head: Head) -> None:
    """Write where a jury stands now; it is held."""
    values = {"sequence": head.sequence, "chain": head.chain, "version": head.version, "closed": head.closed}
    sitting = {"opened": head.opened, "presiding": head.handed, "attendance": head.attendance}
    values |= {"closing_acts": head.closing_acts}
    connection.execute(_MOVE, values | sitting | {"which": head.jury})


def _head(row: Row[*tuple[Any, ...]]) -> Head:
    closed, opened, attendance = (
        None if one is None else ActId(one) for one in (row.closed, row.opened, row.attendance)
    )
    handed = None if row.presiding is None else Role(row.presiding)
    at = (JuryId(row.jury), row.sequence, Digest(row.chain), row.version)
    return Head(*at, closed, opened, handed, attendance, row.closing_acts)
