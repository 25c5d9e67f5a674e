# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the exam office publishes, and the visas it sends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, case, exists, func, insert, select, update

from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.visas import JuryVisas, Visa
from lsl_desk.server.db import heads, schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.receipts import decode_receipt
from lsl_desk.wire.strict import moment_of, moment_text

_ONE = schema.publication.c
_JURY = schema.publication_jury.c
_LOT = schema.visa_lot.c
_SEALED = schema.visa_envelope.c
_VISA = schema.visa.c
_OTHER = schema.visa.alias()
_EARLIER = _OTHER.c.jury == _VISA.jury, _OTHER.c.number == _VISA.number
_LAST = select(func.max(_OTHER.c.lot)).where(*_EARLIER).correlate(schema.visa).scalar_subquery()
NEWEST = _VISA.lot == _LAST
"""The line of a candidate that counts: each supersedes those of the lots before."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication of a group.

    Attributes:
        id: of the row.
        group: of épreuves.
        at: UTC, as text, when the results are public.
        proposer: identifier of the account that entered the time.
        proposer_name: of that person.
        confirmer_name: of who confirmed it, "" before.
        confirmed: UTC, as text; None while it waits for a second officer.
    """

    id: int
    group: int
    at: str
    proposer: str
    proposer_name: str
    confirmer_name: str
    confirmed: str | None


def publications(connection: Connection, group: int | None = None) -> list[Publication]:
    """Those not cancelled, the newest first."""
    proposer, confirmer = schema.account.alias(), schema.account.alias()
    asked = (
        select(_ONE.id, _ONE.exam_group, _ONE.at, _ONE.proposer, proposer.c.name)
        .add_columns(func.coalesce(confirmer.c.name, ""), _ONE.confirmed)
        .join(proposer, proposer.c.id == _ONE.proposer)
        .outerjoin(confirmer, confirmer.c.id == _ONE.confirmer)
        .where(_ONE.cancelled.is_(None))
        .order_by(_ONE.id.desc())
    )
    if group is not None:
        asked = asked.where(_ONE.exam_group == group)
    return [Publication(*row) for row in connection.execute(asked)]


def propose(connection: Connection, *, group: int, at: datetime, by: str, now: datetime) -> None:
    """Write a time; another officer confirms it."""
    values = {"exam_group": group, "at": moment_text(at), "proposed": moment_text(now), "proposer": by}
    connection.execute(insert(schema.publication).values(values))


def confirm(
    connection: Connection,
    publication: int,
    *,
    by: str,
    juries: Iterable[JuryId],
    excluded: Mapping[JuryId, str],
    now: datetime,
) -> None:
    """Write who confirmed it, and what it covers, each jury with how far its acts and its list were."""
    values = {"confirmed": moment_text(now), "confirmer": by}
    connection.execute(update(schema.publication).where(_ONE.id == publication).values(values))
    rows: list[dict[str, int | str | None]]
    rows = [
        {"publication": publication, "jury": jury, "excluded": None, "sequence": head.sequence, "version": head.version}
        for jury, head in heads.of(connection, juries).items()
    ]
    rows += [
        {"publication": publication, "jury": jury, "excluded": why, "sequence": None, "version": None}
        for jury, why in excluded.items()
    ]
    if rows:
        connection.execute(insert(schema.publication_jury), rows)


def cancel(connection: Connection, publication: int, now: datetime) -> None:
    """Write that it is not to be."""
    connection.execute(update(schema.publication).where(_ONE.id == publication).values(cancelled=moment_text(now)))


@dataclass(frozen=True, slots=True)
class Covering:
    """A jury that a confirmed publication covers.

    Attributes:
        jury: which.
        at: UTC, as text, when its results are public.
        moved: an act or another list of it came between the confirmation and that time.
    """

    jury: JuryId
    at: str
    moved: bool


