# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eve of the deliberation, as the academy sees it: what centres did, whom they may call, what they ask for."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lsl_desk.domain.acts import Act, CopyMade, DrillDone, HeadNamed, OfficeTold, PaperReceived
from lsl_desk.domain.closing_acts import SignatureRefused
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.rights import Actor
from lsl_desk.sentences import SEATS
from lsl_desk.server.db import boards, juries
from lsl_desk.server.db import eve as rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import audit, limits
from lsl_desk.server.services.academy import Academy
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.manifests import decode_manifest

MESSAGES: Final = 200
"""Messages on a page: all that wait, in practice."""


def put(connection: Connection, act: Act, received: datetime) -> None:
    """Keep what an accepted act says of the eve; other acts say nothing of it.

    Args:
        connection: the transaction that keeps the act.
        act: accepted.
        received: UTC, now.
    """
    match act.body:
        case PaperReceived():
            rows.put_paper(connection, act.jury, act.act, act.body)
        case HeadNamed():
            rows.put_head(connection, act.jury, act.act, act.body)
        case CopyMade():
            rows.put_copy(connection, act.jury, act.act, act.body, act.time)
        case DrillDone(_, _, opened, failed):
            then = _published(connection, act.jury, act.time)
            told = {one: (then.get(one), True) for one in opened} | {one: (then.get(one), False) for one in failed}
            rows.put_drilled(connection, act.jury, act.act, told, act.time)
        case OfficeTold() | SignatureRefused():
            rows.put_message(connection, act.jury, act.act, received)
        case _:
            pass


def _published(connection: Connection, jury: JuryId, moment: datetime) -> dict[StudentNumber, Digest]:
    """The livrets that were published at a time: a drill is not proof of those that came later.

    The post says when, by its clock; whether it had fetched that version already only the post itself knows.
    """
    payload = juries.published_at(connection, jury, moment)
    if payload is None:
        return {}
    return {one.number: one.livret.digest for one in decode_manifest(payload).candidates if one.livret is not None}


# ------------------------------------------------------------------------------------------- whom to call


def schools(academy: Academy, jury: JuryId) -> list[rows.Gap]:
    """The candidates whose livret is missing, unknown or on paper by either list, and whose school is known."""
    with academy.database.reading() as connection:
        return [one for one in rows.gaps(connection, jury, papers=True) if one.name or one.phone]


def whose(academy: Academy, actor: Actor, number: str) -> list[tuple[str, str]]:
    """Code and name of each centre that expects a paper livret of this number.

    Raises:
        Refusal: TOO_MANY_REQUESTS; the numbers of an academy are not to be gone through one by one.
    """
    limit = limits.Limit(limits.subject("whose", actor.account), limits.STRANGERS)
    seconds = academy.database.write(lambda connection: limits.hit(connection, [limit], academy.clock()))
    if seconds:
        raise Refusal(Code.TOO_MANY_REQUESTS, seconds=seconds)
    with academy.database.reading() as connection:
        return rows.expecting_paper(connection, number)


@dataclass(frozen=True, slots=True)
class SchoolGaps:
    """What is to be asked of one school.

    Attributes:
        code: of the school, "" for candidates whose school is not known.
        name: or "".
        phone: or "".
        lines: its candidates.
    """

    code: str
    name: str
    phone: str
    lines: tuple[rows.Gap, ...]


def gaps_by_school(connection: Connection) -> tuple[list[SchoolGaps], list[tuple[str, int, int]]]:
    """What is to be asked, school by school; and each jury that lacks something with its candidates and statuses."""
    found = rows.gaps(connection)
    by_code: dict[str, list[rows.Gap]] = {}
    for one in found:
        by_code.setdefault(one.school, []).append(one)
    schools = [SchoolGaps(code, of[0].name, of[0].phone, tuple(of)) for code, of in by_code.items()]
    lacking = Counter(one.jury for one in found)
    sizes = {one.id: sum(one.formats.values()) for one in boards.juries(connection)}
    counts = [(str(jury), sizes[jury], sizes[jury] - count) for jury, count in sorted(lacking.items())]
    return sorted(schools, key=lambda one: (not one.code, one.name, one.code)), counts


# --------------------------------------------------------------------------------------------- the messages


@dataclass(frozen=True, slots=True)
class Message:
    """A message to the exam office.

    Attributes:
        act: that told it.
        jury: about which jury.
        rank: its number in the jury's acts.
        number: N° élève it is about, "" for the jury.
        text: in the person's words.
        author: who wrote it, as the person gave it.
        role: in what quality, value of `domain.acts.Role`.
        written: UTC, by the post's clock.
        received: UTC, as text.
        handled: UTC, as text; None while it waits.
        handler: who took charge of it, "" while it waits.
    """

    act: str
    jury: str
    rank: int
    number: str
    text: str
    author: str
    role: str
    written: datetime
    received: str
    handled: str | None
    handler: str


def waiting(connection: Connection) -> int:
    """How many messages wait."""
    return rows.waiting(connection)


def messages(connection: Connection, *, handled: bool) -> list[Message]:
    """Messages that wait, the oldest first, or those handled, the newest first."""
    return [_message(row) for row in rows.messages(connection, MESSAGES, handled=handled)]


def handle(connection: Connection, act: str, *, by: Actor, now: datetime) -> None:
    """Take charge of a message; a second time, by whoever, changes nothing.

    Raises:
        Refusal: NOT_FOUND.
    """
    jury = rows.message_jury(connection, act)
    if jury is None:
        raise Refusal(Code.NOT_FOUND)
    if rows.handle(connection, act, by.account, now):
        audit.record(
            connection, actor=by.id, action="message_handled", resource=act, facts={"jury": str(jury)}, now=now
        )


def _message(row: rows.MessageRow) -> Message:
    act = decode_act(row.payload)
    number, text = _said(act)
    who = act.author
    return Message(
        act=row.act,
        jury=row.jury,
        rank=row.rank,
        number=number,
        text=text,
        author=who.name,
        role=who.role.value,
        written=act.time,
        received=row.received,
        handled=row.handled,
        handler=row.handler,
    )


def _said(act: Act) -> tuple[StudentNumber, str]:
    """The candidate that a message is about, if any, and its words: a refusal to sign is told too (features N12)."""
    if isinstance(act.body, SignatureRefused):
        seat = SEATS[act.body.seat]
        return StudentNumber(""), f"Refus de signer le PV, par le {seat} {act.body.name}\u00a0: {act.body.reason}"
    assert isinstance(act.body, OfficeTold)  # noqa: S101 - only these two are put among the messages
    return act.body.number, act.body.text
