# SPDX-License-Identifier: AGPL-3.0-or-later
"""Schools of origin: their pupils, the visas sent to them, and what their heads received, loaded and opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, case, func, insert, select

from lsl_desk.domain.ids import Digest, JuryId, SchoolId, StudentNumber
from lsl_desk.domain.period import Period
from lsl_desk.server.db import publications, schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.strict import moment_text

_WHO = schema.identity.c
_SCHOOL = schema.school.c
_VISA = schema.visa.c
_RECEIPT = schema.visa_receipt.c
_RECEIVED = schema.visa_received.c
_FINAL = schema.final_livret.c
_OPENING = schema.livret_opening.c


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school of origin.

    Attributes:
        code: its UAI.
        name: of it.
        phone: "" when no list gave it.
    """

    code: SchoolId
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A candidate of a school before one jury.

    Attributes:
        jury: which.
        number: N° élève.
        name: usual name and first names, as the lists wrote them.
        division: "" when no list gave it.
        digest: of the livret that the academy gives now, None for none.
        group: of épreuves, of the jury.
        period: of the year, of the jury.
    """

    jury: JuryId
    number: StudentNumber
    name: str
    division: str
    digest: Digest | None
    group: int
    period: Period


@dataclass(frozen=True, slots=True)
class SentRow:
    """The last line sent of a candidate of a jury.

    Attributes:
        jury: which.
        number: N° élève.
        lot: it came in.
        how: value of `domain.visas.How`; "" when the visa was taken back.
        sent: UTC, as text.
    """

    jury: JuryId
    number: StudentNumber
    lot: int
    how: str
    sent: str

    @property
    def key(self) -> "Line":
        """By which it is received."""
        return self.jury, self.number, self.lot


Line = tuple[JuryId, StudentNumber, int]
"""Jury, N° élève and lot of a visa sent."""


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """An act of receiving.

    Attributes:
        received: UTC, as text.
        receiver: name of who did.
        visas: that were received, those taken back not among them.
        withdrawn: visas that were taken back.
        lots: of which they were.
    """

    received: str
    receiver: str
    visas: int
    withdrawn: int
    lots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FinalRow:
    """A final livret that was loaded.

    Attributes:
        digest: of the livret.
        envelope: digest of the signed visas that its visa is in.
        loaded: UTC, as text.
        loader: name of who did.
    """

    digest: Digest
    envelope: Digest
    loaded: str
    loader: str


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """What the head decided: from which day to which the final livrets are available.

    Attributes:
        opens: first day.
        closes: last day.
        loaded: divisions that were loaded then.
        divisions: that the school has.
        made: UTC, as text.
        maker: name of who decided.
    """

    opens: date
    closes: date
    loaded: int
    divisions: int
    made: str
    maker: str


def every(connection: Connection) -> list[SchoolRow]:
    """All schools, by code."""
    return [SchoolRow(*row) for row in connection.execute(select(schema.school).order_by(_SCHOOL.id))]


def find(connection: Connection, school: str) -> SchoolRow | None:
    """A school, None when there is none of this code."""
    row = connection.execute(select(schema.school).where(_SCHOOL.id == school)).one_or_none()
    return None if row is None else SchoolRow(*row)


def pupils(connection: Connection, school: SchoolId) -> list[PupilRow]:
    """The candidates of a school, once a jury, by division, name and number."""
    known, jury = schema.candidate, schema.jury
    asked = (
        select(_WHO.jury, _WHO.number, _WHO.name, _WHO.usage_name, _WHO.first_names, _WHO.division)
        .add_columns(known.c.digest, jury.c.exam_group, jury.c.period)
        .join_from(schema.identity, known, and_(known.c.jury == _WHO.jury, known.c.number == _WHO.number))
        .join(jury, jury.c.id == _WHO.jury)
        .where(_WHO.school == school)
        .order_by(_WHO.division, _WHO.name, _WHO.first_names, _WHO.number, _WHO.jury)
    )
    return [
        PupilRow(
            JuryId(row.jury),
            StudentNumber(row.number),
            f"{row.usage_name or row.name} {row.first_names}".strip(),
            row.division,
            None if row.digest is None else Digest(row.digest),
            row.exam_group,
            Period(row.period),
        )
        for row in connection.execute(asked)
    ]


def sent(connection: Connection, school: SchoolId) -> list[SentRow]:
    """The line in force of each visa sent of a school, by lot, jury and number; those taken back among them."""
    asked = (
        select(_VISA.jury, _VISA.number, _VISA.lot, _VISA.how, schema.visa_lot.c.sent)
        .join_from(schema.visa, schema.identity, and_(_WHO.jury == _VISA.jury, _WHO.number == _VISA.number))
        .join(schema.visa_lot, schema.visa_lot.c.id == _VISA.lot)
        .where(_WHO.school == school, publications.NEWEST)
        .order_by(_VISA.lot, _VISA.jury, _VISA.number)
    )
    return [SentRow(*row) for row in connection.execute(asked)]


def received(connection: Connection, school: SchoolId) -> dict[Line, str]:
    """Each line that a school received → when, UTC as text."""
    asked = (
        select(_RECEIVED.jury, _RECEIVED.number, _RECEIVED.lot, _RECEIPT.received)
        .join_from(schema.visa_received, schema.visa_receipt, _RECEIPT.id == _RECEIVED.receipt)
        .where(_RECEIVED.school == school)
    )
    return {(JuryId(row[0]), StudentNumber(row[1]), row[2]): row[3] for row in connection.execute(asked)}


def receive(connection: Connection, school: SchoolId, lines: Iterable[SentRow], *, by: str, now: datetime) -> None:
    """Write that a school received these lines, at least one."""
    values = {"school": school, "received": moment_text(now), "receiver": by}
    receipt = connection.execute(insert(schema.visa_receipt).values(values).returning(_RECEIPT.id)).scalar_one()
    rows = [
        {"school": school, "jury": one.jury, "number": one.number, "lot": one.lot, "receipt": receipt} for one in lines
    ]
    connection.execute(insert(schema.visa_received), rows)


def receipts(connection: Connection, school: SchoolId) -> list[ReceiptRow]:
    """What a school received, the newest first."""
    asked = (
        select(_RECEIPT.id, _RECEIPT.received, schema.account.c.name, _VISA.lot)
        .add_columns(func.sum(case((_VISA.how != "", 1), else_=0)), func.sum(case((_VISA.how == "", 1), else_=0)))
        .join_from(schema.visa_receipt, schema.account, schema.account.c.id == _RECEIPT.receiver)
        .join(schema.visa_received, _RECEIVED.receipt == _RECEIPT.id)
        .join(
            schema.visa,
            and_(_VISA.jury == _RECEIVED.jury, _VISA.number == _RECEIVED.number, _VISA.lot == _RECEIVED.lot),
        )
        .where(_RECEIPT.school == school)
        .group_by(_RECEIPT.id, _RECEIPT.received, schema.account.c.name, _VISA.lot)
        .order_by(_RECEIPT.id.desc(), _VISA.lot)
    )
    made: dict[int, ReceiptRow] = {}
    for identifier, at, name, lot, visas, withdrawn in connection.execute(asked):
        had = made.get(identifier, ReceiptRow(at, name, 0, 0, ()))
        made[identifier] = ReceiptRow(at, name, had.visas + visas, had.withdrawn + withdrawn, (*had.lots, lot))
    return list(made.values())


def last_receipts(connection: Connection) -> Mapping[str, str]:
    """Each school that received something → when last, UTC as text."""
    asked = select(_RECEIPT.school, func.max(_RECEIPT.received)).group_by(_RECEIPT.school)
    return {row[0]: row[1] for row in connection.execute(asked)}


def waiting(connection: Connection) -> Mapping[str, int]:
    """Each school → how many lines in force it did not receive."""
    here = and_(
        _RECEIVED.school == _WHO.school,
        _RECEIVED.jury == _VISA.jury,
        _RECEIVED.number == _VISA.number,
        _RECEIVED.lot == _VISA.lot,
    )
    asked = (
        select(_WHO.school, func.count())
        .join_from(schema.visa, schema.identity, and_(_WHO.jury == _VISA.jury, _WHO.number == _VISA.number))
        .outerjoin(schema.visa_received, here)
        .where(publications.NEWEST, _RECEIVED.receipt.is_(None))
        .group_by(_WHO.school)
    )
    return {row[0]: row[1] for row in connection.execute(asked)}


def counts(connection: Connection) -> list[tuple[SchoolRow, int, int]]:
    """Each school that has candidates, by name, with how many they are, and how many have a visa that stands."""
    stands = and_(_VISA.jury == _WHO.jury, _VISA.number == _WHO.number, publications.NEWEST, _VISA.how != "")
    asked = (
        select(_SCHOOL.id, _SCHOOL.name, _SCHOOL.phone, func.count(_WHO.number.distinct()))
        .add_columns(func.count(_VISA.number.distinct()))
        .join_from(schema.identity, schema.school, _SCHOOL.id == _WHO.school)
        .outerjoin(schema.visa, stands)
        .group_by(_SCHOOL.id, _SCHOOL.name, _SCHOOL.phone)
        .order_by(_SCHOOL.name, _SCHOOL.id)
    )
    return [(SchoolRow(*row[:3]), row[3], row[4]) for row in connection.execute(asked)]


def finals(connection: Connection, school: SchoolId) -> dict[Line, FinalRow]:
    """Every final livret that a school loaded, by the visa it was loaded with."""
    asked = (
        select(_FINAL.jury, _FINAL.number, _FINAL.lot, _FINAL.digest, _FINAL.envelope, _FINAL.loaded)
        .add_columns(schema.account.c.name)
        .join_from(schema.final_livret, schema.account, schema.account.c.id == _FINAL.loader)
        .where(_FINAL.school == school)
    )
    return {
        (JuryId(row[0]), StudentNumber(row[1]), row[2]): FinalRow(Digest(row[3]), Digest(row[4]), row[5], row[6])
        for row in connection.execute(asked)
    }


def load(
    connection: Connection,
    school: SchoolId,
    livrets: Mapping[Line, tuple[Digest, Digest]],
    *,
    by: str,
    now: datetime,
) -> None:
    """Write that final livrets were loaded: visa → digest of the livret, and of the envelope; at least one."""
    told = {"school": school, "loaded": moment_text(now), "loader": by}
    rows = [
        {**told, "jury": jury, "number": number, "lot": lot, "digest": digest, "envelope": envelope}
        for (jury, number, lot), (digest, envelope) in livrets.items()
    ]
    connection.execute(insert(schema.final_livret), rows)


def openings(connection: Connection, school: SchoolId) -> list[OpeningRow]:
    """What the head of a school decided, the newest first: it replaces those before."""
    asked = (
        select(_OPENING.opens, _OPENING.closes, _OPENING.loaded, _OPENING.divisions, _OPENING.made)
        .add_columns(schema.account.c.name)
        .join_from(schema.livret_opening, schema.account, schema.account.c.id == _OPENING.maker)
        .where(_OPENING.school == school)
        .order_by(_OPENING.id.desc())
    )
    return [
        OpeningRow(date.fromisoformat(row[0]), date.fromisoformat(row[1]), *row[2:])
        for row in connection.execute(asked)
    ]


def open_for(
    connection: Connection,
    school: SchoolId,
    *,
    opens: date,
    closes: date,
    loaded: int,
    divisions: int,
    by: str,
    now: datetime,
) -> None:
    """Write what the head decided."""
    days = {"opens": opens.isoformat(), "closes": closes.isoformat(), "loaded": loaded, "divisions": divisions}
    made = {"school": school, "made": moment_text(now), "maker": by}
    connection.execute(insert(schema.livret_opening).values(**days, **made))