_ACT, _LIST = schema.act.c, schema.manifest.c
_NEW_LIST = exists().where(_LIST.jury == _JURY.jury, _LIST.version > _JURY.version, _LIST.made <= _ONE.at)
# Made once: each livret that is given asks it.
_COVERED = (
    select(_JURY.jury, _ONE.at, _NEW_LIST.label("listed"), _ACT.receipt)
    .join_from(schema.publication_jury, schema.publication, _JURY.publication == _ONE.id)
    .outerjoin(schema.act, and_(_ACT.jury == _JURY.jury, _ACT.jury_sequence == _JURY.sequence + 1))
    .where(_ONE.confirmed.is_not(None), _ONE.cancelled.is_(None), _JURY.excluded.is_(None))
    .order_by(_ONE.at)
)
_COVERED_ONE = _COVERED.where(_JURY.jury == bindparam("which"))


def coverings(connection: Connection, jury: JuryId | None = None) -> list[Covering]:
    """Every jury that a confirmed publication covers, or that one, the first time first."""
    found = connection.execute(_COVERED) if jury is None else connection.execute(_COVERED_ONE, {"which": jury})
    return [Covering(JuryId(row.jury), row.at, bool(row.listed) or _came(row.receipt, row.at)) for row in found]


def _came(receipt: bytes | None, at: str) -> bool:
    """The act after those of the confirmation was received by a time."""
    return receipt is not None and decode_receipt(receipt).received <= moment_of(at)


def excluded(connection: Connection) -> dict[JuryId, str]:
    """Each jury that a confirmed publication left out → why, the last of them."""
    asked = (
        select(_JURY.jury, _JURY.excluded)
        .join_from(schema.publication_jury, schema.publication, _JURY.publication == _ONE.id)
        .where(_ONE.cancelled.is_(None), _JURY.excluded.is_not(None))
        .order_by(_ONE.id)
    )
    return {JuryId(row[0]): row[1] for row in connection.execute(asked)}


# ------------------------------------------------------------------------------------------------------ visas


@dataclass(frozen=True, slots=True)
class Lot:
    """Visas sent together.

    Attributes:
        id: of the row.
        group: of épreuves.
        sent: UTC, as text.
        sender: name of who sent it.
        juries: how many envelopes.
        visas: how many visas.
    """

    id: int
    group: int
    sent: str
    sender: str
    juries: int
    visas: int


def lots(connection: Connection) -> list[Lot]:
    """All of them, the newest first."""
    sealed = select(func.count()).where(_SEALED.lot == _LOT.id).select_from(schema.visa_envelope).scalar_subquery()
    held = select(func.count()).where(_VISA.lot == _LOT.id, _VISA.how != "").select_from(schema.visa).scalar_subquery()
    asked = (
        select(_LOT.id, _LOT.exam_group, _LOT.sent, schema.account.c.name, sealed, held)
        .join(schema.account, schema.account.c.id == _LOT.sender)
        .order_by(_LOT.id.desc())
    )
    return [Lot(*row) for row in connection.execute(asked)]


def in_force(connection: Connection, juries: Iterable[JuryId]) -> int:
    """How many visas of some juries were sent and stand."""
    asked = select(func.count()).select_from(schema.visa)
    asked = asked.where(_VISA.jury.in_(sorted(juries)), NEWEST, _VISA.how != "")
    return connection.scalar(asked) or 0


def sent_pvs(connection: Connection, juries: Iterable[JuryId]) -> dict[JuryId, str]:
    """The juries, of those, that visas were sent of → digest of the PV that the last ones were drawn from."""
    asked = select(_SEALED.jury, _SEALED.pv).where(_SEALED.jury.in_(sorted(juries))).order_by(_SEALED.lot)
    return {JuryId(row.jury): row.pv for row in connection.execute(asked)}


def begin_lot(connection: Connection, *, group: int, by: str, now: datetime) -> int:
    """Make a lot; its row."""
    values = {"exam_group": group, "sent": moment_text(now), "sender": by}
    made = connection.execute(insert(schema.visa_lot).values(values).returning(_LOT.id))
    return int(made.scalar_one())


