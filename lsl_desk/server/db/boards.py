# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages ask of all juries at once: counts, never a candidate."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import exists, func, literal, select, union_all

from lsl_desk.domain.acts import MissingRule, Ruling
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.period import Period
from lsl_desk.server.db import eve
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.schema import (
    account,
    act,
    audit,
    candidate,
    centre,
    decision_change,
    decision_conflict,
    device,
    jury,
    jury_head,
    mark_change,
    mark_conflict,
    presidency_handed,
    seat,
)


@dataclass(frozen=True, slots=True)
class JuryRow:
    """A jury, counted.

    Attributes:
        id: of the jury.
        label: its title.
        centre: identifier of its centre.
        centre_name: of that centre.
        sitting: UTC, as text, None while it is not known.
        version: of its newest manifest, 0 before the first.
        acts: received of it.
        closed: whether its sitting was closed.
        formats: value of `domain.livret.LivretFormat` → candidates.
        present: digital livrets held, each page under its own number.
        presidents: names of who presides, and of the vice-presidents after them.
        conflicts: open ones.
        period: of the year.
    """

    id: str
    label: str
    centre: str
    centre_name: str
    sitting: str | None
    version: int
    acts: int
    closed: bool
    formats: Mapping[str, int] = field(default_factory=dict)
    present: int = 0
    presidents: tuple[tuple[str, str], ...] = ()
    conflicts: int = 0
    period: Period = Period.JUNE


def juries(connection: Connection) -> list[JuryRow]:
    """Every jury, by centre."""
    formats: dict[str, Counter[str]] = defaultdict(Counter)
    counted = select(candidate.c.jury, candidate.c.format, func.count()).group_by(candidate.c.jury, candidate.c.format)
    for one, livret_format, count in connection.execute(counted):
        formats[one][livret_format] = count
    held = select(candidate.c.jury, func.count()).where(candidate.c.digest.is_not(None), candidate.c.problem.is_(None))
    present: dict[str, int] = {row[0]: row[1] for row in connection.execute(held.group_by(candidate.c.jury))}
    presiding = _presiding(connection)
    waiting = conflicts(connection)
    asked = (
        select(
            jury.c.id,
            jury.c.label,
            jury.c.centre,
            centre.c.name,
            jury.c.sitting,
            func.coalesce(jury_head.c.version, 0),
            func.coalesce(jury_head.c.sequence, 0),
            jury_head.c.closed,
            jury.c.period,
        )
        .join(centre, centre.c.id == jury.c.centre)
        .outerjoin(jury_head, jury_head.c.jury == jury.c.id)
        .order_by(jury.c.centre, jury.c.id)
    )
    return [
        JuryRow(
            id=row[0],
            label=row[1],
            centre=row[2],
            centre_name=row[3],
            sitting=row[4],
            version=row[5],
            acts=row[6],
            closed=row[7] is not None,
            formats=formats[row[0]],
            present=present.get(row[0], 0),
            presidents=tuple(presiding[row[0]]),
            conflicts=waiting.get(row[0], 0),
            period=Period(row[8]),
        )
        for row in connection.execute(asked)
    ]


def conflicts(connection: Connection) -> dict[str, int]:
    """The open conflicts, on marks and on decisions, of each jury that has one."""
    found: Counter[str] = Counter()
    for table in (mark_conflict, decision_conflict):
        waiting = select(table.c.jury, func.count()).where(table.c.settled.is_(None)).group_by(table.c.jury)
        for one, count in connection.execute(waiting):
            found[one] += count
    return found


def decided(connection: Connection) -> dict[str, int]:
    """The candidates of each jury that something was decided of; « suspendu » is « à reprendre »."""
    one, later = decision_change.c, decision_change.alias().c
    newer = exists().where(later.jury == one.jury, later.number == one.number, later.version > one.version)
    counted = select(one.jury, func.count()).where(one.ruling != Ruling.SUSPENDU.value, ~newer).group_by(one.jury)
    return {row[0]: row[1] for row in connection.execute(counted)}


def provisional(connection: Connection) -> frozenset[JuryId]:
    """The juries that put a mark « P » in place of a missing one."""
    one = mark_change.c
    asked = select(one.jury).where(one.missing == MissingRule.PROVISIONAL.value).distinct()
    return frozenset(map(JuryId, connection.scalars(asked)))


def handovers(connection: Connection, identifier: str) -> list[bytes]:
    """The acts by which the presidency of a jury passed, in the order received."""
    handed = presidency_handed.c
    asked = select(act.c.payload).join(presidency_handed, handed.act == act.c.act).where(handed.jury == identifier)
    return list(connection.scalars(asked.order_by(act.c.position)))


def _presiding(connection: Connection) -> Mapping[str, list[tuple[str, str]]]:
    """Jury → role and name of each who sits, presidents first."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    asked = select(seat.c.jury, seat.c.role, account.c.name).join(account, account.c.id == seat.c.account)
    for one, role, name in connection.execute(asked.order_by(seat.c.jury, seat.c.role, account.c.name)):
        found[one].append((role, name))
    return found


def posts_by_account(connection: Connection) -> dict[str, int]:
    """The active posts of each account that has one."""
    counted = select(device.c.account, func.count()).where(device.c.state == "active").group_by(device.c.account)
    return {row[0]: row[1] for row in connection.execute(counted)}


def seats(connection: Connection) -> list[tuple[str, str]]:
    """Jury and account of every seat."""
    return [(row[0], row[1]) for row in connection.execute(select(seat.c.jury, seat.c.account))]


def acts_by_post(connection: Connection, identifier: str) -> dict[str, int]:
    """The acts of a jury that each post sent."""
    counted = select(act.c.device, func.count()).where(act.c.jury == identifier).group_by(act.c.device)
    return {row[0]: row[1] for row in connection.execute(counted)}


def open_conflicts(connection: Connection, identifier: str) -> list[tuple[str, str]]:
    """N° élève and épreuve of each open conflict of a jury; "" for the épreuve of one on a decision."""
    row, taken = mark_conflict.c, decision_conflict.c
    marks = select(row.number, row.exam).where(row.jury == identifier, row.settled.is_(None))
    decisions = select(taken.number, literal("")).where(taken.jury == identifier, taken.settled.is_(None)).distinct()
    return sorted((one[0], one[1]) for one in connection.execute(union_all(marks, decisions)))


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A candidate whose livret is not there as it should be.

    Attributes:
        pv: N° PV, or "".
        number: N° élève.
        format: value of `domain.livret.LivretFormat`.
        problem: value of `domain.livret.LivretProblem`, "" when nothing came.
    """

    pv: str
    number: str
    format: str
    problem: str


def missing(connection: Connection, identifier: str) -> list[MissingRow]:
    """The candidates of a jury for whom something is to be asked: an unknown format, no file, or a file in fault."""
    row = candidate.c
    asked = select(row.pv, row.number, row.format, func.coalesce(row.problem, ""))
    found = connection.execute(asked.where(row.jury == identifier, eve.lacking()).order_by(row.rank))
    return [MissingRow(*one) for one in found]


def audit_page(connection: Connection, before: int, count: int) -> list[tuple[int, str, str, str, str, str]]:
    """Lines of the audit before a rank, the newest first: rank, time, actor, action, resource, facts."""
    row = audit.c
    asked = select(row.sequence, row.time, row.actor, row.action, row.resource, row.facts)
    asked = asked.where(row.sequence < before).order_by(row.sequence.desc()).limit(count)
    return [(one[0], one[1], one[2], one[3], one[4], one[5]) for one in connection.execute(asked)]
