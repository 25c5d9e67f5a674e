# SPDX-License-Identifier: AGPL-3.0-or-later
"""The final livrets of a school: loaded with their visa, then made available from a day to another (D14, K04, L03).

Nothing is given to families here: what is kept is what the head loaded and decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from lsl_desk.bundled import bundled
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, SchoolId, StudentNumber
from lsl_desk.domain.period import Period
from lsl_desk.domain.rights import Actor
from lsl_desk.formats.retroplanning import read_plan
from lsl_desk.server.db import juries as jury_rows
from lsl_desk.server.db import publications
from lsl_desk.server.db import schools as rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import audit, results
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.pupils import Division, Pupil, State, divisions, pupils
from lsl_desk.wire.strict import moment_of

CONSULTED: Final = 15
"""Rank, in the retroplanning, of the day from which families consult (features D15)."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The final livrets of a school.

    Attributes:
        school: which.
        divisions: by name.
        openings: what its head decided, the newest first: it replaces those before.
        earliest: first day on which they may open; None while the second group is not published.
    """

    school: rows.SchoolRow
    divisions: tuple[Division, ...]
    openings: tuple[rows.OpeningRow, ...]
    earliest: date | None

    @property
    def pupils(self) -> tuple[Pupil, ...]:
        """All of them."""
        return tuple(one for division in self.divisions for one in division.pupils)

    @property
    def done(self) -> int:
        """Divisions loaded."""
        return sum(one.loaded for one in self.divisions)

    @property
    def left(self) -> tuple[Division, ...]:
        """Divisions that are not."""
        return tuple(one for one in self.divisions if not one.loaded)

    def count(self, *states: State) -> int:
        """How many pupils are there."""
        return sum(one.state in states for one in self.pupils)


def shelf(academy: Academy, connection: Connection, school: SchoolId, zone: str) -> Shelf:
    """Where a school is.

    Raises:
        Refusal: NOT_FOUND, there is none of this code.
    """
    found = rows.find(connection, school)
    if found is None:
        raise Refusal(Code.NOT_FOUND)
    made = tuple(divisions(pupils(academy, connection, school)))
    return Shelf(found, made, tuple(rows.openings(connection, school)), earliest(academy, connection, zone))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did.

    Attributes:
        count: livrets loaded.
        refused: N° élève whose file is not the one that the visa names.
    """

    count: int
    refused: frozenset[StudentNumber]


def load(academy: Academy, school: SchoolId, division: str | None, *, by: Actor) -> Loaded:
    """Load the final livrets of a division, or of all with None: those whose visa is in force and was received.

    A file is read whole before it is loaded; one that is not what its visa names is refused, and the others load.
    """
    with academy.database.reading() as connection:
        seen = [one for one in pupils(academy, connection, school) if division in {None, one.division}]
    waiting = {one.visa.line: one.visa.livret for one in seen if one.visa is not None and one.loadable}
    good = {line: digest for line, digest in waiting.items() if _whole(academy, digest)}
    refused = {number for _, number, _ in waiting.keys() - good.keys()}
    refused |= {one.number for one in seen if one.received and one.state is State.OTHER}
    count = academy.database.write(lambda connection: _write(academy, connection, school, good, by))
    return Loaded(count, frozenset(refused))


def _write(
    academy: Academy, connection: Connection, school: SchoolId, good: Mapping[rows.Line, Digest], by: Actor
) -> int:
    """Load what is still to be loaded."""
    still = {
        one.visa.line: (one.visa.livret, one.visa.envelope)
        for one in pupils(academy, connection, school)
        if one.visa is not None and one.loadable and good.get(one.visa.line) == one.visa.livret
    }
    if still:
        now = academy.clock()
        rows.load(connection, school, still, by=by.id, now=now)
        facts = {"livrets": len(still)}
        audit.record(connection, actor=by.id, action="livrets_loaded", resource=school, facts=facts, now=now)
    return len(still)


def _whole(academy: Academy, digest: Digest) -> bool:
    """Whether the academy's file has this digest."""
    if academy.files.size(digest) is None:
        return False
    read = sha256()
    for chunk in academy.files.read(digest):
        read.update(chunk)
    return read.hexdigest() == digest


def open_for(
    academy: Academy,
    connection: Connection,
    school: SchoolId,
    days: tuple[date, date],
    *,
    partial: bool,
    zone: str,
    by: Actor,
) -> None:
    """Decide from which day to which the final livrets of a school are available; it replaces what was decided before.

    Args:
        academy: whose.
        connection: the transaction.
        school: which.
        days: the first, and the last.
        partial: although divisions are not loaded, which the head asked for knowingly.
        zone: of the academy, where days begin.
        by: the head.

    Raises:
        Refusal: NOT_FOUND; OPENING_UNPUBLISHED, OPENING_EARLY, OPENING_DATES, OPENING_EMPTY, OPENING_PARTIAL.
    """
    now = academy.clock()
    here = shelf(academy, connection, school, zone)
    opens, closes = days
    if here.earliest is None:
        raise Refusal(Code.OPENING_UNPUBLISHED)
    if opens < here.earliest:
        raise Refusal(Code.OPENING_EARLY, date=f"{here.earliest:%d/%m/%Y}")
    today = now.astimezone(ZoneInfo(zone)).date()
    begun = here.openings[0].opens if here.openings else today
    if closes <= opens or closes < today or (opens < today and opens != begun):
        raise Refusal(Code.OPENING_DATES)
    if not here.count(State.LOADED):
        raise Refusal(Code.OPENING_EMPTY)
    if here.left and not partial:
        names = ", ".join(one.name or "sans division" for one in here.left)
        raise Refusal(Code.OPENING_PARTIAL, loaded=here.done, count=len(here.divisions), divisions=names)
    told = {"loaded": here.done, "divisions": len(here.divisions)}
    rows.open_for(connection, school, opens=opens, closes=closes, **told, by=by.id, now=now)
    facts = {"opens": opens.isoformat(), "closes": closes.isoformat()} | told
    audit.record(connection, actor=by.id, action="livrets_opened", resource=school, facts=facts, now=now)


def earliest(academy: Academy, connection: Connection, zone: str) -> date | None:
    """The first day on which final livrets may open: the day after the second group, or that of the retroplanning.

    None while a jury of the second group of June is not public, those that two officers left out by name apart.
    """
    out, public = publications.excluded(connection), results.public(academy, connection)
    june = [one for one in jury_rows.of_group(connection, 2) if _of_june(connection, one)]
    times = [moment_of(public[one]) for one in june if one in public]
    if not times or any(one not in public and one not in out for one in june):
        return None
    after = _day(max(times), zone) + timedelta(days=1)
    planned = _planned(academy.session)
    return after if planned is None else max(after, planned)


def _of_june(connection: Connection, jury: JuryId) -> bool:
    found = jury_rows.find(connection, jury)
    return found is not None and found.period is Period.JUNE


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _planned(session: int) -> date | None:
    """The day of the retroplanning from which families consult, None for a session that has none."""
    folder = bundled("retroplanning")
    anchors = folder / f"{session}.toml"
    if not anchors.is_file():
        return None
    plan = read_plan((folder / "operations.toml").read_bytes(), anchors.read_bytes(), session)
    return next(one.first for one in plan if one.rank == CONSULTED)
