# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each exchange with the academy came to, added up into the state of the link."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Final

from lsl_desk.client.link.meter import Ticks
from lsl_desk.client.ports import Clock
from lsl_desk.domain.connection import Contact, Link, LinkState, after
from lsl_desk.domain.errors import Code, Refusal

SLOW_SECONDS: Final = 3.0
"""An answer that took longer makes the link « instable »."""
REMEMBERED: Final = 5
"""Problems kept for the report."""
FAULTS_OF_LINK: Final = frozenset({code for code in Code if code.value.startswith("net_")} | {Code.SERVER_FAULT})
"""After any other refusal, the academy did answer."""


class Watch:
    """The state of the link. Every method may be called from any thread."""

    def __init__(self, clock: Clock, *, enrolled: bool, ticks: Ticks = time.monotonic) -> None:
        self._clock = clock
        self._ticks = ticks
        self._guard = Lock()
        self._link = _start(enrolled, clock.now())
        self._problem: Refusal | None = None
        self._last: deque[tuple[datetime, Refusal]] = deque(maxlen=REMEMBERED)
        self.moved: Callable[[], None] = lambda: None

    @property
    def link(self) -> Link:
        """As it stands."""
        return self._link

    @property
    def problem(self) -> Refusal | None:
        """Why the last exchange failed, None when it went well."""
        return self._problem

    @property
    def last_problems(self) -> tuple[tuple[datetime, Refusal], ...]:
        """The last exchanges that failed, UTC, oldest first."""
        with self._guard:
            return tuple(self._last)

    def enrolled(self) -> None:
        """The post has an academy, or another one, from now on."""
        with self._guard:
            self._link = _start(True, self._clock.now())
            self._problem = None
        self.moved()

    @contextmanager
    def exchange(self, *, timed: bool = True) -> Iterator[None]:
        """One exchange, that begins and ends here.

        Args:
            timed: its duration says whether the link is slow.
        """
        start = self._ticks()
        try:
            yield
        except Refusal as refusal:
            self.failed(refusal)
            raise
        slow = timed and self._ticks() - start > SLOW_SECONDS
        self._count(Contact.SLOW if slow else Contact.ANSWERED, None)

    def failed(self, problem: Refusal) -> None:
        """An exchange failed that was not raised: one jury of many."""
        self._count(Contact.FAILED if problem.code in FAULTS_OF_LINK else Contact.ANSWERED, problem)

    def sign_of_life(self) -> None:
        """The academy was heard, within an exchange that goes on."""
        self._count(Contact.ANSWERED, None)

    def _count(self, contact: Contact, problem: Refusal | None) -> None:
        with self._guard:
            now = self._clock.now()
            before = (self._link.state, self._link.since, self._problem)
            self._link = after(self._link, contact, now)
            self._problem = problem
            if problem is not None:
                self._last.append((now, problem))
            moved = before != (self._link.state, self._link.since, self._problem)
        if moved:
            self.moved()


def _start(enrolled: bool, now: datetime) -> Link:
    return Link(LinkState.DEGRADED if enrolled else LinkState.LOCAL, now)
