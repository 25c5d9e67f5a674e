# SPDX-License-Identifier: AGPL-3.0-or-later
"""What centres said of the eve (papers received, heads, copies, drills, messages), and whom to call about a livret."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, insert, or_, select, update

from lsl_desk.domain.acts import CopyMade, HeadNamed, PaperReceived
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.registers import bring
from lsl_desk.wire.strict import moment_text

_CANDIDATE = schema.candidate.c
_MESSAGE = schema.office_message.c

# ------------------------------------------------------------------------------------------- what acts say


def put_paper(connection: Connection, jury: JuryId, act: ActId, body: PaperReceived) -> None:
    """Write that a paper livret is at the centre, or is not."""
    row = {"jury": jury, "number": body.number, "received": int(body.received), "act": act}
    bring(connection, schema.paper_received, [row])


def put_head(connection: Connection, jury: JuryId, act: ActId, body: HeadNamed) -> None:
    """Write whom the centre named; "" for nobody."""
    bring(connection, schema.head_named, [{"jury": jury, "role": body.role.value, "name": body.name, "act": act}])


def put_copy(connection: Connection, jury: JuryId, act: ActId, body: CopyMade, made: datetime) -> None:
    """Write that a plan de secours was made; an older copy, told late, does not take the place of a newer one."""
    held = connection.scalar(select(schema.copy_made.c.copy).where(schema.copy_made.c.jury == jury))
    if held is None or held <= body.copy:
        row = {"copy": body.copy, "made": moment_text(made), "act": act}
        bring(connection, schema.copy_made, [{"jury": jury, **row}])


Drilled = Mapping[StudentNumber, tuple[Digest | None, bool]]
"""N° élève → the livret published when it was drilled, None when none was; whether it opened."""


def put_drilled(connection: Connection, jury: JuryId, act: ActId, opened: Drilled, made: datetime) -> None:
    """Write which livrets a drill opened, or could not, and of what version each was."""
    told = {"jury": jury, "made": moment_text(made), "act": act}
    rows = ({**told, "number": one, "digest": digest, "opened": int(well)} for one, (digest, well) in opened.items())
    bring(connection, schema.livret_drilled, rows)


def put_message(connection: Connection, jury: JuryId, act: ActId, received: datetime) -> None:
    """Write that a message to the exam office waits for somebody there."""
    connection.execute(insert(schema.office_message).values(act=act, jury=jury, received=moment_text(received)))


# ---------------------------------------------------------------------------------------------- the juries


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a centre said it did for a jury.

    Attributes:
        papers: paper livrets received, of those expected.
        copy: version of its plan de secours, 0 while there is none.
        copied: when, UTC as text, "" while it was not.
        drilled: livrets opened in a drill in the version published then, which is still the current one.
        drill: when the last drill was, UTC as text, "" when there was none.
        heads: role → whom the centre named.
    """

    papers: int = 0
    copy: int = 0
    copied: str = ""
    drilled: int = 0
    drill: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)


def readiness(connection: Connection) -> Mapping[str, Readiness]:
    """Jury → what its centre said, of those that it said something of."""
    papers, drilled = dict(_papers(connection)), _drilled(connection)
    copy = schema.copy_made.c
    copies = {row.jury: (row.copy, row.made) for row in connection.execute(select(copy.jury, copy.copy, copy.made))}
    heads: dict[str, dict[str, str]] = defaultdict(dict)
    named = schema.head_named.c
    for jury, role, name in connection.execute(select(named.jury, named.role, named.name)):
        heads[jury][role] = name
    return {
        jury: Readiness(
            papers.get(jury, 0), *copies.get(jury, (0, "")), *drilled.get(jury, (0, "")), heads.get(jury, {})
        )
        for jury in {*papers, *drilled, *copies, *heads}
    }


def _papers(connection: Connection) -> list[tuple[str, int]]:
    paper = schema.paper_received.c
    counted = (
        select(paper.jury, func.count())
        .join(schema.candidate, and_(_CANDIDATE.jury == paper.jury, _CANDIDATE.number == paper.number))
        .where(paper.received == 1, _CANDIDATE.format == LivretFormat.PAPIER.value)
        .group_by(paper.jury)
    )
    return [(row[0], row[1]) for row in connection.execute(counted)]


def _drilled(connection: Connection) -> dict[str, tuple[int, str]]:
    """Jury → livrets proved in their current version, and when the last drill was."""
    drill = schema.livret_drilled.c
    held = and_(
        _CANDIDATE.jury == drill.jury,
        _CANDIDATE.number == drill.number,
        _CANDIDATE.digest == drill.digest,
        drill.opened == 1,
    )
    counted = (
        select(drill.jury, func.count(_CANDIDATE.number), func.max(drill.made))
        .outerjoin(schema.candidate, held)
        .group_by(drill.jury)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(counted)}


# ------------------------------------------------------------------------------------------- whom to call