def add(
    connection: Connection,
    lot: int,
    made: JuryVisas,
    sealed: bytes,
    new: Iterable[Visa],
    withdrawn: Iterable[StudentNumber] = (),
) -> None:
    """Put a jury's visas in a lot: sealed as a whole, those that are new or taken back each with a line."""
    values = {"lot": lot, "jury": made.jury, "pv": made.pv, "sealed": sealed}
    connection.execute(insert(schema.visa_envelope).values(values))
    rows = [{"jury": made.jury, "number": one.number, "lot": lot, "how": one.how.value} for one in new]
    rows += [{"jury": made.jury, "number": number, "lot": lot, "how": ""} for number in withdrawn]
    if rows:
        connection.execute(insert(schema.visa), rows)


def envelope(connection: Connection, lot: int, jury: str) -> bytes | None:
    """The sealed visas of a jury in a lot, None when there are none."""
    return connection.scalar(select(_SEALED.sealed).where(_SEALED.lot == lot, _SEALED.jury == jury))


def newest_envelope(connection: Connection, jury: JuryId) -> bytes | None:
    """The sealed visas of a jury sent last, None before any."""
    return connection.scalar(select(_SEALED.sealed).where(_SEALED.jury == jury).order_by(_SEALED.lot.desc()).limit(1))


def envelopes(connection: Connection, lot: int) -> list[str]:
    """The juries of a lot, in order."""
    return list(connection.scalars(select(_SEALED.jury).where(_SEALED.lot == lot).order_by(_SEALED.jury)))


# ------------------------------------------------------------------------------------------- visas by school


@dataclass(frozen=True, slots=True)
class SchoolVisas:
    """How many visas sent of a school stand; without a code, of no school of the list of schools."""

    code: str
    name: str
    phone: str
    visas: int


@dataclass(frozen=True, slots=True)
class SentVisa:
    """A visa sent.

    Attributes:
        school: of origin, as the candidates' list gave it; "" when it did not.
        jury: of which jury.
        number: N° élève.
        group: of épreuves.
        how: value of `domain.visas.How`; "" when it was taken back.
        sent: UTC, as text.
        before: UTC, as text, when the one that it supersedes was sent; None for a first one.
    """

    school: str
    jury: str
    number: str
    group: int
    how: str
    sent: str
    before: str | None


_WHO = schema.identity.c
_SCHOOL = schema.school.c
_OF_ORIGIN = schema.visa.outerjoin(
    schema.identity, and_(_WHO.jury == _VISA.jury, _WHO.number == _VISA.number)
).outerjoin(schema.school, _SCHOOL.id == _WHO.school)


def visas_by_school(connection: Connection) -> list[SchoolVisas]:
    """Each school with a visa sent, by name; what is of no known school comes first."""
    code, name, phone = (func.coalesce(column, "") for column in (_SCHOOL.id, _SCHOOL.name, _SCHOOL.phone))
    stands = func.sum(case((_VISA.how != "", 1), else_=0))
    asked = select(code, name, phone, stands).select_from(_OF_ORIGIN).where(NEWEST)
    asked = asked.group_by(_SCHOOL.id, _SCHOOL.name, _SCHOOL.phone).order_by(name, code)
    return [SchoolVisas(*row) for row in connection.execute(asked)]


def visas_of_school(connection: Connection, code: str) -> list[SentVisa]:
    """The last visa sent of each candidate of a school, by jury and number; with "", those of no known school."""
    lots = schema.visa_lot.alias()
    before = (
        select(func.max(lots.c.sent))
        .join_from(_OTHER, lots, lots.c.id == _OTHER.c.lot)
        .where(*_EARLIER, _OTHER.c.lot < _VISA.lot)
        .correlate(schema.visa)
        .scalar_subquery()
    )
    asked = (
        select(func.coalesce(_WHO.school, ""), _VISA.jury, _VISA.number, _LOT.exam_group, _VISA.how, _LOT.sent, before)
        .select_from(_OF_ORIGIN.join(schema.visa_lot, _LOT.id == _VISA.lot))
        .where(NEWEST, _SCHOOL.id == code if code else _SCHOOL.id.is_(None))
        .order_by(_VISA.jury, _VISA.number)
    )
    return [SentVisa(*row) for row in connection.execute(asked)]
