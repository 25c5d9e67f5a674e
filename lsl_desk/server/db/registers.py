# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the exam office gave: rows brought to what a list says, and how many of them that changed."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, case, delete, exists, func, insert, select, update

from lsl_desk.domain.acts import Role, Ruling
from lsl_desk.domain.ids import CentreId, JuryId, StudentNumber
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Connection

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tally:
    """What an import did to the rows.

    Attributes:
        added: rows that were not there.
        changed: rows that said something else.
        same: rows that said this already.
        juries: those that have a row added or changed.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    juries: frozenset[JuryId] = frozenset()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.added + other.added,
            self.changed + other.changed,
            self.same + other.same,
            self.juries | other.juries,
        )


def bring(connection: Connection, table: Table, rows: Iterable[Values], jury_of: str | None = None) -> Tally:
    """Insert or update rows by primary key, touching only those that differ.

    Args:
        connection: the transaction.
        table: one of `schema`.
        rows: column → value, primary key included; a column left out keeps what it holds.
        jury_of: the column that names the jury a row belongs to, None when it belongs to none.
    """
    keys = [column.name for column in table.primary_key]
    counted: Counter[str] = Counter()
    juries: set[JuryId] = set()
    for row in rows:
        outcome = _bring_one(connection, table, keys, row)
        counted[outcome] += 1
        if jury_of is not None and outcome != "same":
            juries.add(JuryId(row[jury_of]))
    return Tally(counted["added"], counted["changed"], counted["same"], frozenset(juries))


def _bring_one(connection: Connection, table: Table, keys: Sequence[str], row: Values) -> str:
    here = _is(table, keys, row)
    found = connection.execute(select(table).where(here)).mappings().one_or_none()
    if found is None:
        connection.execute(insert(table).values(row))
        return "added"
    changed = {name: value for name, value in row.items() if found[name] != value}
    if not changed:
        return "same"
    connection.execute(update(table).where(here).values(changed))
    return "changed"


def _is(table: Table, keys: Sequence[str], row: Values) -> ColumnElement[bool]:
    return and_(*(table.c[key] == row[key] for key in keys))


def centres(connection: Connection) -> frozenset[CentreId]:
    """The centres known."""
    return frozenset(CentreId(one) for one in connection.scalars(select(schema.centre.c.id)))


def juries(connection: Connection) -> frozenset[JuryId]:
    """The juries known."""
    return frozenset(JuryId(one) for one in connection.scalars(select(schema.jury.c.id)))


def groups(connection: Connection) -> dict[JuryId, int]:
    """The group of épreuves of each jury."""
    row = schema.jury.c
    return {JuryId(found.id): found.exam_group for found in connection.execute(select(row.id, row.exam_group))}


def schools(connection: Connection) -> dict[str, tuple[str, str]]:
    """Code → name and phone of every school."""
    row = schema.school.c
    return {found.id: (found.name, found.phone) for found in connection.execute(select(row.id, row.name, row.phone))}


def phones(connection: Connection, codes: Collection[str]) -> dict[str, str]:
    """Code → phone of those of these places that the list of schools gives one: a centre is a school too."""
    row = schema.school.c
    asked = select(row.id, row.phone).where(row.id.in_(sorted(codes)), row.phone != "")
    return {found.id: found.phone for found in connection.execute(asked)}


def centres_of_juries(connection: Connection) -> dict[JuryId, CentreId]:
    """The centre of each jury."""
    row = schema.jury.c
    return {JuryId(found.id): CentreId(found.centre) for found in connection.execute(select(row.id, row.centre))}


@dataclass(frozen=True, slots=True)
class KnownCandidate:
    """A candidate as an import finds it.

    Attributes:
        jury: of which jury.
        number: N° élève.
        pv: N° PV, or "".
        cyclades: N° Candidat of CYCLADES, or "".
        rank: place in the PV.
        format: what livret is expected.
        digest: livret held, None when there is none.
        serie: as the list writes it, or "".
        group: of épreuves of that jury.
        closed: its sitting is closed.
    """

    jury: JuryId
    number: StudentNumber
    pv: str
    cyclades: str
    rank: int
    format: str
    digest: str | None
    serie: str
    group: int = 1
    closed: bool = False


def candidates(connection: Connection) -> Iterator[KnownCandidate]:
    """Every candidate, by jury and rank: closed juries first, then by group.

    A candidate of the second group, or of another session, is in a jury of each: by N° élève the last one is meant.
    """
    row, one, head = schema.candidate.c, schema.jury.c, schema.jury_head.c
    columns = (row.jury, row.number, row.pv, row.cyclades, row.rank, row.format, row.digest, row.serie)
    closed = case((head.closed.is_not(None), 1), else_=0)  # which an order by takes on both databases
    asked = (
        select(*columns, one.exam_group, closed)
        .join(schema.jury, one.id == row.jury)
        .outerjoin(schema.jury_head, head.jury == row.jury)
        .order_by(closed.desc(), one.exam_group, row.jury, row.rank)
    )
    for found in connection.execute(asked):
        yield KnownCandidate(*tuple(found))


def not_sent_on(connection: Connection) -> dict[StudentNumber, JuryId]:
    """Candidates of closed juries of the first group none of which sent them to the second → the last such jury."""
    one, later = schema.decision_change.c, schema.decision_change.alias().c
    newer = exists().where(later.jury == one.jury, later.number == one.number, later.version > one.version)
    asked = (
        select(one.number, one.jury, one.ruling)
        .join(schema.jury, schema.jury.c.id == one.jury)
        .join(schema.jury_head, schema.jury_head.c.jury == one.jury)
        .where(schema.jury.c.exam_group == 1, schema.jury_head.c.closed.is_not(None), ~newer)
        .order_by(one.jury)
    )
    ruled = [(StudentNumber(number), JuryId(jury), ruling) for number, jury, ruling in connection.execute(asked)]
    sent = {number for number, _, ruling in ruled if ruling == Ruling.SECOND_GROUPE.value}
    return {number: jury for number, jury, _ in ruled if number not in sent}


def last_ranks(connection: Connection) -> dict[JuryId, int]:
    """The last rank of each jury that has candidates."""
    row = schema.candidate.c
    asked = select(row.jury, func.max(row.rank)).group_by(row.jury)
    return {JuryId(jury): rank for jury, rank in connection.execute(asked)}


def accounts(connection: Connection) -> dict[str, tuple[str, str]]:
    """Login → identifier and name of every account."""
    row = schema.account.c
    return {found.login: (found.id, found.name) for found in connection.execute(select(row.login, row.id, row.name))}


def rename(connection: Connection, account: str, name: str) -> frozenset[JuryId]:
    """Give an account another name; returns the juries it sits in, whose heads it changes."""
    connection.execute(update(schema.account).where(schema.account.c.id == account).values(name=name))
    return frozenset(
        map(JuryId, connection.scalars(select(schema.seat.c.jury).where(schema.seat.c.account == account)))
    )


def seat_holders(connection: Connection, jury: JuryId, role: Role) -> list[str]:
    """The accounts that hold a seat."""
    row = schema.seat.c
    return list(connection.scalars(select(row.account).where(row.jury == jury, row.role == role.value)))


def leave_seat(connection: Connection, jury: JuryId, account: str) -> None:
    """Take an account out of a jury."""
    row = schema.seat.c
    connection.execute(delete(schema.seat).where(row.jury == jury, row.account == account))


def leave_jury(connection: Connection, jury: JuryId, members: int) -> int:
    """Take out the members of a jury after so many; returns how many there were."""
    row = schema.jury_member.c
    return connection.execute(delete(schema.jury_member).where(row.jury == jury, row.rank >= members)).rowcount


def paper_lists(connection: Connection) -> dict[JuryId, str]:
    """The juries that the exam office gave its own list of paper livrets for → when it was made, UTC as text."""
    row = schema.paper_list.c
    return {JuryId(found.jury): found.made for found in connection.execute(select(row.jury, row.made))}


def papers_listed(connection: Connection, jury: JuryId) -> frozenset[StudentNumber]:
    """N° élève on the exam office's own list of a jury."""
    row = schema.paper_listed.c
    return frozenset(map(StudentNumber, connection.scalars(select(row.number).where(row.jury == jury))))


def unlist_papers(connection: Connection, jury: JuryId, numbers: Iterable[StudentNumber]) -> None:
    """Take candidates out of the exam office's own list of a jury."""
    row = schema.paper_listed.c
    connection.execute(delete(schema.paper_listed).where(row.jury == jury, row.number.in_(list(numbers))))


def identified(connection: Connection, jury: JuryId, number: StudentNumber) -> bool:
    """Whether a candidate's names are known."""
    row = schema.identity.c
    return connection.scalar(select(row.number).where(row.jury == jury, row.number == number)) is not None
