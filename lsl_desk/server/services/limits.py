# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often one may knock. At the door, tries are counted in the database; a post’s requests, in memory.

The door follows OWASP’s device cookies: a browser that an account signed in from before has a count of its own, so
that whoever fails on purpose, from elsewhere, never closes the door to it.
"""

import math
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from lsl_desk.server.db import throttles
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.strict import moment_of, moment_text

WINDOW: Final = timedelta(minutes=15)
TRIES: Final = 10
"""For one account from one source, or from one known browser, in a window."""
CROWD: Final = 100
"""For one account from all unknown browsers together, or from one source for all accounts: a whole school may be
behind one address, and only what failed stays counted."""
ENROLMENTS: Final = 120
"""Begun from one source in a window."""
STRANGERS: Final = 60
"""Numbers whose centre one account asks for in a window: a parcel that went astray, not the whole academy."""
REQUESTS: Final = 120
"""Of a post, in a minute."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What is counted, as a digest, and how many are allowed in a window."""

    subject: str
    allowed: int


def subject(kind: str, *parts: str) -> str:
    """Name what is counted without keeping a login or an address.

    Args:
        kind: « pair », « login », « source », « browser ».
        parts: a login, an address, the digest of a cookie.
    """
    return sha256("\0".join((kind, *parts)).encode()).hexdigest()


def door(login: str, source: str, browser: str | None) -> tuple[Limit, ...]:
    """The limits of a try to sign in.

    Args:
        login: as given, folded.
        source: address it comes from.
        browser: digest of its cookie if the account knows it, else None.
    """
    if browser is not None:
        return (Limit(subject("browser", browser), TRIES),)
    return (
        Limit(subject("pair", login, source), TRIES),
        Limit(subject("login", login), CROWD),
        Limit(subject("source", source), CROWD),
    )


def hit(connection: Connection, limits: Iterable[Limit], now: datetime) -> int:
    """Count a try against each limit.

    Args:
        connection: its transaction has to be committed, above all when the try is refused.
        limits: in one order everywhere, so that two tries at the same time wait and do not lock.
        now: UTC.

    Returns:
        seconds to wait, 0 when the try is allowed.
    """
    seconds = 0
    for limit in limits:
        tries = throttles.hit(connection, limit.subject, now=moment_text(now), oldest=moment_text(now - WINDOW))
        if tries.count > limit.allowed:
            seconds = max(seconds, math.ceil((moment_of(tries.since) + WINDOW - now).total_seconds()), 1)
    return seconds


def welcome(connection: Connection, limits: Iterable[Limit]) -> None:
    """Uncount a try that was a good one; the counts of this account and source or browser begin again."""
    for limit in limits:
        if limit.allowed == TRIES:
            throttles.clear(connection, limit.subject)
        else:
            throttles.forgive(connection, limit.subject)


def sweep(connection: Connection, now: datetime) -> None:
    """Forget the counts that are over."""
    throttles.sweep(connection, moment_text(now - WINDOW))


class Requests:
    """Counts what each post asked in the last minute, in this process; from any thread.

    Args:
        allowed: in a minute.
        posts: how many posts are remembered; the one silent for longest is forgotten first.
    """

    def __init__(self, allowed: int = REQUESTS, posts: int = 20_000) -> None:
        self._allowed = allowed
        self._posts = posts
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def hit(self, post: str, now: datetime) -> int:
        """Count a request; returns the seconds to wait, 0 when it is allowed."""
        minute = timedelta(minutes=1)
        with self._lock:
            times = self._seen.setdefault(post, deque())
            self._seen.move_to_end(post)
            while len(self._seen) > self._posts:
                self._seen.popitem(last=False)
            while times and not now - minute < times[0] <= now:  # a clock set back leaves some in the future
                times.popleft()
            if len(times) >= self._allowed:
                return max(1, math.ceil((times[0] + minute - now).total_seconds()))
            times.append(now)
            return 0
