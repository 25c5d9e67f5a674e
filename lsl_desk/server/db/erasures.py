# SPDX-License-Identifier: AGPL-3.0-or-later
"""What posts told of their erasures, which posts a jury has, and the centres that were reminded."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.retention import ErasureRecord
from lsl_desk.domain.rights import AccountRole
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.strict import moment_of, moment_text

_TOLD, _CALL = schema.post_erasure.c, schema.centre_call.c


@dataclass(frozen=True, slots=True)
class JuryPost:
    """A post that a jury is confided to.

    Attributes:
        jury: which.
        id: of the post.
        label: as it named itself.
        name: of its person.
        state: active, revoked.
        enrolled: UTC.
    """

    jury: JuryId
    id: str
    label: str
    name: str
    state: str
    enrolled: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """A centre was called.

    Attributes:
        called: UTC.
        caller: name of the officer.
        said: in their words.
    """

    called: datetime
    caller: str
    said: str


def received(connection: Connection, digest: Digest) -> datetime:
    """UTC, when an erasure was first told; it was."""
    return moment_of(connection.scalars(select(_TOLD.received).where(_TOLD.digest == digest)).one())


def tell(connection: Connection, digest: Digest, device: str, record: ErasureRecord, now: datetime) -> bool:
    """Keep that a post erased a jury: the fact and its digest, nothing of what was erased; False when it was told."""
    row = {
        "digest": digest,
        "device": device,
        "jury": record.jury,
        "erased": moment_text(record.erased_at),
        "received": moment_text(now),
        "livrets": len(record.erased),
        "held": len(record.held),
    }
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    kept = connection.execute(
        dialect.insert(schema.post_erasure).values(row).on_conflict_do_nothing().returning(_TOLD.digest)
    )
    return kept.first() is not None


def told(connection: Connection, juries: Collection[JuryId]) -> frozenset[tuple[JuryId, str]]:
    """Jury and post of each erasure that was told of some juries."""
    rows = connection.execute(select(_TOLD.jury, _TOLD.device).where(_TOLD.jury.in_(juries)))
    return frozenset((JuryId(row[0]), str(row[1])) for row in rows)


def posts(connection: Connection, juries: Collection[JuryId]) -> list[JuryPost]:
    """The posts of some juries, withdrawn ones among them: of those who preside them and of their centre's head."""
    device, account, seat, jury = schema.device, schema.account, schema.seat, schema.jury
    sits = and_(seat.c.jury == jury.c.id, seat.c.account == account.c.id)
    heads = and_(account.c.role == AccountRole.CHEF_DE_CENTRE.value, account.c.centre == jury.c.centre)
    asked = (
        select(jury.c.id, device.c.id, device.c.label, account.c.name, device.c.state, device.c.enrolled)
        .select_from(jury)
        .join(account, or_(heads, account.c.id.in_(select(seat.c.account).where(sits))))
        .join(device, device.c.account == account.c.id)
        .where(jury.c.id.in_(juries))
        .order_by(jury.c.id, device.c.label, device.c.id)
    )
    return [JuryPost(JuryId(row[0]), *row[1:5], moment_of(row[5])) for row in connection.execute(asked)]


def places(connection: Connection) -> dict[JuryId, tuple[str, str]]:
    """Jury → identifier and name of its centre."""
    jury, centre = schema.jury.c, schema.centre.c
    asked = select(jury.id, centre.id, centre.name).join(schema.centre, centre.id == jury.centre)
    return {JuryId(row[0]): (row[1], row[2]) for row in connection.execute(asked)}


def call(connection: Connection, centre: str, by: str, said: str, now: datetime) -> None:
    """Keep that a centre was called."""
    row = {"centre": centre, "called": moment_text(now), "caller": by, "said": said}
    connection.execute(schema.centre_call.insert().values(row))


def calls(connection: Connection) -> Mapping[str, list[Call]]:
    """Centre → when it was called, the last one first."""
    asked = select(_CALL.centre, _CALL.called, schema.account.c.name, _CALL.said)
    found: dict[str, list[Call]] = defaultdict(list)
    for row in connection.execute(asked.join(schema.account).order_by(_CALL.id.desc())):
        found[row[0]].append(Call(moment_of(row[1]), row[2], row[3]))
    return found
