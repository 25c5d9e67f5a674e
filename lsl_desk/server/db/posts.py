# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of the tables about a post: whose it is, where its chain ends, which juries are confided to it."""

from dataclasses import dataclass

from sqlalchemy import select, update

from lsl_desk.domain.ids import CentreId, DeviceId, Digest, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.domain.rights import AccountRole
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.schema import account, device, jury, seat, token


@dataclass(frozen=True, slots=True)
class Post:
    """A post and the person it was enrolled for.

    Attributes:
        id: of its key.
        public: that key, 32 bytes.
        account: identifier of the person's account.
        name: of that person.
        role: of that account.
        centre: of that account, None for the roles of the whole academy.
        active: neither the post nor the account was withdrawn.
        reason: why it was withdrawn, "" while it is not.
        head: the end of its chain, as far as it was received.
    """

    id: DeviceId
    public: bytes
    account: str
    name: str
    role: AccountRole
    centre: CentreId | None
    active: bool
    reason: str
    head: Head


_POST = (
    select(
        device.c.id,
        device.c.public,
        device.c.account,
        account.c.name,
        account.c.role,
        account.c.centre,
        device.c.state,
        account.c.state.label("account_state"),
        device.c.reason,
        device.c.sequence,
        device.c.head,
    )
    .join(account, account.c.id == device.c.account)
    .select_from(device)
)


def find(connection: Connection, identifier: str, *, hold: bool = False) -> Post | None:
    """A post, None when the academy has none of this name.

    Args:
        connection: the transaction.
        identifier: of the post.
        hold: keep others from moving its chain until the transaction ends.
    """
    asked = _POST.where(device.c.id == identifier)
    row = connection.execute(asked.with_for_update(of=device) if hold else asked).one_or_none()
    if row is None:
        return None
    return Post(
        id=DeviceId(row.id),
        public=row.public,
        account=row.account,
        name=row.name,
        role=AccountRole(row.role),
        centre=None if row.centre is None else CentreId(row.centre),
        active=row.state == "active" and row.account_state == "active",
        reason=row.reason,
        head=Head(row.sequence, Digest(row.head)),
    )


def of_token(connection: Connection, digest: str) -> tuple[str, str] | None:
    """The post of a token and when the token ends (UTC, text), None when there is no such token.

    Args:
        connection: the transaction.
        digest: SHA-256 of the token.
    """
    found = connection.execute(select(token.c.device, token.c.expires).where(token.c.digest == digest)).one_or_none()
    return None if found is None else (found.device, found.expires)


def juries_of(connection: Connection, post: Post) -> frozenset[JuryId]:
    """The juries confided to a post: those of its centre for a head of centre, else those where its person sits."""
    if post.role is AccountRole.CHEF_DE_CENTRE:
        asked = select(jury.c.id).where(jury.c.centre == post.centre)
    else:
        asked = select(seat.c.jury).where(seat.c.account == post.account)
    return frozenset(map(JuryId, connection.scalars(asked)))


def move_head(connection: Connection, identifier: DeviceId, head: Head) -> None:
    """Say where the chain of a post ends now."""
    connection.execute(update(device).where(device.c.id == identifier).values(sequence=head.sequence, head=head.digest))
