# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who a post is, as the rights see it."""

from datetime import datetime
from hashlib import sha256

from lsl_desk.domain.rights import NOBODY, Actor, Kind, Standing
from lsl_desk.server.db import posts as rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services.academy import Academy
from lsl_desk.wire.strict import moment_of


def as_actor(connection: Connection, post: rows.Post) -> Actor:
    """A post as an actor, with the juries confided to it now."""
    return Actor(
        kind=Kind.DEVICE,
        role=post.role,
        centre=post.centre,
        juries=rows.juries_of(connection, post),
        standing=Standing.ACTIVE if post.active else Standing.REVOKED,
        id=post.id,
        account=post.account,
    )


def of_token(connection: Connection, token: str, now: datetime) -> Actor:
    """Who bears a token; one of a post whose token ended, when it is none of ours: those that ended are forgotten.

    Args:
        connection: the transaction.
        token: as sent.
        now: UTC.
    """
    found = rows.of_token(connection, sha256(token.encode()).hexdigest())
    post = None if found is None else rows.find(connection, found[0])
    if found is None or post is None:
        return Actor(Kind.DEVICE, standing=Standing.EXPIRED)
    if moment_of(found[1]) <= now:
        return Actor(Kind.DEVICE, post.role, standing=Standing.EXPIRED, id=post.id, account=post.account)
    return as_actor(connection, post)


def known(academy: Academy, identifier: str) -> rows.Post | None:
    """What the academy knows of a post."""
    with academy.database.reading() as connection:
        return rows.find(connection, identifier)


def now(academy: Academy, identifier: str) -> Actor:
    """What a post may do now."""
    with academy.database.reading() as connection:
        post = rows.find(connection, identifier)
        return NOBODY if post is None else as_actor(connection, post)
