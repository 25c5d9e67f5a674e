# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pupils of a school of origin: who has a visa, or none and why, and where their final livret is (D14, K04)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from lsl_desk.domain.ids import Digest, JuryId, SchoolId, StudentNumber
from lsl_desk.domain.period import Period
from lsl_desk.domain.visas import How, JuryVisas, visas_of
from lsl_desk.server.db import publications
from lsl_desk.server.db import schools as rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import results
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.drawn import several
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.visas import open_visas


class Why(StrEnum):
    """Why a candidate has no visa."""

    WITHDRAWN = "withdrawn"
    """It was sent, and taken back."""
    UNPUBLISHED = "unpublished"
    """The results of the jury are not public."""
    STOPPED = "stopped"
    """The jury is open again, or its PV lacks something: none of its visas leaves."""
    SECOND_GROUP = "second_group"
    """It comes with the second group."""
    NOT_SENT = "not_sent"
    """It is ready, and the exam office has not sent it."""


class State(StrEnum):
    """Where the final livret of a candidate is."""

    NO_VISA = "no_visa"
    TO_RECEIVE = "to_receive"
    """Its visa was sent, and not received here."""
    NO_FILE = "no_file"
    """On paper, or the jury says that none was given: its visa goes with no file."""
    OTHER = "other"
    """The academy's file is not the one that the visa names: it is refused."""
    TO_LOAD = "to_load"
    TO_RELOAD = "to_reload"
    """It was loaded with a visa that another one superseded."""
    LOADED = "loaded"


@dataclass(frozen=True, slots=True)
class InForce:
    """The visa of a candidate that stands.

    Attributes:
        line: by which it is received.
        how: value of `domain.visas.How`.
        sent: UTC, as text.
        received: UTC, as text; "" while it is not.
        livret: digest of what goes with it: the livret it names, or the academy's when nobody had to read it; ""
            for no file.
        envelope: digest of the signed visas that it is in.
    """

    line: rows.Line
    how: str
    sent: str
    received: str
    livret: Digest
    envelope: Digest


@dataclass(frozen=True, slots=True)
class Pupil:
    """A candidate of a school.

    Attributes:
        number: N° élève.
        name: as the lists wrote it.
        division: "" when no list gave it.
        visa: the one that stands, None for none.
        why: there is none.
        state: of the final livret.
        loaded: UTC, as text, when the final livret was loaded with this visa; "" otherwise.
        loader: name of who did.
    """

    number: StudentNumber
    name: str
    division: str
    visa: InForce | None
    why: Why | None
    state: State
    loaded: str = ""
    loader: str = ""

    @property
    def received(self) -> bool:
        """Its visa stands, and was received."""
        return self.visa is not None and bool(self.visa.received)

    @property
    def loadable(self) -> bool:
        """What loading would do something for."""
        return self.received and self.state in {State.TO_LOAD, State.TO_RELOAD}


@dataclass(frozen=True, slots=True)
class Division:
    """A division of a school.

    Attributes:
        name: "" for pupils of whom no list says it.
        pupils: by name.
    """

    name: str
    pupils: tuple[Pupil, ...]

    def in_state(self, *states: State) -> tuple[Pupil, ...]:
        """Those of its pupils whose livret is there."""
        return tuple(one for one in self.pupils if one.state in states)

    @property
    def loaded(self) -> bool:
        """Nothing that has a visa is left to load. Who has no visa is named elsewhere, and keeps nobody waiting."""
        left = self.in_state(State.TO_RECEIVE, State.TO_LOAD, State.TO_RELOAD, State.OTHER)
        return not left and len(self.in_state(State.NO_VISA)) < len(self.pupils)


def divisions(pupils: Iterable[Pupil]) -> list[Division]:
    """The divisions of some pupils, by name; those of none last."""
    ordered = sorted(pupils, key=lambda one: (not one.division, one.division))
    return [Division(name, tuple(of)) for name, of in groupby(ordered, attrgetter("division"))]


