# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether each jury is ready for the morning: red until everything is done, and it says what is left (journey J1)."""

from lsl_desk.client.prepare.copies import copy_of
from lsl_desk.client.prepare.drills import drill_of
from lsl_desk.client.prepare.heads import heads_of
from lsl_desk.client.prepare.known import Eve, KnownJury
from lsl_desk.client.prepare.values import Item, JuryReadiness, Matter, Standing
from lsl_desk.domain.acts import Role
from lsl_desk.domain.presence import count, papers_received


def readiness(eve: Eve) -> tuple[JuryReadiness, ...]:
    """See `PreparationDesk.readiness`."""
    return tuple(JuryReadiness(known.jury, _items(eve, known), known.sitting) for known in eve.all())


def _items(eve: Eve, known: KnownJury) -> tuple[Item, ...]:
    people = known.file.candidates
    here = count(people, papers_received(known.acts))
    said = len(people) - here.unknown
    return (
        Item(Matter.NUMERIC, _full(*here.numeric), *here.numeric),
        Item(Matter.PAPER, _full(*here.paper), *here.paper),
        Item(Matter.UNKNOWN, _full(said, len(people)), said, len(people)),
        _heads(known),
        _copy(eve, known),
        _drill(eve, known),
    )


def _heads(known: KnownJury) -> Item:
    """A president is needed, and a vice-president where the exam office or the centre gives that seat (D334-21)."""
    heads = heads_of(known)
    seats = [seat for seat in heads.seats if seat.role is Role.PRESIDENT or seat.name or seat.office]
    named = sum(bool(seat.name) for seat in seats)
    standing = _full(named, len(seats))
    if standing is Standing.DONE and any(seat.proposed for seat in seats) and not heads.locked:
        standing = Standing.AGAIN
    at = max((seat.named for seat in seats if seat.named), default=None)
    return Item(Matter.HEADS, standing, named, len(seats), at)


def _copy(eve: Eve, known: KnownJury) -> Item:
    copy = copy_of(eve, known)
    if not copy.version:
        return Item(Matter.COPY, Standing.MISSING, 0, len(known.livrets))
    wanted = len({*known.livrets, *copy.changed})
    standing = Standing.AGAIN if copy.changed else Standing.DONE
    return Item(Matter.COPY, standing, wanted - len(copy.changed), wanted, copy.made, copy.version)


def _drill(eve: Eve, known: KnownJury) -> Item:
    drill = drill_of(eve, known)
    standing = _full(drill.proved, drill.wanted)
    if standing is Standing.MISSING and drill.proved and not drill.failed:
        standing = Standing.AGAIN
    return Item(Matter.DRILL, standing, drill.proved, drill.wanted, drill.last)


def _full(have: int, wanted: int) -> Standing:
    return Standing.DONE if have >= wanted else Standing.MISSING
