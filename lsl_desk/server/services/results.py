# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publication of results by two officers, and its latch: nothing leaves before its time by this clock (J4, P43)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.rights import Actor
from lsl_desk.server.db import heads
from lsl_desk.server.db import juries as jury_rows
from lsl_desk.server.db import publications as rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import audit
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.drawn import Drawn, drawn_at, several
from lsl_desk.wire.strict import moment_of

GROUPS = (1, 2)
"""Of épreuves: the first, and the oral ones."""


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group of épreuves before the exam office.

    Attributes:
        group: 1 or 2.
        ready: juries that nothing is waited for, not yet published.
        blocking: the others of them, each with its PV as it stands; None for one that was not closed.
        covered: juries of a confirmed publication → when it is public, UTC as text.
        moved: those of them that are not ended, and whose time has not come → their PV: it drops them if they stay so.
        dropped: juries whose time came while they were not ended → that time and their PV at it; to be published again.
        excluded: juries left out → why.
        waiting: the publication that waits for a second officer, None without one.
    """

    group: int
    ready: tuple[JuryId, ...]
    blocking: tuple[tuple[JuryId, Drawn | None], ...]
    covered: Mapping[JuryId, str]
    moved: Mapping[JuryId, Drawn]
    dropped: Mapping[JuryId, tuple[str, Drawn]]
    excluded: Mapping[JuryId, str]
    waiting: rows.Publication | None


def group_state(academy: Academy, connection: Connection, group: int) -> GroupState:
    """How far a group is."""
    juries = jury_rows.of_group(connection, group)
    times = _times(academy, connection)
    covered = {jury: at for jury in juries if (at := times.public.get(jury) or times.awaited.get(jury))}
    awaited = [jury for jury in covered if jury not in times.public]
    moved = {jury: pv for jury, pv in several(academy, connection, awaited).items() if not pv.ended}
    dropped = {jury: times.dropped[jury] for jury in juries if jury in times.dropped}
    left = [jury for jury in juries if jury not in covered]
    closed = {jury for jury, head in heads.of(connection, left).items() if head.closed is not None}
    made = several(academy, connection, sorted(closed))
    drawings = {jury: made.get(jury) for jury in left}
    ready = tuple(jury for jury, pv in drawings.items() if pv is not None and pv.ended)
    blocking = tuple((jury, pv) for jury, pv in drawings.items() if jury not in ready)
    out = rows.excluded(connection)
    waiting = next((one for one in rows.publications(connection, group) if one.confirmed is None), None)
    excluded = {jury: out[jury] for jury in left if jury in out}
    return GroupState(group, ready, blocking, covered, moved, dropped, excluded, waiting)


def propose(academy: Academy, connection: Connection, group: int, at: datetime, *, by: Actor) -> None:
    """Enter the time of a publication; what waited for a second officer is replaced.

    Raises:
        Refusal: PUBLICATION_TIME for one that has passed; PUBLICATION_NONE when no jury of the group is left.
    """
    now = academy.clock()
    if at <= now:
        raise Refusal(Code.PUBLICATION_TIME)
    state = group_state(academy, connection, group)
    if not state.ready and not state.blocking:
        raise Refusal(Code.PUBLICATION_NONE, group=group)
    if state.waiting is not None:
        rows.cancel(connection, state.waiting.id, now)
    rows.propose(connection, group=group, at=at, by=by.id, now=now)
    audit.record(connection, actor=by.id, action="publication_proposed", resource=str(group), facts={}, now=now)


def confirm(
    academy: Academy, connection: Connection, publication: int, excluded: Mapping[JuryId, str], *, by: Actor
) -> None:
    """Confirm it, as another officer; juries that are not ready are left out by name, each with a reason.

    Raises:
        Refusal: PUBLICATION_UNKNOWN, PUBLICATION_SAME, PUBLICATION_TIME, PUBLICATION_OPEN, PUBLICATION_NONE.
    """
    now = academy.clock()
    found = _waiting(connection, publication)
    if found.proposer == by.id:
        raise Refusal(Code.PUBLICATION_SAME)
    if moment_of(found.at) <= now:
        raise Refusal(Code.PUBLICATION_TIME)
    state = group_state(academy, connection, found.group)
    out = {jury: excluded[jury].strip() for jury, _ in state.blocking if excluded.get(jury, "").strip()}
    left = sum(jury not in out for jury, _ in state.blocking)
    if left:
        raise Refusal(Code.PUBLICATION_OPEN, count=left)
    if not state.ready:
        raise Refusal(Code.PUBLICATION_NONE, group=found.group)
    rows.confirm(connection, publication, by=by.id, juries=state.ready, excluded=out, now=now)
    facts = {"juries": len(state.ready), "excluded": len(out)}
    audit.record(
        connection, actor=by.id, action="publication_confirmed", resource=str(found.group), facts=facts, now=now
    )


def cancel(academy: Academy, connection: Connection, publication: int, *, by: Actor) -> None:
    """Take it back, until its time.

    Raises:
        Refusal: PUBLICATION_UNKNOWN, PUBLICATION_PASSED.
    """
    now = academy.clock()
    found = next((one for one in rows.publications(connection) if one.id == publication), None)
    if found is None:
        raise Refusal(Code.PUBLICATION_UNKNOWN)
    if found.confirmed is not None and moment_of(found.at) <= now:
        raise Refusal(Code.PUBLICATION_PASSED)
    rows.cancel(connection, publication, now)
    audit.record(connection, actor=by.id, action="publication_cancelled", resource=str(found.group), facts={}, now=now)


def public(academy: Academy, connection: Connection, jury: JuryId | None = None) -> dict[JuryId, str]:
    """The juries, or that one, whose results are public now, by this clock alone → since when, UTC as text.

    One that was not ended at its time is not; one that was public stays so when it is reopened (decision 017).
    """
    return _times(academy, connection, jury).public


@dataclass(frozen=True, slots=True)
class _Times:
    """Each jury that a confirmed publication covers → when, UTC as text: is public, is to be, or should have been."""

    public: dict[JuryId, str]
    awaited: dict[JuryId, str]
    dropped: dict[JuryId, tuple[str, Drawn]]


def _times(academy: Academy, connection: Connection, jury: JuryId | None = None) -> _Times:
    """One statement, and the PV at its time of a jury that moved between the confirmation and it."""
    now = academy.clock()
    found = _Times({}, {}, {})
    for one in rows.coverings(connection, jury):
        if one.jury in found.public:
            continue
        time = moment_of(one.at)
        if time > now:
            found.awaited.setdefault(one.jury, one.at)
            found.dropped.pop(one.jury, None)
        elif one.moved and not (then := drawn_at(academy, connection, one.jury, time)).ended:
            found.dropped[one.jury] = one.at, then
        else:
            found.public[one.jury] = one.at
            found.dropped.pop(one.jury, None)
    return found


def _waiting(connection: Connection, publication: int) -> rows.Publication:
    for one in rows.publications(connection):
        if one.id == publication and one.confirmed is None:
            return one
    raise Refusal(Code.PUBLICATION_UNKNOWN)
