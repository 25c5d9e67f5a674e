# SPDX-License-Identifier: AGPL-3.0-or-later
"""Centres, schools, juries, presidents and members, from the exam office's lists."""

import uuid
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.folding import folded
from lsl_desk.domain.ids import CentreId, JuryId
from lsl_desk.formats.registers.centres import read_centres
from lsl_desk.formats.registers.juries import JuryRow, read_juries
from lsl_desk.formats.registers.members import MemberRow, read_members
from lsl_desk.formats.registers.schools import read_schools
from lsl_desk.formats.registers.seats import SeatRow, read_seats
from lsl_desk.server.db import registers, schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.registers import Tally, bring
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.imports.running import ImportReport, read_list, run
from lsl_desk.wire.strict import moment_text

PARIS = "Europe/Paris"


def import_centres(academy: Academy, data: bytes, name: str, *, apply: bool, actor: str = "") -> ImportReport:
    """Bring the centres in.

    Raises:
        Refusal: LIST_UNREADABLE, LIST_HEADER.
    """
    rows, odd = read_list(data, name, read_centres)

    def put(connection: Connection) -> tuple[Tally, tuple[Anomaly, ...]]:
        return bring(connection, schema.centre, ({"id": row.centre, "name": row.name} for row in rows)), ()

    return run(academy, "centres", len(rows), odd, put, apply=apply, actor=actor)


def import_schools(academy: Academy, data: bytes, name: str, *, apply: bool, actor: str = "") -> ImportReport:
    """Bring the schools of origin in, with whom to call.

    Raises:
        Refusal: LIST_UNREADABLE, LIST_HEADER.
    """
    rows, odd = read_list(data, name, read_schools)

    def put(connection: Connection) -> tuple[Tally, tuple[Anomaly, ...]]:
        values = ({"id": row.school, "name": row.name, "phone": row.phone} for row in rows)
        return bring(connection, schema.school, values), ()

    return run(academy, "schools", len(rows), odd, put, apply=apply, actor=actor)


def import_juries(
    academy: Academy, data: bytes, name: str, *, apply: bool, zone: str = PARIS, actor: str = ""
) -> ImportReport:
    """Bring the juries in.

    Args:
        academy: open.
        data: the list.
        name: its file's name, for refusals.
        apply: do it, and not only try.
        zone: of the hours written in it; overseas academies have their own.
        actor: the account that asked, "" for a command.

    Raises:
        Refusal: LIST_UNREADABLE, LIST_HEADER.
    """
    rows, odd = read_list(data, name, read_juries)

    def put(connection: Connection) -> tuple[Tally, tuple[Anomaly, ...]]:
        known = registers.centres(connection)
        strange = tuple(
            Anomaly(AnomalyCode.CENTRE_UNKNOWN, row.where, row.centre) for row in rows if row.centre not in known
        )
        values = (_jury_values(row, ZoneInfo(zone)) for row in rows if row.centre in known)
        return bring(connection, schema.jury, values, jury_of="id"), strange

    return run(academy, "juries", len(rows), odd, put, apply=apply, actor=actor)


def import_seats(academy: Academy, data: bytes, name: str, *, apply: bool, actor: str = "") -> ImportReport:
    """Bring presidents and vice-presidents in: an account for each who has none, without a password yet.

    Raises:
        Refusal: LIST_UNREADABLE, LIST_HEADER.
    """
    rows, odd = read_list(data, name, read_seats)

    def put(connection: Connection) -> tuple[Tally, tuple[Anomaly, ...]]:
        known = registers.centres_of_juries(connection)
        strange = tuple(Anomaly(AnomalyCode.JURY_UNKNOWN, row.where, row.jury) for row in rows if row.jury not in known)
        return _seat([row for row in rows if row.jury in known], known, connection, academy), strange

    return run(academy, "presidents", len(rows), odd, put, apply=apply, actor=actor)


def import_members(academy: Academy, data: bytes, name: str, *, apply: bool, actor: str = "") -> ImportReport:
    """Bring in who the juries are made of; the list is whole for each jury that it names.

    Raises:
        Refusal: LIST_UNREADABLE, LIST_HEADER.
    """
    rows, odd = read_list(data, name, read_members)

    def put(connection: Connection) -> tuple[Tally, tuple[Anomaly, ...]]:
        known = registers.juries(connection)
        strange = tuple(Anomaly(AnomalyCode.JURY_UNKNOWN, row.where, row.jury) for row in rows if row.jury not in known)
        by_jury: dict[JuryId, list[MemberRow]] = {}
        for row in rows:
            if row.jury in known:
                by_jury.setdefault(row.jury, []).append(row)
        tally = Tally()
        for jury, of in by_jury.items():
            values = (
                {"jury": jury, "rank": rank, "name": row.name, "quality": row.quality.value}
                for rank, row in enumerate(of)
            )
            tally += bring(connection, schema.jury_member, values, jury_of="jury")
            gone = registers.leave_jury(connection, jury, len(of))
            tally += Tally(changed=gone, juries=frozenset({jury} if gone else ()))
        return tally, strange

    return run(academy, "members", len(rows), odd, put, apply=apply, actor=actor)


def _jury_values(row: JuryRow, zone: ZoneInfo) -> dict[str, object]:
    sitting = None if row.sitting is None else moment_text(row.sitting.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")))
    values = {"id": row.jury, "centre": row.centre, "label": row.label, "serie": ""}
    return {**values, "sitting": sitting, "exam_group": row.group, "period": row.period.value}


def _seat(
    rows: Sequence[SeatRow], centres: Mapping[JuryId, CentreId], connection: Connection, academy: Academy
) -> Tally:
    tally = Tally()
    accounts = registers.accounts(connection)
    named: set[str] = set()  # of two lines of one person the first names them
    for row in rows:
        login = row.login.casefold() or _login_of(row.name)
        account, name = accounts.get(login, ("", ""))
        if not account:
            account = uuid.uuid4().hex
            values = {
                "id": account,
                "login": login,
                "name": row.name,
                "role": row.role.value,
                "centre": centres[row.jury],
                "state": "active",
                "created": moment_text(academy.clock()),
            }
            tally += bring(connection, schema.account, [values])
        elif name != row.name and login not in named:  # the exam office's newest word on how a person is called
            tally += Tally(changed=1, juries=registers.rename(connection, account, row.name))
        accounts[login] = (account, row.name)
        named.add(login)
        for other in registers.seat_holders(connection, row.jury, row.role):
            if other != account:
                registers.leave_seat(connection, row.jury, other)
        seat = {"jury": row.jury, "account": account, "role": row.role.value}
        tally += bring(connection, schema.seat, [seat], jury_of="jury")
    return tally


def _login_of(name: str) -> str:
    return ".".join("".join(char if char.isalnum() else " " for char in folded(name)).split())
