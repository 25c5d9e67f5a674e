# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts of an invented post, one second apart."""

from datetime import UTC, datetime, timedelta

from lsl_desk.domain.acts import NO_PREVIOUS, Act, Author, Body, Role
from lsl_desk.domain.ids import ActId, DeviceId, JuryId

START = datetime(2018, 7, 2, 8, 0, tzinfo=UTC)
HEAD = Author("Chef de centre d’essai", Role.CHEF_DE_CENTRE)


def at(seconds: int) -> datetime:
    """So many seconds after the first act."""
    return START + timedelta(seconds=seconds)


def acts(*bodies: Body, version: int = 1) -> tuple[Act, ...]:
    """Acts in order; the first is at `at(0)`."""
    return tuple(
        Act(
            act=ActId(f"{rank:032x}"),
            jury=JuryId("J01"),
            device=DeviceId("device"),
            sequence=rank + 1,
            previous=NO_PREVIOUS,
            author=HEAD,
            time=at(rank),
            version=version,
            body=body,
        )
        for rank, body in enumerate(bodies)
    )
