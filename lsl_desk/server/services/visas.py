# SPDX-License-Identifier: AGPL-3.0-or-later
"""Visas: drawn from the closed PVs of published juries, signed by the academy, sent once (memo; K01, K02, P43)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.rights import Actor
from lsl_desk.domain.visas import How, JuryVisas, Stopped, Visa, since_sent, visas_of
from lsl_desk.server.db import juries as jury_rows
from lsl_desk.server.db import publications as rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import audit, results
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.drawn import several
from lsl_desk.wire.visas import open_visas, seal_visas


@dataclass(frozen=True, slots=True)
class Ready:
    """A jury whose visas may leave.

    Attributes:
        visas: all of them.
        new: those not sent before, or sent saying another thing: they supersede.
        withdrawn: N° élève whose visa was sent and stands no more.
    """

    visas: JuryVisas
    new: tuple[Visa, ...]
    withdrawn: tuple[StudentNumber, ...]


@dataclass(frozen=True, slots=True)
class LotState:
    """The next lot of a group.

    Attributes:
        group: of épreuves.
        ready: juries that are public, with visas to send.
        stopped: juries that are public, and why none of their visas leaves.
        waiting: juries that are not public.
        sent: visas sent before that stand.
    """

    group: int
    ready: Mapping[JuryId, Ready]
    stopped: Mapping[JuryId, Stopped]
    waiting: tuple[JuryId, ...]
    sent: int

    @property
    def counts(self) -> Mapping[How, int]:
        """How the livrets of the new visas were examined."""
        counted = Counter(visa.how for one in self.ready.values() for visa in one.new)
        return {how: counted[how] for how in How}

    @property
    def new(self) -> int:
        """Visas to send."""
        return sum(len(one.new) for one in self.ready.values())

    @property
    def withdrawn(self) -> int:
        """Visas to take back."""
        return sum(len(one.withdrawn) for one in self.ready.values())


def lot_state(academy: Academy, connection: Connection, group: int) -> LotState:
    """What would leave now."""
    juries = jury_rows.of_group(connection, group)
    public = results.public(academy, connection)
    sent = rows.sent_pvs(connection, juries)
    ready: dict[JuryId, Ready] = {}
    stopped: dict[JuryId, Stopped] = {}
    drawings = several(academy, connection, [jury for jury in juries if jury in public])
    for jury, pv in drawings.items():
        made = visas_of(pv.minutes, pv.digest, pv.head.sequence, pv.head.chain, academy.clock())
        if isinstance(made, Stopped):
            stopped[jury] = made
        elif not pv.ended:
            stopped[jury] = Stopped(open=False, undecided=(), unexamined=(), unsigned=True)
        elif sent.get(jury) != pv.digest:  # the same PV gives the same visas
            one = Ready(made, *since_sent(made, _last(academy, connection, jury)))
            if one.new or one.withdrawn:
                ready[jury] = one
    waiting = tuple(jury for jury in juries if jury not in public)
    return LotState(group, ready, stopped, waiting, rows.in_force(connection, juries))


def send(academy: Academy, connection: Connection, group: int, *, by: Actor) -> int:
    """Send the next lot of a group; a visa supersedes the one sent before it.

    Returns:
        Visas added or taken back: 0 when all were sent before (K02), and no lot is made.

    Raises:
        Refusal: VISAS_EARLY, no jury of the group is published by this clock.
    """
    state = lot_state(academy, connection, group)
    if len(state.waiting) == len(jury_rows.of_group(connection, group)):
        raise Refusal(Code.VISAS_EARLY, group=group)
    if not state.ready:
        return 0
    now = academy.clock()
    lot = rows.begin_lot(connection, group=group, by=by.id, now=now)
    for one in state.ready.values():
        rows.add(connection, lot, one.visas, seal_visas(one.visas, academy.key), one.new, one.withdrawn)
    facts = {"visas": state.new, "withdrawn": state.withdrawn, "juries": len(state.ready)}
    audit.record(connection, actor=by.id, action="visas_sent", resource=str(group), facts=facts, now=now)
    return state.new + state.withdrawn


def _last(academy: Academy, connection: Connection, jury: JuryId) -> JuryVisas | None:
    found = rows.newest_envelope(connection, jury)
    return None if found is None else open_visas(found, academy.key.public)


def sealed(connection: Connection, lot: int, jury: str) -> bytes:
    """The envelope of a jury in a lot, as it is verified offline.

    Raises:
        Refusal: NOT_FOUND.
    """
    found = rows.envelope(connection, lot, jury)
    if found is None:
        raise Refusal(Code.NOT_FOUND)
    return found
