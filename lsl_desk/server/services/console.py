# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's console: every jury to its closing, what blocks it in words, incidents, times (J4 1, 5, 7, 11)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.minutes import Incident, Minutes
from lsl_desk.domain.rights import Actor
from lsl_desk.domain.signatures import SeatRefusal
from lsl_desk.formats.rule_packs.book import rules_of
from lsl_desk.server.db import eve, registers
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import boards, results
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.drawn import Drawn, several
from lsl_desk.server.services.progress import Stage

DRAWN: Final = 60
"""PVs that one page draws up anew, more than a centre has; those that did not move since are there at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """A jury on the console.

    Attributes:
        board: its line of the board: stage, conflicts, readiness.
        pv: its PV, None before the opening, or while more than `DRAWN` juries moved.
        blocks: what is waited for, in French; nothing for a jury that is done.
    """

    board: boards.Line
    pv: Drawn | None
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre and its juries; its phone, "" when the list of schools does not give it."""

    id: str
    name: str
    phone: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Lasted:
    """How long one sitting lasted.

    Attributes:
        jury: of which jury.
        opened: UTC.
        closed: UTC, of the closing in force.
        span: between them.
        candidates: how many it decided of.
    """

    jury: JuryId
    opened: datetime | None
    closed: datetime | None
    span: timedelta
    candidates: int

    @property
    def a_candidate(self) -> float:
        """Seconds, on average."""
        return self.span.total_seconds() / max(1, self.candidates)


@dataclass(frozen=True, slots=True)
class Times:
    """How long sittings lasted, without a name.

    Attributes:
        juries: closed ones.
        shortest: of all.
        middle: the median.
        longest: of all.
        a_candidate: the median, in seconds.
    """

    juries: int
    shortest: timedelta
    middle: timedelta
    longest: timedelta
    a_candidate: int


@dataclass(frozen=True, slots=True)
class Console:
    """All of it.

    Attributes:
        centres: with their juries.
        total: juries that the actor may see.
        handled: acts of the refusals to sign that somebody of the exam office took charge of.
    """

    centres: tuple[Centre, ...]
    total: int
    handled: frozenset[str] = frozenset()

    @property
    def pvs(self) -> tuple[Drawn, ...]:
        """The PVs drawn up, in order."""
        return tuple(line.pv for centre in self.centres for line in centre.lines if line.pv is not None)

    @property
    def undrawn(self) -> int:
        """Juries that began, and whose PV this page did not draw up yet."""
        return sum(line.pv is None and _begun(line.board) for centre in self.centres for line in centre.lines)

    @property
    def sittings(self) -> tuple[Lasted, ...]:
        """Of the closed ones, in the order of the page: never in that of their times (J4 step 11)."""
        return tuple(
            Lasted(pv.head.jury, pv.minutes.opened, pv.minutes.closed, span, len(pv.minutes.lines))
            for pv in self.pvs
            if (span := _lasted(pv.minutes)) is not None
        )

    @property
    def incidents(self) -> tuple[tuple[JuryId, Incident], ...]:
        """Pages that bore another number, in order."""
        return tuple((pv.head.jury, one) for pv in self.pvs for one in pv.minutes.incidents)

    @property
    def refusals(self) -> tuple[tuple[JuryId, SeatRefusal], ...]:
        """Refusals to sign a closing that is in force."""
        return tuple(
            (pv.head.jury, stands) for pv in self.pvs for _, stands in pv.seats if isinstance(stands, SeatRefusal)
        )

    @property
    def alerts(self) -> tuple[tuple[JuryId, SeatRefusal], ...]:
        """Those of them that nobody took charge of (features N12)."""
        return tuple(one for one in self.refusals if one[1].act not in self.handled)

    @property
    def outages(self) -> tuple[tuple[JuryId, datetime, datetime], ...]:
        """Sittings that worked on the plan de secours, from when to when; a line a cut."""
        return tuple((pv.head.jury, *cut) for pv in self.pvs for cut in pv.minutes.from_copy or ())

    @property
    def times(self) -> Times | None:
        """Of the closed sittings, None before any."""
        lasted = self.sittings
        if not lasted:
            return None
        spans = sorted(one.span for one in lasted)
        each = [one.a_candidate for one in lasted if one.candidates]
        middle = timedelta(seconds=median(span.total_seconds() for span in spans))
        return Times(len(spans), spans[0], middle, spans[-1], round(median(each)) if each else 0)


def console(academy: Academy, connection: Connection, actor: Actor, centre: str = "") -> Console:
    """Every jury that an actor may see, or those of a centre."""
    public = results.public(academy, connection)
    lines = boards.board(connection, actor, lambda serie: rules_of(academy.session, serie), public)
    shown = [line for line in lines if centre in {"", line.jury.centre}]
    drawings = _drawings(academy, connection, shown)
    grouped: dict[tuple[str, str], list[Line]] = {}
    for line in shown:
        pv = drawings.get(line.jury.id)
        made = Line(line, pv, tuple(_blocks(line, pv)))
        grouped.setdefault((line.jury.centre, line.jury.centre_name), []).append(made)
    phones = registers.phones(connection, {identifier for identifier, _ in grouped})
    centres = (Centre(one, name, phones.get(one, ""), tuple(found)) for (one, name), found in grouped.items())
    found = Console(tuple(centres), len(lines))
    return replace(found, handled=eve.handled(connection, [one.act for _, one in found.refusals]))


def _drawings(academy: Academy, connection: Connection, lines: Sequence[boards.Line]) -> dict[str, Drawn]:
    begun = [JuryId(line.jury.id) for line in lines if _begun(line)]
    return {str(jury): pv for jury, pv in several(academy, connection, begun, DRAWN).items()}


def _begun(line: boards.Line) -> bool:
    return line.progress.stage is not Stage.PREPARED


def _blocks(line: boards.Line, pv: Drawn | None) -> Iterator[str]:
    if line.progress.stage is Stage.PREPARED:
        yield "séance non ouverte"
        return
    if line.progress.stage in {Stage.OPENED, Stage.DELIBERATED}:
        yield "séance ouverte"
    if line.jury.conflicts:
        yield "désaccords à régler par qui préside"
    if pv is None:
        return
    if pv.void:
        yield "signature annulée, le PV a changé"
    elif pv.refused:
        yield "refus de signer"
    elif pv.minutes.closing is not None and not pv.signed:
        yield "signatures attendues"
    if pv.review:
        yield f"{len(pv.review)} {'décision' if len(pv.review) == 1 else 'décisions'} à revoir"
    elif pv.provisional:
        yield f"{len(pv.provisional)} en note provisoire"


def _lasted(minutes: Minutes) -> timedelta | None:
    if minutes.opened is None or minutes.closed is None:
        return None
    return max(minutes.closed - minutes.opened, timedelta(0))
