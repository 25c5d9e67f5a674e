# SPDX-License-Identifier: AGPL-3.0-or-later
"""The state of the link to the academy: two failures before « coupé », two answers before « en ligne » (features P42).

Nobody should see a light that flickers, nor trust one that lies: so it takes two answers of the same kind to change it,
and the first one of them is said at once, as « instable » or « de retour ».
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

ENOUGH = 2
"""Failures in a row that make a cut, answers in a row that end one."""


class LinkState(StrEnum):
    """What the badge shows."""

    LOCAL = "local"
    """Not enrolled: nothing to be linked to."""
    ONLINE = "online"
    DEGRADED = "degraded"
    """One failure, or slow answers: it still works."""
    CUT = "cut"
    BACK = "back"
    """One answer after a cut. A failure now makes it unstable again; it takes two to be cut again."""


class Contact(StrEnum):
    """What one exchange with the server came to."""

    ANSWERED = "answered"
    SLOW = "slow"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Link:
    """The link as it stands.

    Attributes:
        state: what the badge shows.
        since: UTC, when this state began; of a cut, its first failure (« coupé depuis 09:30 »).
        last: UTC of the last answer, None when there never was one.
        failures: failures in a row.
        answers: answers in a row, slow ones apart while the link is up.
        doubt: UTC of the first of these failures.
    """

    state: LinkState
    since: datetime
    last: datetime | None = None
    failures: int = 0
    answers: int = 0
    doubt: datetime | None = None


def after(link: Link, contact: Contact, now: datetime) -> Link:
    """Return the link once an exchange has ended.

    Args:
        link: as it stood; one that is not enrolled stays so.
        contact: what the exchange came to.
        now: UTC.
    """
    if link.state is LinkState.LOCAL:
        return link
    return _failed(link, now) if contact is Contact.FAILED else _answered(link, contact, now)


def _failed(link: Link, now: datetime) -> Link:
    doubt = link.doubt or now
    counted = replace(link, failures=link.failures + 1, answers=0, doubt=doubt)
    if link.state is LinkState.CUT:
        return counted
    if counted.failures >= ENOUGH:
        return replace(counted, state=LinkState.CUT, since=doubt)
    return _moved(counted, LinkState.DEGRADED, now)


def _answered(link: Link, contact: Contact, now: datetime) -> Link:
    slow = contact is Contact.SLOW
    counted = replace(link, last=now, failures=0, doubt=None, answers=link.answers + 1)
    if link.state is LinkState.CUT:
        return _moved(counted, LinkState.BACK, now)
    if slow:
        return _moved(replace(counted, answers=0), LinkState.DEGRADED, now)
    return _moved(counted, LinkState.ONLINE, now) if counted.answers >= ENOUGH else counted


def _moved(link: Link, state: LinkState, now: datetime) -> Link:
    return link if link.state is state else replace(link, state=state, since=now)