@dataclass(slots=True)
class _Envelopes:
    """The signed visas that lines are in, each opened once."""

    academy: Academy
    connection: Connection
    opened: dict[tuple[int, JuryId], tuple[Digest, Mapping[StudentNumber, Digest]]] = field(default_factory=dict)

    def find(self, line: rows.Line) -> tuple[Digest, Digest]:
        """Digest of the envelope that a line is in, and of the livret that its visa names."""
        jury, number, lot = line
        if (lot, jury) not in self.opened:
            sealed = publications.envelope(self.connection, lot, jury) or b""
            visas = open_visas(sealed, self.academy.key.public).visas
            named: Mapping[StudentNumber, Digest] = {one.number: one.livret for one in visas}
            self.opened[lot, jury] = Signed.from_bytes(sealed).digest, named
        envelope, named = self.opened[lot, jury]
        return envelope, named[number]


def pupils(academy: Academy, connection: Connection, school: SchoolId) -> list[Pupil]:
    """Every candidate of a school, once, by division and name.

    One who sat before several juries has the visa that was sent last.
    """
    sat: dict[StudentNumber, list[rows.PupilRow]] = {}
    for row in rows.pupils(connection, school):
        sat.setdefault(row.number, []).append(row)
    stands: dict[StudentNumber, rows.SentRow] = {}
    taken_back: set[StudentNumber] = set()
    for line in rows.sent(connection, school):
        if line.how:
            stands[line.number] = line
        else:
            taken_back.add(line.number)
    whys = _whys(academy, connection, {one: of for one, of in sat.items() if one not in stands}, taken_back)
    received, finals = rows.received(connection, school), rows.finals(connection, school)
    envelopes = _Envelopes(academy, connection)
    ever = {number for _, number, _ in finals}
    made = []
    for number, of in sat.items():
        who = next((one for one in of if one.division), of[0])
        found = stands.get(number)
        if found is None:
            made.append(Pupil(number, who.name, who.division, None, whys[number], State.NO_VISA))
            continue
        digest = next(one.digest for one in of if one.jury == found.jury)
        envelope, named = envelopes.find(found.key)
        livret = named or (digest if digest and found.how != How.NONE_GIVEN else Digest(""))
        visa = InForce(found.key, found.how, found.sent, received.get(found.key, ""), livret, envelope)
        final = finals.get(found.key)
        if final is not None:
            done = State.LOADED, final.loaded, final.loader
            made.append(Pupil(number, who.name, who.division, visa, None, *done))
            continue
        state = _state(visa, digest, again=number in ever)
        made.append(Pupil(number, who.name, who.division, visa, None, state))
    return sorted(made, key=lambda one: (one.division, one.name, one.number))


def _state(visa: InForce, digest: Digest | None, *, again: bool) -> State:
    if not visa.livret:
        return State.NO_FILE if visa.received else State.TO_RECEIVE
    if again:
        return State.TO_RELOAD if digest == visa.livret else State.OTHER
    if not visa.received:
        return State.TO_RECEIVE
    return State.TO_LOAD if digest == visa.livret else State.OTHER


def _whys(
    academy: Academy,
    connection: Connection,
    sat: Mapping[StudentNumber, list[rows.PupilRow]],
    taken_back: set[StudentNumber],
) -> dict[StudentNumber, Why]:
    """Why each candidate has no visa, by the last jury they are of."""
    if not sat:
        return {}
    last = {number: max(of, key=lambda one: (one.period is Period.SEPTEMBER, one.group)) for number, of in sat.items()}
    public = results.public(academy, connection)
    asked = sorted({one.jury for one in last.values()} & public.keys())
    told: dict[JuryId, JuryVisas | None] = {}
    for jury, pv in several(academy, connection, asked).items():
        drawn = visas_of(pv.minutes, pv.digest, pv.head.sequence, pv.head.chain, academy.clock())
        told[jury] = drawn if isinstance(drawn, JuryVisas) and pv.ended else None
    whys = {}
    for number, row in last.items():
        visas = told.get(row.jury)
        if row.jury not in public:
            why = Why.UNPUBLISHED
        elif visas is None:
            why = Why.STOPPED
        else:
            why = Why.SECOND_GROUP if number in visas.later else Why.NOT_SENT
        whys[number] = Why.WITHDRAWN if number in taken_back and why is not Why.SECOND_GROUP else why
    return whys
