# SPDX-License-Identifier: AGPL-3.0-or-later
"""The acts of the eve out of the journal and the feeds, in one order (`client.prepare.ports.EveStore`)."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Row, and_, case, func, select

from lsl_desk.adapters.store import academies, schema, versions
from lsl_desk.adapters.store.engine import Engines
from lsl_desk.client.prepare.ports import EveAct
from lsl_desk.client.prepare.values import Sent
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.receipts import Verdict
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.receipts import decode_receipt

_EVE, _ACT, _FEED, _RECEIPT = schema.eve_act.c, schema.act.c, schema.feed.c, schema.receipt.c
_NEIGHBOUR = schema.neighbour_act.c


class SealedEve:
    """Implements `client.prepare.ports.EveStore`."""

    def __init__(self, engines: Callable[[], Engines]) -> None:
        """Take the way to the tables.

        Args:
            engines: gives it, or raises Refusal STORE_LOCKED.
        """
        self._engines = engines

    def acts(self) -> Mapping[JuryId, tuple[EveAct, ...]]:
        """See `EveStore.acts`."""
        with self._engines().reading() as connection:
            return acts(connection)

    def manifest(self, jury: JuryId) -> JuryManifest | None:
        """See `EveStore.manifest`."""
        with self._engines().reading() as connection:
            return versions.listed(connection, jury)

    def centre(self) -> CentreId:
        """See `EveStore.centre`."""
        with self._engines().reading() as connection:
            return CentreId(connection.scalar(select(schema.academy.c.centre)) or "")

    def digests(self, jury: JuryId, version: int) -> Mapping[StudentNumber, Digest]:
        """See `EveStore.digests`."""
        with self._engines().reading() as connection:
            return digests(connection, jury, version)


def acts(connection: Connection) -> dict[JuryId, tuple[EveAct, ...]]:
    """The acts of the eve by jury: the academy's order, what has a place here, what this post did since."""
    fed = and_(_FEED.act == _EVE.act, _FEED.rank.is_not(None))
    received = and_(_RECEIPT.act == _EVE.act, _RECEIPT.academy == academies.key_id(connection))
    rows = connection.execute(
        select(
            _EVE.jury,
            _FEED.rank,
            func.coalesce(_FEED.envelope, _NEIGHBOUR.envelope).label("fed"),
            case((_FEED.rank.is_not(None), _FEED.receipt), else_=_RECEIPT.envelope).label("receipt"),
            _ACT.payload,
        )
        .select_from(schema.eve_act)
        .outerjoin(schema.feed, fed)
        .outerjoin(schema.act, _ACT.act == _EVE.act)
        .outerjoin(schema.neighbour_act, _NEIGHBOUR.act == _EVE.act)
        .outerjoin(schema.receipt, received)
        # An act of others that a restore lost is none of these.
        .where(func.coalesce(_FEED.rank, _NEIGHBOUR.place, _ACT.position).is_not(None))
        .order_by(
            _EVE.jury, _FEED.rank.is_(None), _FEED.rank, _NEIGHBOUR.place.is_(None), _NEIGHBOUR.place, _ACT.position
        )
    )
    kept = _kept_under(connection)
    found: dict[JuryId, list[EveAct]] = {}
    for row in rows:
        found.setdefault(JuryId(row.jury), []).append(_eve_act(row, kept))
    return {jury: tuple(lines) for jury, lines in found.items()}


def digests(connection: Connection, jury: JuryId, version: int) -> dict[StudentNumber, Digest]:
    """The livrets of a version of a jury's file."""
    candidate = schema.candidate.c
    rows = connection.execute(
        select(candidate.number, candidate.digest)
        .where(candidate.jury == jury, candidate.version == version, candidate.digest.is_not(None))
        .order_by(candidate.rank)
    )
    return {StudentNumber(number): Digest(digest or "") for number, digest in rows}


def _kept_under(connection: Connection) -> dict[tuple[str, int], int]:
    """Under which version each list of the academy is kept here."""
    listed = schema.manifest.c
    rows = connection.execute(select(listed.jury, listed.number, listed.version))
    return {(jury, number): version for jury, number, version in rows}


def _eve_act(row: Row[str, int | None, bytes, bytes | None, bytes], kept: Mapping[tuple[str, int], int]) -> EveAct:
    own = row.payload is not None
    act = decode_act(row.payload if own else Signed.from_bytes(row.fed).payload)
    version = act.version if own else kept.get((act.jury, act.version), act.version)
    if row.receipt is None:
        return EveAct(act, Sent.HERE, 0, version)
    receipt = decode_receipt(Signed.from_bytes(row.receipt).payload)
    sent = Sent.REFUSED if receipt.verdict is Verdict.REFUSED else Sent.RECEIVED
    return EveAct(act, sent, receipt.sequence, version)
