# SPDX-License-Identifier: AGPL-3.0-or-later
"""What posts tell of their own erasures, and the centres to remind because some told none (feature N23, J4 step 10).

A post erases what it holds two months after the results are public, and tells it when it is linked. The academy keeps
the fact and its digest: the signed record, which bears N° élève, stays on the post.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import DeviceId, JuryId
from lsl_desk.server.db import erasures as rows
from lsl_desk.server.db import people, registers
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import audit
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.retention import Line
from lsl_desk.wire.envelope import EnvelopeBroken, Signed
from lsl_desk.wire.erasure_record import ErasureUnreadable, open_erasure

_SAID_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Silent:
    """A post that told no erasure of juries whose date has passed.

    Attributes:
        id: of the post.
        label: as it named itself.
        name: of its person.
        juries: whose erasure it has not told.
    """

    id: str
    label: str
    name: str
    juries: tuple[JuryId, ...]


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre and how long what its juries saw is kept.

    Attributes:
        id: UAI.
        name: of the centre.
        phone: "" when it is not known.
        lines: its juries whose results are public.
        owed: the date of a jury of its posts has passed.
        since: UTC, the first date that a silent post let pass; None when no post is silent.
        silent: the posts to ask about, by label.
        leaving: posts withdrawn without having told: they erase all they hold when they come back.
        calls: when it was called, the last one first.
    """

    id: str
    name: str
    phone: str
    lines: tuple[Line, ...]
    owed: bool
    since: datetime | None
    silent: tuple[Silent, ...]
    leaving: int
    calls: tuple[rows.Call, ...]


def receive(academy: Academy, device: DeviceId, jury: JuryId, sealed: bytes) -> datetime:
    """Keep that a post erased a jury; told again it adds nothing.

    Args:
        academy: where.
        device: the post that tells it.
        jury: one of its own.
        sealed: ``effacement.dsse``.

    Returns:
        UTC, when it was first told.

    Raises:
        Refusal: ERASURE_ALTERED; ERASURE_STRANGER, it is of another post or jury.
    """
    try:
        record, signer = open_erasure(sealed)
    except (EnvelopeBroken, ErasureUnreadable) as error:
        raise Refusal(Code.ERASURE_ALTERED, jury=jury) from error
    if signer != device or record.jury != jury:
        raise Refusal(Code.ERASURE_STRANGER, jury=jury)
    digest, now = Signed.from_bytes(sealed).digest, academy.clock()

    def write(connection: Connection) -> datetime:
        if rows.tell(connection, digest, device, record, now):
            facts = {"livrets": len(record.erased), "held": len(record.held)}
            audit.record(connection, actor=device, action="erasure_told", resource=jury, facts=facts, now=now)
        return rows.received(connection, digest)

    return academy.database.write(write)


def centres(academy: Academy, connection: Connection, lines: Sequence[Line]) -> list[Centre]:
    """The centres of juries whose results are public, by name; those with silent posts first.

    Args:
        academy: whose.
        connection: to read.
        lines: of `retention.lines`.
    """
    where = rows.places(connection)
    grouped: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        grouped[where[line.jury]].append(line)
    now = academy.clock()
    passed = {line.jury: line.active for line in lines if line.active <= now and not line.archive.whole}
    told = rows.told(connection, passed)
    owing: dict[str, list[rows.JuryPost]] = defaultdict(list)
    for post in rows.posts(connection, passed) if passed else ():
        if post.enrolled < passed[post.jury] and (post.jury, post.id) not in told:
            owing[where[post.jury][0]].append(post)
    phones = registers.phones(connection, {identifier for identifier, _ in grouped})
    calls = rows.calls(connection)
    found = []
    for (identifier, name), ours in grouped.items():
        silent = [one for one in owing[identifier] if one.state == "active"]
        found.append(
            Centre(
                id=identifier,
                name=name,
                phone=phones.get(identifier, ""),
                lines=tuple(ours),
                owed=any(line.jury in passed for line in ours),
                since=min((passed[one.jury] for one in silent), default=None),
                silent=_by_post(silent),
                leaving=len({one.id for one in owing[identifier] if one.state != "active"}),
                calls=tuple(calls.get(identifier, ())),
            )
        )
    return sorted(found, key=lambda one: (not one.silent, one.name, one.id))


def silent(found: Sequence[Centre]) -> Counter[JuryId]:
    """How many posts of each jury are silent."""
    return Counter(jury for centre in found for post in centre.silent for jury in post.juries)


def call(academy: Academy, centre: str, said: str, *, by: str) -> None:
    """Note that a centre was called about its silent posts.

    Raises:
        Refusal: CENTRE_UNKNOWN; CALL_UNSAID when nothing says what came of it.
    """
    told = " ".join(said.split())[:_SAID_LENGTH]
    if not told or not told.isprintable():
        raise Refusal(Code.CALL_UNSAID)
    now = academy.clock()

    def write(connection: Connection) -> None:
        if not people.has_centre(connection, centre):
            raise Refusal(Code.CENTRE_UNKNOWN, centre=centre)
        rows.call(connection, centre, by, told, now)
        audit.record(connection, actor=by, action="centre_called", resource=centre, now=now)

    academy.database.write(write)


def _by_post(posts: Sequence[rows.JuryPost]) -> tuple[Silent, ...]:
    juries: dict[tuple[str, str, str], list[JuryId]] = defaultdict(list)
    for one in posts:
        juries[one.label, one.id, one.name].append(one.jury)
    return tuple(Silent(which, label, name, tuple(owed)) for (label, which, name), owed in sorted(juries.items()))