def lacking() -> ColumnElement[bool]:
    """A candidate for whom something is to be asked: an unknown format, no file, or a file in fault."""
    return or_(
        _CANDIDATE.format == LivretFormat.INCONNU.value,
        and_(_CANDIDATE.format == LivretFormat.NUMERIQUE.value, _CANDIDATE.digest.is_(None)),
        _CANDIDATE.problem.is_not(None),
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """A candidate whose livret is to be asked for, or comes on paper, and the school that has it.

    Attributes:
        jury: of which jury.
        number: N° élève.
        pv: N° PV, or "".
        cyclades: N° Candidat, by which school and exam office know the candidate, or "".
        format: value of `domain.livret.LivretFormat`.
        problem: value of `domain.livret.LivretProblem`, "" when nothing came.
        school: its code, "" when the lists did not say.
        name: of the school, or "".
        phone: or "".
    """

    jury: JuryId
    number: StudentNumber
    pv: str
    cyclades: str
    format: str
    problem: str
    school: str
    name: str
    phone: str


def gaps(connection: Connection, jury: JuryId | None = None, *, papers: bool = False) -> list[Gap]:
    """The candidates whose livret is to be asked for, by school, jury and rank in the PV.

    Args:
        connection: a transaction.
        jury: of one jury alone.
        papers: also those whose livret comes on paper, as the jury’s list or the exam office’s own says.
    """
    who, school = schema.identity.c, schema.school.c
    listed = schema.paper_listed.c
    on_either = exists().where(listed.jury == _CANDIDATE.jury, listed.number == _CANDIDATE.number)
    paper = or_(_CANDIDATE.format == LivretFormat.PAPIER.value, on_either)
    wanted = or_(lacking(), paper) if papers else lacking()
    code = func.coalesce(who.school, "")
    name = func.coalesce(school.name, "")
    asked = (
        select(_CANDIDATE.jury, _CANDIDATE.number, _CANDIDATE.pv, _CANDIDATE.cyclades, _CANDIDATE.format)
        .add_columns(func.coalesce(_CANDIDATE.problem, ""), code, name, func.coalesce(school.phone, ""))
        .select_from(schema.candidate)
        .outerjoin(schema.identity, and_(who.jury == _CANDIDATE.jury, who.number == _CANDIDATE.number))
        .outerjoin(schema.school, school.id == who.school)
        .where(wanted)
        .order_by(name, code, _CANDIDATE.jury, _CANDIDATE.rank)
    )
    if jury is not None:
        asked = asked.where(_CANDIDATE.jury == jury)
    return [Gap(*row) for row in connection.execute(asked)]


def expecting_paper(connection: Connection, number: str) -> list[tuple[str, str]]:
    """Code and name of each centre that expects a paper livret of this number, by code."""
    asked = (
        select(schema.centre.c.id, schema.centre.c.name)
        .join(schema.jury, schema.jury.c.centre == schema.centre.c.id)
        .join(schema.candidate, _CANDIDATE.jury == schema.jury.c.id)
        .where(_CANDIDATE.number == number, _CANDIDATE.format == LivretFormat.PAPIER.value)
        .distinct()
        .order_by(schema.centre.c.id)
    )
    return [(row[0], row[1]) for row in connection.execute(asked)]


# --------------------------------------------------------------------------------------------- the messages


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message to the exam office.

    Attributes:
        act: that told it.
        jury: about which jury.
        rank: of the act in the jury.
        payload: the act, signed: its words, its author, when it was written.
        received: UTC, as text.
        handled: UTC, as text; None while it waits.
        handler: who took charge of it, "" while it waits.
    """

    act: ActId
    jury: JuryId
    rank: int
    payload: bytes
    received: str
    handled: str | None
    handler: str


def messages(connection: Connection, count: int, *, handled: bool) -> list[MessageRow]:
    """Messages that wait, the oldest first, or those handled, the newest first."""
    act = schema.act.c
    asked = (
        select(_MESSAGE.act, _MESSAGE.jury, act.jury_sequence, act.payload, _MESSAGE.received, _MESSAGE.handled)
        .add_columns(func.coalesce(schema.account.c.name, ""))
        .join(schema.act, act.act == _MESSAGE.act)
        .outerjoin(schema.account, schema.account.c.id == _MESSAGE.handler)
        .limit(count)
    )
    if handled:
        asked = asked.where(_MESSAGE.handled.is_not(None)).order_by(_MESSAGE.handled.desc(), act.position.desc())
    else:
        asked = asked.where(_MESSAGE.handled.is_(None)).order_by(act.position)
    return [MessageRow(*row) for row in connection.execute(asked)]


def waiting(connection: Connection) -> int:
    """How many messages wait."""
    counted = select(func.count()).select_from(schema.office_message).where(_MESSAGE.handled.is_(None))
    return connection.scalar(counted) or 0


def handled(connection: Connection, acts: Collection[str]) -> frozenset[str]:
    """Those of these messages that somebody took charge of."""
    asked = select(_MESSAGE.act).where(_MESSAGE.act.in_(sorted(acts)), _MESSAGE.handled.is_not(None))
    return frozenset(connection.scalars(asked))


def message_jury(connection: Connection, act: str) -> JuryId | None:
    """The jury that a message is about, None when there is no such message."""
    found = connection.scalar(select(_MESSAGE.jury).where(_MESSAGE.act == act))
    return None if found is None else JuryId(found)


def handle(connection: Connection, act: str, account: str, now: datetime) -> bool:
    """Write that somebody took charge of a message; False when somebody did before."""
    values = {"handled": moment_text(now), "handler": account}
    open_one = (_MESSAGE.act == act, _MESSAGE.handled.is_(None))
    return connection.execute(update(schema.office_message).where(*open_one).values(values)).rowcount == 1
