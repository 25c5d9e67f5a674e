# SPDX-License-Identifier: AGPL-3.0-or-later
"""The centre's operations and their days: those of the session's calendar, moved to the day the juries really sit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from lsl_desk.client.prepare.known import Eve
from lsl_desk.client.prepare.values import Deadline, JuryReadiness, Matter, Standing
from lsl_desk.domain.eve_papers import Operation

Operations = Callable[[int], tuple[Operation, ...]]
"""The fifteen operations of a session, none for a session without data."""

_ASKS = {8: Matter.PAPER, 9: Matter.HEADS, 10: Matter.COPY}
"""Rank of an operation in the memo's table (annex 1) → the matter it asks for; the others ask for none that is kept."""
_SITTING = 11
"""« Délibérations en mode connecté »."""


def deadlines(eve: Eve, operations: Operations, ready: Iterable[JuryReadiness], today: date) -> tuple[Deadline, ...]:
    """See `PreparationDesk.deadlines`."""
    sessions = {one.jury: one.session for one in eve.store.summaries()}
    by_session: dict[int, list[JuryReadiness]] = {}
    for one in ready:
        session = sessions.get(one.jury)
        if session is not None:
            by_session.setdefault(session, []).append(one)
    found = {one for session, juries in by_session.items() for one in _of_session(operations(session), juries, today)}
    return tuple(sorted(found, key=lambda one: (one.last, one.first, one.operation)))


def _of_session(operations: tuple[Operation, ...], juries: list[JuryReadiness], today: date) -> Iterator[Deadline]:
    sits = min((one.sitting.astimezone().date() for one in juries if one.sitting is not None), default=None)
    planned = next((one.first for one in operations if one.rank == _SITTING), None)
    moved = sits - planned if sits is not None and planned is not None else timedelta()
    undone = {item.matter for one in juries for item in one.items if item.standing is not Standing.DONE}
    ahead = sits is not None and today <= sits
    for one in operations:
        here = replace(one, first=one.first + moved, last=one.last + moved)
        late = ahead and _ASKS.get(one.rank) in undone
        if one.centre and (here.last >= today or late):
            yield Deadline(one.rank, one.title, here.first, here.last, one.applications)
