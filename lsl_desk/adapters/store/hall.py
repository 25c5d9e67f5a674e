# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the sealed store keeps of a room without server: `client.hall.ports.HallStore` (decision 016)."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import delete, select

from lsl_desk.adapters.store import academies, neighbours, schema
from lsl_desk.adapters.store.engine import Engines
from lsl_desk.client.carried import CarriedAct
from lsl_desk.client.hall.values import Placed
from lsl_desk.domain.ids import ActId, DeviceId, JuryId
from lsl_desk.wire.envelope import VerifyingKey

_NEIGHBOUR, _FEED, _ACT, _DEVICE = schema.neighbour_act.c, schema.feed.c, schema.act.c, schema.device.c


class SealedHall:
    """Each method is one transaction, from any thread."""

    def __init__(self, engines: Callable[[], Engines]) -> None:
        """Take the way to the tables.

        Args:
            engines: gives it, or raises Refusal STORE_LOCKED.
        """
        self._engines = engines

    def device(self) -> DeviceId:
        """See `HallStore.device`."""
        with self._engines().reading() as connection:
            return DeviceId(connection.scalars(select(_DEVICE.id).where(_DEVICE.private.is_not(None))).one())

    def signer(self) -> bytes:
        """See `HallStore.signer`."""
        with self._engines().reading() as connection:
            return academies.signer(connection) or b""

    def order(self, jury: JuryId, acts: Sequence[CarriedAct] = ()) -> int:
        """See `HallStore.order`."""
        with self._engines().writing() as connection:
            return neighbours.keep(connection, jury, (*neighbours.own(connection, jury), *acts))

    def follow(self, jury: JuryId, acts: Sequence[CarriedAct]) -> None:
        """See `HallStore.follow`."""
        with self._engines().writing() as connection:
            connection.execute(delete(schema.neighbour_act).where(_NEIGHBOUR.act.in_([one.act.act for one in acts])))
            neighbours.keep(connection, jury, acts)

    def placed(self, jury: JuryId, after: int, limit: int) -> tuple[Placed, ...]:
        """See `HallStore.placed`."""
        asked = select(_NEIGHBOUR.place, _NEIGHBOUR.envelope, _NEIGHBOUR.key)
        with self._engines().reading() as connection:
            rows = connection.execute(
                asked.where(_NEIGHBOUR.jury == jury, _NEIGHBOUR.place > after).order_by(_NEIGHBOUR.place).limit(limit)
            ).all()
        return tuple(Placed(place, neighbours.carried(envelope, key)) for place, envelope, key in rows)

    def waiting(self, jury: JuryId, but: Collection[ActId] = ()) -> tuple[CarriedAct, ...]:
        """See `HallStore.waiting`."""
        with self._engines().reading() as connection:
            return tuple(neighbours.waiting(connection, jury, but))

    def devices(self, jury: JuryId) -> frozenset[DeviceId]:
        """See `HallStore.devices`."""
        with self._engines().reading() as connection:
            own = connection.scalars(select(_DEVICE.id)).all()
            here = connection.scalars(select(_NEIGHBOUR.device).where(_NEIGHBOUR.jury == jury).distinct()).all()
            fed = connection.scalars(select(_FEED.key).where(_FEED.jury == jury).distinct()).all()
        return frozenset(map(DeviceId, (*own, *here, *(VerifyingKey(key).id for key in fed))))

    def act_of(self, device: DeviceId, sequence: int) -> ActId | None:
        """See `HallStore.act_of`."""
        with self._engines().reading() as connection:
            own = select(_ACT.act).where(_ACT.device == device, _ACT.sequence == sequence)
            other = select(_NEIGHBOUR.act).where(_NEIGHBOUR.device == device, _NEIGHBOUR.sequence == sequence)
            found = connection.scalar(own) or connection.scalar(other)
        return None if found is None else ActId(found)
