# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages show of juries and posts: only what the rights of whoever looks let through."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, JuryId
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.rights import AccountRole, Action, Actor, Resource, allow
from lsl_desk.server.db import boards as rows
from lsl_desk.server.db import devices, eve, people
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.sittings import RulesOf
from lsl_desk.server.services import progress as sitting

_NOTHING = eve.Readiness()
_BEFORE = sitting.Progress(sitting.Stage.PREPARED)


@dataclass(frozen=True, slots=True)
class Line:
    """A jury on the board, how many posts hold it, what its centre said it did on the eve, how far its sitting is."""

    jury: rows.JuryRow
    posts: int
    readiness: eve.Readiness = _NOTHING
    progress: sitting.Progress = _BEFORE

    @property
    def papers(self) -> tuple[int, int]:
        """Paper livrets received, of those expected: « 4 / 5 »."""
        return self.readiness.papers, self.jury.formats.get(LivretFormat.PAPIER.value, 0)

    @property
    def drilled(self) -> bool:
        """Whether every digital livret was opened in a drill, in its current version."""
        return bool(self.readiness.drill) and self.readiness.drilled >= self.jury.formats.get(
            LivretFormat.NUMERIQUE.value, 0
        )

    @property
    def presided(self) -> bool:
        """Whether it has a president (features D09)."""
        named = self.readiness.heads.get(AccountRole.PRESIDENT.value)
        if named is not None:
            return bool(named)
        return any(role == AccountRole.PRESIDENT.value for role, _ in self.jury.presidents)

    @property
    def prepared(self) -> bool:
        """Whether the centre did all that it does on the eve: papers counted, copy made, drill whole."""
        received, expected = self.papers
        return received >= expected and bool(self.readiness.copy) and self.drilled


@dataclass(frozen=True, slots=True)
class Holder:
    """A post that holds a jury, and how many acts of it it sent."""

    post: devices.DeviceRow
    acts: int


@dataclass(frozen=True, slots=True)
class Detail:
    """A jury by itself: its line, its posts, the N° élève and épreuve of each open conflict, the livrets missing."""

    line: Line
    holders: tuple[Holder, ...]
    conflicts: tuple[tuple[str, str], ...]
    missing: tuple[rows.MissingRow, ...]
    handovers: tuple[sitting.Handover, ...] = ()


def board(
    connection: Connection, actor: Actor, rules: RulesOf, public: Collection[str] = (), *, only: str | None = None
) -> list[Line]:
    """The juries that an actor may see, or one of them; ``public``: those whose results are public now."""
    posts = _posts(connection)
    told = eve.readiness(connection)
    seen = [
        one
        for one in rows.juries(connection)
        if only in {None, one.id} and allow(actor, Action.READ_JURY, Resource(JuryId(one.id), CentreId(one.centre)))
    ]
    far = sitting.of(connection, [one.id for one in seen], rules, public)
    return [Line(one, posts[one.id], told.get(one.id, _NOTHING), far[one.id]) for one in seen]


def detail(connection: Connection, actor: Actor, jury: str, rules: RulesOf, public: Collection[str] = ()) -> Detail:
    """One jury.

    Raises:
        Refusal: NOT_FOUND, or it is not one of theirs.
    """
    found = board(connection, actor, rules, public, only=jury)
    if not found:
        raise Refusal(Code.NOT_FOUND)
    acts = rows.acts_by_post(connection, jury)
    holding = {account for held, account in _held(connection) if held == jury}
    holders = [
        Holder(post, acts.get(post.id, 0))
        for post in devices.devices(connection)
        if post.account in holding or post.id in acts
    ]
    conflicts, missing = rows.open_conflicts(connection, jury), rows.missing(connection, jury)
    handed = sitting.handovers(connection, JuryId(jury))
    return Detail(found[0], tuple(holders), tuple(conflicts), tuple(missing), tuple(handed))


def posts_seen(connection: Connection, actor: Actor) -> list[devices.DeviceRow]:
    """The posts that an actor may see."""
    return [
        post
        for post in devices.devices(connection)
        if allow(actor, Action.READ_DEVICE, Resource(centre=None if post.centre is None else CentreId(post.centre)))
    ]


def owners(connection: Connection, actor: Actor) -> list[people.AccountRow]:
    """The open accounts that an actor may approve a post for."""
    return [
        row
        for row in people.accounts(connection)
        if row.state == "active" and allow(actor, Action.APPROVE_DEVICE, resource_of(row))
    ]


def resource_of(row: people.AccountRow) -> Resource:
    """An account, as the rights see it."""
    centre = None if row.centre is None else CentreId(row.centre)
    return Resource(centre=centre, role=AccountRole(row.role))


def _posts(connection: Connection) -> Counter[str]:
    by_account = rows.posts_by_account(connection)
    counted: Counter[str] = Counter()
    for jury, account in _held(connection):
        counted[jury] += by_account.get(account, 0)
    return counted


def _held(connection: Connection) -> Iterator[tuple[str, str]]:
    """Each jury with each account it is confided to."""
    yield from rows.seats(connection)
    heads: dict[str, list[str]] = {}
    for row in people.accounts(connection):
        if row.role == AccountRole.CHEF_DE_CENTRE and row.centre is not None:
            heads.setdefault(row.centre, []).append(row.id)
    for one in rows.juries(connection):
        yield from ((one.id, head) for head in heads.get(one.centre, ()))
